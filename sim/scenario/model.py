"""This is what a scenario file may say, `schema: runout/2`: one sentence under each field."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sim.scenario.chain import ChainParty, EndUse
from sim.scenario.countries import country, is_code
from sim.scenario.law import (
    Condition,
    CountryGroup,
    Frozen,
    Home,
    Identifier,
    ItemList,
    Jurisdiction,
    Kind,
    Measure,
    Owner,
    OwnershipRule,
    PartyList,
    Policy,
    Rule,
    Stated,
    Switch,
    VendorStop,
    YesNoUnknown,
)
from sim.scenario.nearest import did_you_mean
from sim.scenario.policy import Rationing, Stockpile
from sim.scenario.pool import Pool
from sim.scenario.quantity import BASE_CURRENCY, FIRST_DAY, LAST_DAY, Count, Duration, Money, Rate, Share
from sim.scenario.supply import Input, Places, RampShape

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


class Currency(Stated):
    """What one unit of a currency is worth."""

    usd: Money = Field(description="Worth of one unit, for instance `0.14 USD`.")
    date: dt.date = Field(description="The day of the rate.")

    @model_validator(mode="after")
    def _in_usd(self) -> Currency:
        if self.usd.currency != BASE_CURRENCY or not self.usd.certain or self.usd.likely <= 0.0:
            raise ValueError(f"`{self.usd}` is not a rate; write one amount of US dollars such as `0.14 USD`")
        return self


class Organisation(Stated):
    """A company or public body."""

    name: str = Field(description="The name people use.")
    home: Home = Field(description="Where it is based; `ZZ` if nobody knows.")
    kind: Literal["company", "public body"] = Field(
        "company", description="Only companies have product lines."
    )
    also_known_as: tuple[str, ...] = Field((), description="Other names, in any script.")
    owners: tuple[Owner, ...] | None = Field(
        None,
        description="Who owns it, with dates; `[]` if nobody listed does, by default not known. A brand is none.",
    )
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
    ramp: Duration = Field(description="Days from the first qualified part to full capacity.")
    ramp_shape: RampShape = Field(
        "straight", description="In a straight line, or slow, fast and slow again: an S of two parabolas."
    )
    restart: Duration | None = Field(
        None, description="Days from the end of a cut until a supplier ships again; by default at once."
    )
    price_factor: Count | None = Field(
        None,
        description="What a part from an alternative costs, as a multiple of the input's `cost`; by default "
        "0.9 / 1.1 / 1.5.",
    )
    if_missing: Literal["stop", "halve", "none"] = Field(
        "stop",
        description="What a missing part does to the line: halve, half of what is wanted is made without it.",
    )
    leakage: Share | None = Field(
        None,
        description="What is assumed to arrive although it may not be supplied, as a share of what is held back: a "
        "statement about such items, never about a supplier, and never an alternative. By default nothing is assumed.",
    )
    direct_product: dict[Jurisdiction, YesNoUnknown] = Field(
        default_factory=dict,
        description="Whether such items are direct products of a country's technology; by default not known.",
    )
    eccn: str | None = Field(
        None, description="The export classification of such items, in quotes; by default not known."
    )
    item_lists: tuple[Identifier, ...] | Literal["unknown"] = Field(
        (), description="Lists of `item_lists` such items are on; by default on none."
    )
    basis: str = Field(description="Why these values, and which cases they were read off.")


class Degraded(Stated):
    """A lesser form of the product, made of what is left while an input with `if_missing: degrade` is short."""

    title: str = Field(description="What it is.")
    price: Share = Field(description="What it sells for, as a share of the price of the full product.")
    accepted: Share = Field(
        description="Of the demand that the full product cannot serve, the share that takes it instead."
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
    plan: Rate = Field(description="Planned output for its own market, beside what other lines take.")
    plan_grows: Share | None = Field(
        None,
        description="Growth a year, as a share of the plan on the scenario's first day, in a straight line.",
    )
    capacity: Rate | None = Field(
        None,
        description="The most it can make, own market and other lines together; by default 1.2 times that plan.",
    )
    plan_from: dt.date | None = Field(
        None, description="The day the plan begins; by default the scenario's start."
    )
    public_since: dt.date | None = Field(None, description="The day the product became public.")
    kind: Kind = Field("goods", description="What is sold; asked by rules that keep a market from buying.")
    made_in: Places = Field(
        "unknown", description="Where the product is made; asked by rules that keep a market from buying."
    )
    parties: tuple[ChainParty, ...] = Field(
        (), description="Further parties, by role, to all its supplies that state none."
    )
    end_use: EndUse | None = Field(
        None, description="What its inputs are for, such as `supercomputer`; by default not known."
    )
    price: Money = Field(description="What the maker gets for one product; weights a company's lines.")
    sold_in: dict[str, Share] = Field(
        default_factory=dict,
        description="Markets, a country by its code; the shares add up to 100 %. None if only other lines take it.",
    )
    demand_falls_over: Duration | None = Field(
        None,
        description="Time in which a market that loses all of its demand does so, in a straight line: one that may not "
        "buy, or misses a service (`demand_kept`); what loses half takes half of it. By default at once.",
    )
    demand_returns_over: Duration | None = Field(
        None,
        description="The same for demand that comes back once a market may buy or has the service again.",
    )
    demand_follows: Literal["straight", "exponential"] = Field(
        "straight",
        description="With `exponential`, customers leave and return in proportion to those who have not yet: the two "
        "times above are then time constants, in which 63 % of the way is gone.",
    )
    ration: Rationing | None = Field(None, description="Without it, stock is used at full output.")
    stockpile: Stockpile | None = Field(None, description="Without it, no stock is built up before a cut.")
    degraded: Degraded | None = Field(
        None, description="A lesser form, made without the inputs whose `if_missing` is `degrade`."
    )
    inputs_like: Identifier | None = Field(
        None, description="Another line whose inputs stand in; say so in `note`."
    )
    inputs: dict[Identifier, Input] = Field(min_length=1, description="The bill of materials.")
    note: str | None = Field(None, description="What a reader should know about this line.")

    @model_validator(mode="after")
    def _plan(self) -> Line:
        if self.price.low <= 0.0:
            raise ValueError(f"`price` is {self.price}; it must be more than 0")
        if self.plan.low <= 0.0 and (self.plan.high > 0.0 or self.sold_in or self.plan_grows is not None):
            raise ValueError(
                f"`plan` is {self.plan}; it must be more than 0, or 0 and without `sold_in` if only other lines take it"
            )
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
    def _stockpiled(self) -> Line:
        for name in self.stockpile.inputs if self.stockpile else ():
            if name not in self.inputs:
                raise ValueError(
                    f"`stockpile` names the input `{name}`, which the line has not{did_you_mean(name, self.inputs)}"
                )
            if self.inputs[name].fleet is not None:
                raise ValueError(f"`stockpile` names `{name}`, which is a `fleet`: that is not kept in stock")
        return self

    @model_validator(mode="after")
    def _degraded_form(self) -> Line:
        full = [key for key, item in self.inputs.items() if item.if_missing == "degrade"]
        lesser = [key for key, item in self.inputs.items() if item.degraded_only]
        if self.degraded is None:
            if full or lesser:
                raise ValueError(
                    f"the input `{[*full, *lesser][0]}` is about a lesser form; state `degraded`"
                )
            return self
        if not full:
            raise ValueError("`degraded` is made while an input is missing; give one `if_missing: degrade`")
        if self.ration is not None:
            raise ValueError(
                "a line with a `degraded` form does not ration; leave out `ration` or `degraded`"
            )
        for key, item in self.inputs.items():
            if item.fleet is not None:
                raise ValueError(f"`{key}` is a fleet, which a line with a `degraded` form does not have")
            if item.degraded_only and (item.if_missing == "degrade" or item.shared is not None):
                raise ValueError(
                    f"`{key}` is of the degraded form only; it is not shared, nor missing in the full one"
                )
            if item.degraded_only and any(source.lots_every is not None for source in item.sources.values()):
                raise ValueError(
                    f"`{key}` is of the degraded form only, of which nothing is planned; leave out `lots_every`"
                )
            if item.degraded_only and any(source.line is not None for source in item.sources.values()):
                raise ValueError(
                    f"`{key}` is of the degraded form only; a modelled line does not plan for it"
                )
        return self

    @model_validator(mode="after")
    def _markets(self) -> Line:
        for market, share in self.sold_in.items():
            if is_code(market):
                country(market)
            if not share.certain:
                raise ValueError(
                    f"the share of `{market}` in `sold_in` must be one value, so that shares add up"
                )
        total = sum(share.likely for share in self.sold_in.values())
        if abs(total - 1) > 1e-6 and self.plan.high > 0.0:
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
        False,
        description="Facts known after `as_seen_from`, or made up, may be stated. All other law stays as it was "
        "known; a measure says with `law_as_of` whose law it brings in.",
    )
    set: dict[str, Any] = Field(  # Any: a value of whatever type the path holds; checked after it is set
        min_length=1, description="Changes by path, for instance `measures.october-2019.licences`."
    )


class Scenario(Frozen):
    """A whole scenario, with everything it uses."""

    schema_: Literal["runout/2"] = Field(alias="schema", description="The version of this language.")
    title: str = Field(description="What the scenario is about.")
    question: str = Field(description="The question it answers.")
    look_at: str | None = Field(None, description="What a reader should look at in the answer.")
    hypothetical: bool = Field(
        False,
        description="Lifts `as_seen_from`, for law too, and is printed with every answer; a made-up listing must be "
        "marked by it.",
    )
    clock: Clock = Field(description="Simulated time.")
    use: tuple[str, ...] = Field(
        (), description="Files to include: `shipped/...`, or `./...` beside this file."
    )
    references: dict[Identifier, Reference] = Field(
        default_factory=dict, description="Sources, with date and grade."
    )
    currencies: dict[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], Currency] = Field(
        default_factory=dict, description="What other currencies are worth, by code."
    )
    organisations: dict[Identifier, Organisation] = Field(
        default_factory=dict, description="Companies and bodies."
    )
    rules: dict[Identifier, Rule] = Field(default_factory=dict, description="Law.")
    lists: dict[Identifier, PartyList] = Field(
        default_factory=dict, description="Lists of parties, in dated batches."
    )
    ownership_rules: dict[Identifier, OwnershipRule] = Field(
        default_factory=dict, description="Law about what listed parties own."
    )
    conditions: dict[Identifier, Condition] = Field(
        default_factory=dict, description="Conditions that several rules share."
    )
    country_groups: dict[Identifier, CountryGroup] = Field(
        default_factory=dict, description="Countries that rules treat alike."
    )
    item_lists: dict[Identifier, ItemList] = Field(default_factory=dict, description="Items that rules name.")
    policies: dict[Identifier, Policy] = Field(
        default_factory=dict, description="Ways in which licence applications are reviewed."
    )
    switches: dict[Identifier, Switch] = Field(
        default_factory=dict, description="What is assumed where the status of law is not verified."
    )
    classes: dict[Identifier, ItemClass] = Field(
        default_factory=dict, description="Item classes with defaults."
    )
    measures: dict[Identifier, Measure] = Field(default_factory=dict, description="What happens.")
    vendor_stops: dict[Identifier, VendorStop] = Field(
        default_factory=dict, description="Suppliers that stop more than the law asks."
    )
    pools: dict[Identifier, Pool] = Field(
        default_factory=dict, description="Capacity that several inputs draw on."
    )
    lines: dict[Identifier, Line] = Field(default_factory=dict, description="Product lines; at least one.")
    variants: dict[Identifier, Variant] = Field(default_factory=dict, description="Named changes.")
