"""This is what a variant changed, in words: what is added and left out, and from which value to which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.scenario import ScenarioFile
from sim.scenario.model import Scenario
from sim.scenario.origin import Change

_OF_WORDS = ("title", "question", "look_at")  # what is read as such, above the changes
_CERTAIN = ("100 %", "1", "1.0")
_EVENTS = ("measures", "vendor_stops")


def told_changes(file: ScenarioFile) -> tuple[str, ...]:
    """A line for each change; several for a whole section of events, and one where others are likelier or less so."""
    told = [line for change in file.changes for line in _told(change, file.scenario)]
    left_out, added = set[str](), set[str]()
    for change in file.changes:
        if (pair := _exchanged(change)) is not None:
            left_out |= {_chance(each) for each in pair[0].values()}
            added |= {_chance(each) for each in pair[1].values()}
    if len(left_out) == len(added) == 1 and left_out != added:
        told.append(f"chance: {left_out.pop()} -> {added.pop()}")
    return tuple(told)


def _told(change: Change, scenario: Scenario) -> Iterator[str]:
    if change.key in _OF_WORDS:
        return
    if (exchanged := _exchanged(change)) is not None:
        left_out, added = exchanged
        yield from (f"left out: {_event(each, scenario)}" for each in left_out.values())
        yield from (f"added: {_event(each, scenario)}" for each in added.values())
        return
    old = change.old if change.before is None else _words(change.before)
    new = change.new if change.after is None else _words(change.after)
    yield f"{change.key}: {old} -> {new}"


def _exchanged(
    change: Change,
) -> tuple[dict[str, Mapping[str, object]], dict[str, Mapping[str, object]]] | None:
    """The events that a change leaves out and adds, by id; None if it changes something else."""
    section, _, name = change.key.partition(".")
    if section not in _EVENTS or "." in name:
        return None
    before, after = _events(change.before, name), _events(change.after, name)
    same = {key for key in before if after.get(key) == before[key]}
    left_out = {key: each for key, each in before.items() if key not in same}
    return left_out, {key: each for key, each in after.items() if key not in same}


def _chance(event: Mapping[str, object]) -> str:
    """How likely an event is, certain ones alike."""
    chance = str(event.get("chance", _CERTAIN[0]))
    return _CERTAIN[0] if chance in _CERTAIN else chance


def _events(value: object, name: str) -> dict[str, Mapping[str, object]]:
    """The events of a section by id, or the one that stands under a name."""
    entries = {name: value} if name else value
    found = entries if isinstance(entries, Mapping) else {}
    return {str(key): each for key, each in found.items() if isinstance(each, Mapping)}


def _event(event: Mapping[str, object], scenario: Scenario) -> str:
    """A measure or a supplier's stop: what it is, from when, and how likely."""
    day = event.get("from", event.get("effective"))
    since = f", from {day}" if day is not None else ""
    chance = _chance(event)
    how_likely = "" if chance in _CERTAIN else f", with a chance of {chance}"
    read = event.get("law_as_of")
    law = f", as the law was known on {read}" if read is not None else ""
    return f"{event.get('title') or _brought_in(event, scenario)}{law}{since}{how_likely}"


def _brought_in(event: Mapping[str, object], scenario: Scenario) -> str:
    """What a measure brings into force, by its titles."""
    rules = event.get("rules")
    titles = [
        scenario.rules[str(name)].title if str(name) in scenario.rules else str(name)
        for name in (rules if isinstance(rules, list) else ())
    ]
    party_list = scenario.lists.get(str(event.get("list")))
    batch = party_list.batches.get(str(event.get("batch"))) if party_list is not None else None
    return "; ".join([*([batch.title] if batch is not None else []), *titles]) or "a measure"


def _words(value: object) -> str:
    """A value as a person writes it in a sentence, without the marks of YAML."""
    if isinstance(value, Mapping):
        inside = ((key, _words(each)) for key, each in value.items())
        return ", ".join(f"{str(key).replace('_', ' ')} {words}" for key, words in inside) or "nothing"
    if isinstance(value, list):
        return ", ".join(map(_words, value)) or "nothing"
    return str(value).lower() if isinstance(value, bool) else str(value)
