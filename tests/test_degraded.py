"""A lesser form of a product, worked out on paper. All times are days from the start, 2019-10-01.

The maker of 600 cameras a day is cut off on day 10 with network chips for 20 days and nothing under way; home chips
serve 300 a day from day 30 on. Half of those who cannot have the full camera take the lesser one, at 60 % of its price.
The horizon is day 100.
"""

from __future__ import annotations

import io
import math
import re
from pathlib import Path

import pytest

import sim
from sim.results.results import Results
from sim.terminal import console, show_run
from tests.pooled_scenario import DEGRADED
from tests.test_pools import close, run

LENS_AT_HOME = "          home-chips: {share: 100 %, made_in: CN}\n"
LENS_CUT = """\
          chip-maker: {share: 100 %, made_in: US}
        alternatives:
          home-chips: {serves: 60 %, made_in: CN}
"""
OWN_CHIP = """\
      plain-chip:
        title: Plain chip
        class: chip
        cost: 1 USD
        degraded_only: true
        stock: {covers: 10 days}
        sources:
          chip-maker: {share: 100 %, made_in: US}
"""


SERVICE = """\
      service:
        title: Cloud service
        class: chip
        cost: 0 USD
        if_missing: none
        stock: {covers: 0 days}
        demand_kept: {CN: 50 %}
        sources:
          chip-maker: {share: 100 %, made_in: US}
"""


def of(results: Results) -> dict[str, object]:
    (row,) = results.tables["products"].to_dict("records")
    return row


def test_half_of_what_is_unserved_is_made_in_the_lesser_form(tmp_path: Path) -> None:
    """From day 30 on 300 in full and half of the other 300: 450. From day 10 on 12 000 + 70 x 450 = 43 500 of 54 000.

    Sales: 12 000 + 70 x (300 + 60 % of 150) = 39 300. The lesser cameras, 10 500, need nothing that is cut.
    """
    row = of(run(tmp_path, DEGRADED))
    assert row["lost_output_middle"] == close(10_500.0 / 54_000.0)
    assert row["degraded"] == close(10_500.0 / 43_500.0)
    assert row["lost_value_middle"] == close(14_700.0 / 54_000.0)
    assert row["full_output_middle"] == close(20.0 / 7.0)
    assert row["lowest_middle"] == close(0.75)
    assert row["carried_before"] == close(12_000.0 / 43_500.0)
    assert row["carried_domestic"] == close(21_000.0 / 43_500.0)
    assert row["carried_ordinary"] == close(10_500.0 / 43_500.0)


def test_a_company_counts_the_lesser_form_at_its_price(tmp_path: Path) -> None:
    """(300 + 60 % of 150) / 600."""
    row = run(tmp_path, DEGRADED).tables["companies"].set_index("company").loc["big-maker"]
    assert row["lowest_middle"] == close(0.65)
    assert row["domestic_level_middle"] == close(0.65)


def test_domestic_supply_alone_makes_the_lesser_form_too(tmp_path: Path) -> None:
    """450 of 600."""
    assert of(run(tmp_path, DEGRADED))["domestic_level_middle"] == close(0.75)


def test_the_full_form_is_served_first_with_what_both_need(tmp_path: Path) -> None:
    """Lenses are cut too: 360 a day from day 30 on, 300 for full cameras and 60 for lesser ones, all of it domestic.

    12 000 + 70 x 360 = 37 200.
    """
    row = of(run(tmp_path, DEGRADED.replace(LENS_AT_HOME, LENS_CUT)))
    assert row["lost_output_middle"] == close(16_800.0 / 54_000.0)
    assert row["degraded"] == close(4_200.0 / 37_200.0)
    assert row["binding"] == "lens"
    assert row["carried_before"] == close(12_000.0 / 37_200.0)
    assert row["carried_domestic"] == close(25_200.0 / 37_200.0)


def test_a_part_of_the_lesser_form_alone_is_used_by_it_alone(tmp_path: Path) -> None:
    """6 000 plain chips are on hand, and their maker is cut off too: 150 a day from day 30 on, to day 70.

    12 000 + 70 x 300 + 6 000 = 39 000, of which 18 000 are of stock from before the cut.
    """
    row = of(run(tmp_path, DEGRADED + OWN_CHIP))
    assert row["lost_output_middle"] == close(15_000.0 / 54_000.0)
    assert row["degraded"] == close(6_000.0 / 39_000.0)
    assert row["carried_before"] == close(18_000.0 / 39_000.0)
    assert row["domestic_level_middle"] == close(0.5)


def test_nobody_takes_the_lesser_form(tmp_path: Path) -> None:
    """300 of 600 for 70 days, as if there were none."""
    row = of(run(tmp_path, DEGRADED.replace("accepted: 50 %", "accepted: 0 %")))
    assert row["lost_output_middle"] == close(21_000.0 / 54_000.0)
    assert row["degraded"] == 0.0


def test_the_weeks_in_which_the_lesser_form_is_made_are_told(tmp_path: Path) -> None:
    """From day 30, 20 days after the cut, to day 70, when 6 000 plain chips at 150 a day are gone: 60 days after it."""
    row = of(run(tmp_path, DEGRADED + OWN_CHIP))
    assert row["degraded_from_middle"] == close(20.0 / 7.0)
    assert row["degraded_until_middle"] == close(60.0 / 7.0)
    assert row["degraded_until_beyond"] == 0.0


def test_customers_that_leave_by_and_by_leave_the_lesser_form_less_to_fill(tmp_path: Path) -> None:
    """No chip is held. A service that is cut with them keeps half of demand, approached with a constant of 20 days.

    Demand is 300 + 300 e^(-(t - 10) / 20). To day 30 half of it is made in the lesser form, then 300 in full and half
    of what is above. Of the lesser form: 1/2 (6 000 + 6 000 (1 - 1/e) + 6 000 (1/e - e^-4.5)) = 6 000 - 3 000 e^-4.5.
    """
    text = (
        DEGRADED.replace("if_missing: degrade\n", "if_missing: degrade\n        stock: {covers: 0 days}\n")
        + SERVICE
    )
    text = text.replace(
        "    degraded:", "    demand_falls_over: 20 days\n    demand_follows: exponential\n    degraded:"
    )
    row = of(run(tmp_path, text))
    lesser = 6_000.0 - 3_000.0 * math.exp(-4.5)
    assert row["degraded"] == pytest.approx(lesser / (lesser + 21_000.0), rel=2e-3)
    wanted = 90.0 * 300.0 + 6_000.0 * (1.0 - math.exp(-4.5))
    assert row["lost_output_middle"] == pytest.approx((wanted - 21_000.0 - lesser) / 54_000.0, rel=2e-3)


def test_what_happened_is_said(tmp_path: Path) -> None:
    results = run(tmp_path, DEGRADED)
    said = "24 % is in a degraded form (Camera without a network chip), from about week 3 to the end"
    assert said in str(results)
    shown = io.StringIO()
    show_run(results, console(shown))
    assert said in " ".join(shown.getvalue().split())
    assert list(results.tables["parts"]["if_missing"]) == ["degrade", "stop"]
    events = results.tables["events"]
    (begun,) = events[events["entity"] == "lines.big.degraded"].to_dict("records")
    assert (begun["day"], begun["before"], begun["after"]) == (30.0, 0.0, 150.0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("        if_missing: degrade\n", "", "`degraded` is made while an input is missing; give one"),
        (
            "    degraded: {title: Camera without a network chip, price: 60 %, accepted: 50 %}\n",
            "",
            "the input `chip` is about a lesser form; state `degraded`",
        ),
        (
            "    inputs:\n",
            "    ration: {output: 50 %, when_a_cut_part_covers_under: 9 days}\n    inputs:\n",
            "does not ration; leave out `ration` or `degraded`",
        ),
        (
            "if_missing: degrade",
            "if_missing: degrade\n        degraded_only: true",
            "nor missing in the full one",
        ),
        (
            "        cost: 3 USD\n",
            "        cost: 3 USD\n        fleet: {life: 9 years}\n",
            "`lens` is a fleet",
        ),
        ("accepted: 50 %", "accepted: 150 %", "150 %"),
    ],
)
def test_what_is_wrong_with_a_lesser_form_is_said(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(sim.ScenarioError, match=re.escape(said)):
        run(tmp_path, DEGRADED.replace(old, new))
