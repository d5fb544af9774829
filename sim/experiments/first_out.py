"""This is each cut part by itself: how long it lasts while everything else is supplied as planned.

For makers that are not listed, in every draw: every part that is cut and runs out in some draw is followed, with the
last day to begin qualifying another source.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median_low

from sim.exposure import Case, Causes, Closure, Exposure, closures, reference_days
from sim.network import InputNode, LineNode, SourceNode, StockpileNode, SupplyNetwork, planned_rates
from sim.pipeline import Prepared
from sim.results.lasts_alone import LastsAlone, latest_start, sure_day
from sim.results.outcome import DrawOutcome
from sim.scenario.quantity import Quantity
from sim.simulation.building_up import part_cost
from sim.simulation.calendar import TARGET
from sim.simulation.compilation import compile_run
from sim.simulation.driver import simulate
from sim.simulation.ramping import days_lacking, is_curved
from sim.simulation.runs import Driver, simulated
from sim.uncertainty.draws import as_stated, likely, triangular
from sim.uncertainty.streams import uniforms

Closed = Mapping[str, Closure]
_DAYS_A_YEAR = 365.25


def first_out(
    prepared: Prepared, draws: Sequence[DrawOutcome], seed: int, driver: Driver = simulate
) -> tuple[LastsAlone, ...]:
    """Every part of an unlisted maker that is cut and runs out in some draw, by case and line, the first one first."""
    found: list[LastsAlone] = []
    listed = prepared.exposure.listings
    unlisted = [number for number, line in enumerate(prepared.network.lines) if line.maker not in listed]
    if not unlisted:
        return ()
    networks = [draw.network for draw in draws]
    for case in prepared.exposure.cases:
        causes = Causes(prepared.network, prepared.exposure, prepared.file.scenario, networks, case)
        followed: dict[str | None, _Followed] = {}  # by what is made to happen
        for number in unlisted:
            of_line = []
            for perhaps, places in _by_cause(prepared.network.lines[number], causes).items():
                if perhaps not in followed:
                    followed[perhaps] = _Followed(prepared, draws, causes, perhaps, case, seed, driver)
                of_line += list(followed[perhaps].parts(number, places))
            found += sorted(of_line, key=_first_gone)
    return tuple(found)


def _first_gone(part: LastsAlone) -> tuple[float, float]:
    """The middle day on which a part is gone, of the draws in which it is cut, then as it is likeliest."""
    days = [day for day, cut in zip(part.draws, part.cut, strict=True) if cut]
    return median_low(days) if days else math.inf, part.likely


def _by_cause(line: LineNode[Quantity], causes: Causes) -> dict[str | None, dict[int, float]]:
    """The places of the parts of a line that may be cut, with how likely that is, by the one chance that decides it.

    None where it is certain, or where several may cut a part. Where one chance alone decides, the part is followed in
    every draw as if it had happened: all else is drawn apart from it, so that this says what the draws in which it does
    happen say, with as many draws as there are.
    """
    found: dict[str | None, dict[int, float]] = {}
    for place, item in enumerate(line.inputs):
        own = [source.key for source in item.sources if source.ordinary]
        names = causes.names(own)
        if names and _may_be_followed(item):
            (name, *others) = sorted(names)
            one = not others and item.shared is None and causes.happens(name) < 1.0
            found.setdefault(name if one else None, {})[place] = causes.chance(own)
    return found


def _happening(network: SupplyNetwork[float], name: str) -> SupplyNetwork[float]:
    """A draw in which a measure or a stop happens."""
    if name in network.vendor_stops:
        stop = replace(network.vendor_stops[name], chance=1.0)
        return replace(network, vendor_stops={**network.vendor_stops, name: stop})
    measure = replace(network.measures[name], chance=1.0)
    return replace(network, measures={**network.measures, name: measure})


def _happens(network: SupplyNetwork[float], name: str) -> bool:
    """Whether a measure or a stop happens in a draw."""
    stops = network.vendor_stops
    return (stops[name] if name in stops else network.measures[name]).chance >= 0.5


def _since(exposure: Exposure, network: SupplyNetwork[float]) -> dict[str, float]:
    """The day from which each maker's durations count."""
    return {maker: effective for maker, (effective, _) in reference_days(exposure, network).items()}


def _may_be_followed(item: InputNode[Quantity]) -> bool:
    """Whether a part stops the line and is supplied by no modelled line or pool."""
    return (
        item.critical
        and item.form in ("only", "both")
        and item.fleet is None
        and not any(source.fed if source.ordinary else source.line for source in item.sources)
    )


def _is_cut(item: InputNode[float], closed: Closed) -> bool:
    """Whether an ordinary source of a part is cut."""
    return any(source.ordinary and source.key in closed for source in item.sources)


def _lasting(
    network: SupplyNetwork[float], closed: Closed, number: int, places: Sequence[int], driver: Driver
) -> dict[int, float]:
    """By place the day on which a part is gone, without alternatives and with no other part missing.

    Parts that share no stock are each a line of one network, run together.
    """
    line = network.lines[number]
    rates = planned_rates(network)
    apart = [place for place in places if line.inputs[place].shared is None]
    together = [[place] for place in places if place not in apart] + ([apart] if apart else [])
    spent = _spent(network, closed, line)
    found = {}
    for own in together:
        lines = [
            replace(
                _alone(line, [line.inputs[place]], rates),
                name=f"{line.name} {place}",
                stockpile=_own_stockpile(line, spent.get(line.inputs[place].key, 0.0)),
            )
            for place in own
        ]
        for other in network.lines if own is not apart else ():
            item = line.inputs[own[0]]
            sharing = [each for each in other.inputs if each.shared == item.shared and each is not item]
            lines += [_alone(other, sharing, rates)] if sharing and other is not line else []
        # Only what holds the parts back: markets that buy less are no part of how long they last.
        sources = [source for each in lines for item in each.inputs for source in item.sources]
        cut = {source.key: closed[source.key] for source in sources if source.key in closed}
        run = simulated(compile_run(replace(network, lines=tuple(lines)), cut), driver=driver)
        for place in own:
            stock = run.stocks.index(line.inputs[place].key)
            found[place] = float(run.world.stock[stock].ran_out_at)
    return found


def _alone(
    line: LineNode[float], inputs: Sequence[InputNode[float]], rates: Mapping[str, tuple[float, float]]
) -> LineNode[float]:
    """A line that needs nothing else, makes its plan, and has no alternatives."""
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
            each._replace(form="only", sources=tuple(map(_never_qualified, each.sources))) for each in inputs
        ),
    )


def _spent(network: SupplyNetwork[float], closed: Closed, line: LineNode[float]) -> dict[str, float]:
    """What each part gets of the budget of a stockpile, by its key; nothing where there is none."""
    if line.stockpile is None or line.stockpile.budget is None:
        return {}
    whole = compile_run(network, closed)
    cost = {item.key: part_cost(item) for item in line.inputs}
    spent: dict[str, float] = {}
    for row in whole.rows:
        key = whole.stocks[row.index] if row.kind == TARGET else ""
        if key in cost:
            stock = whole.world.stock[row.index]
            more = (row.value - stock.target - stock.target_growth * row.time) * cost[key]
            spent[key] = spent.get(key, 0.0) + more
    return spent


def _own_stockpile(line: LineNode[float], spent: float) -> StockpileNode[float] | None:
    """The stockpile of a line as far as it is of one part, on which so much of the budget of all is spent."""
    if line.stockpile is None or line.stockpile.budget is None:
        return line.stockpile
    return replace(line.stockpile, budget=spent * (1.0 + 1e-9))  # rounding shall not make it too little


def _never_qualified(source: SourceNode[float]) -> SourceNode[float]:
    return source if source.ordinary else source._replace(qualification=None, ramp=None)


@dataclass
class _Followed:
    """Every draw of one case, as it is or with one measure or stop made to happen in each."""

    prepared: Prepared
    draws: Sequence[DrawOutcome]
    causes: Causes
    perhaps: str | None
    case: Case
    seed: int
    driver: Driver
    networks: list[SupplyNetwork[float]] = field(init=False, default_factory=list)
    closed: list[Closed] = field(init=False, default_factory=list)
    since: list[Mapping[str, float]] = field(init=False, default_factory=list)  # by maker

    def __post_init__(self) -> None:
        exposure, scenario = self.prepared.exposure, self.prepared.file.scenario
        perhaps = self.perhaps
        for draw in self.draws:
            if perhaps is None or _happens(draw.network, perhaps):
                network, closed, since = draw.network, draw.closed[self.case], draw.since
            else:
                network = _happening(draw.network, perhaps)
                closed = closures(exposure, network, scenario, self.case)
                since = _since(exposure, network)
            self.networks.append(network)
            self.closed.append(closed)
            self.since.append(since)
        self.expected = likely(self.prepared.network)
        self.closed_as_expected = closures(exposure, self.expected, scenario, self.case)
        told = as_stated(self.expected, self.prepared.network)
        self.since_as_expected = _since(exposure, told if perhaps is None else _happening(told, perhaps))

    def parts(self, number: int, places: Mapping[int, float]) -> Iterator[LastsAlone]:
        """The parts at some places of a line that run out in some draw, with the chance that each is cut."""
        first = self._lasting(self.expected, self.closed_as_expected, number, list(places))
        days = [
            self._lasting(network, own, number, list(places))
            for network, own in zip(self.networks, self.closed, strict=True)
        ]
        line = self.prepared.network.lines[number]
        since = tuple(each[line.maker] for each in self.since)
        for place, chance in places.items():
            lasts = tuple(each.get(place, math.inf) for each in days)
            likeliest = first.get(place, math.inf)
            if self.perhaps is None and not self._certain(line.inputs[place]):
                likeliest = math.inf  # of several that may cut it all happen there, however unlikely that is
            if math.isfinite(min(*lasts, likeliest)):
                cut = tuple(place in each for each in days)
                item = line.inputs[place]
                plain = LastsAlone(
                    self.case,
                    line.name,
                    item.key,
                    chance,
                    likeliest - self.since_as_expected[line.maker],
                    lasts,
                    cut,
                    since,
                )
                yield self._with_day(plain, number, place)

    def _certain(self, item: InputNode[Quantity]) -> bool:
        """Whether all that may cut a part happens for certain."""
        names = self.causes.names([source.key for source in item.sources if source.ordinary])
        return all(self.causes.happens(name) >= 1.0 for name in names)

    def _lasting(
        self, network: SupplyNetwork[float], closed: Closed, number: int, places: Sequence[int]
    ) -> dict[int, float]:
        """By place the day on which a part that is cut is gone."""
        cut = [place for place in places if _is_cut(network.lines[number].inputs[place], closed)]
        return _lasting(network, closed, number, cut, self.driver) if cut else {}

    def _with_day(self, found: LastsAlone, number: int, place: int) -> LastsAlone:
        """A part with the last day to begin with another source."""
        lasts = found.draws
        items = [network.lines[number].inputs[place] for network in self.networks]
        if not all(self._wholly_cut(item, closed) for item, closed in zip(items, self.closed, strict=True)):
            return found  # what goes on serves part of the need, so that no plain sum tells the day
        stated = self._stated(items, lasts)
        best = max(stated, key=lambda key: sure_day(stated[key]), default=None)
        if best is not None and sure_day(stated[best]) > -math.inf:
            return replace(found, latest=stated[best], start_with=best)
        return replace(found, latest=self._by_class(number, place, lasts))

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

    def _by_class(self, number: int, place: int, lasts: Sequence[float]) -> tuple[float, ...]:
        """The last day to begin with another source that can serve the whole need and takes what its class takes.

        Where suppliers of the part quote a lead time, it needs at least the longest of these from order to delivery.
        """
        line = self.prepared.network.lines[number]
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
