"""What may not happen, or not on that day, is told with its span and its chance; never as a fact."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import sim
from sim.report.page import page
from sim.results.results import Results
from sim.terminal import console, show_run
from tests.example_scenario import EXAMPLE

CERTAIN = "  october-2019: {list: entity-list, batch: october-2019, licences: none}\n"
PERHAPS = (
    "  october-2019: {list: entity-list, batch: october-2019, licences: none, chance: 10 %, ref: estimate, "
    "announced: 2019-10-07, effective: 2019-10-09 / 2020-02-01 / 2020-09-01}\n"
)
SPAN = "2020-02-01 (2019-10-09 to 2020-09-01; chance 10 %)"


def run(folder: Path, text: str, *variants: str) -> Results:
    path = folder / "camera.yaml"
    path.write_text(text)
    return sim.run(path, variants, replications=4)


def shown(results: Results) -> str:
    stream = io.StringIO()
    show_run(results, console(stream), every=True)
    return " ".join(stream.getvalue().split())


@pytest.fixture(scope="module")
def perhaps(tmp_path_factory: pytest.TempPathFactory) -> Results:
    assert CERTAIN in EXAMPLE
    text = EXAMPLE.replace(CERTAIN, PERHAPS).replace(
        "title: A camera", "hypothetical: true\ntitle: A camera", 1
    )
    return run(tmp_path_factory.mktemp("perhaps"), text)


def test_tables_keep_the_likely_day_with_its_span_and_chance(perhaps: Results) -> None:
    row = perhaps.tables["companies"].iloc[0]
    for name, chance in (("listed_since", "listed_chance"), ("cut_since", "cut_chance")):
        days = [str(row[column]) for column in (name, f"{name}_low", f"{name}_high")]
        assert days == ["2020-02-01", "2019-10-09", "2020-09-01"]
        assert row[chance] == 0.1
    flow = perhaps.tables["flows"].query("supplier == 'chip-maker'").iloc[0]
    assert [str(flow[each]) for each in ("since_low", "since_high", "chance")] == [
        "2019-10-09",
        "2020-09-01",
        "0.1",
    ]


def test_sentences_headings_and_report_say_span_and_chance(perhaps: Results) -> None:
    said = perhaps.sentences["camera-maker"][0]
    assert f"from {SPAN} on a licence (assumed not granted) would be required" in said
    assert "With a chance of 10 % a licence is required" in " ".join(perhaps.answer)
    screen = shown(perhaps)
    assert f"(assumed not granted) from {SPAN}" in screen
    assert f"~ Camera Maker: listed {SPAN}." in screen
    assert "(9 Oct 2019 to 1 Sep 2020; chance 10\u00a0%)" in page(perhaps)


def test_a_certain_day_stands_alone(tmp_path: Path) -> None:
    results = run(tmp_path, EXAMPLE)
    assert (
        "from 2019-10-09 on a licence (assumed not granted) is required"
        in results.sentences["camera-maker"][0]
    )
    assert "~" not in shown(results)


def test_a_granted_licence_is_not_said_to_be_assumed_not_granted(tmp_path: Path) -> None:
    results = run(tmp_path, EXAMPLE, "some-licences")
    assert results.tables["companies"].iloc[0]["licences"] == "assumed granted for some, as the scenario says"
    assert "assumed not granted)" not in results.sentences["camera-maker"][0]


def test_a_maker_that_only_a_rule_reaches_is_cut_from_that_day_without_being_listed(tmp_path: Path) -> None:
    text = (
        EXAMPLE.partition("variants:")[0]
        .replace(CERTAIN, "  a-rule: {rules: [ban], ref: estimate}\n")
        .replace(
            "rules:\n",
            "rules:\n"
            "  ban:\n"
            "    title: A ban\n"
            "    issuer: US\n"
            "    reference: [made up]\n"
            "    confidence: C\n"
            "    in_force: [{from: 2019-11-01}]\n"
            "    when: {fact: made_in, is: US}\n",
            1,
        )
    )
    results = run(tmp_path, text)
    row = results.tables["companies"].iloc[0]
    assert (row["listed_since"], str(row["cut_since"])) == (None, "2019-11-01")
    assert "from 2019-11-01 on a licence" in results.sentences["camera-maker"][0]
    assert "rule 2019-11-01" in shown(results)


def test_where_draws_count_from_days_of_their_own_the_report_says_so(perhaps: Results) -> None:
    row = perhaps.tables["companies"].iloc[0]
    assert row["counted_from_low"] < row["counted_from_high"]
    assert "Weeks count from the day of each draw (" in page(perhaps)


def test_a_shortfall_before_the_day_from_which_weeks_count_is_told(tmp_path: Path) -> None:
    """The chip maker stops in May; 60 days of stock and 14 on their way are gone long before the listing in October."""
    stop = (
        "vendor_stops:\n  stop: {title: Chip Maker stops, supplier: chip-maker, buyers: [camera-maker], "
        "from: 2019-05-02, ref: estimate}\nmeasures:\n"
    )
    results = run(
        tmp_path,
        EXAMPLE.replace("covers: 60 / 90 / 180 days", "covers: 60 days").replace("measures:\n", stop, 1),
    )
    row = results.tables["products"].iloc[0]
    assert (row["full_output_middle"], row["short_before"]) == (0.0, 1.0)
    said = "in 100 % of draws it falls short before the day from which weeks count, told as 0 weeks"
    assert said in results.sentences["camera-maker"][1]
    assert "short before week 0 in 100 % of draws, told as 0" in shown(results)
