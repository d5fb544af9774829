"""This is what a scenario file may say about supply: inputs, stocks, fleets, sources and alternatives."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.scenario.chain import ChainParty, EndUse
from sim.scenario.law import Content, Identifier, Jurisdiction, Stage, Stated, YesNoUnknown
from sim.scenario.quantity import Count, Day, Duration, Money, Share, exactly

RampShape = Literal["straight", "s-curve"]
Places = (
    Literal["unknown"]
    | Jurisdiction
    | Annotated[tuple[Jurisdiction, ...], Field(min_length=1)]
    | Annotated[dict[Jurisdiction, Share], Field(min_length=1)]
)


def places_of(made_in: Places) -> tuple[str, ...]:
    """The places something may be made in; none if they are not known at all."""
    if made_in == "unknown":
        return ()
    return (made_in,) if isinstance(made_in, str) else tuple(made_in)


class OpenOrder(Stated):
    """Parts ordered before the start and not yet delivered."""

    pieces: Count = Field(description="How many parts.")
    due: dt.date = Field(description="The day they arrive; they ship one lead time before.")
    source: Identifier | None = Field(
        None, description="From which source; by default from all, by their shares."
    )


class Stock(Stated):
    """Parts on hand at the start, held at that level while supply is ordinary."""

    covers: Duration | None = Field(None, description="Days of planned use on hand.")
    pieces: Count | None = Field(None, description="Parts on hand, instead of days.")
    on_order: tuple[OpenOrder, ...] | None = Field(
        None, description="Open orders, all there are; by default a steady flow of the plan is on its way."
    )
    target: Duration | None = Field(
        None, description="Days of planned use to restock to; by default what is held at the start."
    )
    as_of: dt.date | None = Field(None, description="The day the figure describes.")

    @model_validator(mode="after")
    def _one_figure(self) -> Stock:
        if (self.covers is None) == (self.pieces is None):
            raise ValueError("a stock is stated either as days (`covers`) or as `pieces`")
        return self


class Fleet(Stated):
    """Units that stay in use for years: capital, not parts that are used up. After a cut it retires."""

    life: Duration = Field(
        description="How long one unit stays in use; the fleet's ages are even, so it retires in a straight line."
    )
    spare: Share = Field(
        default_factory=lambda: exactly(0.0, "share"),
        description="Units at the start beyond what the plan needs, as a share of these.",
    )


class Ageing(Stated):
    """What new designs are needed for: without the input, products go on being made, but demand for them ages."""

    after: Duration = Field(description="From the cut until what was designed before it is used up.")
    a_year: Share = Field(
        description="Share of planned demand lost in each year from then on, in a straight line."
    )


class Lot(Stated):
    """One delivery of a stated size."""

    ships: dt.date = Field(description="The day it leaves the supplier.")
    covers: Duration = Field(description="Its size in days of planned use.")


class LastBuy(Stated):
    """A window before a cut in which a supplier delivers more than usual; the line's `stockpile` says who buys it."""

    at_most: Count = Field(
        description="What it delivers at most in the window, as a multiple of its share of the need."
    )
    from_: Day | None = Field(
        None, alias="from", description="First day; by default the day its own cut becomes known."
    )
    until: Day | None = Field(
        None, description="The day the window is over; by default, and at the latest, the day of the cut."
    )

    @model_validator(mode="after")
    def _window(self) -> LastBuy:
        if self.at_most.low < 1.0:
            raise ValueError(
                f"`at_most` is {self.at_most}; it is 1 or more, as a multiple of ordinary volume"
            )
        if self.from_ is not None and self.until is not None and self.until.low <= self.from_.high:
            raise ValueError(f"until {self.until} is not after from {self.from_}")
        return self


class Supply(Stated):
    """What ordinary and alternative sources have in common."""

    supplier: Identifier | None = Field(None, description="The organisation; by default the key names it.")
    made_in: Places = Field(
        description="Where it is made (chips: wafer); `unknown` if nobody says. A list means the split is not known; "
        "shares by place say it."
    )
    line: Identifier | None = Field(
        None, description="The line of this scenario that makes it; this source shares that line's fate."
    )
    pool: Identifier | None = Field(
        None, description="The capacity pool of this scenario that it comes from; others draw on it too."
    )
    priority: Annotated[int, Field(ge=0, le=1000)] = Field(
        1,
        description="Who is served first by a `line` or a `pool` that cannot serve all: lower numbers before higher, "
        "equal ones by the planned need that each may serve from it; the own market of a line has 1. Sources "
        "of one stock that draw on one pool, or on one line, need numbers in the order in which they are asked.",
    )
    content: dict[Jurisdiction, Content] = Field(
        default_factory=dict, description="Content by country; what is not stated is unknown."
    )
    published: bool = Field(False, description="Free to anyone, for instance open source.")
    exported_from: Jurisdiction | tuple[Jurisdiction, ...] | None = Field(
        None, description="Where it is shipped from, if not from where it is made; a list means one of them."
    )
    transit: tuple[Jurisdiction, ...] | None = Field(
        None, description="Countries it moves through; `[]` for none, by default not known."
    )
    direct_product: dict[Jurisdiction, YesNoUnknown] = Field(
        default_factory=dict,
        description="Whether it is the direct product of a country's technology; by default of the class.",
    )
    contains_direct_product: dict[Jurisdiction, YesNoUnknown] = Field(
        default_factory=dict,
        description="Whether a chip from a plant of a country's technology is in it; by default not known.",
    )
    designer: Identifier | None = Field(
        None, description="The organisation whose design it is made to; by default not known."
    )
    eccn: str | None = Field(
        None, description="Its export classification, in quotes; by default of the class, else not known."
    )
    item_lists: tuple[Identifier, ...] | Literal["unknown"] | None = Field(
        None, description="Lists of `item_lists` it is on; by default of the class."
    )
    production_started: dt.date | None = Field(
        None,
        description="The day production of its open orders and lots started; by default not known. Savings spare "
        "these, not what is ordered later.",
    )
    ordered: dt.date | None = Field(
        None,
        description="The day its open orders and lots were ordered; by default not known. Savings clauses spare these, "
        "not what is ordered later.",
    )
    parties: tuple[ChainParty, ...] | None = Field(
        None, description="Further parties by role; by default those of the line."
    )
    end_use: EndUse | None = Field(
        None, description="What it is for, such as `supercomputer`; by default of the line, else not known."
    )
    lead_time: Duration | None = Field(
        None, description="Days from shipping to arrival; by default of the class."
    )
    price_factor: Count | None = Field(
        None,
        description="What a part from it costs, as a multiple of the input's `cost`; by default 1 of an ordinary "
        "source, of an alternative that of the class.",
    )
    restart: Duration | None = Field(
        None,
        description="Days from the end of a cut until it ships again; by default of the class, else none.",
    )

    @property
    def places(self) -> tuple[str, ...]:
        """The places it may be made in; none if they are not known at all."""
        return places_of(self.made_in)

    @property
    def split(self) -> dict[str, float]:
        """Share of the volume by place, if it is known to be made in several."""
        return (
            {p: share.likely for p, share in self.made_in.items()} if isinstance(self.made_in, dict) else {}
        )

    @model_validator(mode="after")
    def _from_one_place(self) -> Supply:
        if self.pool is not None and self.line is not None:
            raise ValueError("a source comes from a `line` or from a `pool`, not from both")
        if "priority" in self.model_fields_set and self.pool is None and self.line is None:
            raise ValueError(
                "`priority` is among those who draw on a `line` or a `pool`; name one, or leave it out"
            )
        return self

    @model_validator(mode="after")
    def _split_adds_up(self) -> Supply:
        if isinstance(self.made_in, dict):
            if not all(share.certain and share.likely > 0.0 for share in self.made_in.values()):
                raise ValueError("each share in `made_in` is one value above 0, so that they add up")
            if abs(sum(self.split.values()) - 1) > 1e-6:
                total = 100 * sum(self.split.values())
                raise ValueError(f"the shares in `made_in` add up to {total:g} %, not 100 %")
        return self


class RevenueShare(Stated):
    """How much of a supplier's revenue comes from this buyer, as far as it is known."""

    share: Share = Field(description="Share of the supplier's revenue.")
    of: str = Field(description="Which revenue: for instance `revenue 2018`.")


class Source(Supply):
    """An ordinary source: it supplies a share of the need before any measure."""

    share: Share = Field(description="Share of the need; the shares of an input add up to 100 %.")
    delivery: Literal["to order", "push"] = Field(
        "to order",
        description="`to order` follows need up to capacity; `push` delivers its share whatever the need.",
    )
    headroom: Count | None = Field(
        None,
        description="What it can deliver at most, as a multiple of its share of the need; by default 1.2.",
    )
    quoted_lead_time: Duration | None = Field(
        None,
        description="Days from order to delivery as its supplier quotes them; most of it is making, and `lead_time` is "
        "what travels. The last day to begin with a source that nobody named takes it to need at least that.",
    )
    rank: Annotated[int, Field(ge=0, le=1000)] = Field(
        0,
        description="Sources of rank 0 share the need; those of a higher rank are asked for what is left, in order.",
    )
    lots_every: Duration | None = Field(
        None,
        description="Days from one lot to the next where the flow comes in lots; the day of the first is not known. By "
        "default it is steady.",
    )
    lots: tuple[Lot, ...] = Field((), description="Single deliveries beside the flow.")
    last_buy: LastBuy | None = Field(
        None, description="What it delivers before a cut beyond its headroom; by default nothing."
    )
    revenue_share: RevenueShare | None = Field(
        None,
        description="How much of the supplier's revenue the buyer stands for; printed with its lost sales.",
    )

    @model_validator(mode="after")
    def _lots_every_so_often(self) -> Source:
        if self.lots_every is not None and self.lots_every.low <= 0.0:
            raise ValueError(
                f"`lots_every` is {self.lots_every}; it must be more than 0, or be left out if the flow is steady"
            )
        if self.lots_every is not None and self.line is not None:
            raise ValueError("what a line of the scenario makes comes as it is made; leave `lots_every` out")
        return self

    @model_validator(mode="after")
    def _quoted_holds_the_way(self) -> Source:
        quoted, way = self.quoted_lead_time, self.lead_time
        if quoted is not None and way is not None and quoted.high < way.low:
            raise ValueError(
                f"`quoted_lead_time` is {quoted}, less than `lead_time`, {way}; it is from order to delivery, and "
                "holds the way"
            )
        return self


class LearningYield(Stated):
    """How much of what an alternative makes is good, and how fast that share rises from the day it is qualified."""

    first: Share = Field(description="Share that is good on the day it is qualified.")
    final: Share = Field(description="Share that is good in the end.")
    halves_every: Duration = Field(description="Days in which what is still missing to `final` halves.")

    @model_validator(mode="after")
    def _rises(self) -> LearningYield:
        if self.final.low < self.first.high or self.final.low <= 0.0:
            raise ValueError(
                f"`final` is {self.final}; it is more than 0, and not less than `first`, {self.first}"
            )
        if self.halves_every.low <= 0.0:
            raise ValueError(f"`halves_every` is {self.halves_every}; it must be more than 0")
        return self


class Alternative(Supply):
    """Another source, qualified once an ordinary source of the input is to be cut."""

    serves: Share = Field(description="Share of the need it can cover once ramped up.")
    qualification: Duration | None = Field(None, description="Days to qualify it; by default of the class.")
    ramp: Duration | None = Field(None, description="Days from qualified to full; by default of the class.")
    ramp_shape: RampShape | None = Field(
        None, description="In a straight line, or slow, fast and slow again; by default of the class."
    )
    yield_: LearningYield | None = Field(
        None,
        alias="yield",
        description="What is good of what it makes; `serves` is then what it could serve if all were. By default all "
        "it delivers is good.",
    )


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
    shared: Identifier | None = Field(
        None,
        description="A name for the stock, which rows of other lines of the maker share that state it too: what is on "
        "hand and what comes for one serves all.",
    )
    priority: Annotated[int, Field(ge=0, le=1000)] = Field(
        1,
        description="Who is served first of the rows that share a stock which cannot serve all: lower numbers before "
        "higher, equal ones by planned need.",
    )
    if_missing: Literal["stop", "halve", "degrade", "none"] | None = Field(
        None,
        description="By default of the class; degrade, without it the line's `degraded` form is made.",
    )
    degraded_only: bool = Field(False, description="Only the `degraded` form of the line needs it.")
    stage: Stage = Field("new", description="New supply, support of what is in use, or continued use.")
    demand_kept: dict[str, Share] = Field(
        default_factory=dict,
        description="Share of demand kept in a market while no source of this input is open.",
    )
    fleet: Fleet | None = Field(
        None, description="Makes the input durable: `needs` units in use for each product a day."
    )
    ageing: Ageing | None = Field(
        None, description="What happens to demand while no source of this input is open: design tools."
    )
    sources: dict[Identifier, Source] = Field(min_length=1, description="Ordinary sources by supplier.")
    alternatives: dict[Identifier, Alternative] = Field(
        default_factory=dict, description="Alternatives, in the order they are used."
    )
    note: str | None = Field(None, description="What a reader should know about this row.")

    @model_validator(mode="after")
    def _pools_deliver_to_order(self) -> Input:
        for key, source in self.sources.items():
            if source.pool is not None and (source.delivery == "push" or source.lots or source.lots_every):
                raise ValueError(
                    f"`{key}` draws on a `pool`, which delivers to order; leave out `push`, `lots` and `lots_every`"
                )
        return self

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
            if source.headroom is not None and source.headroom.low < 1.0:
                raise ValueError(f"the headroom of `{key}` is {source.headroom}; it is 1 or more")
            if source.last_buy is not None and (source.delivery == "push" or self.fleet is not None):
                what = "is pushed" if source.delivery == "push" else "supplies a fleet"
                raise ValueError(f"`{key}` {what}, so nothing can be ordered of it for a `last_buy`")
        return self

    @model_validator(mode="after")
    def _sharing(self) -> Input:
        if "priority" in self.model_fields_set and self.shared is None:
            raise ValueError(
                "`priority` of an input is among those that share its stock; state `shared`, or leave it out"
            )
        if self.shared is not None and self.fleet is not None:
            raise ValueError("a `fleet` is not `shared`; state its units for each line")
        for key, source in self.sources.items() if self.shared is not None else ():
            if source.last_buy is not None:
                raise ValueError(
                    f"`{key}` has a `last_buy`, but a `shared` stock is not built up before a cut; leave one out"
                )
        return self

    @model_validator(mode="after")
    def _lots_or_orders(self) -> Input:
        for key, source in self.sources.items():
            if source.lots_every is not None and self.stock is not None and self.stock.on_order is not None:
                raise ValueError(
                    f"`on_order` says what comes and when; leave it out, or `lots_every` of `{key}`"
                )
        return self

    @model_validator(mode="after")
    def _fleet_or_stock(self) -> Input:
        if self.fleet is None:
            return self
        if self.stock is not None:
            raise ValueError("a `fleet` has no `stock`; `spare` says what is there beyond the plan's need")
        if self.fleet.life.low <= 0.0:
            raise ValueError(f"the life of a fleet is {self.fleet.life}; it must be more than 0")
        for key, supply in {**self.sources, **self.alternatives}.items():
            fed = supply.line is not None or supply.pool is not None
            if fed or (isinstance(supply, Source) and (supply.lots or supply.lots_every)):
                raise ValueError(f"`{key}`: a fleet is not supplied by a line or in lots, nor from a pool")
        return self
