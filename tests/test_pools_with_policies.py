"""Pools, shared stocks and lesser forms beside stock that is built up, worked out on paper.

All times are days from the start, 2019-10-01. Makers are cut off on day 10 with chips for 20 days and nothing on its
way; home chips come from day 30 on. Plans are 600 and 400 products a day. The horizon is day 100.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sim
from tests.pooled_scenario import DEGRADED, POOLED, SHARED
from tests.test_degraded import LENS_AT_HOME, LENS_CUT, of
from tests.test_pools import close, made_after_cut, run

ABROAD = "chip-maker: {share: 100 %, made_in: US}"
HOME_POOL = "    capacity: 500 units/day\n"
RAMPS = ("ramp: 0 days", "ramp: 30 days")


def stockpiled(text: str, more: str = "") -> str:
    """The scenario, in which each line builds up stock from the first day on."""
    policy = f"    stockpile: {{covers: 1000 days, from: 2019-10-01{more}}}\n    inputs:\n"
    return text.replace("    inputs:\n", policy)


def test_a_last_buy_gives_no_more_than_its_pool_has(tmp_path: Path) -> None:
    """Makers ask for three times 1 000 chips of a pool of 1 500: 500 more for 10 days, 5 000 on day 30.

    With 500 home chips a day they last to day 40: 30 x 600 + 60 x 300, and 30 x 400 + 60 x 200.
    """
    bought = "chip-maker: {share: 100 %, made_in: US, pool: abroad, last_buy: {at_most: 3, from: 2019-10-01}}"
    pool = "pools:\n  abroad: {title: Chips abroad, ref: estimate, capacity: 1500 units/day}\n"
    text = stockpiled(POOLED).replace(ABROAD, bought).replace("pools:\n", pool)
    assert made_after_cut(run(tmp_path, text)) == {"big": close(36_000.0), "small": close(24_000.0)}


def test_stock_that_was_built_up_waits_while_a_pool_gives_enough(tmp_path: Path) -> None:
    """A fifth more for 10 days: 2 000. Home chips serve all of 1 000, and no more, from day 30 to day 60, then 500.

    The 2 000 are gone on day 64: 54 x 600 + 36 x 300, and 54 x 400 + 36 x 200.
    """
    later = "    capacity: 1100 units/day\n    later: [{from: 2019-11-30, capacity: 500 units/day}]\n"
    made = made_after_cut(run(tmp_path, stockpiled(POOLED).replace(HOME_POOL, later)))
    assert made == {"big": close(43_200.0), "small": close(28_800.0)}


def test_stock_that_both_forms_use_is_built_up_once(tmp_path: Path) -> None:
    """Lenses are cut too, and a fifth more of them comes for 10 days: 1 200. From day 30 on 360 come a day.

    300 full cameras a day and as many lesser ones as lenses allow: 12 000 + 1 200 + 70 x 360 = 38 400 of 54 000.
    """
    text = stockpiled(DEGRADED.replace(LENS_AT_HOME, LENS_CUT), ", inputs: [lens]")
    row = of(run(tmp_path, text))
    assert row["lost_output_middle"] == close(15_600.0 / 54_000.0)
    assert row["degraded"] == close(5_400.0 / 38_400.0)


def test_a_budget_buys_as_much_of_what_both_forms_use(tmp_path: Path) -> None:
    """1 800 USD are 600 lenses at 3 USD: 12 000 + 600 + 70 x 360 = 37 800 of 54 000."""
    text = stockpiled(DEGRADED.replace(LENS_AT_HOME, LENS_CUT), ", inputs: [lens], budget: 1800 USD")
    assert of(run(tmp_path, text))["lost_output_middle"] == close(16_200.0 / 54_000.0)


def test_an_alternative_of_a_pool_learns_its_yield(tmp_path: Path) -> None:
    """Nine tenths of 600 and of 400 are good from the first day on; of 540 and 360 a pool of 450 gives one half.

    From day 10 on: 12 000 + 70 x 270 and 8 000 + 70 x 180.
    """
    learnt = "pool: home-capacity, yield: {first: 90 %, final: 90 %, halves_every: 9 days}"
    text = POOLED.replace("pool: home-capacity", learnt).replace("500 units/day", "450 units/day")
    assert made_after_cut(run(tmp_path, text)) == {"big": close(30_900.0), "small": close(20_600.0)}


def test_a_shared_stock_is_fed_by_an_s(tmp_path: Path) -> None:
    """An S is the straight ramp turned about its middle: of 30 days it lacks 15 of 500, as that does.

    From day 30 on 300 and 200 a day, less 15 x 300 and 15 x 200.
    """
    text = SHARED.replace(RAMPS[0], f"{RAMPS[1]}\n    ramp_shape: s-curve")
    assert made_after_cut(run(tmp_path, text)) == {"big": close(28_500.0), "small": close(19_000.0)}


def test_a_last_buy_of_a_stock_of_several_lines_is_refused(tmp_path: Path) -> None:
    text = SHARED.replace(ABROAD, ABROAD.replace("US}", "US, last_buy: {at_most: 2}}"))
    said = "`chip-maker` has a `last_buy`, but a `shared` stock is not built up before a cut"
    with pytest.raises(sim.ScenarioError, match=re.escape(said)):
        run(tmp_path, text)


@pytest.mark.parametrize("more", ["", ", inputs: [chip]"])
def test_a_stock_of_several_lines_is_not_built_up_by_one(tmp_path: Path, more: str) -> None:
    said = "big.inputs.chip.shared: `lines.big.stockpile` does not reach a stock that other lines use too"
    with pytest.raises(sim.ScenarioError, match=re.escape(said)):
        run(tmp_path, stockpiled(SHARED, more))
