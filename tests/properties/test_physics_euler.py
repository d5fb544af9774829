"""This is P10 of the model note: the engine against small equal steps, which come closer as the steps shrink."""

from __future__ import annotations

from hypothesis import given

from tests.verification import trajectory
from tests.verification.euler import Euler
from tests.verification.networks import Network
from tests.verification.strategies import examples, ordered_networks

DAYS = (30.0, 60.0, 100.0, 150.0, 200.0)


def distance(network: Network, step: float) -> float:
    """How far the engine is from Euler, in days of the plan: output by DAYS, stocks and goods in transit at the end."""
    world, euler = network.run().world, Euler(network, step)
    plan = world.line[0].plan
    gaps = [abs(euler.made[0][round(day / step)] - trajectory.made_by(world, day)) / plan for day in DAYS]
    for stock, tank in zip(world.stock, euler.tanks, strict=True):
        in_transit = sum(source.in_transit for source in world.source[stock.first_source : stock.end_source])
        gaps.append(abs(tank.level - stock.level) / (stock.needs * plan))
        gaps.append(abs(tank.in_transit(step) - in_transit) / (stock.needs * plan))
    return max(gaps)


@given(ordered_networks(on_whole_days=True))
@examples(80)
def test_small_steps_converge_to_the_engine(network: Network) -> None:
    """The error is of the order of the step; a switch that hinges on an instant may need finer steps to be seen."""
    assert any(distance(network, step) < 2.0 * step for step in (1 / 4, 1 / 16, 1 / 64))
