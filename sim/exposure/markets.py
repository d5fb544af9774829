"""This is which markets buy less: measures on the demand side, by line and market. They cut no supply."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.exposure.steps import Closure, Step, is_closed
from sim.network import LineNode, SupplyNetwork
from sim.rules.facts import Flow, Party
from sim.rules.in_force import LawInForce
from sim.rules.verdict import Hit, judge
from sim.scenario.countries import is_code
from sim.scenario.quantity import Quantity


@dataclass(frozen=True, slots=True)
class MarketExposure:
    """One market a line is sold in, and every measure that keeps buyers in it from buying."""

    key: str
    line: str
    market: str
    hits: tuple[Hit, ...]
    sale: Flow | None  # None for what is no destination


def expose_markets(network: SupplyNetwork[Quantity], law: LawInForce) -> dict[str, MarketExposure]:
    """The markets of every line, by key.

    A market that is no country code, such as `elsewhere`, is no destination that a rule could name.
    """
    producers = _producers(network)
    found = {}
    for line in network.lines:
        for market in line.markets:
            key = line.market_key(market)
            sale = _sale(line, market, producers[line.name]) if is_code(market) else None
            hits = judge(sale, law).demand if sale is not None else ()
            found[key] = MarketExposure(key, line.name, market, hits, sale)
    return found


def _sale(line: LineNode[Quantity], market: str, producers: tuple[str, ...]) -> Flow:
    """The sale of a line's product in a market: its maker sells, and everyone whose product is in it produces."""
    buyer = Party("end-user", None, market)
    return Flow(
        buyer=market,
        supplier=line.maker,
        item=line.name,
        kind=line.kind,
        stage="new",
        published=False,
        made_in=frozenset(line.places),
        supplier_home=line.home,
        content={},
        product_public=line.public_since,
        chain=(buyer, *(Party("producer", maker) for maker in producers)),
        destination=market,
    )


def _producers(network: SupplyNetwork[Quantity]) -> dict[str, tuple[str, ...]]:
    """By line: its maker, and the makers of lines whose products are critical parts of it, at every tier."""
    lines = {line.name: line for line in network.lines}
    built_of = {
        name: [
            source.line
            for item in line.inputs
            if item.critical
            for source in item.sources
            if source.ordinary and source.line is not None
        ]
        for name, line in lines.items()
    }
    found = {}
    for name in lines:
        parts: dict[str, None] = {}
        ahead = [name]
        while ahead:
            part = ahead.pop()
            if part not in parts:
                parts[part] = None
                ahead += built_of[part]
        found[name] = tuple(dict.fromkeys(lines[part].maker for part in parts))
    return found


@dataclass(frozen=True, slots=True)
class _Barrier:
    """One rule on one market in one draw: from each of some days on, the share of demand its measure takes."""

    measure: str
    title: str
    taken: tuple[tuple[float, float], ...]

    def on(self, day: float) -> float:
        """The share taken on a day."""
        return next((share for start, share in reversed(self.taken) if start <= day), 0.0)


def market_closure(
    market: MarketExposure, hits: Sequence[Hit], network: SupplyNetwork[float], undetermined_cut: bool
) -> Closure | None:
    """From which days on a market buys less, and the share of its demand that is left; None if nothing is lost.

    `hits` are what keeps it from buying on the days of the draw.
    Shares of several measures add up, to all of it at most; rules of one measure take its share once.
    """
    barriers, known = [], []
    for hit in hits:
        node = network.measures[hit.measure]
        share = node.demand_lost.get(market.line, {}).get(market.market, 0.0)
        if node.chance < 0.5 or share <= 0.0:  # chance is 1 or 0 after a draw
            continue
        effective = network.day_of(node.effective)
        known.append(min(network.day_of(node.announced), effective))
        taken = tuple(
            (
                network.day(each.first),
                share if is_closed(each.standing.status, undetermined_cut) else 0.0,
            )
            for each in hit.periods
            if each.first > dt.date.min  # before all law
        )
        barriers.append(_Barrier(hit.measure, hit.title, taken))
    steps = tuple(_steps(barriers))
    return Closure(min(known), steps) if steps else None


def _steps(barriers: Sequence[_Barrier]) -> Iterator[Step]:
    before = 1.0
    for day in sorted({start for each in barriers for start, _ in each.taken}):
        by_measure: dict[str, float] = {}
        for each in barriers:
            by_measure[each.measure] = max(by_measure.get(each.measure, 0.0), each.on(day))
        left = max(1.0 - sum(by_measure.values()), 0.0)
        if left != before:
            cause = next(each for each in barriers if day in (start for start, _ in each.taken))
            yield Step(day, left, False, False, cause.measure, cause.title)
            before = left
