"""This is the reasoning behind one verdict as a tree: each provision, whom it reaches, and every question it asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sim.rules.answer import Reason, Truth
from sim.rules.hit import Hit, Spared
from sim.rules.standing import Question
from sim.rules.verdict import Verdict
from sim.scenario.law import Condition, Statistic

_HOW_SURE = "how sure the reading of this rule is"
_MARKS = {Truth.YES: "yes", Truth.NO: "no", Truth.UNKNOWN: "unknown"}


@dataclass(frozen=True)
class Branch:
    """One line of the tree; `answer` is None where nothing is asked, `confidence` where none is spoken of."""

    depth: int
    text: str
    answer: str | None = None
    confidence: str | None = None


def reasoning(
    verdict: Verdict, day: dt.date | None = None, opens: Sequence[Spared] | None = None
) -> Iterator[Branch]:
    """Every provision that concerns a flow, the ones that reach it first, with all that was asked; and on one day.

    Of several that reach it, the one that gives the verdict (on that day) comes first and says so. Of those that leave
    it open, `opens` are told; None: all.
    """
    reaching = (*verdict.hits, *verdict.passed)
    decides = verdict.deciding(day)
    said: set[str] = set()  # a listing that several rules rest on is told once
    for hit in sorted(reaching, key=lambda each: each is not decides):
        mark = "Gives the verdict: " if hit is decides and len(reaching) > 1 else ""
        yield from reasoning_of(hit, day, mark, said)
    for hit in verdict.demand:
        yield from reasoning_of(hit, day, said=said)
    for spared in verdict.opens if opens is None else opens:
        yield from _provision(spared, said)


def reasoning_of(
    hit: Hit, day: dt.date | None = None, mark: str = "", said: set[str] | None = None
) -> Iterator[Branch]:
    """One provision that reaches a flow, or may, with all that was asked; `said` are the listings told before."""
    named = f"{hit.title} ({hit.rule}; brought in by {hit.measure})"
    yield Branch(0, f"{mark}{named}: {_outcome(hit)}{_on(hit, day)}")
    yield from _cited(hit.question)
    yield from _listed(hit.listings, said)
    yield from _asked(hit.question.provision.when, hit.question, 1)
    yield from (Branch(1, text) for text in (*hit.remarks, *hit.not_covered))
    policy = hit.question.law.policies.get(hit.review or "")
    if policy is not None:
        yield Branch(1, f"applications: {policy.title}")
        yield from (Branch(2, _counted(each)) for each in policy.statistics)
    yield Branch(1, _HOW_SURE, confidence=hit.confidence)


def _outcome(hit: Hit) -> str:
    if hit.effect == "demand":
        since = f" from {hit.since}" if hit.since is not None else ""
        return f"whom the rule names may not buy{since}, so that the market buys less; no supply is cut"
    if hit.since is None:
        return "let through as long as it is reached"
    end = f" until {hit.until}" if hit.until is not None else ""
    return f"{hit.status} from {hit.since}{end}"


def _on(hit: Hit, day: dt.date | None) -> str:
    """How the provision stands on a day, where one is asked about."""
    if day is None:
        return ""
    status = hit.on(day)
    if status == "allowed" and hit.since is not None and day < hit.since:
        return f"; not yet in force on {day}"
    return f"; on {day}: {status.replace('allowed', 'let through')}"


def _provision(spared: Spared, said: set[str]) -> Iterator[Branch]:
    provision = spared.question.provision
    yield Branch(0, f"{provision.rule.title} ({provision.rule_id}): open")
    yield from _cited(spared.question)
    yield from _listed(spared.listings, said)
    yield from _asked(provision.when, spared.question, 1)
    yield Branch(1, _HOW_SURE, confidence=spared.confidence)


def _listed(listings: Iterable[str], said: set[str] | None) -> Iterator[Branch]:
    for text in listings:  # without its footnote it says nothing new
        if said is None or not any(each.startswith(text) for each in said):
            yield Branch(1, text)
        if said is not None:
            said.add(text)


def _cited(question: Question) -> Iterator[Branch]:
    rule = question.provision.rule
    yield Branch(1, f"law of {rule.issuer}: {'; '.join(rule.reference)}")
    if rule.note is not None:
        yield Branch(1, f"note: {rule.note}")


def _asked(condition: Condition, question: Question, depth: int, negated: bool = False) -> Iterator[Branch]:
    """A condition and all below it, each with whether it speaks for the rule reaching the flow.

    What must not hold is turned round on the way down, so that no line has to be read against the one above it: a leaf
    says what was found, and `yes` beside it always that the rule's test is met.
    """
    answer = question.ask(condition).truth
    mark = _MARKS[~answer if negated else answer]
    if condition.fact is not None:
        reason = question.ask(condition).deciding[0]
        clause = f" ({reason.clause})" if reason.clause is not None else ""
        must_not = f"; the rule leaves out what is {reason.asked}" if negated else ""
        text = sale_text(reason) if question.provision.rule.effect == "demand" else reason.text
        yield Branch(depth, f"{text}{clause}{must_not}", mark)
        return
    if condition.condition is not None:
        yield from _asked(question.names.conditions[condition.condition], question, depth, negated)
        return
    if condition.not_ is not None:
        yield from _asked(condition.not_, question, depth, not negated)
        return
    every = (condition.all is not None) is not negated
    yield Branch(depth, "all of these:" if every else "at least one of these:", mark)
    for part in condition.all or condition.any or ():
        yield from _asked(part, question, depth + 1, negated)


def sale_text(reason: Reason) -> str:
    """A reason of a rule that is about a sale: the market is where it is sold, no destination of an export."""
    return reason.text.replace("for a destination in ", "sold in ")


def _counted(statistic: Statistic) -> str:
    value = f", {statistic.approved_value} of the value" if statistic.approved_value is not None else ""
    return (
        f"{statistic.title}: {statistic.approved} of {statistic.applications} approved{value} "
        f"({statistic.reference}; filed cases only, no forecast)"
    )
