"""This is the law in force: each rule with whom it reaches and when, as measures or the law's own days have it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from sim.rules.facts import OwnerShare, Party, Range
from sim.rules.hindsight import as_known
from sim.rules.stretches import ALWAYS, FIRST_DAY, Stretch, later, narrowest, or_last, plus, stretch_of
from sim.rules.vocabulary import Vocabulary
from sim.scenario.law import (
    Authorisation,
    Batch,
    Condition,
    Entry,
    Measure,
    OwnershipRule,
    Policy,
    Rule,
    Savings,
    Span,
    Stated,
    Switch,
)
from sim.scenario.model import Organisation, Scenario
from sim.scenario.taking_effect import terms_of

_SPARED = (
    "en_route_on",
    "ordered_before",
    "production_started_before",
    "until",
)  # the days of a savings clause


@dataclass(frozen=True)
class Listed:
    """An organisation as an entry of a list, with the days on which a rule reaches it."""

    entity: str
    list: str
    title: str  # of the list
    batch_id: str
    batch: Batch
    entry: Entry
    stretches: tuple[Stretch, ...]
    suspended: tuple[Stretch, ...]
    savings: tuple[Savings, ...]
    notice: str  # that put it under the rule: of the footnote where the rule asks for one, else of the batch
    put_on: dt.date  # the list; a rule may reach it from another day

    @property
    def since(self) -> dt.date:
        """The first day on which the rule reaches it."""
        return min(stretch.first for stretch in self.stretches)


@dataclass(frozen=True)
class Provision:
    """One rule as something brings it into force.

    `listed`: whom it reaches by name; None if it reaches whatever its conditions do.
    """

    measure: str
    rule_id: str
    rule: Rule
    when: Condition
    announced: dt.date | None
    effective: dt.date | None  # where a measure says it
    in_force: tuple[Stretch, ...]
    suspended: tuple[Stretch, ...]
    comply_from: dt.date
    savings: tuple[Savings, ...]
    listed: tuple[Listed, ...] | None
    lists: frozenset[str]  # their ids and other names
    owned: Mapping[str, OwnershipRule]
    direct: bool = True  # no: it reaches only what listed parties own
    moves_with: tuple[str, ...] = ()  # the measures on whose days it depends
    published_later: frozenset[str] = frozenset()  # general licences of which windows are left out, by title
    read: tuple[tuple[str, str, str, Batch], ...] = ()  # each with its list, that list's title, its name

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the rule goes by."""
        return (self.rule_id, *self.rule.also_known_as)

    @property
    def authorisations(self) -> Mapping[str, Authorisation]:
        """General licences under the rule itself."""
        return self.rule.authorisations


@dataclass(frozen=True)
class LawInForce:
    """Everything that decides a flow: provisions, owners, names, switches, and what was known when."""

    provisions: tuple[Provision, ...]
    organisations: Mapping[str, Organisation]
    switches: Mapping[str, Switch]
    policies: Mapping[str, Policy]
    names: Vocabulary
    one_shipment: bool = True  # whether a flow is a single shipment, or goes on through a run
    run: Stretch = ALWAYS  # the days of the run: what the law does beyond them decides nothing in it
    seen_from: dt.date | None = (
        None  # what comes after it is told as yet to come; None: all law is told as history
    )

    def name(self, entity: str) -> str:
        """The name people use."""
        return self.organisations[entity].name if entity in self.organisations else entity

    def home_of(self, party: Party) -> str | None:
        """Where a party is based, as stated for the flow or for the organisation."""
        organisation = self.organisations.get(party.entity) if party.entity is not None else None
        return party.home or (organisation.home if organisation is not None else None)

    def owners_of(self, entity: str | None) -> tuple[OwnerShare, ...] | None:
        """Who owns an organisation; None if nobody said."""
        organisation = self.organisations.get(entity) if entity is not None else None
        if organisation is None or organisation.owners is None:
            return None
        return tuple(
            OwnerShare(
                each.entity,
                Range(0.0, 1.0) if isinstance(each.share, str) else Range(each.share.low, each.share.high),
                each.from_,
                each.until,
                each.confidence,
            )
            for each in organisation.owners
        )


def law_of(scenario: Scenario) -> LawInForce:
    """What the measures of a scenario bring into force, each as it was known on the day whose law it brings in.

    That is `as_seen_from` unless the measure says `law_as_of`, so that what one takes from later law changes nothing in
    the others. A scenario that is hypothetical as a whole uses all it states.
    """
    stated, seen_from = scenario, scenario.clock.as_seen_from
    scenario = scenario if scenario.hypothetical else as_known(scenario, seen_from)
    known = {
        name: scenario if measure.law_as_of is None else as_known(stated, measure.law_as_of)
        for name, measure in scenario.measures.items()
    }
    plain = [
        replace(provision, published_later=_published_later(stated, known[name], name, provision.rule_id))
        for name, measure in scenario.measures.items()
        for provision in _by_measure(known[name], name, measure)
    ]
    owned = [
        replace(
            each,
            measure=name,
            owned={rule: _moved_ownership(known[name].ownership_rules[rule], known[name], measure)},
            direct=False,
            effective=None,
            moves_with=(name, *each.moves_with),
        )
        for name, measure in scenario.measures.items()
        for rule in measure.rules
        if rule in scenario.ownership_rules
        for each in plain
        if _extends(scenario, scenario.ownership_rules[rule], each)
    ]
    return replace(
        _gathered(scenario, [*plain, *owned]),
        one_shipment=False,
        run=Stretch(scenario.clock.start, scenario.clock.until - dt.timedelta(days=1)),
        seen_from=seen_from,
    )


def whole_law(scenario: Scenario) -> LawInForce:
    """Every rule on the days the law itself gives, with all that is known of it."""
    provisions = []
    for name, rule in scenario.rules.items():
        batches = list(_batches(scenario, _lists_of(scenario, name, rule)))
        has_list = bool(batches) or (rule.target is not None and rule.target.list is not None)
        listed = tuple(each for where in batches for each in _all_listed(rule, where))
        provision = _provision(scenario, name, listed if has_list else None)
        owned = {
            key: each for key, each in scenario.ownership_rules.items() if _extends(scenario, each, provision)
        }
        provisions.append(replace(provision, owned=owned, read=tuple(batches)))
    return _gathered(scenario, provisions)


def _published_later(stated: Scenario, known: Scenario, name: str, rule: str) -> frozenset[str]:
    """The general licences of what a measure brings in that have windows nobody knew of, by title."""
    measure = stated.measures[name]

    def windows(scenario: Scenario) -> dict[str, int]:
        found = [*scenario.rules[rule].authorisations.values()]
        lists = [measure.list] if measure.list else _lists_of(scenario, rule, scenario.rules[rule])
        for _, _, batch_id, batch in _batches(scenario, lists):
            found += batch.authorisations.values() if measure.batch in (None, batch_id) else ()
        return {each.title: len(each.windows) for each in found}

    by_then = windows(known)
    return frozenset(title for title, count in windows(stated).items() if by_then[title] < count)


def _gathered(scenario: Scenario, provisions: Iterable[Provision]) -> LawInForce:
    return LawInForce(
        provisions=tuple(provisions),
        organisations=scenario.organisations,
        switches=scenario.switches,
        policies=scenario.policies,
        names=Vocabulary(scenario.conditions, scenario.country_groups, scenario.item_lists),
    )


# --- lists ----------------------------------------------------------------------------------------------------------

_Where = tuple[str, str, str, Batch]  # list, its title, batch, and the batch itself


def _lists_of(scenario: Scenario, name: str, rule: Rule) -> list[str]:
    """The lists a rule applies to, with their parts."""
    own = {key for key, each in scenario.lists.items() if each.rule == name}
    if rule.target is not None and rule.target.list is not None:
        own.add(rule.target.list)
    return [key for key, each in scenario.lists.items() if key in own or each.part_of in own]


def _batches(scenario: Scenario, lists: Iterable[str]) -> Iterator[_Where]:
    for key in lists:
        for name, batch in scenario.lists[key].batches.items():
            yield key, scenario.lists[key].title, name, batch


def _names_of_lists(scenario: Scenario, lists: Iterable[str]) -> frozenset[str]:
    return frozenset(name for key in lists for name in (key, *scenario.lists[key].also_known_as))


def _extends(scenario: Scenario, ownership: OwnershipRule, provision: Provision) -> bool:
    """Whether an ownership rule extends what a provision reaches by name."""
    parts = {key for key, each in scenario.lists.items() if each.part_of in ownership.lists}
    return provision.listed is not None and not provision.lists.isdisjoint({*ownership.lists, *parts})


def _all_listed(rule: Rule, where: _Where) -> Iterator[Listed]:
    """The entries of a batch that a rule reaches, on the days the list gives."""
    batch = where[3]
    for entity, entry in batch.entries.items():
        days = narrowest(
            Stretch(batch.effective, confidence=batch.confidence),
            Stretch(last=or_last(batch.until)),
            Stretch(last=or_last(entry.until), confidence=entry.confidence),
        )
        number = rule.target.footnote if rule.target is not None else None
        bears = [
            Stretch(each.from_, or_last(each.until), None, each.confidence)
            for each in entry.footnotes
            if each.number == number
        ]
        reached = [narrowest(days, each) for each in ([Stretch()] if number is None else bears)]
        stretches = tuple(each for each in reached if each.first <= each.last)
        if stretches:
            yield _listed(entity, where, stretches, batch.effective, number)


def _listed(
    entity: str, where: _Where, stretches: tuple[Stretch, ...], effective: dt.date, footnote: int | None
) -> Listed:
    key, title, name, batch = where
    spared = batch.savings
    if batch.goods_en_route == "honoured":
        aboard = Savings(
            title=f"goods aboard a carrier on {effective}", en_route_on=effective, until=batch.must_export_by
        )
        spared = (aboard, *spared)
    suspended = tuple(map(stretch_of, batch.suspended))
    entry = batch.entries[entity]
    notes = (each.reference for each in entry.footnotes if each.number == footnote)
    notice = next(notes, batch.reference)
    return Listed(entity, key, title, name, batch, entry, stretches, suspended, spared, notice, effective)


# --- measures -------------------------------------------------------------------------------------------------------


def _by_measure(scenario: Scenario, name: str, measure: Measure) -> Iterator[Provision]:
    """The provisions a measure brings in, on its own days if it says any."""
    terms = terms_of(scenario, measure)
    effective, announced = measure.takes_effect(terms), measure.heard_of(terms)
    moved = (effective - terms.effective).days
    party_list = None if measure.list is None else scenario.lists[measure.list]
    own = (party_list.rule,) if party_list is not None and party_list.rule is not None else ()
    for rule_id in measure.rules or own:
        if rule_id not in scenario.rules:  # a rule about owners, taken up elsewhere
            continue
        rule = scenario.rules[rule_id]
        listed: tuple[Listed, ...] | None = None
        read: tuple[_Where, ...] = ()
        if party_list is not None and measure.list is not None and measure.batch is not None:
            batch = party_list.batches[measure.batch]
            if measure.goods_en_route is not None:
                batch = batch.model_copy(update={"goods_en_route": measure.goods_en_route})
            read = ((measure.list, party_list.title, measure.batch, batch),)
            listed = tuple(_listed_by(measure, rule, read[0], effective))
        elif lists := _lists_of(scenario, rule_id, rule):
            read = tuple(_batches(scenario, lists))
            listed = tuple(each for where in read for each in _all_listed(rule, where))
        found = replace(_provision(scenario, rule_id, listed), read=read)
        found = _moved(found, moved if measure.rules else 0)
        if not measure.rules:  # the batch says when, not the rule
            found = replace(found, in_force=(Stretch(effective),))
        elif listed is None:  # where the rule says no first day, the measure does
            begun = (replace(s, first=effective) if s.first == FIRST_DAY else s for s in found.in_force)
            found = replace(found, in_force=tuple(begun))
        yield replace(found, measure=name, announced=announced, effective=effective, moves_with=(name,))


def _listed_by(measure: Measure, rule: Rule, where: _Where, effective: dt.date) -> Iterator[Listed]:
    """The entries of a batch that a measure puts under a rule, from the day it takes effect."""
    number = rule.target.footnote if rule.target is not None else None
    for entity, entry in where[3].entries.items():
        bears = number is None or number in measure.footnotes or number in {n.number for n in entry.footnotes}
        last = min(or_last(entry.until), or_last(where[3].until))
        if bears and effective <= last:
            notes = [note.confidence for note in entry.footnotes if note.number == number]
            sure = [each for each in (where[3].confidence, entry.confidence, *notes) if each is not None]
            days = Stretch(effective, last, None, max(sure, default=None))
            listed = _listed(entity, where, (days,), effective, number)
            # A measure that names rules brings these in for who is listed already.
            yield replace(listed, put_on=where[3].effective) if measure.rules else listed


def _provision(scenario: Scenario, name: str, listed: tuple[Listed, ...] | None) -> Provision:
    rule = scenario.rules[name]
    asked = rule.target.conditions() if rule.target is not None else ()
    return Provision(
        measure=name,
        rule_id=name,
        rule=rule,
        when=Condition(all=(*asked, rule.when)) if asked else rule.when,
        announced=rule.announced,
        effective=None,
        in_force=tuple(map(stretch_of, rule.in_force)) or (ALWAYS,),
        suspended=tuple(map(stretch_of, rule.suspended)),
        comply_from=rule.comply_from or FIRST_DAY,
        savings=rule.savings,
        listed=listed,
        lists=_names_of_lists(scenario, _lists_of(scenario, name, rule)),
        owned={},
    )


def _moved(provision: Provision, days: int) -> Provision:
    """The provision with every day of its rule so many days later."""
    if not days:
        return provision
    rule = provision.rule
    moved = {
        "authorisations": {
            name: each.model_copy(
                update={"windows": tuple(_dated(w, ("from_", "until"), days) for w in each.windows)}
            )
            for name, each in rule.authorisations.items()
        },
        "review": tuple(_dated(each, ("from_", "until"), days) for each in rule.review),
    }
    return replace(
        provision,
        rule=rule.model_copy(update=moved),
        in_force=tuple(later(each, days) for each in provision.in_force),
        suspended=tuple(later(each, days) for each in provision.suspended),
        comply_from=plus(provision.comply_from, days),
        savings=tuple(_dated(each, _SPARED, days) for each in provision.savings),
    )


_Dated = TypeVar("_Dated", bound=Stated)


def _dated(stated: _Dated, names: tuple[str, ...], days: int) -> _Dated:
    """The same with these days, as far as it has them, so many days later."""
    return stated.model_copy(
        update={name: plus(day, days) for name in names if (day := getattr(stated, name)) is not None}
    )


def _moved_ownership(rule: OwnershipRule, scenario: Scenario, measure: Measure) -> OwnershipRule:
    if measure.effective is None:
        return rule
    begins = measure.takes_effect(terms_of(scenario, measure))
    first = (rule.in_force[0].from_ if rule.in_force else None) or begins
    spared = tuple(_dated(each, _SPARED, (begins - first).days) for each in rule.savings)
    changes = {"in_force": (Span(from_=begins),), "suspended": (), "savings": spared}
    return rule.model_copy(update=changes)


# --- days -----------------------------------------------------------------------------------------------------------
