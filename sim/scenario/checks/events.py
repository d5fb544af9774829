"""This is the check of what happens and when: measures, vendor stops, and the clock around them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sim.errors import Problem
from sim.scenario.checks.demand import problems_of_demand
from sim.scenario.checks.subject import Subject, Taking, listings
from sim.scenario.law import VendorStop
from sim.scenario.nearest import did_you_mean
from sim.scenario.tree import found


def problems_of_events(subject: Subject) -> Iterator[Problem]:
    """Measures and vendor stops outside the clock or out of order, and vendor stops that stop nothing."""
    yield from _measures(subject)
    yield from _footnotes_nobody_bears(subject)
    yield from problems_of_demand(subject)
    for name, stop in subject.scenario.vendor_stops.items():
        yield from _stop_in_the_clock(subject, f"vendor_stops.{name}", stop)
        yield from _stops_something(subject, f"vendor_stops.{name}", stop)


def _measures(subject: Subject) -> Iterator[Problem]:
    clock = subject.scenario.clock
    announced = []
    for listing in listings(subject):
        start = listing.announced[1]
        if not _lowers_demand_alone(subject, listing.name):  # no maker prepares its supply for that
            announced.append((_day(start.low), listing.name))
        path, effective = listing.effective
        own = path.startswith("measures.")
        if effective.high >= clock.until.toordinal():
            used = "" if own else f", and `measures.{listing.name}` uses it"
            message = f"{_day(effective.high)} is not before `clock.until` {clock.until}{used}"
            yield subject.problem(path, f"{message}; move the horizon")
        # With days of their own, both are drawn, each for itself: they must not overlap.
        if listing.announced[0] != path and start.high > effective.low:
            message = (
                f"{_day(effective.low)} may come before it is announced ({_day(start.high)} at the latest)"
            )
            yield subject.problem(path, f"{message}; without `announced`, it is announced as in the batch")
    first = min(announced, default=None)
    if first is not None and clock.start >= first[0]:
        message = f"{clock.start} is not before {first[0]}, when `measures.{first[1]}` was announced"
        yield subject.problem("clock.start", f"{message}; start before the first announcement")


def _footnotes_nobody_bears(subject: Subject) -> Iterator[Problem]:
    """Rules for a footnote that no entry of the batch bears yet: such a measure would do nothing, unsaid."""
    scenario = subject.scenario
    for listing in listings(subject):
        measure = scenario.measures[listing.name]
        if measure.list is None or measure.batch is None:
            continue
        seen_from = measure.law_as_of or scenario.clock.as_seen_from
        entries = scenario.lists[measure.list].batches[measure.batch].entries.values()
        notes = [note for entry in entries for note in entry.footnotes]
        borne = {note.number for note in notes if (note.published or note.from_) <= seen_from}
        for at, name in enumerate(measure.rules):
            target = scenario.rules[name].target if name in scenario.rules else None
            number = target.footnote if target is not None else None
            if number is None or number in borne or number in measure.footnotes:
                continue
            later = min(
                (note.published or note.from_ for note in notes if note.number == number), default=None
            )
            right = (
                f"say `footnotes: [{number}]` if all are taken to bear it"
                if later is None
                else f"entries bear it from {later}: say `law_as_of: {later}`"
            )
            message = (
                f"`{name}` asks for footnote {number}, which no entry of `{measure.batch}` was known to bear "
            )
            yield subject.problem(f"measures.{listing.name}.rules.{at}", f"{message}on {seen_from}; {right}")


def _lowers_demand_alone(subject: Subject, measure: str) -> bool:
    rules = subject.scenario.rules
    brought = subject.scenario.measures[measure].rules
    return bool(brought) and all(rule in rules and rules[rule].effect == "demand" for rule in brought)


def _stop_in_the_clock(subject: Subject, path: str, stop: VendorStop) -> Iterator[Problem]:
    clock = subject.scenario.clock
    for day in (_day(stop.from_.low), _day(stop.from_.high)):
        if not clock.start <= day < clock.until:
            message = f"{day} lies outside the clock, {clock.start} to the day before {clock.until}"
            yield subject.problem(f"{path}.from", message)
            break


def _stops_something(subject: Subject, path: str, stop: VendorStop) -> Iterator[Problem]:
    """Each buyer takes something from the supplier, and each input is one that a buyer takes from it."""
    organisations = subject.root.entries_at("organisations")
    supplied = [each for each in subject.takings if each.supplier == stop.supplier]
    if stop.supplier not in organisations:  # said as an unknown name
        return
    for at, buyer in enumerate(stop.buyers):
        if buyer in organisations and not any(each.maker == buyer for each in supplied):
            message = f"{found(buyer)} takes nothing from {found(stop.supplier)}{_what(supplied)}"
            yield subject.problem(f"{path}.buyers.{at}", message)
    taken = [each for each in supplied if each.maker in stop.buyers]
    for at, name in enumerate(stop.inputs):
        known = list(dict.fromkeys(each.input for each in taken))
        if taken and name not in known:
            message = f"no buyer takes an input {found(name)} from {found(stop.supplier)}"
            yield subject.problem(f"{path}.inputs.{at}", message + did_you_mean(name, known))


def _what(supplied: Sequence[Taking]) -> str:
    """What a supplier does supply, for a message."""
    if not supplied:
        return "; it is no source of any line"
    shown = list(dict.fromkeys(f"`{each.input}` of `lines.{each.line}`" for each in supplied))
    more = f" and {len(shown) - 3} more" if len(shown) > 3 else ""
    return f"; it supplies {', '.join(shown[:3])}{more}"


def _day(ordinal: float) -> dt.date:
    return dt.date.fromordinal(max(1, round(ordinal)))
