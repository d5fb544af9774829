"""The output figure: areas that add up to output, the range of draws, plan and demand, in % of plan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from sim.figures.output_over_time import output_over_time
from sim.figures.rows import Rows
from sim.figures.style import Basis
from tests.example_tables import START, UNTIL, example_tables

BASIS = Basis(START, UNTIL, 128, "Source: a test")


def figure(case: str = "undetermined cut", tables: Mapping[str, pd.DataFrame] | None = None) -> Any:
    return output_over_time(Rows(tables or example_tables()), "camera", case, BASIS).figure()


def areas(drawn: Any) -> dict[str, Any]:
    return {trace.name: trace for trace in drawn.data if trace.stackgroup}


def line(drawn: Any, name: str) -> Any:
    return next(trace for trace in drawn.data if trace.name == name)


def test_the_areas_add_up_to_mean_output_in_every_week() -> None:
    timeline = example_tables()["timeline"]
    own = timeline[(timeline["line"] == "camera") & (timeline["case"] == "undetermined open")]
    stacked = [
        sum(week)
        for week in zip(*(area.y for area in areas(figure("undetermined open")).values()), strict=True)
    ]
    assert stacked[:-1] == pytest.approx((100 * own["output_mean"]).tolist(), abs=0.02)


def test_what_never_carries_output_has_no_area() -> None:
    assert list(areas(figure("undetermined cut"))) == [
        "ordinary supply",
        "domestic alternative",
        "stock from before the cut",
    ]
    assert "foreign alternative" in areas(figure("undetermined open"))


def test_every_area_has_a_colour_and_a_pattern_of_its_own() -> None:
    drawn = areas(figure("undetermined open")).values()
    assert len({area.fillcolor for area in drawn}) == len({area.fillpattern.shape for area in drawn}) == 4


def test_the_last_week_lasts_to_the_horizon() -> None:
    drawn = figure()
    assert {trace.x[-1] for trace in drawn.data} == {"2020-12-30"}


def test_dotted_lines_hold_the_10_to_90_percent_of_draws() -> None:
    drawn = figure()
    low, high = line(drawn, "10 % of draws make less"), line(drawn, "90 % of draws make less")
    assert low.line.dash == high.line.dash == "dot"
    assert (low.y[0], high.y[0]) == pytest.approx((80, 100))


def test_plan_and_demand_are_lines_in_percent_of_plan() -> None:
    drawn = figure()
    assert set(line(drawn, "plan").y) == {100.0}
    assert line(drawn, "demand, mean").y[50] == pytest.approx(95)
    assert drawn.layout.yaxis.ticksuffix == " %"
    assert "output, % of plan" in [note.text for note in drawn.layout.annotations]


def test_the_words_around_it_say_draws_range_and_what_lies_beyond_the_horizon() -> None:
    told = figure("undetermined open").layout.meta
    assert "mean of 128 draws" in told["subtitle"]
    assert "10–90 % of draws" in told["subtitle"]
    assert (
        "to the horizon (30 Dec 2020) in 62 % of draws; it stops before in 0 % of draws" in told["subtitle"]
    )
    assert told["summary"].endswith(
        "In the last week, of plan: foreign alternative 55 %, domestic alternative 10 %."
    )


def test_the_key_explains_every_surface_and_line() -> None:
    drawn = figure("undetermined open")
    assert [entry["name"] for entry in drawn.layout.meta["key"]] == [
        *areas(drawn),
        "10 % and 90 % of draws",
        "plan",
        "demand, mean",
    ]


def growing() -> dict[str, pd.DataFrame]:
    """A camera whose plan grows each year by 60 % of the first day's plan, week by week."""
    tables = example_tables()
    tables["products"].loc[tables["products"]["line"] == "camera", "plan_grows"] = 0.6
    own = tables["timeline"]["line"] == "camera"
    tables["timeline"].loc[own, "plan"] = 1 + 0.6 * tables["timeline"]["week"] / 52.18
    return tables


def test_a_growing_plan_is_a_rising_line_within_the_axis() -> None:
    drawn = figure(tables=growing())
    plan = line(drawn, "plan").y
    assert plan[0] == 100
    assert plan[52] == pytest.approx(159.8, abs=0.1)
    assert drawn.layout.yaxis.range[1] > max(plan) > 190
    assert drawn.layout.yaxis.dtick == 50


def test_a_growing_plan_is_named_in_the_words_and_on_the_axis() -> None:
    drawn = figure(tables=growing())
    assert (
        "The plan grows each year by 60 % of the first day's plan; 100 % is the plan of the first day."
        in drawn.layout.meta["subtitle"]
    )
    assert "In the last week, of plan, where the plan is 199 %:" in drawn.layout.meta["summary"]
    assert "output, % of the first day's plan" in [note.text for note in drawn.layout.annotations]
    assert "grows" not in figure().layout.meta["subtitle"]


def test_what_a_fleet_carries_is_not_called_stock() -> None:
    tables = example_tables()
    tables["parts"]["fleet"] = True
    assert "a fleet in use from before the cut" in areas(figure(tables=tables))
    tables["parts"].loc[tables["parts"]["input"] == "chip", "fleet"] = False
    assert "a fleet in use, or stock, from before the cut" in areas(figure(tables=tables))
    assert "stock from before the cut" in areas(figure())


def test_a_drawing_as_json_says_what_the_checked_figure_says() -> None:
    drawing = output_over_time(Rows(example_tables()), "camera", "undetermined cut", BASIS)
    plain, checked = json.loads(drawing.json()), json.loads(drawing.figure().to_json(engine="json"))
    assert plain["data"] == checked["data"]
    assert len(plain["layout"]["annotations"]) == len(checked["layout"]["annotations"]) == 3
    assert plain["layout"]["shapes"] == checked["layout"]["shapes"]


def test_a_week_without_a_number_is_a_gap_and_not_a_broken_file() -> None:
    tables = example_tables()
    tables["timeline"]["demand"] = float("nan")
    drawing = output_over_time(Rows(tables), "camera", "undetermined cut", BASIS)
    assert {None} == set(line(drawing.figure(), "demand, mean").y)
    assert "NaN" not in drawing.json()
