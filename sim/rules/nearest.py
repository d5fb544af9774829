"""This is which rule came nearest to an open flow, and which rules were asked about it and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sim.rules.hit import Hit, Spared, sentence
from sim.rules.matching import requirement
from sim.rules.standing import Question
from sim.rules.timeline import asked_from, matched, reached
from sim.rules.verdict import Verdict


@dataclass(frozen=True)
class Nearest:
    """The rule that came nearest to a flow that is open. `since`: the first day it was asked, None if always."""

    rule: str
    clause: str
    since: dt.date | None
    why: str  # it is open all the same


def nearest(verdict: Verdict, day: dt.date | None = None) -> Nearest | None:
    """The rule that came nearest to an open flow; None if none came near, or the flow is not open.

    A rule comes near if it reaches the flow and lets it through, or if a single fact, were it otherwise, would bring
    the flow under it. Of several, one that reaches the flow comes first, then the one that was asked first. With a
    day, a rule that was asked only later did not come near.
    """
    if verdict.since is not None:
        return None
    found = [
        (kind, each.since or dt.date.min, each.rule, each)
        for kind, each in _near(verdict)
        if day is None or each.since is None or each.since <= day
    ]
    return min(found, key=lambda each: each[:3])[3] if found else None


def _near(verdict: Verdict) -> Iterator[tuple[int, Nearest]]:
    for hit in verdict.passed:
        yield 0, _passed(hit)
    for spared in verdict.opens:
        if spared.answer.near_misses:
            yield 1, _spared(spared)


def _passed(hit: Hit) -> Nearest:
    since = reached(hit.periods)[0].first
    return Nearest(hit.rule, hit.clause, since if since > dt.date.min else None, "; ".join(hit.remarks))


def _spared(spared: Spared) -> Nearest:
    question = spared.question
    found = matched(question)
    clause = requirement(question.provision, found[0] if found else None)
    why = f"open because {sentence(spared.answer.deciding)}"
    return Nearest(question.provision.rule_id, clause, asked_from(question), why)


def rules_asked(verdict: Verdict, day: dt.date | None = None) -> tuple[str, ...]:
    """The rules put to an open flow by a day, each with its first day, its clause, and whether it concerns a party."""
    told: dict[str, tuple[bool, dt.date, str]] = {}
    for question in verdict.asked:
        since = asked_from(question) or dt.date.min
        if day is not None and since > day:
            continue
        stands = (
            not matched(question),
            since,
            _clause(question),
        )  # what concerns a party is said rather than what concerns none
        name = _name(question)
        told[name] = min(told.get(name, stands), stands)
    return tuple(_asked(name, *stands) for name, stands in told.items())


def _name(question: Question) -> str:
    """The rule; for what listed parties own, the rule about owners."""
    provision = question.provision
    return provision.rule_id if provision.direct else next(iter(provision.owned), provision.rule_id)


def _clause(question: Question) -> str:
    provision = question.provision
    return (
        requirement(provision, None)
        if provision.direct
        else next(iter(provision.owned.values())).reference[0]
    )


def _asked(name: str, nobody: bool, since: dt.date, clause: str) -> str:
    text = f"{name}, {clause}" if since == dt.date.min else f"{name} since {since}, {clause}"
    return f"{text} (names no party of this flow)" if nobody else text
