"""This is the check that every name in a scenario names something.

It looks at the tree, not at the finished scenario, so that one wrong number hides no wrong name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sim.errors import Problem
from sim.scenario.fields import model_of, shape_at
from sim.scenario.law import Stated
from sim.scenario.nearest import did_you_mean
from sim.scenario.tree import Node, Path, found


@dataclass(frozen=True)
class _Names:
    """Places of a scenario that hold a name, and the section it comes from; `*` stands for any key."""

    places: str
    kind: str
    section: str
    by_key: bool = False  # the name is the key itself, unless `supplier` or `line` says another


_NAMES = (
    _Names("lists.*.rule", "rule", "rules"),
    _Names("lists.*.part_of", "list", "lists"),
    _Names("lists.*.batches.*.entries.*", "organisation", "organisations", by_key=True),
    _Names("lists.*.batches.*.review.*.policy", "policy", "policies"),
    _Names("lists.*.batches.*.entries.*.review.*.policy", "policy", "policies"),
    _Names("lists.*.batches.*.suspended.*.switch", "switch", "switches"),
    _Names("rules.*.target.list", "list", "lists"),
    _Names("rules.*.target.group", "country group", "country_groups"),
    _Names("rules.*.target.except_group", "country group", "country_groups"),
    _Names("rules.*.review.*.policy", "policy", "policies"),
    _Names("rules.*.in_force.*.switch", "switch", "switches"),
    _Names("rules.*.suspended.*.switch", "switch", "switches"),
    _Names("ownership_rules.*.lists.*", "list", "lists"),
    _Names("ownership_rules.*.joint_ventures.group", "country group", "country_groups"),
    _Names("ownership_rules.*.in_force.*.switch", "switch", "switches"),
    _Names("ownership_rules.*.suspended.*.switch", "switch", "switches"),
    _Names("organisations.*.owners.*.entity", "organisation", "organisations"),
    _Names("measures.*.list", "list", "lists"),
    _Names("lines.*.maker", "organisation", "organisations"),
    _Names("lines.*.inputs.*.class", "class", "classes"),
    _Names("lines.*.inputs.*.sources.*", "organisation", "organisations", by_key=True),
    _Names("lines.*.inputs.*.sources.*.supplier", "organisation", "organisations"),
    _Names("lines.*.inputs.*.sources.*.line", "line", "lines"),
    _Names("lines.*.inputs.*.alternatives.*", "organisation", "organisations", by_key=True),
    _Names("lines.*.inputs.*.alternatives.*.supplier", "organisation", "organisations"),
    _Names("lines.*.inputs.*.alternatives.*.line", "line", "lines"),
    _Names("lines.*.inputs.*.sources.*.pool", "pool", "pools"),
    _Names("lines.*.inputs.*.alternatives.*.pool", "pool", "pools"),
    _Names("lines.*.inputs.*.sources.*.designer", "organisation", "organisations"),
    _Names("lines.*.inputs.*.alternatives.*.designer", "organisation", "organisations"),
    _Names("lines.*.inputs.*.sources.*.item_lists.*", "item list", "item_lists"),
    _Names("lines.*.inputs.*.alternatives.*.item_lists.*", "item list", "item_lists"),
    _Names("classes.*.item_lists.*", "item list", "item_lists"),
    _Names("lines.*.parties.*.entity", "organisation", "organisations"),
    _Names("lines.*.inputs.*.sources.*.parties.*.entity", "organisation", "organisations"),
    _Names("lines.*.inputs.*.alternatives.*.parties.*.entity", "organisation", "organisations"),
    _Names("vendor_stops.*.supplier", "organisation", "organisations"),
    _Names("vendor_stops.*.buyers.*", "organisation", "organisations"),
)


def unknown_names(root: Node, same: Collection[str] = ()) -> Iterator[Problem]:
    """A problem for each name of nothing, with the nearest there is.

    Names of sections in `same` are known to name something of another section in it.
    """
    for names in _NAMES:
        if {names.places.partition(".")[0], names.section} <= set(same):
            continue
        known = list(root.entries_at(names.section))
        for path, node in _matching(root, tuple(names.places.split("."))):
            name = path[-1] if names.by_key else node.value
            named_apart = names.by_key and not node.entries.keys().isdisjoint(("supplier", "line"))
            if isinstance(name, str) and not named_apart:
                yield from _unknown(node, path, name, (names.kind, known))
    yield from _batches(root)
    yield from _rules_of_measures(root)
    yield from _orders(root)
    yield from _references(root)


def _matching(node: Node, pattern: Path, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    if len(path) == len(pattern):
        yield path, node
        return
    key = pattern[len(path)]
    names = map(str, range(len(node.value))) if isinstance(node.value, tuple) else iter(node.entries)
    for name in names if key == "*" else (key,):
        below = node.step(name)
        if below is not None:
            yield from _matching(below, pattern, (*path, name))


def _unknown(node: Node, path: Path | str, name: str, known: tuple[str, list[str]]) -> Iterator[Problem]:
    kind, names = known
    if name not in names:
        suggestion = did_you_mean(name, names) or f"; this scenario has no {kind} at all"
        yield node.problem(path, f"there is no {kind} {found(name)}{suggestion}")


def _batches(root: Node) -> Iterator[Problem]:
    for path, node in _matching(root, ("measures", "*", "batch")):
        party_list = root.at((*path[:-1], "list"))
        if party_list is None or not isinstance(party_list.value, str) or not isinstance(node.value, str):
            continue
        batches = root.entries_at("lists", party_list.value, "batches")
        if batches:
            known = (f"batch of `{party_list.value}` called", list(batches))
            yield from _unknown(node, path, node.value, known)


def _rules_of_measures(root: Node) -> Iterator[Problem]:
    """Rules a measure brings in: of `rules`, or of those about owners."""
    known = [*root.entries_at("rules"), *root.entries_at("ownership_rules")]
    for path, node in _matching(root, ("measures", "*", "rules", "*")):
        if isinstance(node.value, str):
            yield from _unknown(node, path, node.value, ("rule", known))


def _orders(root: Node) -> Iterator[Problem]:
    for path, node in _matching(root, ("lines", "*", "inputs", "*", "stock", "on_order", "*", "source")):
        sources = root.entries_at(*path[:4], "sources")
        if sources and isinstance(node.value, str):
            yield from _unknown(node, path, node.value, (f"source of `{path[3]}` called", list(sources)))


def _references(root: Node) -> Iterator[Problem]:
    known = root.entries_at("references")
    for dotted, node in root.walk():
        if not dotted.endswith(".ref") or not isinstance(node.value, str) or node.value in known:
            continue
        model = model_of(shape_at(dotted.split(".")[:-1]))
        if model is not None and issubclass(model, Stated):  # not, say, a market called `ref`
            yield from _unknown(node, dotted, node.value, ("reference", list(known)))
