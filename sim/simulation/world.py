"""This is the state of one run: a few tables of records, one row a line, a stock, a source, a stretch of shipping.

Rates are pairs (value, slope) that hold from the record's `time` on; days count from the scenario's start.
Picture a row of tanks: each stock is a tank, its sources are the taps, and one line drains all of its tanks in
fixed proportion. A tap may be fed by another line; that line then pours what it makes into its taps and its own market.

Records hold numbers only, and tables are read by position, so that the physics runs as it stands on lists of these
objects and, compiled, on arrays of the same fields (`compiled.py`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

NEVER = math.inf

# What carries a unit, from the least to the most precarious.
ORDINARY, FOREIGN, DOMESTIC, LICENCE, BEFORE = range(5)
CHANNELS = (
    "ordinary supply",
    "foreign alternative",
    "domestic alternative",
    "licence",
    "stock from before the cut",
)

# What can happen by itself, for the log.
RAN_OUT, REFILLED, RATIONING_BEGAN, RATIONING_ENDED, OUTPUT_CHANGED = range(5)
HAPPENINGS = ("stock ran out", "stock is back", "rationing began", "rationing ended", "output changed")

# Columns of what results keep: of a line, of a stock (inflow by channel are the last ten), of a happening.
LINE_COLUMNS, STOCK_COLUMNS, HAPPENING_COLUMNS = 8, 15, 5

# How a stock orders, by its position against the target position; BETWEEN is above it too (`between.py`).
BELOW, AT_TARGET, ABOVE, BETWEEN = -1, 0, 1, 2

# A line can make a fifth more than its plan: at capacity = plan, one that supplies others can never restock.
CAPACITY_OVER_PLAN = 1.2


@dataclass(slots=True)
class Line:
    """One product line; units are products, rates are products a day."""

    STATE_FROM: ClassVar[str] = "time"  # fields from this one on are the run's own

    demand: float  # of its own market
    demand_slope: float = 0.0
    plan: float = 0.0  # plan rate, other lines' use included; 0 means: the first demand
    capacity: float = 0.0  # 0 means: 1.2 times the plan
    throttle: float = 1.0  # output while rationing, as a share of demand
    cover_threshold: float = 0.0  # days; 0 means: never ration
    stretch_until: float = (
        0.0  # day to which rationed stock is to last, planned anew at calendar rows; 0: no such day
    )
    least: float = 0.0  # throttle is never planned below this
    growth: float = 0.0  # of the plan, products a day each day
    capacity_slope: float = 0.0
    weight: float = 0.0  # of its own market when it cannot serve all; 0 means: its first demand
    priority: int = 0  # of its own market: those of a lower number are served first, equal ones share
    fills_in_for: int = -1  # the line whose unserved demand is its own: a lesser mode of the same product
    accepted: float = 1.0  # of that, the share that takes the lesser mode instead
    # set by `assemble`
    first_stock: int = 0
    end_stock: int = 0
    first_edge: int = 0  # in `World.edge`: the sources it feeds
    end_edge: int = 0
    filled_in_by: int = -1  # the line that fills in for it
    # state
    time: float = 0.0
    output: float = 0.0
    output_slope: float = 0.0
    wanted: float = 0.0
    wanted_slope: float = 0.0
    called: float = 0.0  # for by market and other lines, before throttle and capacity
    called_slope: float = 0.0
    binding: int = -1  # the stock that limits output, or -1
    rationing: int = 0  # how many stocks ask for rationing
    made: float = 0.0
    wake: float = NEVER
    touched: bool = True
    visited: bool = False  # in this instant
    # its last record: when, and what it then made, was needed for, was limited by
    recorded_at: float = -NEVER
    recorded_output: float = 0.0
    recorded_output_slope: float = 0.0
    recorded_needed: float = 0.0
    recorded_needed_slope: float = 0.0
    recorded_binding: int = -1
    recorded_rationing: bool = False


@dataclass(slots=True)
class Stock:
    """One substitution group of parts of one line, or a fleet of units in use; units are parts."""

    STATE_FROM: ClassVar[str] = "time"  # fields from this one on are the run's own

    line: int
    needs: float = 1.0  # parts in one product; of a fleet, units in use for one product a day
    level: float = 0.0  # parts on hand, or units in use
    target: float = 0.0  # parts to hold while supply is ordinary
    critical: bool = True  # whether the line makes less without it
    spared: float = 0.0  # of a critical one, the share of what is wanted that is made without it
    recorded: bool = False  # whether its rates are kept for the results
    target_growth: float = 0.0  # parts a day
    fleet: bool = False  # not used up: it limits output to level / needs, and retires
    retiring: float = 0.0  # of a fleet, units a day
    piped: bool = True  # a steady flow is on its way at the start; otherwise only open orders are
    in_lots: float = 0.0  # on hand on average beside the level, of lots that are followed as a flow
    # set by `assemble`
    scale: float = 0.0  # normal need in parts a day, to which rounding is compared
    first_source: int = 0
    end_source: int = 0
    # state
    time: float = 0.0
    use: float = 0.0
    use_slope: float = 0.0
    inflow: float = 0.0
    inflow_slope: float = 0.0
    target_position: float = 0.0
    target_slope: float = 0.0
    ordering: int = AT_TARGET
    pressed: bool = False  # it ordered all there is late in this instant, and keeps to it
    # of one that orders BETWEEN: the share of what its sources can ship, and how it is found (`between.py`)
    share: float = 0.0
    share_slope: float = 0.0
    response: float = 0.0  # how much more is lacking, parts a day, the more it orders
    tried_what: int = 0
    tried: float = 0.0  # the last share or slope tried, and what was lacking
    tried_lack: float = 0.0
    too_low: float = -1.0  # the largest share tried in this instant with which something is lacking
    too_high: float = 2.0  # the smallest with which nothing is
    tries: int = 0  # in this instant
    empty: bool = False
    starved: bool = False  # what comes of it, not what is wanted, decides its use
    cut_sources: int = 0
    latched: bool = False
    released_at: float = -NEVER  # its last call for rationing
    held_at: float = -NEVER  # it called again in the instant in which it was released
    ran_out_at: float = NEVER
    empties_at: float = NEVER
    reorder: bool = True  # orders are to be set anew
    reorder_at: float = NEVER  # when they change by themselves
    wake: float = NEVER
    place: int = -1  # in the heap of those that wait
    touched: bool = False
    visited: bool = False  # in this instant
    starting_level: float = 0.0
    arrived: float = 0.0
    used: float = 0.0


@dataclass(slots=True)
class Source:
    """One source of one stock; order-driven unless `push`; sources of one rank share orders, later ranks queue."""

    STATE_FROM: ClassVar[str] = "order"  # fields from this one on are the run's own

    stock: int
    capacity: float = 0.0  # parts a day; for a push source, its rate
    capacity_slope: float = 0.0
    full: float = 0.0  # capacity once a ramp is over, parts a day
    lead: float = 0.0  # days from shipping to arrival
    push: bool = False
    rank: int = 0
    channel: int = ORDINARY
    cut: bool = False
    line: int = -1  # the line that makes it
    weight: float = (
        0.0  # its part of what sources of its rank share, and of what its line can make; 0: its capacity
    )
    on_order: float = 0.0  # parts ordered before the start and not yet here
    priority: int = 0  # among what its line serves
    # set by `assemble`
    rank_end: int = 0  # one past the last source of its rank in its stock
    own_channel: int = ORDINARY  # without a licence
    # state; `time` is the stock's
    order: float = 0.0  # what it is asked to ship from now on
    order_slope: float = 0.0
    told: float = 0.0  # what its line was last told of that
    told_slope: float = 0.0
    short: bool = False  # its line cannot give its whole capacity, were it asked to, but `offer`
    offer: float = 0.0
    offer_slope: float = 0.0
    shipping: float = 0.0
    shipping_slope: float = 0.0
    arriving: float = 0.0
    arriving_slope: float = 0.0
    in_transit: float = 0.0
    shipped: float = 0.0
    arriving_channel: int = ORDINARY
    stretch_value: float = 0.0  # the stretch of shipping that arrives now
    stretch_slope: float = 0.0
    stretch_start: float = -NEVER
    head: int = -1  # later stretches, oldest first
    tail: int = -1
    fresh: bool = True  # the next shipping rate starts a new stretch even if it is unchanged


@dataclass(slots=True)
class Stretch:
    """A stretch of shipping at one (value, slope), on its way; a link in its source's chain or in the free chain."""

    start: float = 0.0
    value: float = 0.0
    slope: float = 0.0
    channel: int = ORDINARY
    following: int = -1


@dataclass(slots=True)
class Taker:
    """One of those that share a rate: room to work in, of no meaning between two calls."""

    weight: float = 0.0
    limit: float = 0.0
    limit_slope: float = 0.0
    at_limit: bool = False
    priority: int = 0
    given: float = 0.0
    given_slope: float = 0.0


@dataclass(slots=True)
class Clock:
    """What the whole run has one of: the day, how the sweep of this instant goes, and how full the tables are."""

    time: float = 0.0
    pace: float = 1.0  # how much of a change lines pass on to each other in one sweep
    slack: float = 1.0  # how much more than rounding is no change to pass on
    late: bool = False  # sweeps of this instant have gone on for long
    detailed: bool = False  # keep rates of every stock and every event, to explain one run
    due: int = 0  # how many of `World.due` count
    waiting: int = 0
    visited_lines: int = 0  # in this instant, of `World.visited_line`
    visited_stocks: int = 0
    free: int = -1  # first free stretch
    at_once: int = 0  # instants without time going on
    fault: int = 0  # a law of the physics that was broken (`faults.py`); 0 is none
    fault_at: int = 0  # the line or stock concerned
    fault_value: float = 0.0
    # How full the tables are that grow, where they are arrays.
    line_rows: int = 0
    stock_rows: int = 0
    happenings: int = 0
    stretches: int = 0


@dataclass(slots=True)
class World:
    """All tables of one run. Stocks lie together by line, sources by stock, both in order."""

    line: list[Line]
    stock: list[Stock]
    source: list[Source]
    edge: list[int]  # sources that are fed by a line, together by line
    due: list[int]  # stocks to be recomputed; room for each twice
    waiting: list[int]  # stocks that are due by themselves, a heap (`waking.py`)
    visited_line: list[int]
    visited_stock: list[int]
    taker: list[Taker]
    clock: list[Clock]  # one
    stretch: list[Stretch] = field(default_factory=list)
    # What the results keep; columns are told by `line_row` of `making.py`, `note_stock` of `stocking.py`, and for
    # happenings: time, kind, line or stock, value before, value after.
    line_rows: list[list[float]] = field(default_factory=list)
    stock_rows: list[list[float]] = field(default_factory=list)
    happenings: list[tuple[float, int, int, float, float]] = field(default_factory=list)


def assemble(lines: Sequence[Line], stocks: Sequence[Stock], sources: Sequence[Source]) -> World:
    """A world at time 0 from its records; each stock names its line, each source its stock, by position."""
    if [stock.line for stock in stocks] != sorted(stock.line for stock in stocks):
        raise ValueError("stocks must lie together by line, in order")
    if [source.stock for source in sources] != sorted(source.stock for source in sources):
        raise ValueError("sources must lie together by stock, in order")
    if [(source.stock, source.rank) for source in sources] != sorted((s.stock, s.rank) for s in sources):
        raise ValueError("the sources of a stock must lie in order of rank")
    for index, stock in enumerate(stocks):
        line = lines[stock.line]
        line.first_stock = index if line.end_stock == 0 else line.first_stock
        line.end_stock = index + 1
    for index, source in enumerate(sources):
        stock = stocks[source.stock]
        stock.first_source = index if stock.end_source == 0 else stock.first_source
        stock.end_source = index + 1
        source.weight = source.weight or max(source.capacity, source.full) or 1.0
        source.own_channel = source.channel
    end = len(sources)
    for index in range(len(sources) - 1, -1, -1):
        here, after = sources[index], sources[min(index + 1, len(sources) - 1)]
        end = end if (here.stock, here.rank) == (after.stock, after.rank) else index + 1
        here.rank_end = end
    edge = sorted(
        (index for index, source in enumerate(sources) if source.line >= 0),
        key=lambda each: (sources[each].line, sources[each].priority),
    )
    for position, index in enumerate(edge):
        line = lines[sources[index].line]
        line.first_edge = position if line.end_edge == 0 else line.first_edge
        line.end_edge = position + 1
    for line in lines:
        line.plan = line.plan or line.demand
        if line.capacity == 0.0:
            line.capacity = CAPACITY_OVER_PLAN * line.plan
            line.capacity_slope = CAPACITY_OVER_PLAN * line.growth
        line.weight = line.weight or line.demand
    for number, line in enumerate(lines):
        if line.fills_in_for >= 0:
            lines[line.fills_in_for].filled_in_by = number
    for stock in stocks:
        normal = stock.retiring + stock.target_growth if stock.fleet else stock.needs * lines[stock.line].plan
        stock.scale = max(normal, 1e-300)
    room = max(
        *(2 * (line.end_edge - line.first_edge + 1) for line in lines),
        *(line.end_stock - line.first_stock for line in lines),
        *(stock.end_source - stock.first_source for stock in stocks),
        2,
    )
    return World(
        list(lines),
        list(stocks),
        list(sources),
        edge,
        due=[0] * (2 * len(stocks)),
        waiting=[0] * len(stocks),
        visited_line=[0] * len(lines),
        visited_stock=[0] * len(stocks),
        taker=[Taker() for _ in range(room)],
        clock=[Clock()],
    )
