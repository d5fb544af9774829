"""This is each cut part by itself: how long it lasts while everything else is supplied as planned.

For makers that are not listed. In the likeliest run every part that is cut is followed; in every draw those that run
out first, with the last day to begin qualifying another source.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sim.exposure import Closure, closures
from sim.network import InputNode, LineNode, SourceNode, StockpileNode, SupplyNetwork, planned_rates
from sim.pipeline import Prepared
from sim.results.lasts_alone import DRAWN, LastsAlone, latest_start, sure_day
from sim.results.outcome import DrawOutcome
from sim.scenario.quantity import Quantity
from sim.simulation.building_up import part_cost
from sim.simulation.calendar import TARGET
from sim.simulation.compilation import compile_run
from sim.simulation.ramping import days_lacking, is_curved
from sim.simulation.runs import simulated
from sim.uncertainty.draws import likely, triangular
from sim.uncertainty.streams import uniforms

Closed = Mapping[str, Closure]
_DAYS_A_YEAR = 365.25


def first_out(prepared: Prepared, draws: Sequence[DrawOutcome], seed: int) -> tuple[LastsAlone, ...]:
    """Every part of an unlisted maker that is cut and runs out, by case and line, the first one first."""
    found: list[LastsAlone] = []
    listed = prepared.exposure.listings
    unlisted = [number for number, line in enumerate(prepared.network.lines) if line.maker not in listed]
    if not unlisted:
        return ()
    expected = likely(prepared.network)
    networks = [draw.network for draw in draws]
    rates = [planned_rates(network) for network in networks]
    for case in prepared.exposure.cases:
        closed = closures(prepared.exposure, expected, prepared.file.scenario, case)
        drawn = [draw.closed[case] for draw in draws]
        for number in unlisted:
            order = sorted(_lasting(expected, closed, number), key=lambda each: each[1])
            followed = _Followed(prepared, networks, rates, drawn, seed, number)
            for rank, (place, day) in enumerate(order):
                line = prepared.network.lines[number]
                plain = LastsAlone(case, line.name, line.inputs[place].key, day)
                found.append(followed.in_draws(plain, place) if rank < DRAWN else plain)
    return tuple(found)


def _lasting(network: SupplyNetwork[float], closed: Closed, number: int) -> Iterator[tuple[int, float]]:
    """The place of each part of a line that is cut, and the day on which it is gone; not those that last."""
    rates = planned_rates(network)
    for place, item in enumerate(network.lines[number].inputs):
        if _is_cut(item, closed):
            day = _lasts(network, closed, (number, place), rates)
            if math.isfinite(day):
                yield place, day


def _is_cut(item: InputNode[float], closed: Closed) -> bool:
    """Whether a part that stops the line, and that no modelled line or pool supplies, is cut at an ordinary source."""
    return (
        item.critical
        and item.form in ("only", "both")
        and item.fleet is None
        and not any(source.fed if source.ordinary else source.line for source in item.sources)
        and any(source.ordinary and source.key in closed for source in item.sources)
    )


def _lasts(
    network: SupplyNetwork[float],
    closed: Closed,
    where: tuple[int, int],
    rates: Mapping[str, tuple[float, float]],
) -> float:
    """The day on which one part is gone, without alternatives and with no other part missing."""

    def alone(line: LineNode[float], inputs: Sequence[InputNode[float]]) -> LineNode[float]:
        plan, growth = rates[line.name]
        return replace(
            line,
            plan=plan,
            grows=growth * _DAYS_A_YEAR / plan if plan > 0.0 else 0.0,
            markets=line.markets or {"other lines": 1.0},
            rationed_output=None,
            stretched_until=None,
            cover_threshold=None,
            stockpile=None,
            degraded=None,
            inputs=tuple(
                each._replace(form="only", sources=tuple(map(_never_qualified, each.sources)))
                for each in inputs
            ),
        )

    line = network.lines[where[0]]
    item = line.inputs[where[1]]
    lines = [replace(alone(line, [item]), stockpile=_own_stockpile(network, closed, where))]
    for other in network.lines if item.shared is not None else ():
        sharing = [each for each in other.inputs if each.shared == item.shared and each is not item]
        lines += [alone(other, sharing)] if sharing and other is not line else []
    small = replace(network, lines=tuple(lines))
    # Only what holds the part back: markets that buy less are no part of how long it lasts.
    sources = [source for each in small.lines for row in each.inputs for source in row.sources]
    own = {source.key: closed[source.key] for source in sources if source.key in closed}
    run = simulated(compile_run(small, own))
    return run.world.stock[0].ran_out_at


def _own_stockpile(
    network: SupplyNetwork[float], closed: Closed, where: tuple[int, int]
) -> StockpileNode[float] | None:
    """The stockpile of a line as far as it is of one part: with what that part gets of the budget of all."""
    line = network.lines[where[0]]
    item = line.inputs[where[1]]
    if line.stockpile is None or line.stockpile.budget is None:
        return line.stockpile
    whole = compile_run(network, closed)
    spent = sum(
        (row.value - stock.target - stock.target_growth * row.time) * part_cost(item)
        for row in whole.rows
        if row.kind == TARGET and whole.stocks[row.index] == item.key
        for stock in [whole.world.stock[row.index]]
    )
    return replace(line.stockpile, budget=spent * (1.0 + 1e-9))  # rounding shall not make it too little


def _never_qualified(source: SourceNode[float]) -> SourceNode[float]:
    return source if source.ordinary else source._replace(qualification=None, ramp=None)


@dataclass(frozen=True)
class _Followed:
    """One line in every draw of one case."""

    prepared: Prepared
    networks: Sequence[SupplyNetwork[float]]
    rates: Sequence[Mapping[str, tuple[float, float]]]  # what is planned in each
    closed: Sequence[Closed]
    seed: int
    number: int

    def in_draws(self, plain: LastsAlone, place: int) -> LastsAlone:
        """The part at a place followed in every draw."""
        lasts = tuple(
            _lasts(network, closed, (self.number, place), rates)
            for network, closed, rates in zip(self.networks, self.closed, self.rates, strict=True)
        )
        found = replace(plain, draws=lasts)
        items = [network.lines[self.number].inputs[place] for network in self.networks]
        if not all(self._wholly_cut(item, closed) for item, closed in zip(items, self.closed, strict=True)):
            return found  # what goes on serves part of the need, so that no plain sum tells the day
        stated = self._stated(items, lasts)
        best = max(stated, key=lambda key: sure_day(stated[key]), default=None)
        if best is not None and sure_day(stated[best]) > -math.inf:
            return replace(found, latest=stated[best], start_with=best)
        return replace(found, latest=self._by_class(place, lasts))

    @staticmethod
    def _wholly_cut(item: InputNode[float], closed: Closed) -> bool:
        """Whether every ordinary source is cut and stays so; a measure that does not happen in a draw cuts none.

        Of a stock that is shared nothing is said: what others draw and bring counts too.
        """
        if item.shared is not None:
            return False
        own = [closed.get(source.key) for source in item.sources if source.ordinary]
        return not any(own) or all(each is not None and each.steps[-1].share == 0.0 for each in own)

    def _stated(
        self, items: Sequence[InputNode[float]], lasts: Sequence[float]
    ) -> dict[str, tuple[float, ...]]:
        """By alternative that stays open in every draw, the last day to begin with it."""
        latest: dict[str, list[float]] = {}
        for item, day in zip(items, lasts, strict=True):
            for source in item.sources:
                terms = (source.qualification, source.ramp)
                whole = (
                    not source.ordinary and source.pool is None
                )  # what a pool leaves is not known beforehand
                if whole and terms[0] is not None and terms[1] is not None:
                    begin = latest_start(day, terms[0], source.lead_time, terms[1], source.share)
                    if is_curved(source) and math.isfinite(day):
                        begin = day - days_lacking(source) - source.lead_time - terms[0]
                    latest.setdefault(source.key, []).append(begin)
        shut = {key for closed in self.closed for key in closed}
        return {key: tuple(days) for key, days in latest.items() if key not in shut}

    def _by_class(self, place: int, lasts: Sequence[float]) -> tuple[float, ...]:
        """The last day to begin with another source that can serve the whole need and takes what its class takes.

        Where suppliers of the part quote a lead time, it needs at least the longest of these from order to delivery.
        """
        line = self.prepared.network.lines[self.number]
        stated = self.prepared.file.scenario.lines[line.name].inputs[line.inputs[place].name]
        item_class = self.prepared.file.scenario.classes[stated.class_]
        count = len(lasts)
        qualification, lead_time, ramp = (
            self._drawn(f"classes.{stated.class_}.{name}", value, count)
            for name, value in (
                ("qualification", item_class.qualification),
                ("lead_time", item_class.lead_time),
                ("ramp", item_class.ramp),
            )
        )
        key = line.inputs[place].key
        quoted = [
            self._drawn(f"{key}.sources.{name}.quoted_lead_time", source.quoted_lead_time, count)
            for name, source in stated.sources.items()
            if source.quoted_lead_time is not None
        ]
        delivery = [max(days) for days in zip(lead_time, *quoted, strict=True)]
        return tuple(
            latest_start(lasts[draw], qualification[draw], delivery[draw], ramp[draw], 1.0)
            for draw in range(count)
        )

    def _drawn(self, name: str, value: Quantity, count: int) -> list[float]:
        stream = uniforms(self.seed, name, "another source", count)
        return [float(each) for each in triangular(value.low, value.likely, value.high, stream)]
