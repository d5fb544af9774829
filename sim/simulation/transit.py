"""This is goods in transit: what a source ships arrives one lead time later, unless it is returned."""

from __future__ import annotations

from sim.simulation.journal import new_stretch
from sim.simulation.pairs import SAME_INSTANT
from sim.simulation.world import Source, World


def ship(world: World, source: Source, time: float, value: float, slope: float) -> None:
    """Let the source ship at (value, slope) from now on."""
    if not source.fresh:
        scale = max(abs(source.shipping), abs(value))
        if (
            abs(value - source.shipping) <= 1e-13 * scale
            and abs(slope - source.shipping_slope) <= 1e-13 * scale
        ):
            return
    source.shipping = value
    source.shipping_slope = slope
    source.fresh = False
    if source.lead == 0.0:
        source.arriving = value
        source.arriving_slope = slope
        source.arriving_channel = source.channel
        return
    index = new_stretch(world)
    stretch = world.stretch[index]
    stretch.start = time
    stretch.value = value
    stretch.slope = slope
    stretch.channel = source.channel
    stretch.following = -1
    if source.head < 0:
        source.head = index
    else:
        world.stretch[source.tail].following = index
    source.tail = index


def receive(world: World, source: Source, time: float) -> None:
    """Bring the source's arrival rate up to date: the shipping rate one lead time ago."""
    clock = world.clock[0]
    while source.head >= 0 and world.stretch[source.head].start + source.lead <= time + SAME_INSTANT:
        index = source.head
        stretch = world.stretch[index]
        source.stretch_start = stretch.start
        source.stretch_value = stretch.value
        source.stretch_slope = stretch.slope
        source.arriving_channel = stretch.channel
        source.head = stretch.following
        stretch.following = clock.free
        clock.free = index
    source.arriving = source.stretch_value
    if source.stretch_slope != 0.0:
        source.arriving += source.stretch_slope * (time - source.lead - source.stretch_start)
    source.arriving_slope = source.stretch_slope


def flush(world: World, source: Source, lost: float) -> None:
    """Take the share `lost` of the goods in transit away (2.12 rule 5); what is returned was not delivered."""
    kept = 1.0 - lost
    source.shipped -= lost * source.in_transit
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
