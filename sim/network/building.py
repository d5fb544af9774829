"""This is the way from a scenario to its supply network, class defaults filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sim.network.licences import licence_terms
from sim.network.nodes import (
    AgeingNode,
    DegradedNode,
    FleetNode,
    Form,
    InLots,
    InputNode,
    ItemFacts,
    LastBuyNode,
    LearningNode,
    LineNode,
    Lot,
    MeasureNode,
    OpenOrder,
    PoolNode,
    SourceNode,
    StockNode,
    StockpileNode,
    SupplyNetwork,
    VendorStopNode,
)
from sim.scenario.law import LicenceGrant, Measure, VendorStop, YesNoUnknown
from sim.scenario.model import ItemClass, Line, Scenario
from sim.scenario.pool import Pool
from sim.scenario.quantity import BASE_CURRENCY, Quantity, exactly
from sim.scenario.supply import Alternative, Input, Source, Supply, places_of
from sim.scenario.taking_effect import terms_of

# An ordinary source can deliver a fifth more than its share; without headroom no stock could ever be rebuilt
# (model note 2.12 rule 10).
HEADROOM = 1.2

# What a part of another make costs, as a multiple of the ordinary one: rarely less, since the ordinary one was chosen
# for its price too, and more where few can deliver and first lots are small. An own estimate (docs/defaults.md).
OTHER_PRICE = Quantity(low=0.9, likely=1.1, high=1.5, dimension="count")

# Of an important input: analysts who rated inputs of industries gave such 0.5 (Pichler et al., JEDC 144, 2022).
_HALF = 0.5


def supply_network(scenario: Scenario) -> SupplyNetwork[Quantity]:
    """The network a scenario describes, with class defaults filled in."""
    lines = tuple(_line(scenario, name, line) for name, line in scenario.lines.items())
    flows = [source.key for line in lines for item in line.inputs for source in item.sources]
    return SupplyNetwork(
        scenario.clock.start,
        float((scenario.clock.until - scenario.clock.start).days),
        lines,
        {name: _measure(scenario, name, measure, flows) for name, measure in scenario.measures.items()},
        {name: _vendor_stop(name, stop) for name, stop in scenario.vendor_stops.items()},
        {name: _pool(scenario, name, pool) for name, pool in scenario.pools.items()},
    )


def _pool(scenario: Scenario, name: str, pool: Pool) -> PoolNode[Quantity]:
    key = f"pools.{name}"
    later = (
        (
            float((step.from_ - scenario.clock.start).days),
            step.capacity.called(f"{key}.later.{number}.capacity"),
        )
        for number, step in enumerate(pool.later)
    )
    return PoolNode(key, ((0.0, pool.capacity.called(f"{key}.capacity")), *later))


def _on(date: dt.date) -> Quantity:
    return exactly(float(date.toordinal()), "day")


def _measure(scenario: Scenario, name: str, measure: Measure, flows: Sequence[str]) -> MeasureNode[Quantity]:
    key = f"measures.{name}"
    own = terms_of(scenario, measure)
    effective = measure.effective or _on(own.effective)
    warning = (own.effective - own.announced).days
    moved = {end: getattr(effective, end) - warning for end in ("low", "likely", "high")}
    announced = measure.announced or effective.model_copy(update=moved)
    terms = measure.licences if isinstance(measure.licences, LicenceGrant) else None
    return MeasureNode(
        # Without a day of its own it is announced as long before as by its own text: drawn with the effective day.
        announced=announced.called(f"{key}.{'announced' if measure.announced else 'effective'}"),
        effective=effective.called(f"{key}.effective"),
        chance=(measure.chance or exactly(1.0, "share")).called(f"{key}.chance"),
        nominal=own.effective,
        licences=licence_terms(terms, f"{key}.licences", flows) if terms else None,
        demand_lost={
            line: {
                market: share.called(f"{key}.demand_lost.{line}.{market}") for market, share in lost.items()
            }
            for line, lost in measure.demand_lost.items()
        },
    )


def _vendor_stop(name: str, stop: VendorStop) -> VendorStopNode[Quantity]:
    key = f"vendor_stops.{name}"
    return VendorStopNode(
        title=stop.title,
        supplier=stop.supplier,
        buyers=stop.buyers,
        inputs=stop.inputs,
        stops=stop.stops.called(f"{key}.stops"),
        begins=stop.from_.called(f"{key}.from"),
        ends=stop.until and stop.until.called(f"{key}.until"),
        chance=(stop.chance or exactly(1.0, "share")).called(f"{key}.chance"),
    )


def _in_usd(scenario: Scenario, money: Quantity) -> Quantity:
    """An amount in US dollars, at the scenario's dated rate."""
    if money.currency == BASE_CURRENCY:
        return money
    rate = scenario.currencies[money.currency].usd.likely
    return money.times(rate).model_copy(update={"currency": BASE_CURRENCY})


def _line(scenario: Scenario, name: str, line: Line) -> LineNode[Quantity]:
    key = f"lines.{name}"
    home = scenario.organisations[line.maker].home
    starts = line.plan_from or scenario.clock.start
    ration = line.ration
    return LineNode(
        key=key,
        name=name,
        title=line.title,
        maker=line.maker,
        home=home,
        plan=line.plan.called(f"{key}.plan"),
        grows=(line.plan_grows or exactly(0.0, "share")).called(f"{key}.plan_grows"),
        capacity=line.capacity and line.capacity.called(f"{key}.capacity"),
        starts=float((starts - scenario.clock.start).days),
        public_since=line.public_since,
        kind=line.kind,
        places=places_of(line.made_in),
        price=_in_usd(scenario, line.price).called(f"{key}.price"),
        represents=line.represents.share.called(f"{key}.represents.share"),
        represents_of=line.represents.of,
        markets={market: share.called(f"{key}.sold_in.{market}") for market, share in line.sold_in.items()},
        falls_over=line.demand_falls_over and line.demand_falls_over.called(f"{key}.demand_falls_over"),
        returns_over=line.demand_returns_over
        and line.demand_returns_over.called(f"{key}.demand_returns_over"),
        demand_exponential=line.demand_follows == "exponential",
        rationed_output=ration.output.called(f"{key}.ration.output") if ration and ration.output else None,
        stretched_until=(
            ration.lasts_until.called(f"{key}.ration.lasts_until") if ration and ration.lasts_until else None
        ),
        least_output=ration.at_least.called(f"{key}.ration.at_least") if ration and ration.at_least else None,
        cover_threshold=(
            ration.when_a_cut_part_covers_under.called(f"{key}.ration.when_a_cut_part_covers_under")
            if ration
            else None
        ),
        stockpile=_stockpile(scenario, f"{key}.stockpile", line),
        inputs=tuple(
            _input(scenario, f"{key}.inputs.{item_name}", item, line)
            for item_name, item in line.inputs.items()
        ),
        degraded=DegradedNode(
            line.degraded.title,
            line.degraded.price.called(f"{key}.degraded.price"),
            line.degraded.accepted.called(f"{key}.degraded.accepted"),
        )
        if line.degraded
        else None,
    )


def _stockpile(scenario: Scenario, key: str, line: Line) -> StockpileNode[Quantity] | None:
    stated = line.stockpile
    if stated is None:
        return None
    goods = (
        name
        for name, item in line.inputs.items()
        if item.fleet is None and scenario.classes[item.class_].kind == "goods"
    )
    return StockpileNode(
        stated.covers.called(f"{key}.covers"),
        stated.from_ and stated.from_.called(f"{key}.from"),
        frozenset(stated.inputs or goods),
        stated.budget and _in_usd(scenario, stated.budget).called(f"{key}.budget"),
    )


def _last_buy(key: str, source: Source | None) -> LastBuyNode[Quantity] | None:
    stated = None if source is None else source.last_buy
    if stated is None:
        return None
    return LastBuyNode(
        stated.at_most.called(f"{key}.at_most"),
        stated.from_ and stated.from_.called(f"{key}.from"),
        stated.until and stated.until.called(f"{key}.until"),
    )


def _in_lots(key: str, source: Source | None, flow: str) -> InLots[Quantity] | None:
    """Lots of which nobody knows the first: any day until one is due is as likely as another; each flow has its own."""
    every = None if source is None else source.lots_every
    if every is None:
        return None
    first = Quantity(low=0.0, likely=0.5, high=1.0, dimension="share", name=f"{flow}.lots_every.first")
    return InLots(every.called(f"{key}.lots_every"), first)


def _learning(key: str, alternative: Alternative | None) -> LearningNode[Quantity] | None:
    stated = None if alternative is None else alternative.yield_
    if stated is None:
        return None
    return LearningNode(
        stated.first.called(f"{key}.first"),
        stated.final.called(f"{key}.final"),
        stated.halves_every.called(f"{key}.halves_every"),
    )


def _form(line: Line, item: Input) -> Form:
    """Which form of the line's product needs an input."""
    if line.degraded is None:
        return "only"
    return "degraded" if item.degraded_only else "full" if item.if_missing == "degrade" else "both"


def _input(scenario: Scenario, key: str, item: Input, line: Line) -> InputNode[Quantity]:
    defaults = scenario.classes[item.class_]
    sources: list[SourceNode[Quantity]] = []
    flows_of: dict[
        str, dict[int, float]
    ] = {}  # by source: its flows, each with its part of the source's volume
    for rank, (where, name, supply) in enumerate(_supplies(key, item)):
        parts = list(supply.split.values()) or [1.0]
        if name in item.sources:  # an alternative of the same name has no open orders
            flows_of.setdefault(name, dict(enumerate(parts, len(sources))))
        sources += _sources(scenario, where, name, (item, supply, rank, line))
    return InputNode(
        key=key,
        name=key.rpartition(".")[2],
        title=item.title,
        kind=defaults.kind,
        stage=item.stage,
        critical=(item.if_missing or defaults.if_missing) != "none",
        spared=_HALF if (item.if_missing or defaults.if_missing) == "halve" else 0.0,
        needs=item.needs.called(f"{key}.needs"),
        cost=_in_usd(scenario, item.cost).called(f"{key}.cost"),
        stock=_stock(scenario, key, item, flows_of),
        fleet=FleetNode(
            item.fleet.life.called(f"{key}.fleet.life"), item.fleet.spare.called(f"{key}.fleet.spare")
        )
        if item.fleet
        else None,
        ageing=AgeingNode(
            item.ageing.after.called(f"{key}.ageing.after"), item.ageing.a_year.called(f"{key}.ageing.a_year")
        )
        if item.ageing
        else None,
        demand_kept={m: share.called(f"{key}.demand_kept.{m}") for m, share in item.demand_kept.items()},
        leakage=defaults.leakage and defaults.leakage.called(f"classes.{item.class_}.leakage"),
        sources=tuple(sources),
        shared=item.shared,
        priority=item.priority,
        form=_form(line, item),
    )


def _supplies(key: str, item: Input) -> list[tuple[str, str, Supply]]:
    return [
        *((f"{key}.sources.{name}", name, source) for name, source in item.sources.items()),
        *((f"{key}.alternatives.{name}", name, other) for name, other in item.alternatives.items()),
    ]


def _stock(
    scenario: Scenario, key: str, item: Input, flows_of: Mapping[str, Mapping[int, float]]
) -> StockNode[Quantity]:
    stated = item.stock
    if stated is None:
        covers = scenario.classes[item.class_].stock
        return StockNode(covers.called(f"{key}.stock.covers"), None, None, None)
    whole_need = {
        at: item.sources[name].share.likely * part
        for name, flows in flows_of.items()
        for at, part in flows.items()
    }
    orders = (
        None
        if stated.on_order is None
        else tuple(
            # Pieces of one order are one number, drawn once, whatever it is divided into.
            OpenOrder(
                at,
                float((order.due - scenario.clock.start).days),
                order.pieces.called(f"{key}.stock.on_order.{number}.pieces").times(part),
            )
            for number, order in enumerate(stated.on_order)
            for at, part in (whole_need if order.source is None else flows_of[order.source]).items()
        )
    )
    return StockNode(
        stated.covers and stated.covers.called(f"{key}.stock.covers"),
        stated.pieces and stated.pieces.called(f"{key}.stock.pieces"),
        stated.target and stated.target.called(f"{key}.stock.target"),
        orders,
    )


def _sources(
    scenario: Scenario, key: str, name: str, setting: tuple[Input, Supply, int, Line]
) -> list[SourceNode[Quantity]]:
    """The flows of one source: one, or one for each place if it is known how its volume is split."""
    item, supply, position, line = setting
    home = scenario.organisations[line.maker].home
    defaults = scenario.classes[item.class_]
    made_by = None if supply.line is None else scenario.lines[supply.line].maker
    supplier = supply.supplier or made_by or name
    alternative = supply if isinstance(supply, Alternative) else None
    source = supply if isinstance(supply, Source) else None
    share = source.share if source else alternative.serves if alternative else None
    assert share is not None  # a supply is one or the other
    start = scenario.clock.start
    restart = supply.restart or defaults.restart
    whole = SourceNode(
        key=key,
        supplier=supplier,
        supplier_home=scenario.organisations[supplier].home,
        line=supply.line,
        places=supply.places,
        content=supply.content,
        published=supply.published,
        item=_item_facts(supply, defaults, line),
        ordinary=source is not None,
        push=source is not None and source.delivery == "push",
        # Ordinary sources keep their stated rank (0 to 1000); alternatives queue after them, as they are listed.
        rank=source.rank if source else 1001 + position,
        share=share.called(f"{key}.share" if source else f"{key}.serves"),
        headroom=((source and source.headroom) or exactly(HEADROOM if source else 1.0)).called(
            f"{key}.headroom"
        ),
        lead_time=(supply.lead_time or defaults.lead_time).called(f"{key}.lead_time"),
        restart=restart and restart.called(f"{key}.restart"),
        qualification=(
            (alternative.qualification or defaults.qualification).called(f"{key}.qualification")
            if alternative
            else None
        ),
        ramp=(alternative.ramp or defaults.ramp).called(f"{key}.ramp") if alternative else None,
        price_factor=(
            supply.price_factor or (exactly(1.0) if source else defaults.price_factor or OTHER_PRICE)
        ).called(f"{key}.price_factor"),
        s_curve=alternative is not None and (alternative.ramp_shape or defaults.ramp_shape) == "s-curve",
        learning=_learning(f"{key}.yield", alternative),
        lots=tuple(
            Lot(float((lot.ships - start).days), lot.covers.called(f"{key}.lots.{number}.covers"))
            for number, lot in enumerate(source.lots if source else ())
        ),
        in_lots=_in_lots(key, source, key),
        last_buy=_last_buy(f"{key}.last_buy", source),
        domestic=bool(supply.places) and all(place == home for place in supply.places),
        pool=supply.pool,
        priority=supply.priority,
    )
    return [
        whole._replace(
            key=f"{key}.made_in.{place}",
            places=(place,),
            share=whole.share.times(part),
            lots=tuple(replace(lot, covers=lot.covers.times(part)) for lot in whole.lots),
            in_lots=_in_lots(key, source, f"{key}.made_in.{place}"),
            domestic=place == home,
        )
        for place, part in supply.split.items()
    ] or [whole]


def _item_facts(supply: Supply, defaults: ItemClass, line: Line) -> ItemFacts:
    """What rules may ask about the item and who takes part, defaults of the class and the line filled in."""
    exported_from = supply.exported_from
    item_lists = defaults.item_lists if supply.item_lists is None else supply.item_lists
    return ItemFacts(
        exported_from=(exported_from,) if isinstance(exported_from, str) else exported_from,
        transit=supply.transit,
        direct_product=_known({**defaults.direct_product, **supply.direct_product}),
        contains_direct_product=_known(supply.contains_direct_product),
        designer=supply.designer,
        eccn=supply.eccn or defaults.eccn,
        item_lists=None if isinstance(item_lists, str) else item_lists,
        production_started=supply.production_started,
        ordered=supply.ordered,
        parties=line.parties if supply.parties is None else supply.parties,
        end_use=supply.end_use or line.end_use,
    )


def _known(stated: Mapping[str, YesNoUnknown]) -> dict[str, bool | None]:
    return {country: value if isinstance(value, bool) else None for country, value in stated.items()}
