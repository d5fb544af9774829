"""This is how one flow stands under one provision on one day: reached, spared, authorised, suspended or open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from sim.rules.answer import Answer, Truth
from sim.rules.facts import Flow
from sim.rules.in_force import LawInForce, Provision
from sim.rules.matching import Match, held, matches
from sim.rules.predicate import ask
from sim.rules.vocabulary import Vocabulary
from sim.scenario.law import Condition, Review, Savings, Window

Reached = Literal["prohibited", "licence required", "undetermined", "allowed until", "suspended", "open"]
SEVERITY: dict[str, int] = {
    "open": 0,
    "allowed": 0,
    "suspended": 1,
    "allowed until": 2,
    "undetermined": 3,
    "licence required": 4,
    "prohibited": 5,
}
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """How a flow stands on a day. `grounds` are the names of what decides, `until` the last day it is let through."""

    status: Reached
    grounds: tuple[str, ...] = ()
    until: dt.date | None = None
    title: str | None = None  # of the general licence or savings clause
    match: Match | None = None
    switches: tuple[str, ...] = ()
    confidence: str | None = None
    spared: str | None = None  # the savings clause under which what was under way may still be shipped


OPEN = Standing("open")


@dataclass(frozen=True)
class Question:
    """One flow before one provision: what does not change from day to day is answered once."""

    provision: Provision
    flow: Flow
    law: LawInForce

    @cached_property
    def names(self) -> Vocabulary:
        """What conditions refer to, with the parties the provision names as targets."""
        targets = frozenset(each.entity for each in self.provision.listed or ())
        own = self.law.names
        return Vocabulary(own.conditions, own.groups, own.item_lists, targets)

    @cached_property
    def answer(self) -> Answer:
        """Whether the flow is of the kind the rule reaches, whoever the parties are."""
        return self.ask(self.provision.when)

    @property
    def sure(self) -> str | None:
        """How sure the least sure of the groups and lists is that decide the answer."""
        return max((r.confidence for r in self.answer.deciding if r.confidence is not None), default=None)

    def ask(self, condition: Condition) -> Answer:
        """Ask a condition of the flow, in the provision's words."""
        return ask(condition, self.flow, self.names)

    def standing(self, day: dt.date) -> Standing:
        """How the flow stands on a day: of several parties that are reached, the strictest."""
        if self.answer.truth is Truth.NO or day < self.provision.comply_from:
            return OPEN
        in_force = held(self.provision.in_force, day, self.law)
        if in_force.truth is Truth.NO:
            return OPEN
        found = [
            self._under(match, day, in_force.truth)
            for match in matches(self.provision, self.flow, day, self.law)
        ]
        worst = max(found, key=lambda each: SEVERITY[each.status], default=OPEN)
        if worst.status == "open":
            return OPEN
        suspended = held(self.provision.suspended, day, self.law)
        switches = (*in_force.switches, *suspended.switches, *worst.switches)
        sure = [in_force.confidence, worst.confidence, self.provision.rule.confidence, self.sure]
        confidence = max(each for each in sure if each is not None)
        return replace(worst, switches=switches, confidence=confidence)

    def _under(self, match: Match, day: dt.date, in_force: Truth) -> Standing:
        scope, sure = self._scope(match, day)
        truth = self.answer.truth & match.truth & in_force & scope
        if truth is Truth.NO:
            return OPEN
        names = match.names(self.provision)
        confidence = max((each for each in (match.confidence, sure) if each is not None), default=None)
        applying = [each.confidence for each in self._applying(match, day) if each.confidence is not None]
        confidence = max([*applying, *([confidence] if confidence else [])], default=None)
        common = (match, match.switches, confidence)
        suspended = held(self.provision.suspended, day, self.law).truth
        if suspended is Truth.YES or match.suspended:
            if truth is Truth.UNKNOWN:  # open whatever the answer
                return OPEN
            return Standing("suspended", tuple(f"{name}/suspended" for name in names), None, None, *common)
        if suspended is Truth.UNKNOWN:
            truth &= Truth.UNKNOWN
        for let in self._let_through(match, day):
            return Standing("allowed until", *let, *common)
        spared = None if self.law.one_shipment else self._spared(match, day)
        if truth is Truth.UNKNOWN:
            return Standing("undetermined", names, None, None, *common, spared)
        effect = self.provision.rule.effect
        reached: Reached = "prohibited" if effect == "prohibited" else "licence required"
        return Standing(reached, names, None, None, *common, spared)

    def _spared(self, match: Match, day: dt.date) -> str | None:
        """The savings clause that spares what was under way on a day."""
        return next((each.title for each in self._applying(match, day)), None)

    def _applying(self, match: Match, day: dt.date) -> Iterator[Savings]:
        for savings in self.savings(match):
            if spares(savings, self.flow) and (savings.until is None or day <= savings.until):
                yield savings

    def _scope(self, match: Match, day: dt.date) -> tuple[Truth, str | None]:
        """Whether the flow is within what the entry is narrowed to, and how sure that is."""
        truth, sure = Truth.YES, None
        for scope in match.listed.entry.scope if match.listed is not None else ():
            if (scope.from_ is None or scope.from_ <= day) and (scope.until is None or day <= scope.until):
                truth &= self.ask(scope.when).truth
                sure = scope.confidence
        return truth, sure

    def _let_through(
        self, match: Match, day: dt.date
    ) -> Iterator[tuple[tuple[str, ...], dt.date | None, str]]:
        """The savings clause or general licence that lets the flow through: its names, last day and title.

        A savings clause lets one shipment through; of a flow it spares what was under way, and the rest is reached.
        """
        for savings in self._applying(match, day) if self.law.one_shipment else ():
            usual = (f"{name}/savings" for name in match.names(self.provision))
            grounds = (savings.ground,) if savings.ground is not None else tuple(usual)
            yield grounds, savings.until, savings.title
        windows: list[Window] = []
        titles: list[str] = []
        names: list[str] = []
        for name, each in match.authorisations(self.provision).items():
            if self.ask(each.when).truth is Truth.YES:
                windows += each.windows
                titles.append(each.title)
                for known_as in (name, *each.also_known_as):
                    names += [f"{rule}/{known_as}" for rule in match.names(self.provision)]
        for first, last in joined(windows):
            if first <= day <= last:
                yield tuple(names), last, "; ".join(titles)

    def savings(self, match: Match) -> tuple[Savings, ...]:
        """The savings clauses of the rule, of the batch, and of the rule about owners."""
        owned = self.provision.owned[match.owned_by].savings if match.owned_by is not None else ()
        return (*self.provision.savings, *(match.listed.savings if match.listed is not None else ()), *owned)

    def review(self, match: Match | None, day: dt.date) -> Review | None:
        """How applications are reviewed on a day: the first of the rule, the entry and the batch that fits."""
        listed = match.listed if match is not None else None
        stated = (
            *self.provision.rule.review,
            *(listed.entry.review if listed is not None else ()),
            *(listed.batch.review if listed is not None else ()),
        )
        for each in stated:
            in_time = (each.from_ is None or each.from_ <= day) and (each.until is None or day <= each.until)
            if in_time and (each.when is None or self.ask(each.when).truth is Truth.YES):
                return each
        return None


def spares(savings: Savings, flow: Flow) -> bool:
    """Whether a savings clause spares a flow for certain: who relies on one has to show it."""
    asked = [
        None if savings.en_route_on is None else flow.en_route_on == savings.en_route_on,
        _before(flow.ordered, savings.ordered_before),
        _before(flow.production_started, savings.production_started_before),
    ]
    return all(each for each in asked if each is not None)


def _before(day: dt.date | None, limit: dt.date | None) -> bool | None:
    return None if limit is None else day is not None and day < limit


def joined(windows: Sequence[Window]) -> list[tuple[dt.date, dt.date]]:
    """Windows as spells of days: what overlaps or adjoins is one."""
    spells: list[tuple[dt.date, dt.date]] = []
    for window in sorted(windows, key=lambda each: each.from_):
        if spells and window.from_ <= spells[-1][1] + _DAY:
            spells[-1] = (spells[-1][0], max(spells[-1][1], window.until))
        else:
            spells.append((window.from_, window.until))
    return spells
