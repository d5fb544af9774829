"""This is the drawing of a supply network: every uncertain number becomes one of its possible values."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache, partial
from types import NoneType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.network import SupplyNetwork
from sim.scenario.chain import ChainParty
from sim.scenario.law import Content
from sim.scenario.quantity import Quantity
from sim.uncertainty.streams import uniforms, uniforms_of


def triangular(low: float, likely: float, high: float, uniform: NDArray[np.float64]) -> NDArray[np.float64]:
    """Inverse of the triangular distribution's cumulative curve, so that draws rise with `uniform`."""
    width = high - low
    if width == 0.0:
        return np.full_like(uniform, likely)
    turn = (likely - low) / width
    rising = low + np.sqrt(uniform * width * (likely - low))
    falling = high - np.sqrt((1.0 - uniform) * width * (high - likely))
    return np.where(uniform < turn, rising, falling)


class Draws:
    """All draws of one network: the same seed gives the same numbers, whatever else is in the scenario."""

    def __init__(self, network: SupplyNetwork[Quantity], seed: int, replications: int) -> None:
        self.network = network
        self.seed = seed
        self.replications = replications
        self.values: dict[_Key, NDArray[np.float64]] = {}  # shape (replications,)
        even = {quantity.name for quantity in first_lots(network)}
        uncertain = uncertain_quantities(network)
        drawn = uniforms_of(seed, [quantity.name for quantity in uncertain], "value", replications)
        for quantity, uniform in zip(uncertain, drawn, strict=True):
            self.values[_key(quantity)] = (
                uniform
                if quantity.name in even
                else triangular(quantity.low, quantity.likely, quantity.high, uniform)
            )
        self.happens = {
            chance.name: uniforms(seed, chance.name, "happens", replications) < chance.likely
            for chance in chances(network)
        }
        streams = {key: _Stream(values.tolist()) for key, values in self.values.items()}
        decided = {name: _Stream(happens.astype(float).tolist()) for name, happens in self.happens.items()}

        def number(quantity: Quantity) -> float | _Stream:
            if quantity.name in decided:
                return decided[quantity.name]
            return quantity.likely if quantity.certain else streams[_key(quantity)]

        self._drawn = _drawn(network, number)

    def draw(self, replication: int) -> SupplyNetwork[float]:
        """The network of one replication; a chance becomes 1 or 0. What is certain is one for all replications."""
        drawn = self._drawn.of(replication) if isinstance(self._drawn, _Uncertain) else self._drawn
        assert isinstance(drawn, SupplyNetwork)  # as what was drawn
        return drawn


_Key = tuple[str, float, float]


def _key(quantity: Quantity) -> _Key:
    """Parts of one share, split by place, have one name and stream, so that they move together."""
    return quantity.name, quantity.low, quantity.high


def likely(network: SupplyNetwork[Quantity]) -> SupplyNetwork[float]:
    """The network with every number at its likeliest value; it explains, it is not the middle of the draws.

    What may happen does: the story told is that of the measure. An application goes as it is likelier to.
    """
    uncertain = {chance.name for chance in chances(network)}
    decided = {chance.name: float(chance.likely >= 0.5) for chance in _decisions(network)}

    def value(quantity: Quantity) -> float:
        if quantity.name in decided:
            return decided[quantity.name]
        return float(quantity.likely > 0.0) if quantity.name in uncertain else quantity.likely

    drawn: SupplyNetwork[float] = _drawn(network, value)
    return drawn


def as_stated(drawn: SupplyNetwork[float], network: SupplyNetwork[Quantity]) -> SupplyNetwork[float]:
    """A draw with the chances of measures and stops as they are stated, in place of whether each happens."""
    measures, stops = network.measures, network.vendor_stops
    return replace(
        drawn,
        measures={
            name: replace(node, chance=measures[name].chance.likely) for name, node in drawn.measures.items()
        },
        vendor_stops={
            name: replace(node, chance=stops[name].chance.likely) for name, node in drawn.vendor_stops.items()
        },
    )


def chances(network: SupplyNetwork[Quantity]) -> tuple[Quantity, ...]:
    """The chances of what may happen or not."""
    found = [measure.chance for measure in network.measures.values()]
    found += [stop.chance for stop in network.vendor_stops.values()]
    return (*(chance for chance in found if chance.likely < 1.0), *_decisions(network))


def _decisions(network: SupplyNetwork[Quantity]) -> tuple[Quantity, ...]:
    """The chances of applications for a licence."""
    terms = [measure.licences for measure in network.measures.values() if measure.licences is not None]
    applications = (each for own in terms for each in own.applications.values())
    return tuple(
        chance
        for each in applications
        for chance in (each.filed, *each.returned, each.approved, each.revoked)
        if 0.0 < chance.likely < 1.0
    )


def first_lots(network: SupplyNetwork[Quantity]) -> tuple[Quantity, ...]:
    """When the first lots come, as shares of the days between two; of these every day is as likely."""
    sources = (source for line in network.lines for item in line.inputs for source in item.sources)
    return tuple(source.in_lots.first for source in sources if source.in_lots is not None)


def uncertain_quantities(network: SupplyNetwork[Quantity]) -> tuple[Quantity, ...]:
    """Every number of the network that has a spread."""
    return tuple(quantity for quantity in quantities(network) if not quantity.certain)


def quantities(network: SupplyNetwork[Quantity]) -> tuple[Quantity, ...]:
    """Every number of the network, in file order; parts of one share, split by place, each count."""
    found: dict[_Key, Quantity] = {}

    def note(quantity: Quantity) -> float:
        found.setdefault(_key(quantity), quantity)
        return math.nan

    _drawn(network, note)
    return tuple(found.values())


def _drawn(part: Any, number: Callable[[Quantity], Any]) -> Any:
    """The same part of a network with every number as `number` has it, in the order of the file.

    What holds an uncertain one is no part yet but `_Uncertain`. What holds none is made here, once for all draws.
    """
    if isinstance(part, Quantity):
        return number(part)
    kind: Any = type(part)
    make: Callable[..., Any] = kind
    held: Sequence[Any]
    if isinstance(part, tuple):
        make, held = (kind if hasattr(kind, "_fields") else _as_tuple), part  # a node, or several
    elif isinstance(part, dict):
        make, held = partial(_as_dict, tuple(part)), list(part.values())
    elif names := _fields(kind):
        held = [getattr(part, name) for name in names]
    elif isinstance(part, _LEAVES):
        return part
    else:
        raise TypeError(f"a network holds a {kind.__name__}: a number in it would stay undrawn")
    found = [each if isinstance(each, _PLAIN) else _drawn(each, number) for each in held]
    uncertain = [(place, each) for place, each in enumerate(found) if isinstance(each, _VARYING)]
    return _Uncertain(make, tuple(found), tuple(uncertain)) if uncertain else make(*found)


@dataclass(frozen=True, slots=True)
class _Stream:
    """An uncertain number: its value in every replication."""

    values: Sequence[float]

    def of(self, replication: int) -> float:
        """Its value in one of them."""
        return self.values[replication]


@dataclass(frozen=True, slots=True)
class _Uncertain:
    """A part of a network that is another in every draw: how it is made, of what, and what of that is uncertain."""

    make: Callable[..., Any]
    held: tuple[Any, ...]
    uncertain: tuple[tuple[int, _Uncertain | _Stream], ...]  # by place in `held`

    def of(self, replication: int) -> Any:
        """The part in one replication."""
        held = list(self.held)
        for place, part in self.uncertain:
            held[place] = part.of(replication)
        return self.make(*held)


# What holds nothing to draw. Facts that decide law (content, other parties) are ranges of knowledge, not chance.
_LEAVES = (str, float, int, NoneType, dt.date, frozenset, Content, ChainParty)
_PLAIN = (str, float, bool, int, NoneType)  # holds no number that could be uncertain
_VARYING = (_Stream, _Uncertain)


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    """The names of the fields of a kind of node; none of what is no node."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _as_tuple(*held: Any) -> tuple[Any, ...]:
    return held


def _as_dict(keys: tuple[str, ...], *held: Any) -> dict[str, Any]:
    return dict(zip(keys, held, strict=True))


__all__ = ["Draws", "as_stated", "chances", "likely", "quantities", "triangular", "uncertain_quantities"]
