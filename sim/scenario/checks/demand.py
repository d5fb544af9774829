"""This is the check of measures on the demand side: each says how much demand it takes, where it may reach a market."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Problem
from sim.scenario.barring import barred_countries, barred_parties, barring_rules, is_country
from sim.scenario.checks.subject import Subject
from sim.scenario.law import Measure, Rule
from sim.scenario.nearest import did_you_mean
from sim.scenario.tree import found


def problems_of_demand(subject: Subject) -> Iterator[Problem]:
    """Shares of demand that are missing, that no rule takes, or that are of no line or market."""
    rules = subject.scenario.rules
    for name, measure in subject.scenario.measures.items():
        barring = barring_rules(subject.scenario, measure)
        path = f"measures.{name}"
        if measure.demand_lost and not barring:
            known = [rule for rule, each in rules.items() if each.effect == "demand"]
            right = f"name one of {', '.join(f'`{each}`' for each in known)} in `rules`" if known else ""
            message = (
                f"the measure brings in no rule that keeps a market from buying; {right or 'leave it out'}"
            )
            yield subject.problem(f"{path}.demand_lost", message)
            continue
        yield from _of_no_market(subject, path, measure)
        for rule in barring:
            yield from _not_stated(subject, path, measure, rule)


def _of_no_market(subject: Subject, path: str, measure: Measure) -> Iterator[Problem]:
    lines = subject.root.entries_at("lines")
    for line, lost in measure.demand_lost.items():
        if line not in lines:
            message = f"there is no line {found(line)}{did_you_mean(line, lines)}"
            yield subject.problem(f"{path}.demand_lost.{line}", message)
            continue
        markets = subject.root.entries_at("lines", line, "sold_in")
        for market in lost:
            if market not in markets:
                message = f"`lines.{line}` is not sold in {found(market)}{did_you_mean(market, markets)}"
                yield subject.problem(f"{path}.demand_lost.{line}.{market}", message)


def _not_stated(subject: Subject, path: str, measure: Measure, rule: str) -> Iterator[Problem]:
    """Markets that a rule may reach, and of which the measure does not say how much demand is lost."""
    missing = [
        f"{line}: {{{market}: ...}}"
        for line, market in _may_reach(subject, measure, subject.scenario.rules[rule])
        if market not in measure.demand_lost.get(line, {})
    ]
    if missing:
        message = (
            f"`{rule}` may keep a market from buying; say how much demand is lost, `0 %` if none: "
            f"`demand_lost: {{{', '.join(missing)}}}`"
        )
        yield subject.problem(path, message)


def _may_reach(subject: Subject, measure: Measure, rule: Rule) -> Iterator[tuple[str, str]]:
    """Lines and markets that a rule may reach, by countries and parties; its further questions are not asked here."""
    scenario = subject.scenario
    wanted = barred_countries(scenario, rule)
    parties = barred_parties(scenario, measure, rule)
    for name, line in scenario.lines.items():
        named = parties is None or not parties.isdisjoint(_producers(subject, name))
        for market in line.sold_in:
            if named and is_country(market) and (not wanted or market in wanted):
                yield name, market


def _producers(subject: Subject, line: str) -> set[str]:
    """Who makes a line, and the lines that supply it at any tier."""
    below: dict[str, set[str]] = {}
    for each in subject.takings:
        if each.made_by is not None and each.ordinary:
            below.setdefault(each.line, set()).add(each.made_by)
    lines = subject.scenario.lines
    ahead, seen = [line], set[str]()
    while ahead:
        here = ahead.pop()
        if here not in seen:
            seen.add(here)
            ahead += below.get(here, ())
    return {lines[each].maker for each in seen if each in lines}
