"""This is the law as it was known on a day: ends, suspensions and further days decided later are left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TypeVar

from sim.errors import Problem
from sim.scenario import ScenarioFile
from sim.scenario.law import (
    Authorisation,
    Batch,
    Entry,
    Footnote,
    Owner,
    OwnershipRule,
    PartyList,
    Policy,
    Review,
    Rule,
    Scope,
    Span,
)
from sim.scenario.model import Organisation, Scenario

_DAY = dt.timedelta(days=1)
_LAW = {
    "rules",
    "lists",
    "ownership_rules",
    "organisations",
    "policies",
}  # the sections that are read as known on a day
_Either = TypeVar("_Either", Rule, OwnershipRule)
_Dated = TypeVar("_Dated", Footnote, Owner, Review, Scope)
_Lasting = TypeVar("_Lasting", Footnote, Owner)


def as_known(scenario: Scenario, seen_from: dt.date) -> Scenario:
    """The scenario with its law as it was known on a day.

    The first span of a rule stays, whenever it begins: a measure that brings the rule in says that it does.
    """
    return scenario.model_copy(
        update={
            "rules": {
                name: _reviewed(_rule(each, seen_from), seen_from) for name, each in scenario.rules.items()
            },
            "ownership_rules": {
                name: _partners(_rule(each, seen_from), seen_from)
                for name, each in scenario.ownership_rules.items()
            },
            "lists": {name: _list(each, seen_from) for name, each in scenario.lists.items()},
            "organisations": {
                name: _organisation(each, seen_from) for name, each in scenario.organisations.items()
            },
            "policies": {name: _policy(each, seen_from) for name, each in scenario.policies.items()},
        }
    )


def unseen_changes(file: ScenarioFile) -> Iterator[Problem]:
    """Law that a variant sets though nobody knew of it on any day the law is read: it would change nothing."""
    scenario = file.scenario
    changes = [each for each in file.changes if each.key.partition(".")[0] in _LAW]
    if not changes or scenario.hypothetical:
        return
    days = (each.law_as_of for each in scenario.measures.values())
    seen_from = max([scenario.clock.as_seen_from, *(day for day in days if day is not None)])
    stated, known = (
        each.model_dump(by_alias=True, include=_LAW) for each in (scenario, as_known(scenario, seen_from))
    )
    for change in changes:
        if _at(stated, change.key) != _at(known, change.key):
            origin = file.origin(change.key)
            message = (
                f"set by the variant `{change.variant}`, was not known on {seen_from}, and would change nothing; say "
                "when it was (`published`, `until_published`), or set `clock.as_seen_from` too"
            )
            yield Problem(origin.file, origin.line, change.key, message, origin.column)


def _at(value: object, path: str) -> object:
    """What stands at a dotted path; None if nothing does."""
    for key in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, tuple) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


def _rule(rule: _Either, seen_from: dt.date) -> _Either:
    first: tuple[Span, ...] = rule.in_force[:1]
    later: tuple[Span, ...] = rule.in_force[1:]
    known = [*(_open_end(span, seen_from) for span in first), *_spans(later, seen_from)]
    if known and known[-1].until is not None:
        # What goes on in a span nobody knew of yet was not known to end either.
        goes_on = any(span.from_ == known[-1].until + _DAY for span in later)
        known[-1] = known[-1].model_copy(update={"until": None}) if goes_on else known[-1]
    return rule.model_copy(
        update={
            "in_force": tuple(known),
            "suspended": _spans(rule.suspended, seen_from),
            "authorisations": _authorisations(rule.authorisations, seen_from),
        }
    )


def _reviewed(rule: Rule, seen_from: dt.date) -> Rule:
    return rule.model_copy(update={"review": _known(rule.review, seen_from)})


def _authorisations(stated: Mapping[str, Authorisation], seen_from: dt.date) -> dict[str, Authorisation]:
    """General licences with the windows published by then."""
    return {
        name: each.model_copy(update={"windows": tuple(w for w in each.windows if w.published <= seen_from)})
        for name, each in stated.items()
    }


def _partners(rule: OwnershipRule, seen_from: dt.date) -> OwnershipRule:
    """The general licence for joint ventures with the windows published by then; none if none was."""
    licence = rule.joint_ventures
    windows = tuple(w for w in licence.windows if w.published <= seen_from) if licence is not None else ()
    known = licence.model_copy(update={"windows": windows}) if licence is not None and windows else None
    return rule.model_copy(update={"joint_ventures": known})


def _policy(policy: Policy, seen_from: dt.date) -> Policy:
    """A way of reviewing with the statistics published by then."""
    known = tuple(each for each in policy.statistics if each.published <= seen_from)
    return policy.model_copy(update={"statistics": known})


def _organisation(organisation: Organisation, seen_from: dt.date) -> Organisation:
    """Owners as they were known; where nobody stated any, they stay unknown."""
    if organisation.owners is None:
        return organisation
    return organisation.model_copy(update={"owners": _lasting(organisation.owners, seen_from)})


def _list(party_list: PartyList, seen_from: dt.date) -> PartyList:
    batches = {name: _batch(batch, seen_from) for name, batch in party_list.batches.items()}
    return party_list.model_copy(update={"batches": batches})


def _batch(batch: Batch, seen_from: dt.date) -> Batch:
    return batch.model_copy(
        update={
            "until": _end(batch.until, batch.until_published, seen_from),
            "suspended": _spans(batch.suspended, seen_from),
            "review": _known(batch.review, seen_from),
            "entries": {name: _entry(entry, seen_from) for name, entry in batch.entries.items()},
            "authorisations": _authorisations(batch.authorisations, seen_from),
        }
    )


def _entry(entry: Entry, seen_from: dt.date) -> Entry:
    return entry.model_copy(
        update={
            "until": _end(entry.until, entry.until_published, seen_from),
            "scope": _known(entry.scope, seen_from),
            "footnotes": _lasting(entry.footnotes, seen_from),
            "review": _known(entry.review, seen_from),
        }
    )


def _known(stated: tuple[_Dated, ...], seen_from: dt.date) -> tuple[_Dated, ...]:
    return tuple(each for each in stated if _is_known(each, seen_from))


def _lasting(stated: tuple[_Lasting, ...], seen_from: dt.date) -> tuple[_Lasting, ...]:
    """What was known, without an end that came later: as for listings, nobody says beforehand when it is over."""
    return tuple(
        each.model_copy(update={"until": _end(each.until, None, seen_from)})
        for each in _known(stated, seen_from)
    )


def _spans(spans: tuple[Span, ...], seen_from: dt.date) -> tuple[Span, ...]:
    return tuple(_open_end(span, seen_from) for span in spans if _is_known(span, seen_from))


def _is_known(stated: Span | Scope | Footnote | Owner | Review, seen_from: dt.date) -> bool:
    """By default what begins on a day was published on it."""
    published = stated.published or stated.from_
    return published is None or published <= seen_from


def _open_end(span: Span, seen_from: dt.date) -> Span:
    """A span that was to end was to from the start, unless its end was published later."""
    late = span.until_published is not None and span.until_published > seen_from
    return span.model_copy(update={"until": None}) if late else span


def _end(until: dt.date | None, published: dt.date | None, seen_from: dt.date) -> dt.date | None:
    """The end of a listing: by default published on the day after, when the removal takes effect."""
    if until is None or (published or until + _DAY) > seen_from:
        return None
    return until
