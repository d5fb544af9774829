"""This is whom a provision reaches on a day: parties by name and role, and what listed parties own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sim.rules.answer import Truth, truth_of
from sim.rules.facts import ANY_SHARE, NO_SHARE, Flow, Party, Range
from sim.rules.in_force import LawInForce, Listed, Provision
from sim.rules.stretches import ALWAYS, LAST_DAY, Stretch, stretches_of
from sim.scenario.law import Authorisation, OwnershipRule

_FROM_THE_START = (ALWAYS,)


@dataclass(frozen=True)
class Match:
    """One reason why a provision reaches a flow, or may: a listed party, what one owns, or its conditions alone."""

    truth: Truth
    text: str | None  # in words
    listed: Listed | None = None
    owned_by: str | None = None  # the rule about owners that makes it so
    suspended: bool = False
    switches: tuple[str, ...] = ()
    confidence: str | None = None

    def names(self, provision: Provision) -> tuple[str, ...]:
        """The names of what reaches the flow."""
        if self.owned_by is not None:
            rule = provision.owned[self.owned_by]
            return (self.owned_by, *rule.also_known_as)
        return (*provision.names, *([self.listed.batch_id] if self.listed else []))

    def authorisations(self, provision: Provision) -> dict[str, Authorisation]:
        """General licences of the rule, of the batch, and of the rule about owners."""
        owned = provision.owned[self.owned_by].authorisations if self.owned_by is not None else {}
        batch = self.listed.batch.authorisations if self.listed is not None else {}
        return {**provision.authorisations, **batch, **owned}


def requirement(provision: Provision, match: Match | None) -> str:
    """The clause that asks for the licence, with the notice that put the party under it, for people to look up."""
    rule = provision.rule
    cited = [rule.requirement or rule.reference[0]]
    if match is not None and match.listed is not None:
        cited.append(match.listed.notice)
    if match is not None and match.owned_by is not None:
        cited.append(provision.owned[match.owned_by].reference[0])
    return "; ".join(dict.fromkeys(cited))


@dataclass(frozen=True)
class Held:
    """Whether a stretch of days holds, once switches are set."""

    truth: Truth
    switches: tuple[str, ...]
    confidence: str | None


def held(stretches: tuple[Stretch, ...], day: dt.date, law: LawInForce) -> Held:
    """Whether any of these stretches holds on a day; a switch nobody set makes it unknown."""
    best = Held(Truth.NO, (), None)
    for stretch in stretches:
        if not stretch.holds(day):
            continue
        setting = law.switches[stretch.switch].setting if stretch.switch is not None else "in_force"
        truth = {"in_force": Truth.YES, "unknown": Truth.UNKNOWN}.get(setting, Truth.NO)
        switches = (*best.switches, *([stretch.switch] if stretch.switch is not None else []))
        confidence = stretch.confidence if truth.value > best.truth.value else best.confidence
        best = Held(best.truth | truth, switches, confidence)
    return best


def matches(provision: Provision, flow: Flow, day: dt.date, law: LawInForce) -> list[Match]:
    """Everything that makes a provision reach a flow on a day, what is unknown included."""
    if provision.listed is None:
        return [Match(Truth.YES, None)]
    found: list[Match] = []
    roles = provision.rule.target.roles if provision.rule.target is not None else _ROLES
    for party in flow.parties:
        if party.role in roles and party.known is not False:
            named = list(_named(provision, party, day, law)) if provision.direct else []
            if party.entity not in (flow.buyer, flow.supplier, None):
                role = party.role.replace("-", " ")
                named = [replace(each, text=f"{each.text}, and is here {_article(role)}") for each in named]
            found += named or _by_ownership(provision, party, day, law)
    return [each for each in found if each.truth is not Truth.NO]


def _article(role: str) -> str:
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"


_ROLES = ("purchaser", "intermediate-consignee", "ultimate-consignee", "end-user")


def _named(provision: Provision, party: Party, day: dt.date, law: LawInForce) -> Iterator[Match]:
    known = truth_of(party.known)
    for listed in provision.listed or ():
        if listed.entity == party.entity and party.entity is not None:
            on = held(listed.stretches, day, law)
            stopped = held(listed.suspended, day, law)
            if on.truth is Truth.NO:
                continue
            switches = (*on.switches, *stopped.switches)
            truth = known & on.truth & (~stopped.truth if stopped.truth is Truth.UNKNOWN else Truth.YES)
            text = _knowing(party, entry_text(provision, listed, law))
            yield Match(
                truth,
                text,
                listed,
                suspended=stopped.truth is Truth.YES,
                switches=switches,
                confidence=on.confidence,
            )
    if not party.listed_on.isdisjoint(provision.lists):
        yield Match(known, _knowing(party, f"a party is on the list {', '.join(sorted(party.listed_on))}"))


def entry_text(provision: Provision, listed: Listed, law: LawInForce) -> str:
    """What a list says about a party: each day beside the notice that it is of, never the rule's beside the list's."""
    last = max(stretch.last for stretch in listed.stretches)
    if last < LAST_DAY:
        when = f"is listed from {listed.put_on} to {last}"
    elif _is_past(listed.put_on, law):
        when = f"has been listed since {listed.put_on}"
    else:
        when = f"is listed from {listed.put_on} on"
    as_ = f"as `{listed.entry.listed_as}` ({listed.title}, {listed.batch.reference})"
    return "; ".join([f"{law.name(listed.entity)} {when}, {as_}", *_footnote(provision, listed, law)])


def _footnote(provision: Provision, listed: Listed, law: LawInForce) -> Iterator[str]:
    """The footnote that the rule asks for: since when the entry has it, or that a measure made it up."""
    number = provision.rule.target.footnote if provision.rule.target is not None else None
    if number is None:
        return
    note = next((each for each in listed.entry.footnotes if each.number == number), None)
    if note is None:
        yield f"footnote {number}, which the entry does not have, is taken to hold from {listed.since} (hypothetical)"
        return
    word = "since" if _is_past(note.from_, law) else "from"
    text = f"footnote {number} {word} {note.from_} ({note.reference})"
    yield (
        f"{text}, here taken to hold from {listed.since} (hypothetical)"
        if listed.since < note.from_
        else text
    )


def _is_past(day: dt.date, law: LawInForce) -> bool:
    return law.seen_from is None or day <= law.seen_from


def _knowing(party: Party, text: str) -> str:
    return text if party.known else f"{text}; whether the supplier knows of it as a party is not known"


# --- owners ---------------------------------------------------------------------------------------------------------


def _by_ownership(provision: Provision, party: Party, day: dt.date, law: LawInForce) -> list[Match]:
    found = []
    for name, rule in provision.owned.items():
        home = law.home_of(party)
        if home in rule.except_homes:
            continue
        in_force = held(stretches_of(rule.in_force, _FROM_THE_START), day, law)
        suspended = held(stretches_of(rule.suspended), day, law)
        if in_force.truth is Truth.NO:
            continue
        owned = _Owned(provision, rule, day, law)
        share = owned.share(party)
        reached = truth_of(party.known) & in_force.truth & _at_least(share, rule.at_least.likely)
        if suspended.truth is Truth.UNKNOWN:
            reached &= Truth.UNKNOWN
        partner = owned.partner(party)
        certain = _at_least(share, rule.at_least.likely) is Truth.YES
        reached &= ~partner
        who = law.name(party.entity) if party.entity is not None else "the buyer"
        known = f"{_percent(share)} owned by parties on the {_title(provision)}"
        found += [
            Match(
                reached,
                _told(rule, who, known, reached, certain and partner is Truth.UNKNOWN),
                listed,
                name,
                suspended.truth is Truth.YES,
                (*in_force.switches, *suspended.switches, *owned.switches),
                max(filter(None, (rule.confidence, in_force.confidence, *owned.sure)), default=None),
            )
            for listed in (owned.found if owned.found else (None,))
        ]
    return found


def _told(rule: OwnershipRule, who: str, known: str, reached: Truth, doubtful: bool) -> str:
    """What a rule about owners makes of a party, in words; `doubtful`: whether its partner counts is not known."""
    if reached is Truth.YES:
        return f"{who} is {known} ({rule.reference[0]})"
    if doubtful and rule.joint_ventures is not None:
        title = rule.joint_ventures.title
        return f"{who} is {known} ({rule.reference[0]}); whether the {title} covers it is not known"
    return f"whether listed parties own {100 * rule.at_least.likely:g} % or more of {who} is not known"


class _Owned:
    """How much of a party the parties own that a provision reaches, on one day."""

    def __init__(self, provision: Provision, rule: OwnershipRule, day: dt.date, law: LawInForce) -> None:
        self._provision, self._rule, self._day, self._law = provision, rule, day, law
        self.found: list[Listed] = []  # the owners it reaches, or may
        self.switches: dict[str, None] = {}  # that decide whether it does
        self.sure: list[str | None] = []  # how sure the listings and shares are

    def share(self, party: Party, above: frozenset[str] = frozenset()) -> Range:
        """The share that listed parties own; everything is possible where nobody said who owns it."""
        owners = party.owners if party.owners is not None else self._law.owners_of(party.entity)
        if owners is None:
            return ANY_SHARE
        shares = []
        for owner in owners:
            if owner.on(self._day) and owner.entity not in above:
                restricted = self._restricted(owner.entity, above | {owner.entity})
                if restricted is not Truth.NO:
                    self.sure.append(owner.confidence)
                low = owner.share.low if restricted is Truth.YES else 0.0
                shares.append(Range(low, 0.0 if restricted is Truth.NO else owner.share.high))
        if not shares:
            return NO_SHARE
        join = sum if self._rule.aggregate else max
        return Range(join(each.low for each in shares), min(1.0, join(each.high for each in shares)))

    def partner(self, party: Party) -> Truth:
        """Whether an unlisted owner in the right country makes it a joint venture that a general licence covers."""
        licence = self._rule.joint_ventures
        if licence is None or not any(each.from_ <= self._day <= each.until for each in licence.windows):
            return Truth.NO
        owners = party.owners if party.owners is not None else self._law.owners_of(party.entity)
        if owners is None:
            return Truth.UNKNOWN
        group = self._law.names.groups[licence.group].countries if licence.group is not None else ()
        held_by = [each for each in owners if each.on(self._day)]
        listed = {each.entity for each in self._provision.listed or ()}
        homes = {
            self._law.home_of(Party("owner", each.entity)) for each in held_by if each.entity not in listed
        }
        if not homes.isdisjoint((*licence.countries, *group)):
            return Truth.YES
        stated = sum(each.share.low for each in held_by)
        return Truth.UNKNOWN if round(stated, 12) < 1 else Truth.NO

    def _restricted(self, entity: str, above: frozenset[str]) -> Truth:
        """Whether an owner is listed, or counts as listed because of who owns it."""
        by_name = Truth.NO
        for each in self._provision.listed or ():
            if each.entity == entity:
                by_name |= self._listed(each)
        if by_name is Truth.YES or not self._rule.indirect:
            return by_name
        owned = _at_least(self.share(Party("owner", entity), above), self._rule.at_least.likely)
        return by_name | owned

    def _listed(self, listed: Listed) -> Truth:
        """Whether an entry holds on the day: on the list, and not suspended."""
        on = held(listed.stretches, self._day, self._law)
        stopped = held(listed.suspended, self._day, self._law)
        self.switches |= dict.fromkeys((*on.switches, *stopped.switches))
        truth = on.truth & ~stopped.truth
        if truth is not Truth.NO and listed not in self.found:
            self.found.append(listed)
            self.sure.append(on.confidence)
        return truth


def _at_least(share: Range, level: float) -> Truth:
    low, high, least = round(share.low, 12), round(share.high, 12), round(level, 12)
    return Truth.YES if low >= least else Truth.NO if high < least else Truth.UNKNOWN


def _title(provision: Provision) -> str:
    return provision.listed[0].title if provision.listed else "list"


def _percent(share: Range) -> str:
    return f"{100 * share.low:g} %" if share.certain else f"{100 * share.low:g}-{100 * share.high:g} %"
