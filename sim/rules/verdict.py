"""This is the law's verdict on one flow: from which day a licence is required, under which clause, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.rules.facts import Flow
from sim.rules.predicate import Answer, Reason, Truth, ask
from sim.scenario.law import Batch, Window
from sim.scenario.model import Scenario

Status = Literal["licence required", "undetermined", "allowed"]

_DAY = dt.timedelta(days=1)
_SEVERITY = {"allowed": 0, "allowed until": 1, "undetermined": 2, "licence required": 3}
_CONTENT = ("controlled_content", "total_content")

Spell = tuple[dt.date, dt.date]  # first and last day, both included


@dataclass(frozen=True)
class Hit:
    """One measure that reaches the flow, or may reach it."""

    measure: str
    rule: str
    title: str  # of the rule
    answer: Answer
    announced: dt.date
    effective: dt.date
    since: dt.date  # first day from which the flow stays cut or undetermined
    policy: str
    confidence: str
    authorisation: str | None
    authorised_until: dt.date | None
    spells: tuple[Spell, ...]  # in which a general licence lets the flow go on
    remarks: tuple[str, ...]  # about those spells
    not_covered: tuple[str, ...]  # why other general licences do not let it go on

    @property
    def status(self) -> Status:
        """What the flow is from `since` on."""
        return "licence required" if self.answer.truth is Truth.YES else "undetermined"

    def on(self, day: dt.date) -> str:
        """The status on one day, general licences included."""
        if day < self.effective:
            return "allowed"
        return next(
            (f"allowed until {last}" for first, last in self.spells if first <= day <= last), self.status
        )


@dataclass(frozen=True)
class Verdict:
    """What the law says about one flow; an aid, not legal advice.

    The fields show the most restrictive hit (the earliest of equals); `hits` holds every one, since lifting one
    measure may leave another. `since` is None for a flow that stays open. `clause` is what decides, also for an open
    flow. `near_misses` say which single fact, were it otherwise, would bring an open flow under the rule, and why a
    general licence does not cover a cut one.
    """

    status: Status
    since: dt.date | None
    measure: str | None
    rule: str | None
    clause: str | None
    policy: str | None
    announced: dt.date | None
    authorised_until: dt.date | None
    content_share: str | None
    reasons: tuple[str, ...]
    near_misses: tuple[str, ...]
    confidence: str | None
    hits: tuple[Hit, ...]

    def on(self, day: dt.date) -> str:
        """The status on one day: `allowed`, `allowed until DATE`, `undetermined` or `licence required`."""
        statuses = sorted(hit.on(day) for hit in self.hits)  # of two general licences the earlier end counts
        return max(statuses, key=_severity, default="allowed")


def decide(flow: Flow, scenario: Scenario, *, hindsight: bool = False) -> Verdict:
    """The verdict on one flow under every measure of the scenario that lists its buyer.

    A general licence counts if its condition holds for certain (who relies on one has to show it) and only with the
    windows published by `as_seen_from`, unless `hindsight`. Adjoining windows are one spell. `since` is the day after
    the first spell; days between the effective day and that spell are left out of it, and said, if they are fewer
    than the spell has. `Verdict.on` is exact on every day.
    """
    name = scenario.organisations[flow.buyer].name if flow.buyer in scenario.organisations else flow.buyer
    hits: list[Hit] = []
    opens: list[tuple[Answer, str]] = []
    listings: list[str] = []
    for key, measure in scenario.measures.items():
        party_list = scenario.lists[measure.list]
        batch = party_list.batches[measure.batch]
        if flow.buyer not in batch.entries:
            continue
        rule = scenario.rules[party_list.rule]
        listings.append(
            f"{name} is on the {party_list.title} from {measure.takes_effect(batch)}, "
            f"as `{batch.entries[flow.buyer].listed_as}` ({batch.reference})"
        )
        answer = ask(rule.when, flow)
        if answer.truth is Truth.NO:
            opens.append((answer, rule.confidence))
        else:
            effective = measure.takes_effect(batch)
            licence = _authorised(batch, flow, effective, None if hindsight else scenario.clock.as_seen_from)
            hits.append(_hit(key, scenario, answer, licence))
    if hits:
        return _reached(hits, listings)
    return _open(opens, listings or [f"{name} is on no list of this scenario"])


@dataclass(frozen=True)
class _Authorised:
    """The general licences of a batch that cover a flow, as one."""

    title: str | None
    spells: tuple[Spell, ...]
    not_covered: tuple[str, ...]  # why the others do not
    later_unknown: bool  # whether windows were left out because they were published later


def _authorised(batch: Batch, flow: Flow, effective: dt.date, seen_from: dt.date | None) -> _Authorised:
    titles: list[str] = []
    windows: list[Window] = []
    not_covered: list[str] = []
    for authorisation in batch.authorisations.values():
        answer = ask(authorisation.when, flow)
        if answer.truth is Truth.YES:
            titles.append(authorisation.title)
            windows += authorisation.windows
        else:
            not_covered.append(f"not covered by the {authorisation.title}: {_sentence(answer.deciding)}")
    known = [each for each in windows if seen_from is None or each.published <= seen_from]
    spells = _joined(known, effective)
    return _Authorised(
        "; ".join(titles) if spells else None, spells, tuple(not_covered), len(known) < len(windows)
    )


def _joined(windows: Iterable[Window], effective: dt.date) -> tuple[Spell, ...]:
    """Windows as spells: what overlaps or adjoins is one; what is over before the effective day is left out."""
    spells: list[Spell] = []
    for window in sorted(windows, key=lambda each: each.from_):
        if window.until < effective:
            continue
        if spells and window.from_ <= spells[-1][1] + _DAY:
            spells[-1] = (spells[-1][0], max(spells[-1][1], window.until))
        else:
            spells.append((max(window.from_, effective), window.until))
    return tuple(spells)


def _lasting(effective: dt.date, spells: Sequence[Spell]) -> tuple[dt.date, dt.date | None]:
    """The day from which the flow stays closed, and the last day of the spell before it, if that one counts."""
    if not spells:
        return effective, None
    first, last = spells[0]
    if first - effective > last - first:
        return effective, None
    return last + _DAY, last


def _hit(key: str, scenario: Scenario, answer: Answer, licence: _Authorised) -> Hit:
    party_list = scenario.lists[scenario.measures[key].list]
    measure = scenario.measures[key]
    batch = party_list.batches[measure.batch]
    rule = scenario.rules[party_list.rule]
    effective = measure.takes_effect(batch)
    since, until = _lasting(effective, licence.spells)
    return Hit(
        measure=key,
        rule=party_list.rule,
        title=rule.title,
        answer=answer,
        announced=measure.heard_of(batch),
        effective=effective,
        since=since,
        policy=batch.policy,
        confidence=rule.confidence,
        authorisation=licence.title,
        authorised_until=until,
        spells=licence.spells,
        remarks=tuple(_remarks(effective, licence, until)),
        not_covered=licence.not_covered,
    )


def _remarks(effective: dt.date, licence: _Authorised, until: dt.date | None) -> Iterator[str]:
    """What to know about the general licences behind a date."""
    for number, (first, last) in enumerate(licence.spells):
        if number > 0 or until is None:
            yield f"authorised again {first} to {last} by the {licence.title}; the date shown leaves that out"
            continue
        yield f"authorised {first} to {last} by the {licence.title}"
        if first > effective:
            yield f"not authorised {effective} to {first - _DAY}; ignored: shorter than what follows"
    if licence.later_unknown:
        yield "general licences published later than this scenario is seen from are not used"


def _reached(hits: Sequence[Hit], listings: Sequence[str]) -> Verdict:
    first, *others = sorted(hits, key=lambda hit: (-_severity(hit.status), hit.since, hit.measure))
    deciding = sorted(first.answer.deciding, key=lambda reason: reason.clause != first.answer.clause)
    also = [f"also {hit.status} from {hit.since} under {hit.measure}: {hit.title}" for hit in others]
    return Verdict(
        status=first.status,
        since=first.since,
        measure=first.measure,
        rule=first.rule,
        clause=first.answer.clause,
        policy=first.policy,
        announced=first.announced,
        authorised_until=first.authorised_until,
        content_share=_content_share(deciding),
        reasons=_once([*(_with_clause(reason) for reason in deciding), *listings, *first.remarks, *also]),
        near_misses=first.not_covered,
        confidence=first.confidence,
        hits=tuple(hits),
    )


def _open(opens: Sequence[tuple[Answer, str]], listings: Sequence[str]) -> Verdict:
    answers = [answer for answer, _ in opens]
    deciding = [reason for answer in answers for reason in answer.deciding]
    near = [reason for answer in answers for reason in answer.near_misses]
    return Verdict(
        status="allowed",
        since=None,
        measure=None,
        rule=None,
        clause=next((answer.clause for answer in answers if answer.clause is not None), None),
        policy=None,
        announced=None,
        authorised_until=None,
        content_share=_content_share(deciding),
        reasons=_once([*(f"open because {_sentence(answer.deciding)}" for answer in answers), *listings]),
        near_misses=_once(_were_it(reason) for reason in near),
        confidence=opens[0][1] if opens else None,
        hits=(),
    )


def _content_share(deciding: Iterable[Reason]) -> str | None:
    return next((reason.found for reason in deciding if reason.fact in _CONTENT), None)


def _with_clause(reason: Reason) -> str:
    return reason.text if reason.clause is None else f"{reason.text} ({reason.clause})"


def _sentence(reasons: Iterable[Reason]) -> str:
    return ", and ".join(_once(reason.text for reason in reasons))


def _were_it(reason: Reason) -> str:
    """What fact would have brought an open flow under the rule: a statement of the law, not advice."""
    fact = reason.asked if reason.truth is Truth.NO else f"not {reason.asked}"
    return f"a licence would be required were it {fact}" + (f" ({reason.clause})" if reason.clause else "")


def _severity(status: str) -> int:
    return _SEVERITY["allowed until" if status.startswith("allowed until") else status]


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
