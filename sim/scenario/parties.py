"""This is what a scenario file may say about listed parties: lists, dated batches, entries, owners."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from sim.scenario.condition import Condition
from sim.scenario.quantity import Share
from sim.scenario.rule import Authorisation, FootnoteNumber, Review, Savings, Span, Window
from sim.scenario.stated import Confidence, Identifier, Jurisdiction, Stated


class Footnote(Stated):
    """A footnote of an entry: it puts the party under a further rule, from a day on."""

    number: FootnoteNumber = Field(description="The number of the footnote.")
    from_: dt.date = Field(alias="from", description="First day the entry bears it.")
    until: dt.date | None = Field(None, description="Last day; by default no end is known.")
    published: dt.date | None = Field(
        None,
        description="The day it became known; by default its first. Later than `as_seen_from` it is not used.",
    )
    reference: str = Field(description="Where it is published.")
    confidence: Confidence | None = Field(None, description="How sure it is; by default as the batch.")


class Scope(Stated):
    """What an entry reaches, if not everything its rule does."""

    when: Condition = Field(description="Only flows that meet this are reached.")
    from_: dt.date | None = Field(None, alias="from", description="First day; by default from the start.")
    until: dt.date | None = Field(None, description="Last day; by default no end is known.")
    published: dt.date | None = Field(
        None,
        description="The day it became known; by default its first. Later than `as_seen_from` it is not used.",
    )
    reference: str = Field(description="Where it is published.")
    confidence: Confidence | None = Field(None, description="How sure it is; by default as the batch.")


class Entry(Stated):
    """One entity on a list."""

    listed_as: str = Field(description="The name as printed in the list.")
    until: dt.date | None = Field(
        None, description="Last day it is on the list: the day before a removal takes effect."
    )
    until_published: dt.date | None = Field(
        None,
        description="The day the removal became known; by default the day it takes effect. Later than `as_seen_from` "
        "it is not used.",
    )
    footnotes: tuple[Footnote, ...] = Field((), description="Footnotes of the entry, with their days.")
    scope: tuple[Scope, ...] = Field((), description="What the entry is narrowed to, with days.")
    review: tuple[Review, ...] = Field(
        (), description="How applications for this entity are reviewed, before what the batch says."
    )
    confidence: Confidence | None = Field(None, description="How sure it is; by default as the batch.")


class Batch(Stated):
    """Entities added to a list on one day, with the terms they share."""

    title: str = Field(description="What the batch is called.")
    announced: dt.date = Field(description="The day it became known; makers react from here.")
    effective: dt.date = Field(description="First day the licence requirement holds.")
    until: dt.date | None = Field(None, description="Last day it holds; by default no end is known.")
    until_published: dt.date | None = Field(
        None, description="The day its end became known; by default the day after it. As for entries."
    )
    suspended: tuple[Span, ...] = Field((), description="When it is suspended: an order not activated.")
    reference: str = Field(description="Where the batch is published.")
    confidence: Confidence | None = Field(None, description="How sure it is; by default as its rule.")
    policy: str = Field(description="How licence applications are reviewed, in the list's words.")
    review: tuple[Review, ...] = Field(
        (), description="The same as policies of `policies`; the first that fits."
    )
    goods_en_route: Literal["honoured", "returned"] = Field(
        description="Whether goods aboard a carrier on the effective day may still arrive."
    )
    must_export_by: dt.date | None = Field(
        None, description="Last day on which these goods must have been exported; by default none is set."
    )
    savings: tuple[Savings, ...] = Field((), description="What else was under way and is spared.")
    entries: dict[Identifier, Entry] = Field(min_length=1, description="Listed entities by organisation.")
    complete: bool = Field(
        True,
        description="Whether every entity of the notice is an entry. If not, an open flow of a party on no entry says "
        "that its name has to be screened.",
    )
    authorisations: dict[Identifier, Authorisation] = Field(
        default_factory=dict, description="General licences for this batch."
    )

    @model_validator(mode="after")
    def _order(self) -> Batch:
        if self.announced > self.effective:
            raise ValueError(f"announced {self.announced} is after effective {self.effective}")
        if self.until is not None and self.until < self.effective:
            raise ValueError(f"until {self.until} is before effective {self.effective}")
        return self


class PartyList(Stated):
    """A list of parties, to whom a rule applies."""

    title: str = Field(description="What the list is called.")
    also_known_as: tuple[str, ...] = Field((), description="Other names, for instance in rule tests.")
    rule: Identifier | None = Field(
        None, description="The rule that applies to the parties on it, beside rules whose `target` names it."
    )
    part_of: Identifier | None = Field(
        None, description="The list it continues in another file; that list's rules apply to it."
    )
    batches: dict[Identifier, Batch] = Field(
        default_factory=dict, description="Additions by date; none if no party of it is modelled."
    )


class JointVentures(Stated):
    """A general licence for what a listed party owns together with a partner that is based in some countries."""

    title: str = Field(description="What it is called.")
    countries: tuple[Jurisdiction, ...] = Field((), description="Homes of partners that count.")
    group: Identifier | None = Field(None, description="The same, as a group of `country_groups`.")
    windows: tuple[Window, ...] = Field(
        min_length=1,
        description="When it holds. Where nobody says who the partner is, a flow is undetermined.",
    )


class OwnershipRule(Stated):
    """A rule that puts what listed parties own under the rules for these parties."""

    title: str = Field(description="What it is called.")
    also_known_as: tuple[str, ...] = Field((), description="Other names, for instance in rule tests.")
    issuer: Jurisdiction = Field(description="Whose law it is.")
    reference: tuple[str, ...] = Field(min_length=1, description="The clauses that make the rule.")
    confidence: Confidence = Field(description="A primary text read, B summary read, C not checked.")
    lists: tuple[Identifier, ...] = Field(min_length=1, description="The lists it extends.")
    in_force: tuple[Span, ...] = Field((), description="When it is in force; by default always.")
    suspended: tuple[Span, ...] = Field((), description="When it is suspended, though in force.")
    at_least: Share = Field(description="The share owned from which on a party is treated as listed.")
    aggregate: bool = Field(True, description="Whether shares of several listed owners are added up.")
    indirect: bool = Field(
        True, description="Whether an owner that is itself treated as listed counts with its whole share."
    )
    except_homes: tuple[Jurisdiction, ...] = Field((), description="Homes of parties it does not reach.")
    savings: tuple[Savings, ...] = Field((), description="What was under way and is spared.")
    authorisations: dict[Identifier, Authorisation] = Field(
        default_factory=dict, description="General licences for parties it reaches."
    )
    joint_ventures: JointVentures | None = Field(
        None, description="The general licence for joint ventures with unlisted partners; by default none."
    )

    @model_validator(mode="after")
    def _certain_share(self) -> OwnershipRule:
        if not self.at_least.certain:
            raise ValueError(f"a threshold is one share, not `{self.at_least}`")
        return self


class Owner(Stated):
    """Who owns a share of an organisation, and from when until when; a brand is no owner."""

    entity: Identifier = Field(description="The organisation that owns it.")
    share: Share | Literal["unknown"] = Field(description="Its share.")
    from_: dt.date | None = Field(None, alias="from", description="First day; by default from the start.")
    until: dt.date | None = Field(None, description="Last day; by default no end is known.")
    published: dt.date | None = Field(
        None,
        description="The day it became known; by default its first. Later than `as_seen_from` it is not used.",
    )
    confidence: Confidence = Field("C", description="A primary text read, B summary read, C not checked.")
