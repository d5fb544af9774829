"""This is what the parts of a product cost before any measure and after the cut, and the margin that is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.exposure import Case
from sim.network import InputNode, LineNode, SourceNode, SupplyNetwork, ordinary_factor
from sim.results.outcome import DrawOutcome, LineOutcome
from sim.results.spread import no_spread, spread
from sim.scenario.quantity import Quantity

_NOTHING = 1e-9  # of plan: rounding

# The rows that live on one stock, each with the name of its line; of a stock that is not shared the one row.
_Rows = Sequence[tuple[str, InputNode[float]]]


def costs(
    draws: Sequence[DrawOutcome], case: Case, number: int, line: LineNode[Quantity]
) -> dict[str, float]:
    """The columns of parts cost and margin of one line, in US dollars a product."""
    before, after, extra, lost = [], [], [], []
    for draw in draws:
        drawn = draw.network.lines[number]
        outcomes = draw.cases[case].lines
        outcome = outcomes[line.name]
        rows = [_sharing(draw.network, line.name, item) for item in drawn.inputs]
        mixes = [
            _ordinary(item, each, draw.undisturbed) for item, each in zip(drawn.inputs, rows, strict=True)
        ]
        ordinary = [item.cost * mix for item, mix in zip(drawn.inputs, mixes, strict=True)]
        margin = drawn.price - sum(
            cost for item, cost in zip(drawn.inputs, ordinary, strict=True) if item.form != "degraded"
        )
        before.append(margin)
        if outcome.made > _NOTHING * outcome.planned:  # what makes nothing has no cost a product
            more = sum(
                _extra(item, each, mix, outcomes) * _used(line.name, item, each, outcomes)
                for item, each, mix in zip(drawn.inputs, rows, mixes, strict=True)
            )
            extra.append(more / outcome.made)
            less = extra[-1] + outcome.degraded / outcome.made * _lesser(drawn, ordinary)
            after.append(margin - less)
            if drawn.price > 0.0:
                lost.append(less / drawn.price)
    return {
        "parts_cost": sum(
            likely_cost(item, each)
            for item in line.inputs
            if item.form != "degraded"
            for each in item.sources
            if each.ordinary
        ),
        **(spread("extra_cost", extra) if extra else no_spread("extra_cost")),
        **spread("margin_before", before),
        **(spread("margin_after", after) if after else no_spread("margin_after")),
        **(spread("margin_lost", lost) if lost else no_spread("margin_lost")),
    }


def likely_cost(item: InputNode[Quantity], source: SourceNode[Quantity]) -> float:
    """What parts of an ordinary source cost in one product, at likeliest values."""
    return item.cost.likely * source.share.likely * source.price_factor.likely


def _sharing(network: SupplyNetwork[float], line: str, item: InputNode[float]) -> _Rows:
    if item.shared is None:
        return [(line, item)]
    return [(each.name, row) for each in network.lines for row in each.inputs if row.shared == item.shared]


def _ordinary(item: InputNode[float], rows: _Rows, undisturbed: Mapping[str, float]) -> float:
    """The price factor of what is bought without any measure, the mean over what each source delivers."""
    bought = [(undisturbed[source.key], source) for _, row in rows for source in row.sources]
    total = sum(parts for parts, _ in bought)
    if total <= 0.0:  # stock lasts, nothing is bought
        return ordinary_factor(item)
    return sum(parts * source.price_factor for parts, source in bought) / total


def _extra(item: InputNode[float], rows: _Rows, mix: float, outcomes: Mapping[str, LineOutcome]) -> float:
    """What the parts delivered cost beyond the ordinary mix of sources, whose price factor is given, in US dollars.

    Until sources change they deliver that mix, which adds up to nothing; so counting from the start takes in what is
    bought on stock before the cut. Of a source with a yield only good parts are delivered, and paid for. What is on
    hand or on order at the start, lots and what leaks cost the ordinary price. `cost` is of a product: a unit of a
    fleet serves for its life, so that it stands for as many products as days.
    """
    price = item.cost / item.needs * (item.fleet.life if item.fleet is not None else 1.0)
    return price * sum(
        outcomes[name].delivered[each.key] * (each.price_factor - mix)
        for name, row in rows
        for each in row.sources
    )


def _used(line: str, item: InputNode[float], rows: _Rows, outcomes: Mapping[str, LineOutcome]) -> float:
    """The share that one row uses of what is delivered to its stock: of a shared stock every part costs the same."""
    if len(rows) == 1:
        return 1.0

    def parts(name: str, row: InputNode[float]) -> float:
        of_form = outcomes[name].degraded if row.form == "full" else 0.0
        return row.needs * (outcomes[name].made - of_form)

    return parts(line, item) / sum(parts(*row) for row in rows)


def _lesser(line: LineNode[float], ordinary: Sequence[float]) -> float:
    """What the margin of a product loses if it is of the degraded form; `ordinary` is the cost of each input.

    It sells for less, saves the parts that only the full form has, and needs some of its own.
    """
    if line.degraded is None:
        return 0.0
    costs_of = list(zip(line.inputs, ordinary, strict=True))
    saved = sum(cost for item, cost in costs_of if item.form == "full")
    own = sum(cost for item, cost in costs_of if item.form == "degraded")
    return (1.0 - line.degraded.price) * line.price - saved + own
