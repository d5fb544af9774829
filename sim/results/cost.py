"""This is what the parts of a product cost before any measure and after the cut, and the margin that is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.exposure import Case
from sim.network import InputNode, LineNode, SourceNode, ordinary_factor
from sim.results.outcome import DrawOutcome
from sim.results.spread import no_spread, spread
from sim.scenario.quantity import Quantity

_NOTHING = 1e-9  # of plan: rounding


def costs(
    draws: Sequence[DrawOutcome], case: Case, number: int, line: LineNode[Quantity]
) -> dict[str, float]:
    """The columns of parts cost and margin of one line, in US dollars a product."""
    before, after, extra, lost = [], [], [], []
    for draw in draws:
        drawn = draw.network.lines[number]
        outcome = draw.cases[case].lines[line.name]
        margin = drawn.price - sum(item.cost * _ordinary(item, draw.undisturbed) for item in drawn.inputs)
        before.append(margin)
        if outcome.made > _NOTHING * outcome.planned:  # what makes nothing has no cost a product
            more = sum(_extra(item, draw.undisturbed, outcome.delivered) for item in drawn.inputs)
            extra.append(more / outcome.made)
            after.append(margin - extra[-1])
            if drawn.price > 0.0:
                lost.append(extra[-1] / drawn.price)
    return {
        "parts_cost": sum(
            likely_cost(item, each) for item in line.inputs for each in item.sources if each.ordinary
        ),
        **(spread("extra_cost", extra) if extra else no_spread("extra_cost")),
        **spread("margin_before", before),
        **(spread("margin_after", after) if after else no_spread("margin_after")),
        **(spread("margin_lost", lost) if lost else no_spread("margin_lost")),
    }


def likely_cost(item: InputNode[Quantity], source: SourceNode[Quantity]) -> float:
    """What parts of an ordinary source cost in one product, at likeliest values."""
    return item.cost.likely * source.share.likely * source.price_factor.likely


def _ordinary(item: InputNode[float], undisturbed: Mapping[str, float]) -> float:
    """The price factor of what is bought without any measure, the mean over what each source delivers."""
    bought = [(undisturbed[source.key], source) for source in item.sources]
    total = sum(parts for parts, _ in bought)
    if total <= 0.0:  # stock lasts, nothing is bought
        return ordinary_factor(item)
    return sum(parts * source.price_factor for parts, source in bought) / total


def _extra(item: InputNode[float], undisturbed: Mapping[str, float], delivered: Mapping[str, float]) -> float:
    """What the parts delivered cost beyond the ordinary mix of sources, in US dollars.

    Until sources change they deliver that mix, which adds up to nothing; so counting from the start takes in what is
    bought on stock before the cut. Of a source with a yield only good parts are delivered, and paid for. What is on
    hand or on order at the start, lots and what leaks cost the ordinary price. `cost` is of a product: a unit of a
    fleet serves for its life, so that it stands for as many products as days.
    """
    price = item.cost / item.needs * (item.fleet.life if item.fleet is not None else 1.0)
    mix = _ordinary(item, undisturbed)
    return price * sum(delivered[each.key] * (each.price_factor - mix) for each in item.sources)
