"""This is assumed leakage: what arrives of an input although its ordinary sources may not supply it.

It has no supplier: the assumption is about items of a class, and no flow, sale or alternative is told from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.exposure.steps import Closure
from sim.network import InputNode


def leaking(item: InputNode[float], closed: Mapping[str, Closure]) -> Iterator[tuple[float, float]]:
    """Days and, from each, the share of the need that leaks: the stated share of what ordinary sources hold back."""
    if not item.leakage:
        return
    ordinary = [source for source in item.sources if source.ordinary and source.key in closed]
    for day in sorted({step.day for source in ordinary for step in closed[source.key].steps}):
        held_back = sum(source.share * (1.0 - closed[source.key].share_at(day)) for source in ordinary)
        yield day, item.leakage * held_back
