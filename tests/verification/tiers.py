"""This is a maker of random tiered networks: lines that buy from lines, whatever can be said of them.

Final lines buy from middle lines and these from base lines, with shared suppliers and circles with transit; sources
are cut, licensed, replaced, ramped; there are lots, open orders, fleets, rationing, growing plans, tight capacities.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from sim.simulation.calendar import (
    CANCELLED,
    CAPACITY,
    CUT,
    DELIVERED,
    DEMAND,
    FLUSH,
    LICENSED,
    LOT,
    RESUMED,
    Row,
    in_order,
)
from sim.simulation.world import DOMESTIC, FOREIGN, Line, Source, Stock
from tests.verification.networks import Network

FINAL, MIDDLE, BASE = range(3)
HORIZON = 120.0
ENDLESS = 1e6  # products a day


@dataclass
class Tier:
    """A line in the making: its own market, the plan that follows, and how both grow (a share of themselves a day)."""

    kind: int
    market: float
    plan: float = 0.0
    stocks: list[Input] = field(default_factory=list)


@dataclass
class Input:
    """A stock in the making; sources as (share of the need, headroom, lead, rank, feeding line or -1)."""

    needs: float
    fleet: bool
    sources: list[tuple[float, float, float, int, int]]


@dataclass
class Tiers:
    """A network in the making. `calm` leaves it as planned: nothing happens and capacities suffice."""

    random: Random
    horizon: float
    whole_days: bool
    calm: bool
    circles: bool
    any_rationing: bool
    growth: float = 0.0
    lines: list[Tier] = field(default_factory=list)
    stocks: list[Stock] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def day(self, low: float, high: float) -> float:
        if self.whole_days:
            return float(self.random.randint(int(low), int(high)))
        return self.random.uniform(low, high)

    def share(self, low: float, high: float) -> float:
        """A number on a grid of tenths or anywhere."""
        if self.random.random() < 0.5:
            return self.random.randint(round(low * 10), round(high * 10)) / 10
        return self.random.uniform(low, high)

    def odds(self, probability: float) -> bool:
        return self.random.random() < probability

    def draft(self) -> None:
        """Who buys what from whom."""
        kinds = [FINAL] * self.random.randint(1, 3) + [MIDDLE] * self.random.randint(1, 3)
        kinds += [BASE] * self.random.randint(0, 2)
        self.random.shuffle(kinds)
        for kind in kinds:
            own = kind == FINAL or self.odds(0.5)
            self.lines.append(Tier(kind, self.share(1.0, 10.0) * 100.0 if own else 0.0))
        for number, tier in enumerate(self.lines):
            for _ in range(self.random.choice((1, 1, 2, 3))):
                tier.stocks.append(self.input(number))
        self.plan()

    def makers(self, number: int) -> list[int]:
        """Lines that this one may buy from without a circle."""
        kind = self.lines[number].kind
        below = [n for n, tier in enumerate(self.lines) if tier.kind == kind + 1]
        beside = [n for n, tier in enumerate(self.lines) if tier.kind == kind and n > number]
        return below + (beside if kind == MIDDLE else [])

    def input(self, number: int) -> Input:
        """An input with one or two ordinary sources and up to two alternatives."""
        makers = self.makers(number)
        shares = self.random.choice(((1.0,), (1.0,), (0.5, 0.5), (0.7, 0.3)))
        headroom = 1.2 if self.calm else self.random.choice((1.0, 1.2, 1.2, 1.5, 3.0))
        alternatives = 0 if self.calm else self.random.choice((0, 0, 1, 1, 2))
        wanted = [(share, headroom, 0) for share in shares]
        wanted += [(self.share(0.1, 1.2), 1.0, rank + 1) for rank in range(alternatives)]
        circle = self.circles and self.odds(0.15)
        sources = []
        for share, room, rank in wanted:
            line, lead = -1, self.random.choice((0.0, self.day(1, 20)))
            if circle and rank == 0:
                line, lead = self.random.randrange(len(self.lines)), self.day(1, 20)
            elif makers and self.odds(0.6):
                line = self.random.choice(makers)
            if line in [source[-1] for source in sources]:
                line = -1  # nobody lists one supplier twice
            sources.append((share, room, lead, rank, line))
        needs = self.share(0.1, 0.2) if circle else self.random.choice((0.3, 0.5, 1.0, 1.0, 2.0))
        return Input(needs, self.odds(0.1), sources)

    def plan(self) -> None:
        """Plan rates: own market, and what ordinary sources are planned to ship."""
        self.growth = 0.0 if self.calm else self.random.choice((0.0, 0.0, 0.0, 0.0005, 0.002))
        for _ in range(400):
            called = [tier.market for tier in self.lines]
            for tier in self.lines:
                for each in tier.stocks:
                    for share, _, _, rank, line in each.sources:
                        if rank == 0 and line >= 0:
                            called[line] += share * self.need(each, tier.plan)
            for tier, rate in zip(self.lines, called, strict=True):
                tier.plan = rate

    def need(self, each: Input, plan: float) -> float:
        """Parts a day; a fleet lives 400 days and grows with the plan."""
        return each.needs * plan * (1.0 / 400.0 + self.growth if each.fleet else 1.0)

    def build(self) -> Network:
        """Records and dated changes."""
        self.draft()
        lines = []
        for tier in self.lines:
            if not tier.plan:  # nobody buys of it
                tier.market = 100.0
                self.plan()
        for number, tier in enumerate(self.lines):
            lines.append(self.line(number, tier))
            for each in tier.stocks:
                self.stock(number, tier, each)
        return Network(tuple(lines), tuple(self.stocks), tuple(self.sources), tuple(self.rows), self.horizon)

    def line(self, number: int, tier: Tier) -> Line:
        growth = self.growth * tier.plan
        room = 1.2 if self.calm else self.random.choice((1.0, 1.2, 1.2, 1.5, 3.0))
        throttle, threshold = self.random.choice(((1.0, 0.0), (1.0, 0.0), (0.5, 20.0), (0.7, 40.0)))
        if not self.any_rationing and any(source[-1] >= 0 for each in tier.stocks for source in each.sources):
            throttle, threshold = 1.0, 0.0
        demand = self.market(number, tier)
        return Line(
            demand,
            self.growth * demand,
            tier.plan,
            room * tier.plan,
            1.0 if self.calm else throttle,
            0.0 if self.calm else threshold,
            growth=growth,
            capacity_slope=room * growth,
            weight=tier.market,
        )

    def market(self, number: int, tier: Tier) -> float:
        """Dated changes of an own market; returns its demand on day 0."""
        shape = self.random.choice(("steady", "steady", "steady", "later", "step", "ramp"))
        if self.calm or not tier.market or shape == "steady":
            return tier.market
        day, grown = self.day(1, 60), self.growth * tier.market
        if shape == "later":
            self.rows.append(Row(day, DEMAND, number, tier.market, grown))
            return 0.0
        value = self.share(0.0, 1.4) * tier.market
        length = self.day(1, 40) if shape == "ramp" else 0.0
        if length:
            now = tier.market + grown * day
            self.rows.append(Row(day, DEMAND, number, now, (value - now) / length))
        self.rows.append(Row(day + length, DEMAND, number, value, self.growth * value))
        return tier.market

    def stock(self, number: int, tier: Tier, each: Input) -> None:
        index, need = len(self.stocks), self.need(each, tier.plan)
        if each.fleet:
            held = each.needs * tier.plan * (1.0 if self.calm else self.share(0.9, 1.2))
            grown = each.needs * tier.plan * self.growth
            stock = Stock(number, each.needs, held, held, True, target_growth=grown, fleet=True)
            self.stocks.append(replace(stock, retiring=each.needs * tier.plan / 400.0))
        else:
            target = self.random.choice((0.0, self.share(0.0, 30.0))) * need
            level = target if self.calm or self.odds(0.7) else self.share(0.0, 40.0) * need
            critical = self.odds(0.9)
            self.stocks.append(
                Stock(number, each.needs, level, target, critical, target_growth=self.growth * target)
            )
        for source in each.sources:
            self.source(index, need, each.fleet, source)
        if not self.calm and self.odds(0.1):
            self.rows.append(Row(self.day(1, 80), LOT, index, self.share(0.0, 10.0) * need))
        if not self.calm and self.odds(0.1):
            self.open_orders(index, need)

    def source(
        self, stock: int, need: float, fleet: bool, source: tuple[float, float, float, int, int]
    ) -> None:
        share, headroom, lead, rank, line = source
        index, full = len(self.sources), share * headroom * need
        waits = rank > 0 and self.odds(0.7)
        slope = 0.0 if fleet or waits else self.growth * full
        channel = self.random.choice((FOREIGN, DOMESTIC)) if rank else 0
        self.sources.append(
            Source(
                stock,
                0.0 if waits else full,
                slope,
                full,
                lead,
                rank=rank,
                channel=channel,
                line=line,
                weight=share * need,
            )
        )
        if waits:
            day, length = self.day(1, 80), self.random.choice((0.0, self.day(1, 40)))
            if length:
                self.rows.append(Row(day, CAPACITY, index, 0.0, full / length))
            self.rows.append(Row(day + length, CAPACITY, index, full))
        elif not self.calm and self.odds(0.35):
            self.cut(index, full, slope)

    def cut(self, index: int, full: float, slope: float) -> None:
        """A cut, in whole or in part; then perhaps a licence, or supply as before."""
        day, left = self.day(1, 80), self.random.choice((0.0, 0.0, 0.4)) * full
        self.rows += [Row(day, CUT, index), Row(day, CAPACITY, index, left)]
        lost = self.random.choice((0.0, 0.0, 1.0, 0.3))
        if lost:
            self.rows.append(Row(day, FLUSH, index, lost))
        after = day + self.day(1, 50)
        if self.odds(0.3):
            self.rows += [
                Row(after, LICENSED, index),
                Row(after, CAPACITY, index, self.share(0.1, 0.9) * full),
            ]
        elif self.odds(0.4):
            self.rows += [
                Row(after, RESUMED, index),
                Row(after, CAPACITY, index, full + slope * after, slope),
            ]

    def open_orders(self, stock: int, need: float) -> None:
        """Pipes that hold open orders only, some of which are cancelled."""
        self.stocks[stock].piped = False
        for index, source in enumerate(self.sources):
            if source.stock == stock and self.odds(0.6):
                source.on_order = parts = self.share(0.0, 10.0) * need
                kind = self.random.choice((DELIVERED, DELIVERED, CANCELLED))
                self.rows.append(Row(self.day(1, 30), kind, index, parts))


def tiered_network(
    seed: int,
    *,
    whole_days: bool = True,
    calm: bool = False,
    circles: bool = True,
    any_rationing: bool = True,
) -> Network:
    """One random network; `whole_days` keeps dates and lead times on days, for small equal steps.

    Without `any_rationing` only lines that buy from no line ration. One that does can ration because its supplier is
    short, which for that has parts left over, which ends the rationing: in steps that flutters from one to the next.
    """
    network = Tiers(Random(seed), HORIZON, whole_days, calm, circles, any_rationing).build()
    if any(
        line.plan > ENDLESS for line in network.lines
    ):  # a circle that uses up what it makes: refused where read
        return Tiers(Random(seed), HORIZON, whole_days, calm, False, any_rationing).build()
    return network


def pooled_network(seed: int, *, whole_days: bool = True) -> Network:
    """A tiered network in which buyers of a line have priorities, and some sources draw on pools or a shared stock.

    A pool has no stock and gives at once; a shared stock has some, a lead time and perhaps a cut.
    """
    random = Random(seed + 1_000_000)
    network = tiered_network(seed, whole_days=whole_days, any_rationing=False)
    lines, stocks, rows = list(network.lines), list(network.stocks), list(network.rows)
    sources = [
        replace(source, priority=random.choice((0, 0, 1, 2))) if source.line >= 0 else source
        for source in network.sources
    ]
    own = [
        n
        for n, each in enumerate(sources)
        if each.line < 0 and not each.push and not stocks[each.stock].fleet
    ]
    random.shuffle(own)
    while len(lines) < len(network.lines) + 3:
        by_stock = {sources[n].stock: n for n in own}  # no stock draws on one pool by two of its sources
        drawing = sorted(by_stock.values())[: random.choice((2, 3))]
        own = [n for n in own if n not in drawing]
        if len(drawing) < 2:
            break
        weights = {n: sources[n].weight or max(sources[n].capacity, sources[n].full, 1e-9) for n in drawing}
        for n in drawing:
            sources[n] = replace(
                sources[n], line=len(lines), weight=weights[n], priority=random.choice((0, 0, 1))
            )
        plan = sum(weights.values())
        capacity = plan * random.choice((0.3, 0.6, 1.0, 1.5))
        lead, held = random.choice(((0.0, 0.0), (0.0, 0.0), (float(random.randrange(1, 9)), 5.0 * plan)))
        sources.append(Source(len(stocks), capacity, full=capacity, lead=lead))
        stocks.append(Stock(len(lines), level=held, target=held))
        lines.append(Line(0.0, plan=plan, capacity=1000.0 * plan))
        day = float(random.randrange(5, 60)) if whole_days else random.uniform(5.0, 60.0)
        later = capacity * random.choice((0.0, 0.5, 2.0))
        rows += [Row(day, CUT, len(sources) - 1)] if later == 0.0 else []
        rows.append(Row(day, CAPACITY, len(sources) - 1, later))
    return replace(
        network, lines=tuple(lines), stocks=tuple(stocks), sources=tuple(sources), rows=in_order(rows)
    )
