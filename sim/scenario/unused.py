"""This is what a scenario defines and does not use, and what its law asks about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.scenario.checks.subject import stated_in
from sim.scenario.law import Condition
from sim.scenario.model import Scenario, Variant
from sim.scenario.origin import ScenarioFile
from sim.scenario.quantity import Quantity
from sim.scenario.supply import Input, Supply


def unused_names(file: ScenarioFile) -> Iterator[tuple[str, str]]:
    """References, classes, organisations, currencies and pools of the scenario's own files that nothing uses.

    Shipped files hold what other scenarios use. What any variant names counts as used; with variants applied nothing
    is said, since what they replace is used without them.
    """
    if file.variants:
        return
    used = _used(file)
    named = set(_words(file.scenario.variants))
    for section, what in (
        ("references", "nothing rests on it"),
        ("currencies", "no amount is in it"),
        ("organisations", "it makes, supplies and is listed nowhere"),
        ("classes", "no input is of it"),
        ("pools", "no source draws on it"),
    ):
        for name in getattr(file.scenario, section):
            path = f"{section}.{name}"
            own = not file.origin(path).file.startswith("shipped/")
            if own and name not in used[section] and name not in named:
                yield path, what


def asked_content(scenario: Scenario) -> list[str]:
    """The countries whose content the rules of the scenario's measures ask about."""
    rules: dict[str, None] = {}
    for measure in scenario.measures.values():
        own = scenario.lists[measure.list].rule if measure.list is not None else None
        rules |= dict.fromkeys(measure.rules or ((own,) if own is not None else ()))
    asking = [scenario.rules[rule].when for rule in rules if rule in scenario.rules]
    return list(dict.fromkeys(of for when in asking for of in _asked(when, scenario.conditions)))


def _asked(condition: Condition, named: Mapping[str, Condition]) -> Iterator[str]:
    if condition.of is not None and "content" in str(condition.fact):
        yield condition.of
    if condition.condition is not None:
        yield from _asked(named[condition.condition], named)
    inner = [*(condition.all or ()), *(condition.any or ()), *((condition.not_,) if condition.not_ else ())]
    for each in inner:
        yield from _asked(each, named)


def _used(file: ScenarioFile) -> dict[str, set[str]]:
    scenario = file.scenario
    lines = scenario.lines.values()
    inputs = [item for line in lines for item in line.inputs.values()]
    organisations = {line.maker for line in lines}
    organisations |= {party.entity for line in lines for party in line.parties}
    for item in inputs:
        for key, supply in {**item.sources, **item.alternatives}.items():
            organisations |= {party.entity for party in supply.parties or ()}
            organisations |= {supply.supplier} if supply.supplier else set() if supply.line else {key}
    for party_list in scenario.lists.values():
        organisations |= {entity for batch in party_list.batches.values() for entity in batch.entries}
    for organisation in scenario.organisations.values():
        organisations |= {owner.entity for owner in organisation.owners or ()}
    for stop in scenario.vendor_stops.values():
        organisations |= {stop.supplier, *stop.buyers}
    money = (each for _, each in stated_in(scenario.lines) if isinstance(each, Quantity))
    return {
        "references": {origin.ref for origin in file.origins.values() if origin.ref is not None},
        "currencies": {each.currency for each in money if each.dimension == "money"},
        "organisations": organisations,
        "classes": {item.class_ for item in inputs},
        "pools": {each.pool for each in _supplies(inputs) if each.pool is not None},
    }


def _supplies(inputs: Sequence[Input]) -> Iterator[Supply]:
    for item in inputs:
        yield from item.sources.values()
        yield from item.alternatives.values()


def _words(value: object) -> Iterator[str]:
    """Every text in a value, and every part of its keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from str(key).split(".")
            yield from _words(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _words(inner)
    elif isinstance(value, Variant):
        yield from (*_words(value.set), *_words(value.ref))
