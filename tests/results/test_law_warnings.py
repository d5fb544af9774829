"""Law nobody verified, and estimates that decide: named by check, exposure, run and report, with the flows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import sim
from sim.errors import ScenarioError
from sim.report.page import page
from sim.scenario.warning_lines import warning_lines
from sim.scenario.warnings import ScenarioWarning
from tests.commands import runout
from tests.example_scenario import EXAMPLE
from tests.rules.test_law_in_scenarios import with_glass

FROM_FEBRUARY = "in_force: [{from: 2020-02-01, switch: glass-after-2020-02}]"
SWITCH = """\
switches:
  glass-after-2020-02: {title: whether glass is controlled, setting: SETTING, reference: nothing was found}
item_lists:
  glass: {t"""


def switched(setting: str) -> str:
    text = with_glass("{rules: [glass-control]}")
    text = text.replace("in_force: [{from: 2020-02-01, until: 2020-11-30}]", FROM_FEBRUARY)
    text = text.replace("    suspended: [{from: 2020-05-01, until: 2020-07-31}]\n", "")
    return text.replace("item_lists:\n  glass: {t", SWITCH.replace("SETTING", setting), 1)


def checked(folder: Path, text: str, kind: str) -> list[ScenarioWarning]:
    path = folder / "camera.yaml"
    path.write_text(text)
    return [each for each in sim.check(path) if each.kind == kind]


@pytest.mark.parametrize("setting", ["in_force", "not_in_force", "unknown"])
def test_a_switch_that_decides_a_flow_is_named_however_it_is_set(setting: str, tmp_path: Path) -> None:
    (found,) = checked(tmp_path, switched(setting), "not verified")
    assert found.item == "switches.glass-after-2020-02"
    assert f"decides 1 flow from 2020-02-01; assumed {setting.replace('_', ' ')}" in found.message
    assert found.rows == ("Glass Works -> Camera Maker: Lens",)
    assert found.line == 33


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "{from: 2020-02-01, switch",
            "{from: 2020-02-01}, {from: 2021-02-01, switch",
        ),  # the clock ends before
        ("{fact: item_list, is: glass}", "{fact: item_list, is_not: glass}"),
        ("  glass: {rules: [glass-control]}\n", ""),  # no measure brings it in
    ],
)
def test_a_switch_that_decides_nothing_here_is_not(old: str, new: str, tmp_path: Path) -> None:
    text = switched("in_force")
    assert old in text
    if new.endswith("is_not: glass}"):  # the chip is on the list as well, so that the rule reaches nothing
        text = text.replace("    title: Chips\n", "    title: Chips\n    item_lists: [glass]\n")
        new = "{not: {fact: item_list, is: glass}}"
    assert not checked(tmp_path, text.replace(old, new), "not verified")


def test_run_exposure_and_report_say_it_before_anything_else(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(switched("in_force"))
    told = (
        "Not verified: whether glass is controlled; assumed in force (switch `glass-after-2020-02`). "
        "From 2020-02-01 it decides 1 flow: Glass Works -> Camera Maker: Lens."
    )
    results = sim.run(path, replications=1)
    assert results.unverified == (told,)
    report = page(results)
    assert report.index("<strong>Law not verified.</strong> whether glass") < report.index("<main>")
    shown = " ".join(runout("exposure", str(path), folder=tmp_path).out.split())
    assert shown.index(told) < shown.index("Who no longer supplies what")
    shown = " ".join(runout("run", "camera.yaml", "--replications", "1", folder=tmp_path).out.split())
    assert shown.index(told) < shown.index("weeks until")


def test_json_says_which_switches_stand_behind_a_hit(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(switched("in_force"))
    hits = [
        hit
        for row in json.loads(runout("exposure", str(path), "--json", folder=tmp_path).out)
        for hit in row["hits"]
    ]
    assert {(hit["rule"], *hit["switches"]) for hit in hits} >= {("glass-control", "glass-after-2020-02")}


# --- estimates that decide


def test_a_place_of_grade_e_that_cuts_a_flow_has_file_line_and_key(tmp_path: Path) -> None:
    (found,) = checked(tmp_path, EXAMPLE, "estimate cuts")
    line = EXAMPLE.splitlines()[found.line - 1]
    assert line.strip() == "chip-maker: {share: 100 %, made_in: US}"
    assert line[found.column - 1 :].startswith("made_in") or "US" in line[found.column - 1 :]
    assert found.item == "lines.camera.inputs.soc.sources.chip-maker"
    assert found.message == "made_in: licence required because made in US, of grade E"


def test_a_place_that_was_printed_is_no_estimate(tmp_path: Path) -> None:
    text = EXAMPLE.replace("made_in: US}", "made_in: US, ref: notice}")
    assert not checked(tmp_path, text, "estimate cuts")


def test_places_and_content_that_keep_a_flow_open_are_counted_with_their_places(tmp_path: Path) -> None:
    text = EXAMPLE.replace(
        "glass-works: {share: 100 %, made_in: CN}",
        "glass-works: {share: 100 %, made_in: CN, content: {US: {total: 10 %}}}",
    )
    (found,) = checked(tmp_path, text, "estimate opens")
    assert found.item == "lines.camera"
    assert found.message == "2 estimates keep flows open"
    made_in, content = found.rows
    assert re.match(
        r".*camera.yaml:\d+:\d+: lines.camera.inputs.lens: sources.glass-works.made_in: ", made_in
    )
    assert "sources.glass-works.content.US: at most 10 % of its value is US content" in content


def test_an_undetermined_flow_is_decided_by_no_estimate(tmp_path: Path) -> None:
    text = EXAMPLE.replace("made_in: US}", "made_in: CN}")
    assert not checked(tmp_path, text, "estimate cuts")
    assert not checked(tmp_path, text, "estimate opens")


def test_check_prints_them_in_80_columns_some_of_each_kind() -> None:
    warnings = sim.check("entity-list-2019-10")
    lines = list(warning_lines(warnings))
    assert max(map(len, lines)) <= 80
    heads = [line.partition(" (")[0] for line in lines if re.match(r"[a-z ]+ \(\d", line)]
    assert heads == list(dict.fromkeys(each.kind for each in warnings))
    assert heads[:2] == ["estimate cuts", "estimate opens"]


def test_check_refuses_as_reading_does(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(EXAMPLE.replace("price: 55 USD", "price: 55"))
    with pytest.raises(ScenarioError):
        sim.check(path)
