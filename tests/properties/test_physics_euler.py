"""This is P10 of the model note: the engine against small equal steps, which come closer as the steps shrink."""

from __future__ import annotations

import pytest
from hypothesis import given

from sim.simulation.world import World
from tests.verification import trajectory
from tests.verification.euler import Euler
from tests.verification.networks import Network
from tests.verification.strategies import examples, ordered_networks
from tests.verification.tiers import pooled_network, tiered_network

SHARES = (0.15, 0.3, 0.5, 0.75, 1.0)  # of the horizon
STEPS = (1 / 4, 1 / 16, 1 / 64)


def distance(network: Network, world: World, step: float) -> float:
    """How far a run is from small steps, in days of the plan: output by some days, stocks and goods on their way."""
    euler = Euler(network, step)
    gaps = []
    for number, line in enumerate(world.line):
        for day in (share * network.horizon for share in SHARES):
            made = trajectory.made_by(world, day, line=number)
            gaps.append(abs(euler.made[number][round(day / step)] - made) / line.plan)
    for stock, tank in zip(world.stock, euler.tanks, strict=True):
        a_day = stock.needs * world.line[stock.line].plan
        in_transit = sum(source.in_transit for source in world.source[stock.first_source : stock.end_source])
        gaps.append(abs(tank.level - stock.level) / a_day)
        gaps.append(abs(tank.in_transit(step) - in_transit) / a_day)
    return max(gaps)


def converges(network: Network) -> bool:
    """The error is of the order of the step; a switch that hinges on an instant may need finer steps to be seen."""
    world = network.run().world
    return any(distance(network, world, step) < 2.0 * step for step in STEPS)


@given(ordered_networks(on_whole_days=True))
@examples(80)
def test_small_steps_converge_to_the_engine(network: Network) -> None:
    assert converges(network)


# Of the seeds up to 600, 594 are within two steps and two more converge from further off. In the other four orders
# have two answers that agree with themselves, or flutter from one to the other: see docs/model.md.
@pytest.mark.parametrize("seed", range(52, 116))
def test_small_steps_converge_to_the_engine_in_tiers(seed: int) -> None:
    assert converges(tiered_network(seed, any_rationing=False))


# With pools, shared stocks and priorities. Set aside: 14 multiplies by five every three days whatever is off, in the
# engine too (`test_physics_euler_cases.py`); 34 comes closer from further off (.53 and .22 days at the first two steps;
# dates and stocks a step off move the run as far). 38, 51, 157 and 193 order between nothing and all for a while.
POOLED_APART = {14, 34}
POOLED_ONCE_WRONG = (51, 157, 176, 193, 207, 344)


@pytest.mark.parametrize(
    "seed", [*(seed for seed in range(8, 48) if seed not in POOLED_APART), *POOLED_ONCE_WRONG]
)
def test_small_steps_converge_to_the_engine_with_pools(seed: int) -> None:
    assert converges(pooled_network(seed))


# At least five makers in at least three tiers, pools of equal and of unequal priorities; some ration.
DEEP = (12, 16, 19, 20, 44, 45, 54, 57)


def test_a_quarter_of_the_step_leaves_a_quarter_of_the_error() -> None:
    """One network by itself goes down in jumps: a step that holds the same event leaves the same error.

    Of all together it is 1.37 days at half a day and .35 at an eighth: a factor of 3.9, and 4 in the long run.
    """
    errors = []
    for step in (1 / 2, 1 / 8):
        networks = [pooled_network(seed) for seed in DEEP]
        errors.append(sum(distance(each, each.run().world, step) for each in networks))
    assert 3.0 < errors[0] / errors[1] < 5.5
