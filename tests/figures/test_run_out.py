"""The run-out figure: what each input lives on, read off the bars, whiskers and words of plotly's figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from sim.figures.rows import Rows
from sim.figures.run_out import run_out, urgent_inputs
from sim.figures.style import Basis
from tests.example_tables import CASES, EFFECTIVE, START, UNTIL, duration, example_tables

BASIS = Basis(START, UNTIL, 128, "Source: a test")
TITLES = {
    "chip": "main",
    "sensor": "image sensor",
    "glass": "glass",
    "app-store": "app store",
    "open": "5 open",
}


def draw(tables: Mapping[str, pd.DataFrame], case: str = "undetermined cut", line: str = "camera") -> Any:
    return run_out(Rows(tables), line, case, BASIS).figure()


def figure(case: str = "undetermined cut", line: str = "camera", **changes: object) -> Any:
    """The figure of one line; `changes` are cells of its chip."""
    tables = example_tables()
    parts = tables["parts"]
    chip = (parts["line"] == line) & (parts["case"] == case) & (parts["input"] == "chip")
    for column, value in changes.items():
        parts.loc[chip, column] = value
    return draw(tables, case, line)


def rows(drawn: Any) -> dict[str, int]:
    """The row of each input, by the title written over it."""
    titles = {note.text: note.y for note in drawn.layout.annotations if note.text.startswith("<b>")}
    return {
        name: round(next(y for text, y in titles.items() if text.startswith(f"<b>{start}")) + 0.4)
        for name, start in TITLES.items()
    }


def stretches(drawn: Any, name: str) -> list[tuple[str, str, str]]:
    """State, first and last day of the bars in the row of one input, in order of time."""
    row, found = rows(drawn)[name], []
    for bar in drawn.select_traces({"type": "bar"}):
        for base, length, y in zip(bar.base, bar.x, bar.y, strict=True):
            if round(y - 0.11) == row:
                end = dt.date.fromisoformat(base) + dt.timedelta(days=round(length / 86_400_000))
                found.append((base, str(end), bar.name))
    return [(state, base, end) for base, end, state in sorted(found)]


def words(drawn: Any, name: str) -> str:
    row = rows(drawn)[name]
    return next(
        note.text
        for note in drawn.layout.annotations
        if note.yref != "paper" and not note.text.startswith("<b>") and round(note.y + 0.19) == row
    )


def whisker(drawn: Any) -> list[tuple[str, str, int]]:
    """Symbol, date and row of every mark on a whisker."""
    marks = drawn.select_traces({"type": "scatter", "mode": "markers"})
    return [
        (symbol, date, round(y - 0.38))
        for trace in marks
        for symbol, date, y in zip(trace.marker.symbol, trace.x, trace.y, strict=True)
    ]


def week(number: float) -> str:
    return str(EFFECTIVE + dt.timedelta(weeks=number))


def test_a_cut_input_lives_on_stock_then_runs_out_then_an_alternative_is_ready() -> None:
    assert stretches(figure(), "chip") == [
        ("ordinary supply", str(START), str(EFFECTIVE)),
        ("stock from before the cut", str(EFFECTIVE), week(19.4)),
        ("run out", week(19.4), week(30)),
        ("alternative ready", week(30), str(UNTIL)),
    ]


def test_an_input_that_runs_out_although_an_alternative_is_ready_is_out() -> None:
    states = [state for state, _, _ in stretches(figure(), "sensor")]
    assert states == ["ordinary supply", "stock from before the cut", "alternative ready", "run out"]


def test_an_input_without_alternative_that_does_not_run_out_lives_on_stock_to_the_horizon() -> None:
    nothing = duration("run_out", beyond=1.0) | duration("alternative_ready", beyond=1.0)
    assert stretches(figure(**nothing), "chip")[-1] == (
        "stock from before the cut",
        str(EFFECTIVE),
        str(UNTIL),
    )


def test_an_undetermined_input_keeps_ordinary_supply_in_the_case_in_which_it_is_open() -> None:
    drawn = figure("undetermined open")
    assert stretches(drawn, "glass") == [("ordinary supply", str(START), str(UNTIL))]
    assert words(drawn, "glass") == "undetermined; open in this case"


def test_what_is_missing_without_stopping_the_line_is_not_called_out() -> None:
    assert [state for state, _, _ in stretches(figure(), "app-store")] == [
        "ordinary supply",
        "missing, line goes on",
    ]


def test_open_inputs_share_one_row_of_ordinary_supply() -> None:
    drawn = figure()
    assert stretches(drawn, "open") == [("ordinary supply", str(START), str(UNTIL))]
    assert sum(note.text.startswith("<b>") for note in drawn.layout.annotations) == 5


def test_a_line_whose_plan_begins_later_has_no_bar_before_that_day() -> None:
    drawn = figure(line="doorbell")
    assert min(base for bar in drawn.select_traces({"type": "bar"}) for base in bar.base) == "2019-09-19"
    assert any("plan begins 19 Sep 2019" in note.text for note in drawn.layout.annotations)


def test_a_whisker_spans_10_to_90_percent_with_a_diamond_at_50() -> None:
    drawn = figure()
    chip = rows(drawn)["chip"]
    assert [(symbol, date) for symbol, date, row in whisker(drawn) if row == chip] == [
        ("line-ns-open", week(11.6)),
        ("line-ns-open", week(26.2)),
        ("diamond", week(19.4)),
    ]


def test_a_whisker_that_goes_on_beyond_the_horizon_ends_there_in_an_arrow() -> None:
    drawn = figure()
    sensor = rows(drawn)["sensor"]
    assert ("triangle-right", str(UNTIL), sensor) in whisker(drawn)
    assert words(drawn, "sensor") == "partly cut; out in week 30 – 50 – beyond 64 (30 %)"


def test_an_input_that_never_runs_out_has_no_whisker_and_says_so() -> None:
    drawn = figure()
    assert rows(drawn)["glass"] not in [row for _, _, row in whisker(drawn)]
    assert words(drawn, "glass") == "undetermined; out beyond week 64 (every draw)"


def test_draws_beyond_the_horizon_are_told_even_where_every_quantile_is_reached() -> None:
    assert words(figure(run_out_beyond=0.04), "chip") == "cut; out in week 12 – 19 – 26 (beyond: 4 %)"


def test_an_input_that_runs_out_early_in_one_case_stands_first_in_both() -> None:
    tables = example_tables()
    parts = tables["parts"]
    early = (parts["input"] == "glass") & (parts["case"] == "undetermined cut")
    for column, value in duration("run_out", 1, 2, 3).items():
        parts.loc[early, column] = value
    first, second = (draw(tables, case) for case in CASES)
    assert rows(first) == rows(second)
    assert rows(first)["glass"] == 0


def test_announcement_effective_date_and_horizon_are_marked_and_named() -> None:
    drawn = figure()
    assert {shape.x0 for shape in drawn.layout.shapes} == {"2019-10-07", "2019-10-09", "2020-12-30"}
    marks = [note.text for note in drawn.layout.annotations if note.yref == "paper"]
    assert marks == ["horizon 30 Dec 2020", "announced 7 Oct 2019, in effect 9 Oct 2019"]


def test_a_name_that_tries_to_be_html_is_written_out() -> None:
    shown = [note.text for note in figure().layout.annotations]
    assert any(text.startswith("<b>main &lt;img src=x") for text in shown)
    assert not any(
        "<img" in text for bar in figure().select_traces({"type": "bar"}) for text in bar.hovertext
    )


def test_the_words_around_it_say_how_many_draws_and_from_which_day() -> None:
    told = figure().layout.meta
    assert "128 draws" in told["subtitle"]
    assert "10 – 50 – 90 % of draws" in told["subtitle"]
    assert "Weeks count from 9 Oct 2019, the effective date" in told["subtitle"]
    assert told["title"] == "Camera: what each input lives on, if undetermined flows are cut"
    assert told["source"] == "Source: a test"
    assert "glass: undetermined; out beyond week 64 (every draw)" in told["summary"]


def test_a_line_with_every_input_open_is_still_a_figure() -> None:
    tables = example_tables()
    tables["parts"] = tables["parts"][tables["parts"]["status"] == "open"]
    drawn = draw(tables)
    assert [bar.name for bar in drawn.select_traces({"type": "bar"})] == ["ordinary supply"]
    assert "Every input is open" in drawn.layout.meta["summary"]


@pytest.mark.parametrize("missing", [None, pd.NaT, float("nan")])
def test_a_maker_that_no_measure_reaches_has_only_the_horizon_marked(missing: object) -> None:
    tables = example_tables()
    for column in ("listed_since", "announced", "counted_from"):
        tables["products"][column] = missing
    drawn = draw(tables)
    assert {shape.x0 for shape in drawn.layout.shapes} == {"2020-12-30"}
    assert "Weeks count from the start, 1 May 2019." in drawn.layout.meta["subtitle"]


def test_weeks_of_a_maker_that_is_not_listed_count_from_the_measure_that_reaches_a_supplier() -> None:
    tables = example_tables()
    for column in ("listed_since", "announced"):
        tables["products"][column] = None
    tables["products"]["counted_from"] = dt.date(2019, 11, 6)
    drawn = draw(tables)
    assert {shape.x0 for shape in drawn.layout.shapes} == {"2019-11-06", "2020-12-30"}
    assert "a supplier is first reached 6 Nov 2019" in [note.text for note in drawn.layout.annotations]
    assert (
        "Weeks count from 6 Nov 2019, the first measure or stop that reaches" in drawn.layout.meta["subtitle"]
    )
    out = next(begins for state, begins, _ in stretches(drawn, "chip") if state == "run out")
    assert out == str(dt.date(2019, 11, 6) + dt.timedelta(weeks=19.4))


def test_a_fleet_is_in_use_and_retires_and_is_too_small_rather_than_out() -> None:
    drawn = figure(fleet=True)
    assert [state for state, _, _ in stretches(drawn, "chip")] == [
        "ordinary supply",
        "in use, retires",
        "fleet smaller than needed",
        "alternative ready",
    ]
    assert words(drawn, "chip") == "cut; too small in week 12 – 19 – 26"
    bar = next(trace for trace in drawn.data if trace.name == "in use, retires")
    assert "in use and retires" in bar.hovertext[0]
    assert "stock" not in bar.hovertext[0]
    assert "not a stock that is used up" in drawn.layout.meta["subtitle"]
    assert {"in use, retires", "stock from before the cut"} <= {
        entry["name"] for entry in drawn.layout.meta["key"]
    }


def test_shapes_and_words_are_those_of_the_rows_and_no_more() -> None:
    drawn = figure()
    assert len(drawn.layout.shapes) == 3 * 5  # announced, in effect, horizon; in five rows
    assert len(drawn.layout.annotations) == 2 * 5 + 2


def standing(**changes: object) -> Any:
    """The figure of a camera that stops in week 3 for good, in the middle of the draws."""
    tables = example_tables()
    products, parts = tables["products"], tables["parts"]
    own = (products["line"] == "camera") & (products["case"] == "undetermined cut")
    for column, value in (duration("stop", 2, 3, 4) | duration("resumes", beyond=1.0)).items():
        products.loc[own, column] = value
    chip = (parts["line"] == "camera") & (parts["case"] == "undetermined cut") & (parts["input"] == "chip")
    for column, value in changes.items():
        parts.loc[chip, column] = value
    return draw(tables)


def test_a_bar_of_stock_ends_where_the_line_stands_still_and_the_words_say_so() -> None:
    """The chip would run out in week 1 in one draw in ten, and in 88 % of them not before the line stops in week 3."""
    drawn = standing(**duration("run_out", 1, None, None, 0.88))
    assert stretches(drawn, "chip") == [
        ("ordinary supply", str(START), str(EFFECTIVE)),
        ("stock from before the cut", str(EFFECTIVE), week(3)),
        ("not used: the line stands still", week(3), str(UNTIL)),
    ]
    assert words(drawn, "chip") == "cut; out in week 1 – not (88 %)"
    assert words(drawn, "sensor") == "partly cut; out in week 30 – 50 – not (30 %)"
    assert words(drawn, "glass") == "undetermined; out not before the stop"
    assert stretches(drawn, "open")[-1] == ("not used: the line stands still", week(3), str(UNTIL))
    assert "the line stands still from week 3 on: what has not run out" in drawn.layout.meta["subtitle"]


def test_what_has_run_out_before_the_line_stands_still_stays_out() -> None:
    """The chip is out from week 2 on, its alternative is ready in week 30, when nothing is made any more."""
    drawn = standing(**duration("run_out", 1, 2, 3), **duration("alternative_ready", 20, 30, 40))
    assert stretches(drawn, "chip")[1:] == [
        ("stock from before the cut", str(EFFECTIVE), week(2)),
        ("run out", week(2), week(30)),
        ("not used: the line stands still", week(30), str(UNTIL)),
    ]


def test_a_line_that_runs_again_in_the_middle_of_the_draws_keeps_its_bars() -> None:
    assert "not used" not in str(figure().layout.meta)


def test_inputs_that_share_a_title_are_told_apart_by_their_ids() -> None:
    """Chip and glass are both called `part`; the sensor keeps its own title without an id."""
    tables = example_tables()
    parts = tables["parts"]
    parts.loc[parts["input"].isin(["chip", "glass"]), "title"] = "part"
    shown = [note.text for note in draw(tables).layout.annotations]
    assert {"<b>part (chip)</b>", "<b>part (glass)</b>"} <= set(shown)
    assert any(text.startswith("<b>image sensor with") and "(" not in text for text in shown)


def test_of_a_long_list_the_first_figure_has_the_most_urgent_and_the_open_ones_the_second_the_rest() -> None:
    """Four inputs have a row of their own: two stand in the first figure with the open ones, two in the second."""
    rows_ = Rows(example_tables())
    first = run_out(rows_, "camera", CASES[0], BASIS, slice(0, 2)).figure()
    second = run_out(rows_, "camera", CASES[0], BASIS, slice(2, None)).figure()
    titles = [
        [note.text for note in each.layout.annotations if note.text.startswith("<b>")]
        for each in (first, second)
    ]
    whole = [note.text for note in figure().layout.annotations if note.text.startswith("<b>")]
    assert [*titles[0][:2], *titles[1], titles[0][2]] == whole
    assert urgent_inputs(rows_, "camera") == 4
    assert second.layout.meta["title"].startswith("Camera: what each further input lives on")


def test_of_inputs_that_never_run_out_the_one_with_least_stock_stands_first() -> None:
    """Chip and sensor never run out; the sensor has stock for 10 days, the chip for 80: the sensor comes first."""
    tables = example_tables()
    parts = tables["parts"]
    both = parts["input"].isin(["chip", "sensor"])
    for column, value in duration("run_out", beyond=1.0).items():
        parts.loc[both, column] = value
    parts.loc[parts["input"] == "chip", "cover_middle"] = 80.0
    parts.loc[parts["input"] == "sensor", "cover_middle"] = 10.0
    placed = rows(draw(tables))
    assert placed["sensor"] < placed["chip"]
