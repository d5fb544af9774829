"""This is the reasoning behind one verdict as a tree: each provision, whom it reaches, and every question it asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.rules.answer import Truth
from sim.rules.hit import Hit, Spared
from sim.rules.standing import Question
from sim.rules.verdict import Verdict
from sim.scenario.law import Condition, Statistic

_MARKS = {Truth.YES: "yes", Truth.NO: "no", Truth.UNKNOWN: "unknown"}


@dataclass(frozen=True)
class Branch:
    """One line of the tree; `answer` is None where nothing is asked."""

    depth: int
    text: str
    answer: str | None = None


def reasoning(verdict: Verdict) -> Iterator[Branch]:
    """Every provision that concerns a flow, the ones that reach it first, with all that was asked."""
    for hit in (*verdict.hits, *verdict.passed, *verdict.demand):
        yield from reasoning_of(hit)
    for spared in verdict.opens:
        yield from _provision(spared)


def reasoning_of(hit: Hit) -> Iterator[Branch]:
    """One provision that reaches a flow, or may, with all that was asked."""
    yield Branch(0, f"{hit.title} ({hit.rule}; brought in by {hit.measure}): {_outcome(hit)}")
    yield from _cited(hit.question)
    yield from (Branch(1, text) for text in hit.listings)
    yield from _asked(hit.question.provision.when, hit.question, 1)
    yield from (Branch(1, text) for text in (*hit.remarks, *hit.not_covered))
    policy = hit.question.law.policies.get(hit.review or "")
    if policy is not None:
        yield Branch(1, f"applications: {policy.title}")
        yield from (Branch(2, _counted(each)) for each in policy.statistics)
    yield Branch(1, f"confidence {hit.confidence}")


def _outcome(hit: Hit) -> str:
    if hit.effect == "demand":
        since = f" from {hit.since}" if hit.since is not None else ""
        return f"a market may not buy{since}; no supply is cut"
    if hit.since is None:
        return "let through as long as it is reached"
    end = f" until {hit.until}" if hit.until is not None else ""
    return f"{hit.status} from {hit.since}{end}"


def _provision(spared: Spared) -> Iterator[Branch]:
    provision = spared.question.provision
    yield Branch(0, f"{provision.rule.title} ({provision.rule_id}): open")
    yield from _cited(spared.question)
    yield from (Branch(1, text) for text in spared.listings)
    yield from _asked(provision.when, spared.question, 1)
    yield Branch(1, f"confidence {spared.confidence}")


def _cited(question: Question) -> Iterator[Branch]:
    rule = question.provision.rule
    yield Branch(1, f"law of {rule.issuer}: {'; '.join(rule.reference)}")
    if rule.note is not None:
        yield Branch(1, f"note: {rule.note}")


def _asked(condition: Condition, question: Question, depth: int) -> Iterator[Branch]:
    """A condition and all below it, each with its answer."""
    answer = question.ask(condition)
    mark = _MARKS[answer.truth]
    if condition.fact is not None:
        reason = answer.deciding[0]
        clause = f" ({reason.clause})" if reason.clause is not None else ""
        yield Branch(depth, f"{reason.text}{clause}", mark)
        return
    if condition.condition is not None:
        yield from _asked(question.names.conditions[condition.condition], question, depth)
        return
    join = "every one of" if condition.all else "any of" if condition.any else "not"
    yield Branch(depth, f"{join}:", mark)
    parts = condition.all or condition.any or ((condition.not_,) if condition.not_ is not None else ())
    for part in parts:
        yield from _asked(part, question, depth + 1)


def _counted(statistic: Statistic) -> str:
    value = f", {statistic.approved_value} of the value" if statistic.approved_value is not None else ""
    return (
        f"{statistic.title}: {statistic.approved} of {statistic.applications} approved{value} "
        f"({statistic.reference}; filed cases only, no forecast)"
    )
