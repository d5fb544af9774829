"""What a variant changed is told in words, and the numbers that decide by what they rest on."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import sim
from sim.results.changes import told_changes
from sim.scenario import read_scenario
from sim.terminal import console, show_run
from tests.example_scenario import EXAMPLE
from tests.rules.test_law_in_scenarios import with_glass

STOP = "{title: Glass Works stops, ref: estimate, supplier: glass-works, buyers: [camera-maker], from: 2020-02-01}"

SAME = "october-2019: {list: entity-list, batch: october-2019, licences: none}"


def told(folder: Path, *settings: str, text: str = EXAMPLE) -> tuple[str, ...]:
    path = folder / "camera.yaml"
    lines = "".join(f"      {each}\n" for each in settings)
    path.write_text(f"{text}  other:\n    title: Another\n    ref: estimate\n    set:\n{lines}")
    return told_changes(read_scenario(path, ["other"]))


def test_a_section_of_events_is_told_by_what_is_added_and_left_out(tmp_path: Path) -> None:
    assert told(tmp_path, f"vendor_stops: {{glass: {STOP}}}", "measures: {}") == (
        "added: Glass Works stops, from 2020-02-01",
        "left out: Additions of October 2019",
    )


def test_one_event_is_told_alike_and_its_chance_if_it_is_not_certain(tmp_path: Path) -> None:
    stop = STOP.replace("from:", "chance: 60 %, from:")
    assert told(tmp_path, f"vendor_stops: {{glass: {stop}}}") == (
        "added: Glass Works stops, from 2020-02-01, with a chance of 60 %",
    )


def test_a_variant_whose_events_are_likelier_than_those_left_out_says_so(tmp_path: Path) -> None:
    base = EXAMPLE.replace("licences: none}", "licences: none, chance: 15 %}", 1)
    assert base != EXAMPLE
    assert told(tmp_path, f"vendor_stops: {{glass: {STOP}}}", "measures: {}", text=base)[-2:] == (
        "left out: Additions of October 2019, with a chance of 15 %",
        "chance: 15 % -> 100 %",
    )


def test_a_measure_that_brings_in_rules_is_told_by_their_titles(tmp_path: Path) -> None:
    text = with_glass("{rules: [glass-control]}").replace("  glass: {rules: [glass-control]}\n", "")
    assert told(tmp_path, f"measures: {{{SAME}, glass: {{rules: [glass-control]}}}}", text=text) == (
        "added: Control of glass",
    )


def test_an_event_that_stays_as_it_was_is_no_change(tmp_path: Path) -> None:
    assert told(tmp_path, f"measures: {{{SAME}}}") == ()


def test_a_title_is_read_as_the_title_and_other_values_without_the_marks_of_yaml(tmp_path: Path) -> None:
    assert told(
        tmp_path,
        "title: Another title",
        "lines.camera.price: 60 USD",
        "measures.october-2019.licences: {granted_after: 90 days, volume: 50 %}",
        "lines.camera.inputs.lens.sources.glass-works.made_in: [CN, TW]",
        "lines.camera.plan_grows: 5 %",
    ) == (
        "lines.camera.price: 55 USD -> 60 USD",
        "measures.october-2019.licences: none -> granted after 90 days, volume 50 %",
        "lines.camera.inputs.lens.sources.glass-works.made_in: CN -> CN, TW",
        "lines.camera.plan_grows: not given -> 5 %",
    )


def test_the_screen_says_the_words_and_the_manifest_keeps_keys_and_values(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(EXAMPLE)
    results = sim.run(path, ["some-licences"], replications=1)
    out = io.StringIO()
    show_run(results, console(out), every=True)
    assert "october-2019.licences: none -> granted after 90 days, volume 50 %" in " ".join(
        out.getvalue().split()
    )
    assert results.manifest["changes"] == [
        "measures.october-2019.licences: none -> {granted_after: 90 days, volume: 50 %}"
    ]


# --- what the numbers rest on


def test_the_numbers_that_decide_are_parted_into_printed_defaults_and_others(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(EXAMPLE.replace("cost: 12.50 USD", "cost: 12.50 USD\n        ref: notice"))
    table = (results := sim.run(path, replications=1)).tables["assumptions"]
    own = table[table["decides"]]
    basis = results.basis
    assert basis.numbers == len(own)
    assert basis.printed == pytest.approx((~own["estimate"]).sum() / len(own)) != 0.0
    assert basis.class_defaults == pytest.approx(own["class_default"].sum() / len(own))
    assert basis.printed + basis.class_defaults + basis.own_estimates == pytest.approx(1.0)
    assert basis.most_printed == "the notice that lists the maker"


def test_what_a_supplier_that_stops_supplies_decides(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    text = EXAMPLE.replace("measures:\n", f"vendor_stops:\n  glass: {STOP}\nmeasures:\n", 1)
    sure = "100 %, made_in: CN, content: {US: {total: 0 %}}}"
    text = text.replace("glass-works: {share: 100 %, made_in: CN}", f"glass-works: {{share: {sure}")
    for given, decides in ((text, True), (text.replace(f"vendor_stops:\n  glass: {STOP}\n", ""), False)):
        path.write_text(given)
        table = sim.run(path, replications=1).tables["assumptions"].set_index("path")
        assert table.loc["lines.camera.inputs.lens.cost", "decides"] == decides
