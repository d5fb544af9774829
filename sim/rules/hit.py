"""This is one provision that reaches a flow, or may: since when, until when, under which policy, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sim.rules.answer import Answer, Reason, Truth
from sim.rules.matching import held, matches, requirement
from sim.rules.standing import SEVERITY, Question, joined
from sim.rules.stretches import LAST_DAY
from sim.rules.timeline import Finding, Period, finding, matched, periods_of, reached, spells_of
from sim.scenario.law import Savings

CUT = ("prohibited", "licence required", "undetermined")
FOR_CERTAIN = ("prohibited", "licence required")
_DAY = dt.timedelta(days=1)

Spell = tuple[dt.date, dt.date]  # first and last day, both included


@dataclass(frozen=True)
class Hit:
    """One provision that reaches the flow, or may reach it.

    `since` is the first day from which the flow stays cut, or undetermined if it never is cut, `until` the last such
    day where one is known; both are None for a flow that is spared or authorised as long as it is reached, where all
    is suspended, and where that comes only after the run.
    """

    measure: str
    rule: str
    title: str  # of the rule
    effect: str
    answer: Answer
    clause: str  # that asks for the licence; why the item is subject to it is in the answer
    announced: dt.date
    effective: dt.date
    since: dt.date | None
    until: dt.date | None
    policy: str
    review: str | None  # the policy's name
    strictness: int
    confidence: str
    authorisation: str | None
    authorised_until: dt.date | None
    spells: tuple[Spell, ...]  # in which a general licence or savings clause lets the flow go on
    periods: tuple[Period, ...]
    listings: tuple[str, ...]  # the parties that are reached, in words
    remarks: tuple[str, ...]  # about those spells, suspensions and switches
    not_covered: tuple[str, ...]  # why other general licences do not let it go on
    question: Question

    @property
    def status(self) -> str:
        """The strictest that the flow is under it on any day of the run."""
        return _strictest(_within(self.periods, self.question))

    @property
    def status_at_first(self) -> str:
        """The status on the day it first stays closed; the strictest may come later."""
        return self.status if self.since is None else self.on(self.since)

    def closed_from(self, statuses: tuple[str, ...] = CUT) -> dt.date | None:
        """The day in the run from which the flow stays under one of these statuses; None if it never is."""
        if statuses not in self._closed:
            self._closed[statuses] = _lasting(_within(self.periods, self.question), statuses)[0]
        return self._closed[statuses]

    @cached_property
    def _closed(self) -> dict[tuple[str, ...], dt.date | None]:
        """The days of `closed_from`, which every draw asks for."""
        return {}

    @property
    def undetermined(self) -> bool:
        """Whether the facts do not decide on some day of the run."""
        return any(each.standing.status == "undetermined" for each in _within(self.periods, self.question))

    def on(self, day: dt.date) -> str:
        """The status on one day, general licences and suspensions included."""
        standing = next(each.standing for each in self.periods if each.first <= day <= each.last)
        if standing.status == "allowed until":
            return f"allowed until {standing.until}" if standing.until is not None else "allowed"
        return standing.status if standing.status in CUT else "allowed"

    def at(self, day: dt.date) -> Finding:
        """How the flow stands on one day, with since when and until when."""
        return finding(self.question, self.periods, day)


@dataclass(frozen=True)
class Spared:
    """A provision that concerns a party of the flow, but not the flow: why it is open."""

    answer: Answer
    confidence: str
    listings: tuple[str, ...]
    question: Question

    def grounds(self, day: dt.date) -> tuple[str, ...]:
        """The names of what alone leaves the flow open on a day, where the law's data give it one."""
        law = self.question.law
        in_force = held(self.question.provision.in_force, day, law).truth is Truth.YES
        concerned = matches(self.question.provision, self.question.flow, day, law)
        near = self.answer.near_misses if in_force and concerned else ()
        return tuple(reason.ground for reason in near if reason.ground is not None)


def brought_to(question: Question) -> Hit | Spared | None:
    """What a provision does to a flow: reach it, or leave it open though a party is concerned; None if none is."""
    if question.answer.truth is Truth.NO:
        found = matched(question)
        listings = tuple(each.text for each in found if each.text is not None and each.owned_by is None)
        # A party about whose owners nothing is said is no reason to speak of the rule.
        concerned = any(each.owned_by is None or each.truth is Truth.YES for each in found)
        return (
            Spared(
                question.answer,
                max(question.provision.rule.confidence, question.sure or ""),
                listings,
                question,
            )
            if concerned and question.provision.rule.effect != "demand"
            else None
        )
    periods = periods_of(question)
    return _hit(question, tuple(periods)) if reached(periods) else None


def _hit(question: Question, periods: tuple[Period, ...]) -> Hit:
    provision, rule = question.provision, question.provision.rule
    own = reached(periods)
    effective = provision.effective or own[0].first
    inside = _within(periods, question)
    known = FOR_CERTAIN if any(each.standing.status in FOR_CERTAIN for each in inside) else CUT
    since, authorised_until = _lasting(inside, known)
    decisive = next(
        (each for each in own if since is not None and each.first <= since <= each.last), own[0]
    ).standing
    listed = decisive.match.listed if decisive.match is not None else None
    review = question.review(decisive.match, since or own[0].first)
    policy = question.law.policies.get(review.policy) if review is not None else None
    titles = [
        each.standing.title for each in own if each.standing.status == "allowed until" and each.standing.title
    ]
    last = max((each.last for each in own if each.standing.status in CUT), default=LAST_DAY)
    announced = provision.announced or (listed.batch.announced if listed is not None else own[0].first)
    return Hit(
        measure=provision.measure,
        rule=provision.rule_id,
        title=rule.title,
        effect=rule.effect,
        answer=question.answer,
        clause=requirement(provision, decisive.match),
        announced=min(announced, effective) if provision.effective is None else announced,
        effective=effective,
        since=since,
        until=last if last < LAST_DAY and since is not None else None,
        policy=listed.batch.policy
        if listed is not None and not rule.review
        else policy.title
        if policy
        else "",
        review=review.policy if review is not None else None,
        strictness=policy.strictness if policy is not None else 0,
        confidence=max(
            *(each.standing.confidence or rule.confidence for each in own),
            (review.confidence if review is not None else None) or rule.confidence,
        ),
        authorisation="; ".join(dict.fromkeys(titles)) or None,
        authorised_until=authorised_until,
        spells=tuple(spells_of(periods)),
        periods=periods,
        listings=tuple(each.text for each in matched(question) if each.text is not None),
        remarks=tuple(_remarks(question, periods, authorised_until)),
        not_covered=tuple(_not_covered(question)),
        question=question,
    )


def _within(periods: Sequence[Period], question: Question) -> list[Period]:
    """The periods with a day in the run."""
    run = question.law.run
    return [each for each in periods if each.first <= run.last and run.first <= each.last]


def _strictest(periods: Sequence[Period]) -> str:
    statuses = [each.standing.status for each in periods if each.standing.status in CUT]
    return max(statuses, key=SEVERITY.__getitem__, default="allowed")


def _lasting(periods: Sequence[Period], statuses: tuple[str, ...]) -> tuple[dt.date | None, dt.date | None]:
    """The day from which the flow stays closed, and the last day of the spell before it, if that one counts.

    Days before the first spell are left out if they are fewer than the spell has.
    """
    cuts = [each for each in periods if each.standing.status in statuses]
    if not cuts:
        return None, None
    effective = next(each.first for each in periods if each.standing.status in (*statuses, "allowed until"))
    spells = spells_of(periods)
    if spells:
        first, last = spells[0]
        after = [each for each in cuts if each.first > last]
        if first - effective <= last - first and after:
            return after[0].first, last
    return cuts[0].first, None


def _remarks(
    question: Question, periods: Sequence[Period], authorised_until: dt.date | None
) -> Iterator[str]:
    """What to know about general licences, suspensions and switches behind a date."""
    own = reached(periods)
    effective = own[0].first
    title = "; ".join(
        dict.fromkeys(str(each.standing.title) for each in own if each.standing.status == "allowed until")
    )
    for number, (first, last) in enumerate(spells_of(periods)):
        until = "without an end" if last == LAST_DAY else f"to {last}"
        if not any(each.standing.status in CUT for each in own):
            yield f"let through {first} {until} by the {title}"
            continue
        if number > 0 or authorised_until is None:
            yield f"authorised again {first} {until} by the {title}; the date shown leaves that out"
            continue
        yield f"authorised {first} {until} by the {title}"
        if first > effective:
            yield f"not authorised {effective} to {first - _DAY}; ignored: shorter than what follows"
    run = question.law.run
    if not any(each.standing.status in CUT for each in _within(periods, question)):
        for each in own:
            if each.standing.status in CUT and each.first > run.last:
                yield f"{each.standing.status} from {each.first}, after the last day of this scenario"
                break
    if _later_windows(question):
        yield "general licences published later than the law is read here are not used"
    for each in own:
        if each.standing.status == "suspended":
            yield f"suspended {each.first} {_until(each.last)}"
        if each.standing.spared is not None:
            spared = "goods under way, open orders and lots may still be shipped"
            yield f"{spared} {each.first} {_until(each.last)} under the savings clause ({each.standing.spared})"
    for name in dict.fromkeys(switch for each in own for switch in each.standing.switches):
        switch = question.law.switches[name]
        setting = switch.setting.replace("_", " ")
        yield f"WARNING: status not verified: {switch.title}; assumed {setting} (switch `{name}`)"


def _until(last: dt.date) -> str:
    return "on" if last == LAST_DAY else f"to {last}"


def _later_windows(question: Question) -> bool:
    """Whether windows were left out because they were published later."""
    return any(
        each.title in question.provision.published_later
        for match in matched(question)
        for each in match.authorisations(question.provision).values()
        if question.ask(each.when).truth is Truth.YES
    )


def _not_covered(question: Question) -> Iterator[str]:
    """Why general licences and savings clauses do not let the flow through."""
    said = set()
    for match in matched(question):
        for each in match.authorisations(question.provision).values():
            answer = question.ask(each.when)
            if answer.truth is not Truth.YES and joined(each.windows):
                said.add(each.title)
                yield f"not covered by the {each.title}: {sentence(answer.deciding)}"
        for savings in question.savings(match):
            if savings.title not in said and (why := _not_shown(savings, question)):
                said.add(savings.title)
                yield f"not shown to be spared by the savings clause ({savings.title}): {why}"


def _not_shown(savings: Savings, question: Question) -> str | None:
    """What is not known of a flow that a savings clause asks about."""
    flow = question.flow
    if savings.production_started_before is not None and flow.production_started is None:
        return "when its production started is not known"
    if savings.ordered_before is not None and flow.ordered is None:
        return "when it was ordered is not known"
    return None


def sentence(reasons: Sequence[Reason]) -> str:
    """Reasons as one sentence."""
    return ", and ".join(dict.fromkeys(reason.text for reason in reasons))
