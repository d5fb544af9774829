"""This is P1, P4, P7, P8 and P11 of the model note over whole scenarios that are made up by chance.

Of a description that changes nothing the run changes nothing: other units, an input twice, a source in halves, another
order in the file. Numbers stand at their likeliest value. P9 is in `tests/simulation/test_compiled_scenarios.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from random import Random
from unittest import mock

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.pipeline import Prepared
from sim.results.outcome import check_undisturbed
from sim.simulation import physics
from sim.simulation.calendar import Row
from sim.simulation.compilation import Blueprint, compile_run
from sim.simulation.compiled import simulate_compiled
from sim.simulation.driver import simulate
from sim.simulation.world import World
from sim.uncertainty.draws import likely
from tests.generated_scenario import DAYS, Tree, compiled, generated, read
from tests.verification import trajectory
from tests.verification.strategies import examples

SOME_DAYS = (40.0, 77.7, 120.0, 200.0, float(DAYS))

seeds = st.integers(0, 99_999)


def fine(tree: Tree) -> Prepared:
    """A scenario that is not refused."""
    prepared = read(tree)
    assume(prepared is not None)
    assert prepared is not None
    return prepared


def made(blueprint: Blueprint) -> dict[str, list[float]]:
    """Products made of each line by SOME_DAYS, in days of the plan."""
    simulate_compiled(blueprint.world, blueprint.rows, blueprint.horizon)
    return {
        name: [trajectory.made_by(blueprint.world, day, number) / line.plan for day in SOME_DAYS]
        for number, (name, line) in enumerate(zip(blueprint.lines, blueprint.world.line, strict=True))
    }


def assert_same(tree: Tree, change: Callable[[Tree], None]) -> None:
    """Every line makes the same after a change of the file; what only passes on may have another name."""
    here = made(compiled(fine(tree)))
    changed = deepcopy(tree)
    change(changed)
    other = read(changed)
    assert other is not None  # what says the same is no less right
    there = made(compiled(other))
    lines = [name for name in here if name.startswith("lines.")]
    for name in lines:
        assert there[name] == pytest.approx(here[name], abs=1e-6 * DAYS), name


@given(seeds)
@examples(40)
def test_in_every_instant_output_is_between_nothing_and_what_is_wanted(seed: int) -> None:
    """P1: 0 <= output <= wanted <= capacity, no stock below nothing, and (by the engine itself) every part kept."""
    blueprint = compiled(fine(generated(seed)))
    real = physics.step

    def watched(world: World, time: float, rows: tuple[Row, ...], first: int, end: int) -> None:
        real(world, time, rows, first, end)
        for line in world.line:
            size = 1e-8 * max(line.plan, line.demand)
            assert -size <= line.output <= line.wanted + size
            assert line.wanted <= line.capacity + line.capacity_slope * time + size

    blueprint.world.clock[0].detailed = True
    with mock.patch.object(physics, "step", watched):
        world = simulate(blueprint.world, blueprint.rows, blueprint.horizon).world
    for _, number, level, *_ in world.stock_rows:
        assert level >= -1e-9 * world.stock[int(number)].scale * DAYS
    for number, line in enumerate(world.line):
        shipped = sum(source.shipped for source in world.source if source.line == number)
        own = trajectory.made_by(world, blueprint.horizon, number)
        assert own == pytest.approx(line.made, abs=1e-8 * line.plan * DAYS)
        assert shipped <= line.made * (1.0 + 1e-8) + 1e-9 * line.plan * DAYS


@given(seeds)
@examples(40)
def test_without_any_measure_every_line_makes_its_plan(seed: int) -> None:
    """With tiers, pools, lots and stock that is built up, where what is stated leaves room for it.

    That is with the usual headroom, stock at its target and a steady flow on its way; a plan that grows needs stock.
    """
    tree = generated(seed)
    for line in tree["lines"].values():
        line.pop("plan_grows", None)
        for item in line["inputs"].values():
            for key in ("on_order", "target"):
                item.get("stock", {}).pop(key, None)
            for source in item["sources"].values():
                source.pop("headroom", None)
    prepared = fine(tree)
    network = likely(prepared.network)
    blueprint = compile_run(network, {})
    simulate_compiled(blueprint.world, blueprint.rows, blueprint.horizon)
    check_undisturbed(prepared.file, network, blueprint)


def times(stated: str, factor: float) -> str:
    number, unit = stated.split(maxsplit=1)
    return f"{float(number) * factor!r} {unit}"


@given(seeds, st.sampled_from([0.01, 0.37, 7.0, 1e4]))
@examples(40)
def test_other_units_change_nothing_in_scenarios(seed: int, factor: float) -> None:
    """P4: plans, what pools can make, orders and money times c."""

    def change(tree: Tree) -> None:
        for pool in tree.get("pools", {}).values():
            for stated in (pool, *pool.get("later", ())):
                stated["capacity"] = times(stated["capacity"], factor)
        for line in tree["lines"].values():
            line["plan"] = times(line["plan"], factor)
            if "budget" in line.get("stockpile", {}):
                line["stockpile"]["budget"] = times(line["stockpile"]["budget"], factor)
            for item in line["inputs"].values():
                for order in item.get("stock", {}).get("on_order", ()):
                    order["pieces"] = order["pieces"] * factor

    assert_same(generated(seed), change)


def plainly_supplied(line: Tree) -> list[str]:
    """Inputs that may stand in a line twice: nothing else serves them that would then be asked twice."""
    return [
        name
        for name, item in line["inputs"].items()
        if not any(key in item for key in ("shared", "demand_kept"))
        and not any(
            "line" in each or "pool" in each
            for each in (*item["sources"].values(), *item.get("alternatives", {}).values())
        )
    ]


@given(seeds)
@examples(40)
def test_the_same_input_a_second_time_changes_nothing_in_scenarios(seed: int) -> None:
    """P7: an input with the same row runs out with its twin; money for stock would have to buy both."""
    tree = generated(seed)
    chosen = [
        (name, key)
        for name, line in tree["lines"].items()
        if "budget" not in line.get("stockpile", {})
        for key in plainly_supplied(line)
    ]
    assume(chosen)
    name, key = Random(seed).choice(chosen)

    def change(tree: Tree) -> None:
        line = tree["lines"][name]
        line["inputs"]["twin"] = deepcopy(line["inputs"][key])
        if key in line.get("stockpile", {}).get("inputs", ()):
            line["stockpile"]["inputs"].append("twin")

    assert_same(tree, change)


@given(seeds)
@examples(40)
def test_a_source_split_into_halves_changes_nothing_in_scenarios(seed: int) -> None:
    """P8: two sources of half the share, of one supplier, of the same line if of one."""
    tree = generated(seed)
    chosen = [
        (name, key, supplier)
        for name, line in tree["lines"].items()
        for key, item in line["inputs"].items()
        if "shared" not in item
        for supplier in item["sources"]
    ]
    assume(chosen)
    name, key, supplier = Random(seed).choice(chosen)

    def change(tree: Tree) -> None:
        sources = tree["lines"][name]["inputs"][key]["sources"]
        whole = sources[supplier]
        whole["supplier"] = supplier
        whole["share"] = times(whole["share"], 0.5)
        sources["half"] = deepcopy(whole)

    assert_same(tree, change)


@given(seeds, st.randoms(use_true_random=False))
@examples(60)
def test_the_order_in_the_file_changes_nothing_in_scenarios(seed: int, random: Random) -> None:
    """P11: lines, inputs and ordinary sources, measures, lists and classes in any order; alternatives keep theirs."""

    def shuffled(section: Tree) -> Tree:
        keys = list(section)
        random.shuffle(keys)
        return {key: section[key] for key in keys}

    def change(tree: Tree) -> None:
        for name in ("lines", "classes", "measures", "lists", "organisations"):
            tree[name] = shuffled(tree[name])
        for line in tree["lines"].values():
            line["inputs"] = shuffled(line["inputs"])
            for item in line["inputs"].values():
                item["sources"] = shuffled(item["sources"])

    assert_same(generated(seed), change)


def test_what_is_generated_holds_every_policy() -> None:
    """The examples above are worth what they hold; of 300 scenarios each of these is in ten at least."""
    words = (
        '"line": ', '"pool": ', '"shared": ', '"degraded": ', '"output": ', '"lasts_until": ', '"stockpile": ',
        '"budget": ', '"last_buy": ', '"lots_every": ', '"push"', '"halve"', '"yield": ', '"s-curve"', '"fleet": ',
        '"on_order": ', '"granted_after": ', '"restart": ', '"leakage": ', '"demand_kept": ', '"exponential"',
        '"vendor_stops": ', '"plan_grows": ', '"plan_from": ', '"returned"', '"until": ', '"priority": ',
    )  # fmt: skip
    texts = [json.dumps(tree) for tree in map(generated, range(300)) if read(tree) is not None]
    assert len(texts) > 240
    few = {word: found for word in words if (found := sum(word in text for text in texts)) < 10}
    assert few == {}
