"""This is whom a rule that keeps a market from buying names: countries, and parties whose products it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sim.scenario.law import Measure, Rule
from sim.scenario.model import Scenario

_COUNTRY = re.compile(r"[A-Z]{2}")


def is_country(market: str) -> bool:
    """Whether a market is a country by its code, and so one that a rule can name."""
    return _COUNTRY.fullmatch(market) is not None


def barring_rules(scenario: Scenario, measure: Measure) -> list[str]:
    """The rules of a measure that keep a market from buying."""
    return [
        rule for rule in measure.rules if rule in scenario.rules and scenario.rules[rule].effect == "demand"
    ]


def barred_countries(scenario: Scenario, rule: Rule) -> set[str]:
    """The countries it names; none if it may be any."""
    target = rule.target
    named = set(target.countries) if target is not None else set()
    if target is not None and target.group in scenario.country_groups:
        named |= set(scenario.country_groups[target.group].countries)
    return named


def barred_parties(scenario: Scenario, measure: Measure, rule: Rule) -> set[str] | None:
    """The parties it names; None if it may reach anybody."""
    name = rule.target.list if rule.target is not None else None
    if name is None or any(each in scenario.ownership_rules for each in measure.rules):
        return None
    lists = [each for key, each in scenario.lists.items() if name in (key, each.part_of)]
    return {entity for each in lists for batch in each.batches.values() for entity in batch.entries}


def markets_not_told_apart(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Lines that sell in places by other names, where a rule keeps a country from buying that they do not name."""
    for measure in scenario.measures.values():
        for key in barring_rules(scenario, measure):
            rule = scenario.rules[key]
            parties = barred_parties(scenario, measure, rule)
            for name, line in scenario.lines.items():
                others = [market for market in line.sold_in if not is_country(market)]
                missing = sorted(barred_countries(scenario, rule) - line.sold_in.keys())
                if others and missing and (parties is None or line.maker in parties):
                    what = (
                        f"what {' and '.join(f'`{each}`' for each in others)} holds of {', '.join(missing)}"
                    )
                    yield name, f"`{key}`: {what} is taken to go on buying"
