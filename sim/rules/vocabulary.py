"""This is what conditions refer to by name: shared conditions, country groups, item lists, and whom a rule targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.rules.answer import Truth
from sim.rules.facts import Flow
from sim.scenario.law import Condition, CountryGroup, ItemList

_NOT_CLASSIFIED = "EAR99"


@dataclass(frozen=True)
class Vocabulary:
    """The names a condition may use, and the organisations that the rule which asks reaches."""

    conditions: Mapping[str, Condition] = field(default_factory=dict)
    groups: Mapping[str, CountryGroup] = field(default_factory=dict)
    item_lists: Mapping[str, ItemList] = field(default_factory=dict)
    targets: frozenset[str] = frozenset()

    def on_item_list(self, name: str, flow: Flow) -> Truth:
        """Whether the item of a flow is on a list: as stated, or by its classification if the list is made of these."""
        if flow.item_lists is not None and name in flow.item_lists:
            return Truth.YES
        listed = self.item_lists.get(name)
        if listed is not None and listed.eccns:  # made of these: the classification decides
            return classified(flow, listed.eccns)
        return Truth.UNKNOWN if flow.item_lists is None else Truth.NO


def classified(flow: Flow, wanted: tuple[str, ...]) -> Truth:
    """Whether the item's classification is, or lies within, one of those asked for.

    A number without the paragraph asked for leaves the question open.
    """
    if flow.eccn is None:
        return Truth.NO if flow.complete else Truth.UNKNOWN
    own = flow.eccn.lower()
    asked = [each.lower() for each in wanted]
    if any(own == each or own.startswith(f"{each}.") for each in asked):
        return Truth.YES
    if own != _NOT_CLASSIFIED.lower() and any(each.startswith(f"{own}.") for each in asked):
        return Truth.UNKNOWN
    return Truth.NO
