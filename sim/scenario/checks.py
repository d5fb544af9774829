"""This is what must hold between the parts of a scenario: references, dates, and who has a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.errors import Problem
from sim.scenario.law import Batch, Frozen, Stated
from sim.scenario.model import Line, Scenario
from sim.scenario.origin import ScenarioFile
from sim.scenario.quantity import Quantity
from sim.scenario.tree import Node, found

# Law names its clause in `reference`; every other number needs a `ref`.
_NEED_A_REF = ("classes", "measures", "lines")


@dataclass(frozen=True)
class Subject:
    """What is checked: a scenario that is sound in itself, and the whole tree it was read from.

    The scenario may lack entries of the tree that have errors.
    """

    file: ScenarioFile
    root: Node

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.file.scenario

    def problem(self, path: str, message: str) -> Problem:
        """A problem with what stands at a path."""
        origin = self.file.origin(path)
        return Problem(origin.file, origin.line, path, message)


def problems_between(subject: Subject) -> list[Problem]:
    """Everything that is wrong between parts which are sound in themselves."""
    return [
        *_without_reference(subject),
        *_known_too_late(subject),
        *_made_up(subject),
        *_dates(subject),
        *_makers(subject),
        *_measures(subject),
        *_listed_companies(subject),
    ]


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


def _without_reference(subject: Subject) -> Iterator[Problem]:
    bare: dict[str, list[str]] = {}
    for section in _NEED_A_REF:
        for path, stated in stated_in(getattr(subject.scenario, section), section):
            if isinstance(stated, Quantity) and subject.file.origin(path).ref is None:
                bare.setdefault(".".join(path.split(".")[:2]), []).append(path)
    for entry, (first, *others) in bare.items():
        more = f", nor have {len(others)} more numbers of `{entry}`" if len(others) > 1 else ""
        more = f", nor has `{others[0]}`" if len(others) == 1 else more
        message = f"has no `ref`{more}; name the reference that backs it, here or in what it stands in"
        yield subject.problem(first, message)


def _known_too_late(subject: Subject) -> Iterator[Problem]:
    """References a line or a class in use rests on, and batches, that became known after `as_seen_from`."""
    seen_from = subject.scenario.clock.as_seen_from
    if subject.file.hypothetical:
        return
    right = "use what was known by then, or mark the scenario or a variant `hypothetical: true`"
    for ref, path in _first_uses(subject).items():
        if (published := _fact_published(subject, ref)) is not None and published > seen_from:
            used = f"`{path}` ({subject.file.origin(path)}) rests on it"
            message = f"{published} is later than `clock.as_seen_from` {seen_from}, and {used}; {right}"
            yield subject.problem(f"references.{ref}.date", message)
    for name, path, batch in _batches(subject):
        backed_by = subject.file.origin(f"{path}.announced").ref
        is_fact = backed_by is not None and _fact_published(subject, backed_by) is not None
        if is_fact and batch.announced > seen_from:
            message = f"{batch.announced} is later than `clock.as_seen_from` {seen_from}, and `measures.{name}` uses it"
            yield subject.problem(f"{path}.announced", f"{message}; {right}")


def _made_up(subject: Subject) -> Iterator[Problem]:
    """Batches that rest on an own estimate: no list has them, so an answer must say it is hypothetical."""
    if subject.file.hypothetical:
        return
    for name, path, _ in _batches(subject):
        ref = subject.file.origin(f"{path}.announced").ref
        reference = subject.scenario.references.get(ref) if ref is not None else None
        if reference is not None and reference.grade == "E":
            message = (
                f"rests on `{ref}`, an own estimate, and `measures.{name}` uses it: a listing that is made up; mark "
                "the scenario, or the variant that brings it in, `hypothetical: true`, or name the notice that "
                "lists the maker in `ref`"
            )
            yield subject.problem(f"{path}.announced", message)


def _first_uses(subject: Subject) -> dict[str, str]:
    """Each reference that a line, a class in use or a measure rests on, with the first path that does."""
    lines = subject.scenario.lines.values()
    classes = {("classes", item.class_) for line in lines for item in line.inputs.values()}
    uses: dict[str, str] = {}
    for path, origin in subject.file.origins.items():
        section, _, rest = path.partition(".")
        in_use = section in ("lines", "measures") or (section, rest.partition(".")[0]) in classes
        if in_use and origin.ref is not None:
            uses.setdefault(origin.ref, path)
    return uses


def _fact_published(subject: Subject, ref: str) -> dt.date | None:
    """When a reference was published, unless it is an own estimate (or unknown)."""
    reference = subject.scenario.references.get(ref)
    return None if reference is None or reference.grade == "E" else reference.date


def _batches(subject: Subject) -> Iterator[tuple[str, str, Batch]]:
    """For each measure: its name, and the path and content of its batch."""
    for name, measure in subject.scenario.measures.items():
        party_list = subject.scenario.lists.get(measure.list)
        if party_list is not None and measure.batch in party_list.batches:
            path = f"lists.{measure.list}.batches.{measure.batch}"
            yield name, path, party_list.batches[measure.batch]


def _dates(subject: Subject) -> Iterator[Problem]:
    clock = subject.scenario.clock
    announced = min(((batch.announced, name) for name, _, batch in _batches(subject)), default=None)
    if announced is not None and clock.start >= announced[0]:
        message = f"{clock.start} is not before {announced[0]}, when `measures.{announced[1]}` was announced"
        yield subject.problem("clock.start", f"{message}; start before the first announcement")
    for name, line in subject.scenario.lines.items():
        for path, date in _dates_in_the_clock(f"lines.{name}", line):
            if not clock.start <= date < clock.until:
                message = f"{date} lies outside the clock, {clock.start} to the day before {clock.until}"
                yield subject.problem(path, message)
        for key, item in line.inputs.items():
            as_of = item.stock.as_of if item.stock is not None else None
            if as_of is not None and as_of > clock.as_seen_from and not subject.file.hypothetical:
                message = f"{as_of} is later than `clock.as_seen_from` {clock.as_seen_from}"
                yield subject.problem(f"lines.{name}.inputs.{key}.stock.as_of", message)


def _measures(subject: Subject) -> Iterator[Problem]:
    """A measure takes effect before the horizon, and no maker of a line is listed by two: one listing is simulated."""
    if not subject.root.entries_at("lines"):
        yield subject.problem("lines", "there is none; a scenario needs at least one product line")
    until = subject.scenario.clock.until
    makers = {line.maker for line in subject.scenario.lines.values()}
    first: dict[str, str] = {}
    for name, path, batch in _batches(subject):
        if batch.effective >= until:
            message = f"{batch.effective} is not before `clock.until` {until}, and `measures.{name}` uses it"
            yield subject.problem(f"{path}.effective", f"{message}; move the horizon")
        for entity in sorted(makers & batch.entries.keys()):
            if entity in first:
                message = f"lists `{entity}`, which `measures.{first[entity]}` lists already"
                yield subject.problem(
                    f"measures.{name}", f"{message}; one listing of a maker can be simulated so far"
                )
            first.setdefault(entity, name)


def _dates_in_the_clock(path: str, line: Line) -> Iterator[tuple[str, dt.date]]:
    if line.plan_from is not None:
        yield f"{path}.plan_from", line.plan_from
    for key, item in line.inputs.items():
        for supplier, source in item.sources.items():
            for at, lot in enumerate(source.lots):
                yield f"{path}.inputs.{key}.sources.{supplier}.lots.{at}.ships", lot.ships


def _listed_companies(subject: Subject) -> Iterator[Problem]:
    """A listed company has a line, or says why it has none."""
    lines: dict[str, str] = {}
    for name, node in subject.root.entries_at("lines").items():
        maker = node.entries.get("maker")
        if maker is not None and isinstance(maker.value, str):
            lines.setdefault(maker.value, name)
    # With a misspelt maker, the company meant would seem to have no line.
    all_makers_known = lines.keys() <= subject.root.entries_at("organisations").keys()
    listed = {entity: batch.title for _, _, batch in _batches(subject) for entity in batch.entries}
    for name, organisation in subject.scenario.organisations.items():
        path = f"organisations.{name}"
        if organisation.not_modelled is not None and name in lines:
            message = (
                f"says why {found(name)} has no line, but it has `lines.{lines[name]}`; drop one of the two"
            )
            yield subject.problem(f"{path}.not_modelled", message)
        is_silent = organisation.not_modelled is None and name not in lines
        if name in listed and is_silent and all_makers_known and organisation.kind == "company":
            message = (
                f"is listed ({listed[name]}) and has no line; say why in `not_modelled`, or give it a line"
            )
            yield subject.problem(path, message)


def _makers(subject: Subject) -> Iterator[Problem]:
    for name, line in subject.scenario.lines.items():
        maker = subject.scenario.organisations.get(line.maker)
        if maker is not None and maker.kind != "company":
            message = f"{found(line.maker)} is a {maker.kind}; a line is made by a company"
            yield subject.problem(f"lines.{name}.maker", message)
