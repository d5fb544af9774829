"""This is what is checked: a scenario that is sound in its parts, the tree it was read from, and who takes what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sim.errors import Problem
from sim.scenario.law import Frozen, Measure, Stated
from sim.scenario.model import Scenario
from sim.scenario.origin import ScenarioFile
from sim.scenario.quantity import Quantity, exactly
from sim.scenario.taking_effect import OwnDays, terms_of
from sim.scenario.tree import Node


@dataclass(frozen=True)
class Taking:
    """One flow as the file states it: a line takes an input from a supplier, which may be another line."""

    line: str
    maker: str | None
    input: str
    path: str
    supplier: str
    made_by: str | None  # the line that makes it
    ordinary: bool


@dataclass(frozen=True)
class Subject:
    """A scenario that is sound in its parts, and the whole tree it was read from.

    The scenario may lack entries of the tree that have errors. `same` are sections known to be sound by themselves.
    """

    file: ScenarioFile
    root: Node
    same: frozenset[str] = frozenset()

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.file.scenario

    def problem(self, path: str, message: str) -> Problem:
        """A problem with what stands at a path."""
        origin = self.file.origin(path)
        return Problem(origin.file, origin.line, path, message, origin.column)

    @cached_property
    def takings(self) -> tuple[Taking, ...]:
        """Every flow of the tree, also of lines that are wrong elsewhere."""
        return tuple(_takings(self.root))


@dataclass(frozen=True)
class Listing:
    """A measure, and when it is announced and takes effect; each day with the path that states it."""

    name: str
    announced: tuple[str, Quantity]
    effective: tuple[str, Quantity]


def listings(subject: Subject) -> Iterator[Listing]:
    """Every measure whose batch, or whose rules, are known."""
    scenario = subject.scenario
    for name, measure in scenario.measures.items():
        party_list = scenario.lists.get(measure.list or "")
        known = measure.list is None or (party_list is not None and measure.batch in party_list.batches)
        if known and all(
            rule in scenario.rules or rule in scenario.ownership_rules for rule in measure.rules
        ):
            yield _listing(name, measure, terms_of(scenario, measure))


def _listing(name: str, measure: Measure, terms: OwnDays) -> Listing:
    batch = f"lists.{measure.list}.batches.{measure.batch}"
    own = measure.list is not None and not measure.rules
    announced_at, effective_at = (
        (f"{batch}.announced", f"{batch}.effective") if own else (f"measures.{name}", f"measures.{name}")
    )
    if measure.effective is None:
        announced = (announced_at, _on(terms.announced))
        return Listing(name, announced, (effective_at, _on(terms.effective)))
    effective = (f"measures.{name}.effective", measure.effective)
    if measure.announced is not None:
        return Listing(name, (f"measures.{name}.announced", measure.announced), effective)
    # Without a day of its own it is announced as long before as by its own text.
    warning = (terms.effective - terms.announced).days
    moved = {end: getattr(measure.effective, end) - warning for end in ("low", "likely", "high")}
    return Listing(name, (effective[0], measure.effective.model_copy(update=moved)), effective)


def _on(date: dt.date) -> Quantity:
    return exactly(float(date.toordinal()), "day")


def stated_in(value: object, path: str = "") -> Iterator[tuple[str, Stated | Quantity]]:
    """Everything stated in a part of a scenario, with its dotted path; defaults are not."""
    if isinstance(value, (Stated, Quantity)):
        yield path, value
    below: Iterator[tuple[str, object]] = iter(())
    if isinstance(value, Frozen):
        named = type(value).model_fields.items()  # in the model's order: the set of stated fields has none
        stated = value.model_fields_set
        below = ((info.alias or name, getattr(value, name)) for name, info in named if name in stated)
    elif isinstance(value, Mapping):
        below = iter(value.items())
    elif isinstance(value, tuple):
        below = ((str(at), item) for at, item in enumerate(value))
    for key, inner in below:
        yield from stated_in(inner, f"{path}.{key}" if path else key)


def _takings(root: Node) -> Iterator[Taking]:
    lines = root.entries_at("lines")
    makers = {name: _text(line, "maker") for name, line in lines.items()}
    for name, line in lines.items():
        for key, item in line.entries_at("inputs").items():
            for kind in ("sources", "alternatives"):
                for source, supply in item.entries_at(kind).items():
                    made_by = _text(supply, "line")
                    supplier = _text(supply, "supplier") or makers.get(made_by or "") or source
                    path = f"lines.{name}.inputs.{key}.{kind}.{source}"
                    yield Taking(name, makers[name], key, path, supplier, made_by, kind == "sources")


def _text(node: Node, key: str) -> str | None:
    entry = node.entries.get(key)
    return entry.value if entry is not None and isinstance(entry.value, str) else None
