"""This is what a scenario file may say, `schema: runout/1`: one sentence under each field."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sim.scenario.law import (
    FIRST_DAY,
    LAST_DAY,
    Content,
    Frozen,
    Identifier,
    Jurisdiction,
    Kind,
    Measure,
    PartyList,
    Rule,
    Stage,
    Stated,
)
from sim.scenario.quantity import Count, Duration, Money, Quantity, Rate, Share, exactly

Places = Jurisdiction | Annotated[tuple[Jurisdiction, ...], Field(min_length=1)]


_MOST_YEARS = 50  # from start to horizon


def _years_after(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; of 29 February the day after, where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


class Clock(Stated):
    """The span of simulated time."""

    start: dt.date = Field(description="First simulated day; before the first announcement.")
    until: dt.date = Field(description="Last simulated day: the horizon.")
    as_seen_from: dt.date = Field(description="What became known after this day is not used.")

    @model_validator(mode="after")
    def _order(self) -> Clock:
        if not self.start < self.until:
            raise ValueError(f"start {self.start} must lie before until {self.until}")
        if self.start < FIRST_DAY or self.until > LAST_DAY:
            raise ValueError(
                f"{self.start} to {self.until} reaches beyond the days that can be simulated, {FIRST_DAY} to {LAST_DAY}"
            )
        if self.until > _years_after(self.start, _MOST_YEARS):
            raise ValueError(
                f"until {self.until} lies more than {_MOST_YEARS} years after start {self.start}; "
                "bring the horizon nearer"
            )
        return self


class Reference(Stated):
    """Where a number comes from."""

    what: str = Field(description="Author and title, or what the estimate is.")
    date: dt.date = Field(description="When it was published; for an own estimate, when it was made.")
    grade: Literal["A", "B", "C", "D", "E"] = Field(
        description="A primary source, B good secondary, C weak secondary, D derived, E own estimate."
    )
    where: str | None = Field(None, description="Where it can be found.")

    @property
    def is_estimate(self) -> bool:
        """Whether a number resting on this is an estimate, not a printed figure."""
        return self.grade in ("D", "E")


class Organisation(Stated):
    """A company or public body."""

    name: str = Field(description="The name people use.")
    home: Jurisdiction = Field(description="Where it is based.")
    kind: Literal["company", "public body"] = Field(
        "company", description="Only companies have product lines."
    )
    also_known_as: tuple[str, ...] = Field((), description="Other names, in any script.")
    not_modelled: str | None = Field(None, description="Why a listed company has no line in this scenario.")


class ItemClass(Stated):
    """Defaults shared by parts of one kind; printed as `class default` wherever they are used."""

    title: str = Field(description="What the class is.")
    kind: Kind = Field(
        "goods", description="Goods, software, technology and services are decided by different rules."
    )
    stock: Duration = Field(description="Days of normal use held as parts.")
    lead_time: Duration = Field(description="Days from shipping to arrival.")
    qualification: Duration = Field(
        description="Days to qualify an alternative, counted from the announcement."
    )
    ramp: Duration = Field(
        description="Days from the first qualified part to full capacity, in a straight line."
    )
    if_missing: Literal["stop", "none"] = Field("stop", description="What a missing part does to the line.")
    basis: str = Field(description="Why these values, and which cases they were read off.")


class Stock(Stated):
    """Parts on hand at the start, held at that level while supply is ordinary."""

    covers: Duration = Field(description="Days of planned use on hand.")
    as_of: dt.date | None = Field(None, description="The day the figure describes.")


class Lot(Stated):
    """One delivery of a stated size."""

    ships: dt.date = Field(description="The day it leaves the supplier.")
    covers: Duration = Field(description="Its size in days of planned use.")


class Supply(Stated):
    """What ordinary and alternative sources have in common."""

    supplier: Identifier | None = Field(None, description="The organisation; by default the key names it.")
    made_in: Places = Field(
        description="Where it is made (chips: wafer); several places mean the split is not known."
    )
    content: dict[Jurisdiction, Content] = Field(
        default_factory=dict, description="Content by country; what is not stated is unknown."
    )
    published: bool = Field(False, description="Free to anyone, for instance open source.")
    lead_time: Duration | None = Field(
        None, description="Days from shipping to arrival; by default of the class."
    )

    @property
    def places(self) -> tuple[str, ...]:
        """The places it may be made in."""
        return (self.made_in,) if isinstance(self.made_in, str) else self.made_in


class Source(Supply):
    """An ordinary source: it supplies a share of the need before any measure."""

    share: Share = Field(description="Share of the need; the shares of an input add up to 100 %.")
    delivery: Literal["to order", "push"] = Field(
        "to order",
        description="`to order` follows need up to capacity; `push` delivers its share whatever the need.",
    )
    lots: tuple[Lot, ...] = Field((), description="Single deliveries beside the flow.")


class Alternative(Supply):
    """Another source, qualified once an ordinary source of the input is to be cut."""

    serves: Share = Field(description="Share of the need it can cover once ramped up.")
    qualification: Duration | None = Field(None, description="Days to qualify it; by default of the class.")
    ramp: Duration | None = Field(None, description="Days from qualified to full; by default of the class.")


class Input(Stated):
    """One row of a bill of materials: a part, software or technology the line needs."""

    title: str = Field(description="What it is.")
    class_: Identifier = Field(alias="class", description="The item class that gives its defaults.")
    needs: Count = Field(default_factory=lambda: exactly(1.0), description="How many go into one product.")
    cost: Money = Field(description="Cost of this row in one product.")
    parts: Annotated[int, Field(ge=0)] | None = Field(
        None, description="How many physical parts the row stands for."
    )
    stock: Stock | None = Field(None, description="Parts on hand; by default of the class.")
    if_missing: Literal["stop", "none"] | None = Field(None, description="By default of the class.")
    stage: Stage = Field("new", description="New supply, support of what is in use, or continued use.")
    demand_kept: dict[str, Share] = Field(
        default_factory=dict,
        description="Share of demand kept in a market while no source of this input is open.",
    )
    sources: dict[Identifier, Source] = Field(min_length=1, description="Ordinary sources by supplier.")
    alternatives: dict[Identifier, Alternative] = Field(
        default_factory=dict, description="Alternatives, in the order they are used."
    )
    note: str | None = Field(None, description="What a reader should know about this row.")

    @model_validator(mode="after")
    def _shares(self) -> Input:
        if self.needs.low <= 0.0:
            raise ValueError(f"`needs` is {self.needs}; an input that is not needed is left out")
        total = sum(source.share.likely for source in self.sources.values())
        if abs(total - 1) > 1e-6:
            raise ValueError(f"the shares of its sources add up to {100 * total:g} %, not 100 %")
        for key, source in self.sources.items():
            if not source.share.certain:
                raise ValueError(f"the share of `{key}` must be one value, so that shares add up")
        return self


class Rationing(Stated):
    """How a maker stretches stock once an input whose ordinary supply is cut runs short."""

    output: Share = Field(description="Output while rationing, as a share of what is wanted.")
    when_a_cut_part_covers_under: Duration = Field(
        description="Rationing starts when cover falls under this."
    )


class Represents(Stated):
    """How much of the company the line stands for; printed beside every sentence about the company."""

    share: Share = Field(description="Share of the company.")
    of: str = Field(description="Of what: for instance `revenue 2018`.")


class Line(Stated):
    """One product a company makes, and what it needs for it."""

    title: str = Field(description="The product.")
    maker: Identifier = Field(description="The organisation that makes it.")
    represents: Represents = Field(description="How much of the company this line stands for.")
    plan: Rate = Field(description="Planned output.")
    plan_from: dt.date | None = Field(
        None, description="The day the plan begins; by default the scenario's start."
    )
    public_since: dt.date | None = Field(None, description="The day the product became public.")
    price: Money = Field(description="What the maker gets for one product; weights a company's lines.")
    sold_in: dict[str, Share] = Field(min_length=1, description="Markets; the shares add up to 100 %.")
    ration: Rationing | None = Field(None, description="Without it, stock is used at full output.")
    inputs_like: Identifier | None = Field(
        None, description="Another line whose inputs stand in; say so in `note`."
    )
    inputs: dict[Identifier, Input] = Field(min_length=1, description="The bill of materials.")
    note: str | None = Field(None, description="What a reader should know about this line.")

    @model_validator(mode="after")
    def _plan(self) -> Line:
        for name, quantity in (("plan", self.plan), ("price", self.price)):
            if quantity.low <= 0.0:
                raise ValueError(f"`{name}` is {quantity}; it must be more than 0")
        pushed = [
            key
            for item in self.inputs.values()
            for key, each in item.sources.items()
            if each.delivery == "push"
        ]
        if self.plan_from is not None and pushed:
            raise ValueError(
                f"`{pushed[0]}` is pushed, and the line has `plan_from`: what is pushed before a plan begins is not "
                "modelled; write `delivery: to order`"
            )
        return self

    @model_validator(mode="after")
    def _markets(self) -> Line:
        for market, share in self.sold_in.items():
            if not share.certain:
                raise ValueError(
                    f"the share of `{market}` in `sold_in` must be one value, so that shares add up"
                )
        total = sum(share.likely for share in self.sold_in.values())
        if abs(total - 1) > 1e-6:
            raise ValueError(f"the shares in `sold_in` add up to {100 * total:g} %, not 100 %")
        for key, item in self.inputs.items():
            for market in item.demand_kept:
                if market not in self.sold_in:
                    known = ", ".join(f"`{name}`" for name in self.sold_in)
                    raise ValueError(
                        f"inputs.{key}.demand_kept names the market `{market}`; `sold_in` has {known}"
                    )
        deciding = [market for item in self.inputs.values() for market in item.demand_kept]
        twice = sorted({market for market in deciding if deciding.count(market) > 1})
        if twice:
            raise ValueError(f"two inputs have `demand_kept` in the market `{twice[0]}`; one may decide it")
        return self


class Variant(Stated):
    """A named set of changes to the scenario."""

    title: str = Field(description="What is different.")
    hypothetical: bool = Field(
        False, description="Lifts `as_seen_from`: facts known later, or made up, may be used."
    )
    set: dict[str, Any] = Field(  # Any: a value of whatever type the path holds; checked after it is set
        min_length=1, description="Changes by path, for instance `measures.october-2019.licences`."
    )


class Scenario(Frozen):
    """A whole scenario, with everything it uses."""

    schema_: Literal["runout/1"] = Field(alias="schema", description="The version of this language.")
    title: str = Field(description="What the scenario is about.")
    question: str = Field(description="The question it answers.")
    look_at: str | None = Field(None, description="What a reader should look at in the answer.")
    hypothetical: bool = Field(
        False,
        description="Lifts `as_seen_from` and is printed with every answer; a made-up listing must be marked by it.",
    )
    clock: Clock = Field(description="Simulated time.")
    use: tuple[str, ...] = Field(
        (), description="Files to include: `shipped/...`, or `./...` beside this file."
    )
    references: dict[Identifier, Reference] = Field(
        default_factory=dict, description="Sources, with date and grade."
    )
    organisations: dict[Identifier, Organisation] = Field(
        default_factory=dict, description="Companies and bodies."
    )
    rules: dict[Identifier, Rule] = Field(default_factory=dict, description="Law.")
    lists: dict[Identifier, PartyList] = Field(
        default_factory=dict, description="Lists of parties, in dated batches."
    )
    classes: dict[Identifier, ItemClass] = Field(
        default_factory=dict, description="Item classes with defaults."
    )
    measures: dict[Identifier, Measure] = Field(default_factory=dict, description="What happens.")
    lines: dict[Identifier, Line] = Field(default_factory=dict, description="Product lines; at least one.")
    variants: dict[Identifier, Variant] = Field(default_factory=dict, description="Named changes.")


__all__ = [
    "Alternative",
    "Clock",
    "Content",
    "Input",
    "ItemClass",
    "Line",
    "Lot",
    "Measure",
    "Organisation",
    "Quantity",
    "Rationing",
    "Reference",
    "Represents",
    "Scenario",
    "Source",
    "Stock",
    "Supply",
    "Variant",
]
