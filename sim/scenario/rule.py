"""This is a rule of law as data: when it is in force, whom and what it reaches, what it asks, and what it spares."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.scenario.condition import Condition
from sim.scenario.quantity import LAST_DAY, Share
from sim.scenario.stated import Confidence, Identifier, Jurisdiction, Stated

Role = Literal[
    "purchaser",
    "intermediate-consignee",
    "ultimate-consignee",
    "end-user",
    "orderer",
    "seller",
    "producer",
    "payer",
]
FootnoteNumber = Annotated[int, Field(ge=1, le=99)]


class Span(Stated):
    """A stretch of days in which a rule is in force, or suspended."""

    from_: dt.date | None = Field(
        None, alias="from", description="First day; by default before every day that matters here."
    )
    until: dt.date | None = Field(None, description="Last day; by default no end is known.")
    switch: Identifier | None = Field(
        None, description="The switch that decides whether it holds, where its status is not verified."
    )
    published: dt.date | None = Field(
        None,
        description="The day it became known; by default its first. Later than `as_seen_from` it is not used.",
    )
    until_published: dt.date | None = Field(
        None, description="The day its end became known, if later; before, it goes on without an end."
    )
    reference: str | None = Field(None, description="Where it is published.")
    confidence: Confidence | None = Field(
        None, description="How sure the days are; by default as sure as what they belong to."
    )

    @model_validator(mode="after")
    def _order(self) -> Span:
        if self.from_ is not None and self.until is not None and self.from_ > self.until:
            raise ValueError(f"from {self.from_} is after until {self.until}")
        return self


class Window(Stated):
    """A dated stretch of time in which an authorisation holds."""

    from_: dt.date = Field(alias="from", description="First day it holds.")
    until: dt.date = Field(description="Last day it holds.")
    published: dt.date = Field(
        description="The day it became known; later than `as_seen_from` it is not used."
    )
    reference: str = Field(description="Where it is published.")

    @model_validator(mode="after")
    def _order(self) -> Window:
        if self.from_ > self.until:
            raise ValueError(f"from {self.from_} is after until {self.until}")
        # Days that can be simulated; calendars end where dates do, and law is not written for so long.
        if self.until > LAST_DAY:
            raise ValueError(f"until {self.until} is after {LAST_DAY}, the last day that can be simulated")
        return self


class Authorisation(Stated):
    """A general licence: flows that meet its condition may go on while a window is open."""

    title: str = Field(description="What it is called.")
    also_known_as: tuple[str, ...] = Field((), description="Other names, for instance in rule tests.")
    when: Condition = Field(description="Which flows it lets through.")
    windows: tuple[Window, ...] = Field(
        min_length=1, description="When it holds; extensions are windows of their own."
    )


class Savings(Stated):
    """A savings clause: flows that were under way are spared, all of them or until a day."""

    title: str = Field(description="What it spares.")
    en_route_on: dt.date | None = Field(
        None, description="Spares goods aboard a carrier on this day under an actual order."
    )
    ordered_before: dt.date | None = Field(None, description="Spares what was ordered before this day.")
    production_started_before: dt.date | None = Field(
        None, description="Spares items whose production started before this day."
    )
    until: dt.date | None = Field(None, description="Last day on which these may still be exported.")
    ground: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9/-]*$")] | None = Field(
        None, description="The name verdicts give it; by default that of the rule and `/savings`."
    )
    reference: str | None = Field(None, description="Where it is published.")
    confidence: Confidence | None = Field(None, description="How sure it is; by default as the rule.")

    @model_validator(mode="after")
    def _spares_something(self) -> Savings:
        if self.en_route_on is self.ordered_before is self.production_started_before is None:
            raise ValueError(
                "a savings clause needs `en_route_on`, `ordered_before` or `production_started_before`"
            )
        return self


class Review(Stated):
    """How licence applications are reviewed, for some items or from some day on."""

    policy: Identifier = Field(description="The policy, one of `policies`.")
    when: Condition | None = Field(None, description="For which flows; by default for all.")
    from_: dt.date | None = Field(None, alias="from", description="First day; by default from the start.")
    until: dt.date | None = Field(None, description="Last day; by default no end is known.")
    published: dt.date | None = Field(
        None,
        description="The day it became known; by default its first. Later than `as_seen_from` it is not used.",
    )
    reference: str | None = Field(None, description="Where it is published.")
    confidence: Confidence | None = Field(None, description="How sure it is; by default as the rule.")


class Target(Stated):
    """Whom a rule reaches: parties of a list, destinations and end uses; what is not stated limits nothing."""

    list: Identifier | None = Field(
        None, description="The list of parties, with the lists that are `part_of` it."
    )
    footnote: FootnoteNumber | None = Field(
        None, description="Only parties whose entry bears this footnote on the day."
    )
    roles: tuple[Role, ...] = Field(
        ("purchaser", "intermediate-consignee", "ultimate-consignee", "end-user"),
        min_length=1,
        description="In which of its roles a listed party counts.",
    )
    countries: tuple[Jurisdiction, ...] = Field((), description="Destinations it reaches.")
    group: Identifier | None = Field(
        None, description="Destinations it reaches, as a group of `country_groups`."
    )
    except_: tuple[Jurisdiction, ...] = Field(
        (), alias="except", description="Destinations it does not reach."
    )
    except_group: Identifier | None = Field(
        None, description="Destinations it does not reach, as a group of `country_groups`."
    )
    end_uses: tuple[str, ...] = Field((), description="Uses it reaches.")

    @model_validator(mode="after")
    def _footnote_of_a_list(self) -> Target:
        if self.footnote is not None and self.list is None:
            raise ValueError("a `footnote` stands in the entries of a list; name the `list` too")
        return self

    def conditions(self) -> tuple[Condition, ...]:
        """What it asks of destination and end use, as conditions."""
        asked: list[Condition] = []
        if self.countries:
            asked.append(Condition(fact="destination", in_=self.countries))
        if self.group is not None:
            asked.append(Condition(fact="destination", in_group=self.group))
        if self.except_:
            asked.append(Condition(not_=Condition(fact="destination", in_=self.except_)))
        if self.except_group is not None:
            asked.append(Condition(not_=Condition(fact="destination", in_group=self.except_group)))
        if self.end_uses:
            asked.append(Condition(fact="end_use", in_=self.end_uses))
        return tuple(asked)


class Rule(Stated):
    """A rule of law: which flows need a licence, to a listed party or to a destination."""

    title: str = Field(description="What the rule is called.")
    also_known_as: tuple[str, ...] = Field((), description="Other names, for instance in rule tests.")
    issuer: Jurisdiction = Field(description="Whose law it is.")
    reference: tuple[str, ...] = Field(min_length=1, description="The clauses that make the rule.")
    requirement: str | None = Field(
        None,
        description="The clause that requires the licence, or forbids; verdicts name it. By default the first of "
        "`reference`.",
    )
    confidence: Confidence = Field(description="A primary text read, B summary read, C not checked.")
    announced: dt.date | None = Field(
        None, description="The day it became known, if before its first day in force."
    )
    in_force: tuple[Span, ...] = Field(
        (), description="When it is in force; by default whenever a list or a measure makes it so."
    )
    comply_from: dt.date | None = Field(
        None, description="First day it must be complied with, if later than it is in force."
    )
    suspended: tuple[Span, ...] = Field((), description="When it is suspended, though in force.")
    target: Target | None = Field(
        None, description="Whom it reaches; by default the parties of lists that name this rule."
    )
    when: Condition = Field(description="Which flows the rule reaches, once the buyer is on the list.")
    effect: Literal["licence required", "prohibited", "demand"] = Field(
        "licence required",
        description="`prohibited`: there is no licence to apply for; `demand`: buyers in a market may not buy, and no "
        "supply is cut.",
    )
    review: tuple[Review, ...] = Field(
        (), description="How applications are reviewed; the first that fits, before what the list says."
    )
    savings: tuple[Savings, ...] = Field((), description="What was under way and is spared.")
    authorisations: dict[Identifier, Authorisation] = Field(
        default_factory=dict, description="General licences under this rule."
    )
    note: str | None = Field(None, description="What a reader should know, such as why a lawyer may differ.")


class CountryGroup(Stated):
    """Countries that rules treat alike."""

    title: str = Field(description="What the group is called.")
    countries: tuple[Jurisdiction, ...] = Field(min_length=1, description="Its countries.")
    as_of: dt.date = Field(description="The day of the text it was taken from.")
    reference: str = Field(description="Where it is published.")
    confidence: Confidence = Field(description="A primary text read, B summary read, C not checked.")


class ItemList(Stated):
    """Items that rules name; a flow says on which lists its item is."""

    title: str = Field(description="What the list is called.")
    also_known_as: tuple[str, ...] = Field((), description="Other names, for instance in rule tests.")
    eccns: tuple[str, ...] = Field(
        (), description="Classification numbers that put an item on it, if it is made of these."
    )
    as_of: dt.date = Field(description="The day of the text it was taken from.")
    reference: str = Field(description="Where it is published.")
    confidence: Confidence = Field(description="A primary text read, B summary read, C not checked.")


class Switch(Stated):
    """A status nobody verified, which the scenario sets; wherever it decides, a warning says so."""

    title: str = Field(description="What is not verified.")
    setting: Literal["in_force", "not_in_force", "unknown"] = Field(
        description="What is assumed; with `unknown`, flows it decides are undetermined."
    )
    reference: str = Field(description="What was looked at, and up to when.")


class Statistic(Stated):
    """How applications of one kind were decided in one period, as published; only filed cases, so no forecast."""

    title: str = Field(description="Whose applications, and when.")
    applications: Annotated[int, Field(ge=1)] = Field(description="How many were decided or returned.")
    approved: Annotated[int, Field(ge=0)] = Field(description="How many were approved.")
    denied: Annotated[int, Field(ge=0)] | None = Field(None, description="How many were denied.")
    returned: Annotated[int, Field(ge=0)] | None = Field(
        None, description="How many were returned without action."
    )
    approved_value: Share | None = Field(None, description="Share of the value asked for that was approved.")
    published: dt.date = Field(
        description="A day by which it had been reported; it is not shown as seen from before."
    )
    reference: str = Field(description="Where it is published.")
    confidence: Confidence = Field(description="A primary text read, B summary read, C not checked.")


class Policy(Stated):
    """A way in which licence applications are reviewed; it never removes the requirement."""

    title: str = Field(description="The policy in the law's words.")
    strictness: Annotated[int, Field(ge=0, le=100)] = Field(
        description="Of two requirements on one flow from one day on the stricter one is shown."
    )
    statistics: tuple[Statistic, ...] = Field((), description="How such cases were decided, as published.")
