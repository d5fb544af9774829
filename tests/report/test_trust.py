"""What a reader must know before the numbers: implausible ones, low demand, and the stated limits."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from pathlib import Path

import pytest

import sim
from sim.explain import for_want_of_demand, overdue
from sim.report.page import page
from sim.results.folder import as_json
from sim.terminal import console, show_run
from tests.example_results import example_results
from tests.example_scenario import EXAMPLE


@pytest.mark.parametrize(
    ("full", "half", "said"),
    [
        (1.0, 0.89, "under half of plan in 11 % of draws, for want of demand"),
        (0.95, 0.85, "under half of plan in at least 10 % of draws, for want of demand"),
        (1.0, 1.0, ""),
        (0.6, 0.6, ""),
        (0.2, 0.6, ""),
        (float("nan"), float("nan"), ""),
    ],
)
def test_low_output_that_meets_demand_is_told(full: float, half: float, said: str) -> None:
    assert for_want_of_demand({"full_output_beyond": full, "half_output_beyond": half}) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, ""),
        (0, ""),
        (1, "should have begun 1 day ago"),
        (24, "should have begun 24 days ago"),
    ],
)
def test_a_day_that_is_past_says_how_long_ago(days: int, said: str) -> None:
    today = dt.date(2019, 10, 9)
    assert overdue(today - dt.timedelta(days), today) == said


def test_low_demand_is_told_under_the_cell_of_both_tables() -> None:
    results = example_results()
    for name in ("companies", "products"):
        own = results.tables[name]["company"] == "phone-maker"
        results.tables[name].loc[own, ["full_output_beyond", "half_output_beyond"]] = [1.0, 0.89]
    told = page(results).replace("\N{NO-BREAK SPACE}", " ")
    said = "under half of plan in 11 % of draws, for want of demand"
    first, second = told.index('class="overview"'), told.index('id="how-long"')
    assert first < told.index(said) < second < told.rindex(said)


def test_implausible_numbers_stand_first_on_the_screen_and_in_the_report(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    price = next(line for line in EXAMPLE.splitlines() if line.strip().startswith("price:"))
    path.write_text(EXAMPLE.replace(price, price.partition("price:")[0] + "price: 0.01 USD", 1))
    results = sim.run(path, replications=2)
    (sentence,) = results.implausible
    assert sentence.startswith("Implausible: parts of ")
    assert "a price of 0.01 USD" in sentence
    assert "camera.yaml:" in sentence
    out = io.StringIO()
    show_run(results, console(out))
    shown = " ".join(out.getvalue().split())
    assert shown.index("Implausible: ") < shown.index("weeks until")
    assert "Do not trust the answer before this is mended or explained." in shown
    told = page(results)
    assert 'id="implausible"' in told
    assert told.index("Implausible numbers.") < told.index("At a glance")
    assert '"implausible": [' in as_json(results)


def test_nothing_is_said_where_nothing_is_implausible() -> None:
    assert "mplausible" not in page(example_results())


def test_parts_without_rows_do_not_appear() -> None:
    told = page(example_results())
    assert 'id="applications"' not in told
    assert 'id="markets"' not in told


def test_screen_and_both_places_of_the_report_state_the_limits_in_full() -> None:
    end = "not legal or investment advice; corrections welcome."
    results = dataclasses.replace(example_results(), hypothetical=False)
    told = page(results)
    assert told.count(end) == 2
    out = io.StringIO()
    show_run(results, console(out))
    shown = " ".join(out.getvalue().split())
    assert f"Not a statement about the conduct of any firm; {end}" in shown
