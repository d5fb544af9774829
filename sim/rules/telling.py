"""This is what a reader is told of a verdict: what concerns the day and the flow, nearest first; others are counted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sim.rules.answer import Reason, Truth
from sim.rules.hit import CUT, Spared, sentence
from sim.rules.matching import held
from sim.rules.standing import Question
from sim.rules.timeline import asked_from
from sim.rules.verdict import Verdict, were_it, with_clause
from sim.scenario.law import Condition
from sim.wording import counted

# What a rule is about: other goods, places or uses than those of a flow make it no rule that comes near.
_SUBJECTS = ("item_list", "eccn", "destination", "exported_from", "end_use")
_CLASSES = ("item_list", "eccn")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@dataclass(frozen=True)
class Told:
    """The reasons and near misses that a reader is told, and how many rules are left out of them."""

    reasons: tuple[str, ...]
    near_misses: tuple[str, ...]
    left_out: int


def told_on(verdict: Verdict, day: dt.date) -> Told:
    """What is told of a flow on one day: of what decides on it, and nothing that came later."""
    hit = verdict.deciding_on(day)
    if hit is None:
        near, left_out = touching(verdict, day)
        listings = [text for each in near for text in each.listings]
        open_because = [text for text in _texts(near) if text.startswith("open because")]
        misses = [text for text in _texts(near) if not text.startswith("open because")]
        said = {*_texts(verdict.opens), *verdict.listings}
        rest = _known((text for text in verdict.reasons if text not in said), day) if not verdict.hits else ()
        when = verdict.in_force_on(day)
        reasons = [*([when] if when else []), *open_because, *listings, *rest]
        return Told(_once(reasons), _once(misses), left_out)
    others = [
        f"also {each.on(day)} under {each.measure}: {each.title}"
        for each in (*verdict.hits, *verdict.passed)
        if each is not hit and each.on(day) in CUT
    ]
    nexus = hit.answer.clause
    deciding = sorted(hit.answer.deciding, key=lambda each: each.clause != nexus)
    because = map(with_clause, deciding)
    switched = bool(hit.at(day).switches)
    remarks = [each for each in _known(hit.remarks, day) if switched or not each.startswith("WARNING")]
    return Told(_once([*because, *hit.listings, *remarks, *others]), hit.not_covered, 0)


def touching(verdict: Verdict, day: dt.date | None = None) -> tuple[tuple[Spared, ...], int]:
    """The rules that leave a flow open and whose subject it touches, the nearest first; how many others there are.

    With a day, those that are in force on it. A rule touches a flow if it names a party of it, if the item is of a
    class it asks for, or if one fact that is not its subject would bring the flow under it.
    """
    asked = [each for each in verdict.opens if day is None or _in_force(each, day)]
    near = [each for each in asked if _touches(each)]
    near.sort(key=_distance)
    return tuple(near), len(asked) - len(near)


def _distance(spared: Spared) -> tuple[bool, bool, dt.date, str]:
    """What names a party comes first, then what one fact decides, then what was asked first."""
    since = asked_from(spared.question) or dt.date.min
    return not spared.listings, not spared.answer.near_misses, since, spared.question.provision.rule_id


def texts_left_out(verdict: Verdict) -> frozenset[str]:
    """Reasons and near misses that come from rules alone that are about other goods or parties."""
    near, _ = touching(verdict)
    others = [each for each in verdict.opens if each not in near]
    return frozenset(_texts(others)) - frozenset(_texts(near))


def _texts(rules: Iterable[Spared]) -> Iterator[str]:
    for spared in rules:
        yield f"open because {sentence(spared.answer.deciding)}"
        yield from map(were_it, spared.answer.near_misses)


def left_out_said(count: int) -> str:
    """What is said of rules that are left out."""
    ask = "asks" if count == 1 else "ask"
    return (
        f"and {counted(count, 'rule')} that {ask} for other goods, parties, places or uses; --all lists them"
    )


def _in_force(spared: Spared, day: dt.date) -> bool:
    return held(spared.question.provision.in_force, day, spared.question.law).truth is not Truth.NO


def _touches(spared: Spared) -> bool:
    if spared.listings:
        return True
    question = spared.question
    of_class = any(
        reason.fact in _CLASSES and reason.truth is Truth.YES
        for reason in _leaves(question.provision.when, question)
    )
    return of_class or any(reason.fact not in _SUBJECTS for reason in spared.answer.near_misses)


def _leaves(condition: Condition, question: Question) -> Iterator[Reason]:
    """Every question about a fact that a condition asks, but what it leaves out."""
    if condition.fact is not None:
        yield question.ask(condition).deciding[0]
    elif condition.condition is not None:
        yield from _leaves(question.names.conditions[condition.condition], question)
    for part in condition.all or condition.any or ():
        yield from _leaves(part, question)


def _known(remarks: Iterable[str], day: dt.date) -> Iterator[str]:
    """The remarks that do not speak of later days only."""
    for text in remarks:
        days = [dt.date.fromisoformat(found) for found in _DAY.findall(text)]
        if not days or min(days) <= day:
            yield text


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
