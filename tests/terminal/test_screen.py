"""The first screen: the answer first, cases apart where they differ, one word for what lies beyond the horizon."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pandas as pd

from sim.report.order import hit
from sim.terminal import console, show_run
from sim.terminal.how_long import how_long
from tests.example_results import example_results


def shown() -> str:
    stream = io.StringIO()
    show_run(example_results(), console(stream), every=True)
    return stream.getvalue()


def test_the_answer_stands_before_the_tables_and_nothing_is_wider_than_80_columns() -> None:
    screen = shown()
    assert screen.index("Both keep full output for 12 to 26 weeks.") < screen.index("Who is cut off")
    assert max(map(len, screen.splitlines())) <= 80


def test_what_differs_by_case_is_said_with_its_case() -> None:
    told = " ".join(shown().split())
    assert re.search(r"undetermined cut: [^:]*ends at 20-50-90 %", told)
    assert "most often missing" not in told


def test_there_is_one_word_for_what_lies_beyond_the_horizon() -> None:
    screen = shown()
    assert "40-beyond 62 %" in screen
    assert not re.search(r"\b(never|later)\b", screen)


def test_a_fleet_is_not_called_stock() -> None:
    results = example_results()
    parts = results.tables["parts"].assign(fleet=True)
    told = [
        str(getattr(each, "renderable", each))
        for each in how_long(replace(results, tables={**results.tables, "parts": parts}))
    ]
    assert any("a fleet in use 60 %" in text for text in told)
    assert not any(re.search(r"\bstock 60 %", text) for text in told)


def test_a_line_that_makes_all_that_is_wanted_is_not_hit_worse_than_one_that_falls_short() -> None:
    unwanted = {
        "full_output_beyond": 1.0,
        "half_output_beyond": 0.8,
        "stop_beyond": 1.0,
        "full_output_middle": None,
    }
    short = {
        "full_output_beyond": 0.1,
        "half_output_beyond": 0.9,
        "stop_beyond": 1.0,
        "full_output_middle": 5.0,
    }
    assert hit([short]) < hit([unwanted])


def test_a_line_under_half_of_plan_for_want_of_demand_is_said_to_meet_it() -> None:
    results = example_results()
    tables = dict(results.tables)
    for name in ("companies", "products"):
        tables[name] = tables[name].assign(full_output_beyond=1.0, half_output_beyond=0.9)
    told = [str(getattr(each, "renderable", each)) for each in how_long(replace(results, tables=tables))]
    assert any("under half of plan in 10 % of draws, for want of demand" in text for text in told)
    assert isinstance(tables["products"], pd.DataFrame)


def test_the_screen_shows_those_that_are_hit_worst_first() -> None:
    results = example_results()
    tables = dict(results.tables)
    for name in ("companies", "products"):
        table = tables[name].copy()
        own = table["company"] == "camera-maker"
        table.loc[own, ["stop_beyond", "half_output_beyond", "full_output_beyond"]] = 0.99
        tables[name] = table
    told = [str(getattr(each, "renderable", each)) for each in how_long(replace(results, tables=tables))]
    titles = [text for text in told if "(about" in text]
    assert titles[0].startswith("Phone Maker")


def test_a_column_for_those_that_stop_leaves_room_for_names() -> None:
    results = example_results()
    companies = results.tables["companies"].assign(suppliers_stopping=1.0)
    companies["name"] = companies["name"].where(companies["company"] != "phone-maker", "SenseTime")
    stream = io.StringIO()
    show_run(replace(results, tables={**results.tables, "companies": companies}), console(stream), every=True)
    assert re.search(r"^ ?SenseTime +2019-10-09", stream.getvalue(), re.MULTILINE)
