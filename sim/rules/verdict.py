"""This is the law's verdict on one flow: from which day a licence is required, under which clause, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sim.rules.answer import Reason, Truth
from sim.rules.facts import Flow
from sim.rules.hit import CUT, FOR_CERTAIN, Hit, Spared, brought_to, sentence
from sim.rules.in_force import LawInForce, law_of
from sim.rules.standing import SEVERITY, Question
from sim.rules.timeline import Finding, Period
from sim.rules.unlisted import Unlisted, unlisted
from sim.scenario.model import Scenario

_CONTENT = ("controlled_content", "total_content", "content")


@dataclass(frozen=True)
class Verdict:
    """What the law says about one flow; an aid, not legal advice.

    The fields show the hit that cuts the flow first, as it is from then on; where the facts never decide, the first
    that may (of several on one day the most restrictive, then that of the stricter policy). `strictest` is the most
    restrictive of all, which may join later; `hits` holds every one, since lifting one measure may leave another.
    `status` is prohibited, licence required, undetermined or allowed, on days of the run. `since` is None for a flow
    that stays open. `clause` is what asks for the licence, `nexus` why the item is subject to it, or is not for an
    open flow; `decided_by` are the facts that this rests on. `near_misses` say which single fact, were it
    otherwise, would bring an open flow under the rule, and why a general licence does not cover a cut one. `passed`
    are provisions that reach the flow, but never cut it: suspended, or spared as long as they do. `demand` are
    provisions that keep a market from buying; they cut no supply. `asked` is every provision put to an open flow.
    """

    status: str
    since: dt.date | None
    measure: str | None
    rule: str | None
    clause: str | None
    nexus: str | None
    decided_by: tuple[str, ...]
    policy: str | None
    announced: dt.date | None
    authorised_until: dt.date | None
    content_share: str | None
    reasons: tuple[str, ...]
    near_misses: tuple[str, ...]
    confidence: str | None
    hits: tuple[Hit, ...]
    until: dt.date | None = None
    review: str | None = None
    passed: tuple[Hit, ...] = ()
    demand: tuple[Hit, ...] = ()
    opens: tuple[Spared, ...] = ()  # provisions that concern a party, but not the flow
    strictest: Hit | None = None
    asked: tuple[Question, ...] = ()
    unlisted: tuple[
        Unlisted, ...
    ] = ()  # of lists that are not complete, which name none of the buying parties

    @property
    def first(self) -> Hit | None:
        """The hit that the fields show; None for a flow that stays open."""
        return _first_of(self.hits) if self.hits else None

    @property
    def listings(self) -> frozenset[str]:
        """Which parties are on which list, in words, as the provisions that concern the flow tell it."""
        concerned: tuple[Hit | Spared, ...] = (*self.hits, *self.passed, *self.opens)
        return frozenset(text for each in concerned for text in each.listings)

    def cut_from(self, undetermined: bool) -> dt.date | None:
        """The day from which the flow stays cut in the run; with `undetermined` what is not decided counts as cut."""
        statuses = CUT if undetermined else FOR_CERTAIN
        days = (hit.closed_from(statuses) for hit in self.hits)
        return min((day for day in days if day is not None), default=None)

    def on(self, day: dt.date) -> str:
        """The status on one day: `allowed`, `allowed until DATE`, `undetermined`, `licence required`, `prohibited`."""
        statuses = sorted(hit.on(day) for hit in (*self.hits, *self.passed))  # of two the earlier end counts
        return max(statuses, key=_severity, default="allowed")

    def deciding(self, day: dt.date | None = None) -> Hit | None:
        """The provision that gives the verdict, or that decides on a day; None if the flow is open."""
        return self.first if day is None else self.deciding_on(day)

    def deciding_on(self, day: dt.date) -> Hit | None:
        """The provision that decides on one day; None if none reaches the flow on it."""
        found = [(hit.at(day), hit) for hit in (*self.hits, *self.passed)]
        shown = [
            (-SEVERITY[each.status], -hit.strictness, each.since or dt.date.min, hit.rule, number)
            for number, (each, hit) in enumerate(found)
            if each.status != "open"
        ]
        return found[min(shown)[4]][1] if shown else None

    def in_force_on(self, day: dt.date) -> str:
        """In words, what cuts the flow after a day or did before it, if nothing does on it; empty if nothing ever."""
        cut = [
            (period, hit)
            for hit in (*self.hits, *self.passed)
            for period in hit.periods
            if period.standing.status in CUT
        ]
        if any(period.first <= day <= period.last for period, _ in cut):
            return ""
        later = [(period.first, number) for number, (period, _) in enumerate(cut) if period.first > day]
        before = [(period.last, number) for number, (period, _) in enumerate(cut) if period.last < day]
        told = []
        if before:
            last, number = max(before)
            period, hit = cut[number]
            told.append(
                f"no longer in force on {day}: {hit.title} ({hit.rule}), {_status(period)} until {last}"
            )
        if later:
            first, number = min(later)
            period, hit = cut[number]
            again = "in force again from" if before else f"not yet in force on {day}: from"
            told.append(f"{again} {first}, {_status(period)} under {hit.title} ({hit.rule})")
        return "; ".join(told)

    def at(self, day: dt.date) -> Finding:
        """What decides on one day, with since when and until when; of equals the stricter, then the earlier."""
        hit = self.deciding_on(day)
        if hit is not None:
            return hit.at(day)
        grounds = _once(name for each in self.opens for name in each.grounds(day))
        return Finding("open", None, None, grounds, None, self.confidence, ())


def decide(flow: Flow, scenario: Scenario) -> Verdict:
    """The verdict on one flow under every measure of the scenario.

    A general licence counts if its condition holds for certain (who relies on one has to show it) and only with the
    windows published by `as_seen_from`. Adjoining windows are one spell. `since` is the day after
    the first spell; days between the effective day and that spell are left out of it, and said, if they are fewer
    than the spell has. `Verdict.on` is exact on every day.
    """
    return judge(flow, law_of(scenario))


def judge(flow: Flow, law: LawInForce) -> Verdict:
    """The verdict on one flow under the law in force."""
    questions = [Question(provision, flow, law) for provision in law.provisions]
    found = [brought_to(each) for each in questions]
    hits = [each for each in found if isinstance(each, Hit)]
    supply = [each for each in hits if each.effect != "demand"]
    demand = tuple(each for each in hits if each.effect == "demand")
    cutting = [each for each in supply if each.since is not None]
    passed = tuple(each for each in supply if each.since is None)
    opens = [each for each in found if isinstance(each, Spared)]
    asked = tuple(each for each in questions if each.provision.rule.effect != "demand")
    lacking = unlisted(asked)
    if cutting:
        return replace(_reached(cutting, passed, demand, opens), unlisted=lacking)
    nobody = () if passed or lacking else (f"{_buyer(flow, law)} is on no list of this scenario",)
    verdict = _open(opens, passed, demand, nobody)
    reasons = _once([*verdict.reasons, *(each.text for each in lacking)])
    return replace(verdict, reasons=reasons, asked=asked, unlisted=lacking)


def _buyer(flow: Flow, law: LawInForce) -> str:
    party = flow.parties[0]
    return law.name(party.entity) if party.entity else "the buyer"


def _reached(
    hits: Sequence[Hit], passed: tuple[Hit, ...], demand: tuple[Hit, ...], opens: Sequence[Spared]
) -> Verdict:
    first = _first_of(hits)
    others = sorted((hit for hit in hits if hit is not first), key=_strictest)
    deciding = sorted(first.answer.deciding, key=lambda reason: reason.clause != first.answer.clause)
    also = [f"also {hit.status} from {hit.since} under {hit.measure}: {hit.title}" for hit in others]
    listings = [text for each in (first, *others, *passed) for text in each.listings]
    listings = _fullest([*listings, *(text for spared in opens for text in spared.listings)])
    return Verdict(
        status=first.status_at_first,
        since=first.since,
        measure=first.measure,
        rule=first.rule,
        clause=first.clause,
        nexus=first.answer.clause,
        decided_by=_facts(deciding, first.answer.clause),
        policy=first.policy,
        announced=first.announced,
        authorised_until=first.authorised_until,
        content_share=_content_share(deciding),
        reasons=_once([*(with_clause(reason) for reason in deciding), *listings, *first.remarks, *also]),
        near_misses=first.not_covered,
        confidence=first.confidence,
        hits=tuple(hits),
        until=first.until,
        review=first.review,
        passed=passed,
        demand=demand,
        opens=tuple(opens),
        strictest=min(hits, key=_strictest),
    )


def _first_of(hits: Sequence[Hit]) -> Hit:
    """The hit that cuts first; where the facts never decide, the first that may."""
    certain = [hit for hit in hits if hit.status in FOR_CERTAIN]
    return min(certain or hits, key=_first)


def _first(hit: Hit) -> tuple[str, int, int, str, str]:
    return (str(hit.since), -SEVERITY[hit.status_at_first], -hit.strictness, hit.measure, hit.rule)


def _strictest(hit: Hit) -> tuple[int, int, str, str, str]:
    return (-SEVERITY[hit.status], -hit.strictness, str(hit.since), hit.measure, hit.rule)


def _open(
    opens: Sequence[Spared], passed: tuple[Hit, ...], demand: tuple[Hit, ...], nobody: tuple[str, ...]
) -> Verdict:
    answers = [each.answer for each in opens]
    deciding = [reason for answer in answers for reason in answer.deciding]
    near = [reason for answer in answers for reason in answer.near_misses]
    listings = [text for spared in opens for text in spared.listings]
    listings = _fullest([*listings, *(text for hit in passed for text in hit.listings)])
    remarks = [f"{hit.title}: {remark}" for hit in passed for remark in hit.remarks]
    return Verdict(
        status="allowed",
        since=None,
        measure=None,
        rule=None,
        clause=None,
        nexus=(nexus := next((answer.clause for answer in answers if answer.clause is not None), None)),
        decided_by=_facts(deciding, nexus),
        policy=None,
        announced=None,
        authorised_until=None,
        content_share=_content_share(deciding),
        reasons=_once(
            [
                *(f"open because {sentence(answer.deciding)}" for answer in answers),
                *(listings or nobody),
                *remarks,
            ]
        ),
        near_misses=_once(were_it(reason) for reason in near),
        confidence=opens[0].confidence if opens else None,
        hits=(),
        passed=passed,
        demand=demand,
        opens=tuple(opens),
    )


def _content_share(deciding: Iterable[Reason]) -> str | None:
    return next((reason.found for reason in deciding if reason.fact in _CONTENT), None)


def _facts(deciding: Iterable[Reason], nexus: str | None) -> tuple[str, ...]:
    """The facts behind the clause that decides; where no clause is named, all that decided."""
    reasons = list(deciding)
    own = [reason for reason in reasons if nexus is not None and reason.clause == nexus]
    return _once(reason.fact for reason in own or reasons)


def with_clause(reason: Reason) -> str:
    """What was found, and the clause that asks for it."""
    return reason.text if reason.clause is None else f"{reason.text} ({reason.clause})"


def were_it(reason: Reason) -> str:
    """What fact would have brought an open flow under the rule: a statement of the law, not advice."""
    fact = reason.asked if reason.truth is Truth.NO else f"not {reason.asked}"
    return f"a licence would be required were it {fact}" + (f" ({reason.clause})" if reason.clause else "")


def _status(period: Period) -> str:
    return period.standing.status


def _severity(status: str) -> int:
    return SEVERITY["allowed until" if status.startswith("allowed until") else status]


def _fullest(listings: Sequence[str]) -> list[str]:
    """The listings without those that another one tells with its footnote."""
    return [
        each for each in listings if not any(other != each and other.startswith(each) for other in listings)
    ]


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


__all__ = ["CUT", "FOR_CERTAIN", "Finding", "Hit", "Verdict", "decide", "judge", "were_it", "with_clause"]
