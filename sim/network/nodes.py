"""This is what a supply network is made of: lines, inputs and sources, home and foreign.

Every uncertain number is an `N`: a named `Quantity` before a draw, a plain float after it. Times are days from the
scenario's start, rates products a day, shares shares of 1, money US dollars.

Inputs and sources are named tuples: a draw makes thousands of them, and a frozen class takes several times as long.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, NamedTuple, TypeVar

from sim.scenario.chain import ChainParty
from sim.scenario.law import Content
from sim.scenario.quantity import Quantity

N = TypeVar("N", Quantity, float)

# Which form of the product needs an input: the only one there is, or of two both, the full or the degraded one.
Form = Literal["only", "both", "full", "degraded"]


@dataclass(frozen=True, slots=True)
class Lot(Generic[N]):
    """A single delivery: the day it ships and its size in days of planned use."""

    ships: float
    covers: N


@dataclass(frozen=True, slots=True)
class InLots(Generic[N]):
    """A flow that comes in lots: days from one to the next, and to the first, as a share of these."""

    every: N
    first: N


@dataclass(frozen=True, slots=True)
class OpenOrder(Generic[N]):
    """Parts ordered before the start: from which source (by position), due on which day, how many."""

    source: int
    due: float
    pieces: N


@dataclass(frozen=True, slots=True)
class LastBuyNode(Generic[N]):
    """A window with more than usual: at most this multiple of the share, from and until a day (ordinals) if stated."""

    at_most: N
    begins: N | None
    ends: N | None


@dataclass(frozen=True, slots=True)
class LearningNode(Generic[N]):
    """A yield that rises: at first, in the end, and days in which what is missing halves."""

    first: N
    final: N
    halves_every: N


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What only some rules ask about an item; None, and what is not in a mapping, is not known."""

    exported_from: tuple[str, ...] | None  # None: from where it is made
    transit: tuple[str, ...] | None
    direct_product: Mapping[str, bool | None]
    contains_direct_product: Mapping[str, bool | None]
    designer: str | None
    eccn: str | None
    item_lists: tuple[str, ...] | None
    production_started: dt.date | None
    ordered: dt.date | None
    parties: tuple[ChainParty, ...]  # beside the line's maker and the supplier
    end_use: str | None


class SourceNode(NamedTuple, Generic[N]):
    """One source of one input: a flow from a supplier to the line's maker, made in one place (or one of several)."""

    key: str  # path in the scenario, which also names its random streams
    supplier: str
    supplier_home: str
    line: str | None  # the modelled line that makes it
    places: tuple[str, ...]
    content: Mapping[str, Content]
    published: bool
    item: ItemFacts
    ordinary: bool
    push: bool
    rank: int
    share: N  # of the need: what an ordinary source supplies, what an alternative can serve
    headroom: N  # capacity as a multiple of the share
    lead_time: N
    restart: N | None  # days from the end of a cut until it ships again
    qualification: N | None  # alternatives only
    ramp: N | None
    price_factor: N  # what a part costs, as a multiple of the input's cost
    s_curve: bool  # whether the ramp is no straight line
    learning: LearningNode[N] | None
    lots: tuple[Lot[N], ...]  # beside the flow
    in_lots: InLots[N] | None  # None: the flow is steady
    last_buy: LastBuyNode[N] | None
    domestic: bool  # made in the maker's home, in every place it may be made
    pool: str | None = None  # the capacity it draws on beside others
    priority: int = 1  # among those who draw on its line or pool

    @property
    def fed(self) -> bool:
        """Whether what it can deliver hangs on what a line or a pool gives it."""
        return self.line is not None or self.pool is not None


@dataclass(frozen=True, slots=True)
class PoolNode(Generic[N]):
    """Capacity that several inputs draw on: what they get together at most, parts a day from each day on."""

    key: str
    capacity: tuple[tuple[float, N], ...]  # the first from day 0 on


@dataclass(frozen=True, slots=True)
class FleetNode(Generic[N]):
    """Units in use for years: how long one lives, and what is there at first beyond the need, as a share of it."""

    life: N
    spare: N


@dataclass(frozen=True, slots=True)
class AgeingNode(Generic[N]):
    """How demand ages without new designs: days from the cut, and share of planned demand lost a year."""

    after: N
    a_year: N


@dataclass(frozen=True, slots=True)
class StockNode(Generic[N]):
    """Parts on hand at the start: days of planned use or pieces; open orders, if all of them are stated."""

    covers: N | None
    pieces: N | None
    target: N | None  # days of planned use; None: what is held at the start
    on_order: tuple[OpenOrder[N], ...] | None


class InputNode(NamedTuple, Generic[N]):
    """One row of a line's bill of materials."""

    key: str
    name: str
    title: str
    kind: str
    stage: str
    critical: bool  # whether the line makes less without it
    spared: float  # of a critical one, the share of what is wanted that is made without it
    needs: N
    cost: N
    stock: StockNode[N]
    fleet: FleetNode[N] | None
    ageing: AgeingNode[N] | None
    demand_kept: Mapping[str, N]
    leakage: N | None  # share of what is held back that arrives all the same; of its class
    sources: tuple[SourceNode[N], ...]
    shared: str | None = None  # the stock it keeps together with rows of other lines
    priority: int = 1  # among the rows that share the stock
    form: Form = "only"

    @property
    def shared_key(self) -> str | None:
        """The key of the stock that several lines, or both forms of its line, use; None if it has one of its own."""
        if self.shared is not None:
            return f"shared.{self.shared}"
        return f"shared.{self.key}" if self.form == "both" else None


@dataclass(frozen=True, slots=True)
class DegradedNode(Generic[N]):
    """The lesser form of a product: its price as a share of the full one's, and the share of demand that takes it."""

    title: str
    price: N
    accepted: N


def ordinary_factor(item: InputNode[float]) -> float:
    """The price factor of what is bought by shares before any measure."""
    return math.fsum(each.share * each.price_factor for each in item.sources if each.ordinary)


@dataclass(frozen=True, slots=True)
class StockpileNode(Generic[N]):
    """Stock built up before a cut: days of use, from a day (an ordinal) if one is stated, of what, for how much."""

    covers: N
    begins: N | None  # None: when the cut becomes known
    inputs: frozenset[str]  # names
    budget: N | None


@dataclass(frozen=True, slots=True)
class LineNode(Generic[N]):
    """One product line of one maker."""

    key: str
    name: str
    title: str
    maker: str
    home: str
    plan: N  # for its own market
    grows: N  # share of the plan a year
    capacity: N | None
    starts: float
    public_since: dt.date | None
    kind: str
    places: tuple[str, ...]  # where the product is made; none: not known
    price: N
    represents: N
    represents_of: str
    markets: Mapping[str, N]
    falls_over: N | None  # days in which demand of a whole market goes
    returns_over: N | None  # and comes back
    demand_exponential: bool  # whether these are time constants, not times of a straight line
    rationed_output: N | None
    stretched_until: N | None  # an ordinal: the day rationed stock is to last to, instead of an output
    least_output: N | None  # while it is
    cover_threshold: N | None
    stockpile: StockpileNode[N] | None
    inputs: tuple[InputNode[N], ...]
    degraded: DegradedNode[N] | None = None

    def market_key(self, market: str) -> str:
        """The path of a market in the scenario."""
        return f"{self.key}.sold_in.{market}"


@dataclass(frozen=True, slots=True)
class Application(Generic[N]):
    """One application for a licence, for one flow; chances are 1 or 0 after a draw. Days count from what is before."""

    filed: N  # chance
    filed_after: N
    granted_after: N
    returned: tuple[N, ...]  # chance, each time it is filed
    granted_after_return: tuple[
        N, ...
    ]  # the wait each time it is filed again; where none is left it is given up
    approved: N  # chance
    volume: N
    used: N
    lasts: N | None
    revoked: N  # chance
    revoked_after: N | None


@dataclass(frozen=True, slots=True)
class LicenceTerms(Generic[N]):
    """Licences under one measure: an application for each flow, by the source's key; and the day all are revoked."""

    applications: Mapping[str, Application[N]]
    revoked_on: N | None = None


@dataclass(frozen=True, slots=True)
class MeasureNode(Generic[N]):
    """When a measure happens, if it does. Days are ordinals of the calendar before a draw and after it."""

    announced: N
    effective: N
    chance: N  # after a draw 1 or 0: whether it happens
    nominal: dt.date  # the effective day the law's own dates are written for
    licences: LicenceTerms[N] | None
    demand_lost: Mapping[str, Mapping[str, N]] = field(default_factory=dict)  # by line and market


@dataclass(frozen=True, slots=True)
class VendorStopNode(Generic[N]):
    """A supplier that stops more than the law asks."""

    title: str
    supplier: str
    buyers: tuple[str, ...]
    inputs: tuple[str, ...]
    stops: N
    begins: N
    ends: N | None
    chance: N


@dataclass(frozen=True, slots=True)
class SupplyNetwork(Generic[N]):
    """Everything the simulation knows of a scenario, law aside."""

    start: dt.date
    horizon: float
    lines: tuple[LineNode[N], ...]
    measures: Mapping[str, MeasureNode[N]] = field(default_factory=dict)
    vendor_stops: Mapping[str, VendorStopNode[N]] = field(default_factory=dict)
    pools: Mapping[str, PoolNode[N]] = field(default_factory=dict)  # by name

    def day(self, date: dt.date) -> float:
        """Days from the scenario's start."""
        return float((date - self.start).days)

    def day_of(self, ordinal: float) -> float:
        """Days from the scenario's start to an ordinal of the calendar; a drawn date is the whole day nearest to it.

        Cut short instead, the latest day that is stated would never come.
        """
        return float(round(ordinal) - self.start.toordinal())
