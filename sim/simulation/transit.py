"""This is goods in transit: what a source ships arrives one lead time later, unless it is returned."""

from __future__ import annotations

from sim.simulation.pairs import SAME_INSTANT
from sim.simulation.world import Source, Stretch, World


def ship(world: World, source: Source, time: float, value: float, slope: float) -> None:
    """Let the source ship at (value, slope) from now on."""
    scale = max(abs(source.shipping), abs(value))
    changed = (
        source.fresh
        or abs(value - source.shipping) > 1e-13 * scale
        or abs(slope - source.shipping_slope) > 1e-13 * scale
    )
    if not changed:
        return
    source.shipping, source.shipping_slope = value, slope
    source.fresh = False
    if source.lead == 0.0:
        source.arriving, source.arriving_slope = value, slope
        source.arriving_channel = source.channel
        return
    if world.free < 0:
        world.stretch.append(Stretch())
        world.free = len(world.stretch) - 1
    index = world.free
    stretch = world.stretch[index]
    world.free = stretch.following
    stretch.start, stretch.value, stretch.slope = time, value, slope
    stretch.channel, stretch.following = source.channel, -1
    if source.head < 0:
        source.head = index
    else:
        world.stretch[source.tail].following = index
    source.tail = index


def receive(world: World, source: Source, time: float) -> None:
    """Bring the source's arrival rate up to date: the shipping rate one lead time ago."""
    while source.head >= 0 and world.stretch[source.head].start + source.lead <= time + SAME_INSTANT:
        index = source.head
        stretch = world.stretch[index]
        source.stretch_start, source.stretch_value = stretch.start, stretch.value
        source.stretch_slope, source.arriving_channel = stretch.slope, stretch.channel
        source.head = stretch.following
        stretch.following = world.free
        world.free = index
    source.arriving = source.stretch_value
    if source.stretch_slope != 0.0:
        source.arriving += source.stretch_slope * (time - source.lead - source.stretch_start)
    source.arriving_slope = source.stretch_slope


def flush(world: World, source: Source, lost: float) -> None:
    """Take the share `lost` of the goods in transit away (2.12 rule 5)."""
    kept = 1.0 - lost
    source.in_transit *= kept
    source.stretch_value *= kept
    source.stretch_slope *= kept
    index = source.head
    while index >= 0:
        stretch = world.stretch[index]
        stretch.value *= kept
        stretch.slope *= kept
        index = stretch.following
    source.fresh = True
