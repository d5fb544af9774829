"""This is how one flow stands under one provision through time: periods of days, and what they come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.rules.answer import Truth
from sim.rules.matching import Match, held, matches, requirement
from sim.rules.standing import Question, Standing
from sim.rules.stretches import FIRST_DAY, LAST_DAY, stretches_of
from sim.scenario.law import Review, Savings, Window

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days, first and last included, on which a flow stands the same under one provision."""

    first: dt.date
    last: dt.date  # the last day of the calendar where no end is known
    standing: Standing


def periods_of(question: Question) -> list[Period]:
    """All days as periods, in order; most of them open."""
    days = sorted({FIRST_DAY, *_turning_days(question)})
    ends = [*(day - _DAY for day in days[1:]), LAST_DAY]
    found: list[Period] = []
    for first, last in zip(days, ends, strict=True):
        standing = question.standing(first)
        if found and _alike(found[-1].standing, standing):
            found[-1] = Period(found[-1].first, last, found[-1].standing)
        else:
            found.append(Period(first, last, standing))
    return found


def _alike(one: Standing, other: Standing) -> bool:
    listed = [None if each.match is None else each.match.listed for each in (one, other)]
    return listed[0] is listed[1] and all(
        getattr(one, name) == getattr(other, name)
        for name in ("status", "grounds", "until", "switches", "spared", "confidence")
    )


def _turning_days(question: Question) -> Iterator[dt.date]:
    """Days on which something that decides may begin, and days after it may have ended."""
    provision, law = question.provision, question.law
    stretches = [*provision.in_force, *provision.suspended]
    savings: list[Savings] = list(provision.savings)
    windows: list[Window] = [w for each in provision.authorisations.values() for w in each.windows]
    spans: list[tuple[dt.date | None, dt.date | None]] = [(provision.comply_from, None)]
    concerned = {party.entity for party in question.flow.parties}
    if provision.owned:
        concerned |= {each.entity for each in provision.listed or ()}
        parties = question.flow.parties
        edges = [each for party in parties for each in (party.owners or law.owners_of(party.entity) or ())]
        edges += [each for name in law.organisations for each in law.owners_of(name) or ()]
        spans += [(each.first, each.last) for each in edges]
    for listed in provision.listed or ():
        if listed.entity in concerned:
            stretches += [*listed.stretches, *listed.suspended]
            savings += listed.savings
            windows += [w for each in listed.batch.authorisations.values() for w in each.windows]
            spans += [(each.from_, each.until) for each in listed.entry.scope]
    for rule in provision.owned.values():
        stretches += [*stretches_of(rule.in_force), *stretches_of(rule.suspended)]
        windows += [w for each in rule.authorisations.values() for w in each.windows]
        savings += rule.savings
        windows += rule.joint_ventures.windows if rule.joint_ventures is not None else ()
    spans += [(each.first, each.last) for each in stretches]
    spans += [(None, each.until) for each in savings]
    spans += [(each.from_, each.until) for each in windows]
    for first, last in spans:
        if first is not None:
            yield first
        if last is not None and last < LAST_DAY:
            yield last + _DAY


@dataclass(frozen=True)
class Finding:
    """How a flow stands on one day under one provision.

    `since` is the first day of the run of days with this status, `until` its last one, or the last day it is let
    through; `grounds` are all names of what decides, the plainest first.
    """

    status: str
    since: dt.date | None
    until: dt.date | None
    grounds: tuple[str, ...]
    policy: str | None
    confidence: str | None
    switches: tuple[str, ...]
    measure: str | None = None
    rule: str | None = None
    clause: str | None = None  # that asks for the licence
    nexus: str | None = None  # why the item is subject to it


def finding(question: Question, periods: Sequence[Period], day: dt.date) -> Finding:
    """How the flow stands on a day, with since when and until when."""
    at = next(number for number, each in enumerate(periods) if each.first <= day <= each.last)
    here = periods[at].standing
    first = last = at
    while first > 0 and periods[first - 1].standing.status == here.status:
        first -= 1
    while last + 1 < len(periods) and periods[last + 1].standing.status == here.status:
        last += 1
    since = periods[first].first if periods[first].first > FIRST_DAY else None
    end = periods[last].last if periods[last].last < LAST_DAY else None
    review: Review | None = question.review(here.match, day)
    sure = [here.confidence, review.confidence if review is not None else None]
    return Finding(
        here.status,
        since,
        here.until if here.status == "allowed until" else end,
        here.grounds,
        review.policy if review is not None else None,
        max((each for each in sure if each is not None), default=None),
        here.switches,
        question.provision.measure,
        question.provision.rule_id,
        requirement(question.provision, here.match),
        question.answer.clause,
    )


def reached(periods: Sequence[Period]) -> list[Period]:
    """The periods that are not open."""
    return [each for each in periods if each.standing.status != "open"]


def spells_of(periods: Sequence[Period]) -> list[tuple[dt.date, dt.date]]:
    """The days on which a savings clause or general licence lets the flow through, as spells."""
    spells: list[tuple[dt.date, dt.date]] = []
    for each in periods:
        if each.standing.status != "allowed until":
            continue
        if spells and spells[-1][1] + _DAY == each.first:
            spells[-1] = (spells[-1][0], each.last)
        else:
            spells.append((each.first, each.last))
    return spells


def asked_from(question: Question) -> dt.date | None:
    """The first day on which a provision is in force and concerns a party; without one, on which it is in force.

    None: from before all that matters here.
    """
    provision = question.provision
    days = [
        day
        for day in sorted({FIRST_DAY, provision.comply_from, *_turning_days(question)})
        if day >= provision.comply_from and held(provision.in_force, day, question.law).truth is not Truth.NO
    ]
    concerned = (day for day in days if matches(provision, question.flow, day, question.law))
    first = next(concerned, days[0] if days else FIRST_DAY)
    return first if first > FIRST_DAY else None


def matched(question: Question) -> list[Match]:
    """Every match the provision makes with the flow on days it is in force, the strictest parties once."""
    found: dict[str | None, Match] = {}
    for day in sorted({FIRST_DAY, *_turning_days(question)}):
        if held(question.provision.in_force, day, question.law).truth is Truth.NO:
            continue
        for match in matches(question.provision, question.flow, day, question.law):
            found.setdefault(match.text, match)
    return list(found.values())
