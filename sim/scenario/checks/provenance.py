"""This is the check that every number rests on a reference, and on one that was known by then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sim.errors import Problem
from sim.scenario.checks.subject import Subject, listings, stated_in
from sim.scenario.quantity import Quantity

# Law names its clause in `reference`; every other number needs a `ref`.
_NEED_A_REF = ("currencies", "classes", "measures", "vendor_stops", "lines")
_RIGHT = "use what was known by then, or mark the scenario or a variant `hypothetical: true`"


def problems_of_provenance(subject: Subject) -> Iterator[Problem]:
    """Numbers without a reference, and facts that became known after `as_seen_from`."""
    yield from _without_reference(subject)
    if not subject.file.hypothetical:
        yield from _rests_on_later_facts(subject)
        yield from _announced_later(subject)
        yield from _later_law(subject)
        yield from _later_rates(subject)
        yield from _later_stocks(subject)
        yield from _made_up(subject)


def _without_reference(subject: Subject) -> Iterator[Problem]:
    bare: dict[str, list[str]] = {}
    for section in _NEED_A_REF:
        if section in subject.same:
            continue
        for path, stated in stated_in(getattr(subject.scenario, section), section):
            if isinstance(stated, Quantity) and subject.file.origin(path).ref is None:
                bare.setdefault(".".join(path.split(".")[:2]), []).append(path)
    for entry, (first, *others) in bare.items():
        more = f", nor have {len(others)} more numbers of `{entry}`" if len(others) > 1 else ""
        more = f", nor has `{others[0]}`" if len(others) == 1 else more
        message = f"has no `ref`{more}; name the reference that backs it, here or in what it stands in"
        yield subject.problem(first, message)


def _rests_on_later_facts(subject: Subject) -> Iterator[Problem]:
    """References something in use rests on, that were published after `as_seen_from`."""
    seen_from = subject.scenario.clock.as_seen_from
    for ref, path in _first_uses(subject).items():
        if (published := _fact_published(subject, ref)) is not None and published > seen_from:
            used = f"`{path}` ({subject.file.origin(path)}) rests on it"
            message = f"{published} is later than `clock.as_seen_from` {seen_from}, and {used}; {_RIGHT}"
            yield subject.problem(f"references.{ref}.date", message)


def _announced_later(subject: Subject) -> Iterator[Problem]:
    """Announcements after `as_seen_from` that are said to be facts; what is yet to come is an estimate."""
    seen_from = subject.scenario.clock.as_seen_from
    for listing in listings(subject):
        path, announced = listing.announced
        latest = dt.date.fromordinal(round(announced.high))
        if latest > seen_from and _is_fact(subject, path):
            used = f"and `measures.{listing.name}` uses it; {_RIGHT}"
            yield subject.problem(path, f"{latest} is later than `clock.as_seen_from` {seen_from}, {used}")


def _later_law(subject: Subject) -> Iterator[Problem]:
    """Measures that bring in law as it was known only after `as_seen_from`."""
    seen_from = subject.scenario.clock.as_seen_from
    for name, measure in subject.scenario.measures.items():
        if measure.law_as_of is not None and measure.law_as_of > seen_from:
            message = f"{measure.law_as_of} is later than `clock.as_seen_from` {seen_from}; {_RIGHT}"
            yield subject.problem(f"measures.{name}.law_as_of", message)


def _made_up(subject: Subject) -> Iterator[Problem]:
    """Listings that rest on an own estimate: no list has them, so the answer must say so."""
    for listing in listings(subject):
        measure = subject.scenario.measures[listing.name]
        if measure.list is None:
            continue
        path = f"lists.{measure.list}.batches.{measure.batch}.announced"
        ref = subject.file.origin(path).ref
        reference = subject.scenario.references.get(ref) if ref is not None else None
        if reference is not None and reference.grade == "E":
            message = (
                f"rests on `{ref}`, an own estimate, and `measures.{listing.name}` uses it: a listing that is made up; "
                "mark the scenario, or the variant that brings it in, `hypothetical: true`, or name the notice that "
                "lists the maker in `ref`"
            )
            yield subject.problem(path, message)


def _later_rates(subject: Subject) -> Iterator[Problem]:
    seen_from = subject.scenario.clock.as_seen_from
    for code, currency in subject.scenario.currencies.items():
        path = f"currencies.{code}.date"
        if currency.date > seen_from and _is_fact(subject, path):
            yield subject.problem(
                path, f"{currency.date} is later than `clock.as_seen_from` {seen_from}; {_RIGHT}"
            )


def _later_stocks(subject: Subject) -> Iterator[Problem]:
    seen_from = subject.scenario.clock.as_seen_from
    for name, line in subject.scenario.lines.items():
        for key, item in line.inputs.items():
            as_of = item.stock.as_of if item.stock is not None else None
            if as_of is not None and as_of > seen_from:
                message = f"{as_of} is later than `clock.as_seen_from` {seen_from}"
                yield subject.problem(f"lines.{name}.inputs.{key}.stock.as_of", message)


def _first_uses(subject: Subject) -> dict[str, str]:
    """Each reference that a line, what it uses, or an event rests on, with the first path that does."""
    lines = subject.scenario.lines
    in_use = {("classes", item.class_) for line in lines.values() for item in line.inputs.values()}
    in_use |= {
        ("currencies", each.currency)
        for _, each in stated_in(lines, "lines")
        if isinstance(each, Quantity) and each.dimension == "money"
    }
    uses: dict[str, str] = {}
    for path, origin in subject.file.origins.items():
        section, _, rest = path.partition(".")
        used = section in ("lines", "measures", "vendor_stops")
        if (used or (section, rest.partition(".")[0]) in in_use) and origin.ref is not None:
            uses.setdefault(origin.ref, path)
    return uses


def _is_fact(subject: Subject, path: str) -> bool:
    """Whether something rests on more than an own estimate (or on nothing known)."""
    ref = subject.file.origin(path).ref
    return ref is not None and _fact_published(subject, ref) is not None


def _fact_published(subject: Subject, ref: str) -> dt.date | None:
    """When a reference was published, unless it is an own estimate (or unknown)."""
    reference = subject.scenario.references.get(ref)
    return None if reference is None or reference.grade == "E" else reference.date
