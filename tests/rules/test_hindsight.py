"""This is what nobody could know: what was decided after the day a scenario is seen from changes nothing in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.exposure import closures
from sim.pipeline import prepare
from sim.uncertainty.draws import likely
from tests.example_scenario import EXAMPLE

CHIP = "lines.camera.inputs.soc.sources.chip-maker"
ENTRY = 'camera-maker: {listed_as: "Camera Maker Co., Ltd."}'
BATCH = "        goods_en_route: honoured\n"
RULE = "    when:\n      any:\n"
BY_RULE = ("{list: entity-list, batch: october-2019, licences: none}", "{rules: [origin]}")
CUT = "2019-10-09"


def days(folder: Path, *changes: tuple[str, str], hypothetical: bool = False) -> list[str]:
    """The days on which the chips are cut and let through again."""
    text = EXAMPLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    if hypothetical:
        text = text.replace("question:", "hypothetical: true\nquestion:", 1)
    path = folder / "camera.yaml"
    path.write_text(text)
    case = prepare(str(path))
    steps = closures(case.exposure, likely(case.network), case.file.scenario, "undetermined open")[CHIP].steps
    return [str(case.network.start.fromordinal(case.network.start.toordinal() + int(s.day))) for s in steps]


def entry(more: str) -> tuple[str, str]:
    return ENTRY, ENTRY.replace("}", f", {more}}}")


def batch(more: str) -> tuple[str, str]:
    return BATCH, f"{BATCH}        {more}\n"


def rule(more: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (RULE, f"    {more}\n{RULE}"), BY_RULE


LATER = {
    "removed": (entry("until: 2020-03-01"),),
    "batch-ended": (batch("until: 2020-03-01"),),
    "batch-suspended": (batch("suspended: [{from: 2020-03-02}]"),),
    "narrowed": (entry("scope: [{from: 2020-03-02, when: {fact: stage, is: support}, reference: made up}]"),),
    "rule-suspended": rule("in_force: [{from: 2019-10-09}]\n    suspended: [{from: 2020-03-02}]"),
    "rule-ended": rule("in_force: [{from: 2019-10-09, until: 2020-03-01, until_published: 2020-02-01}]"),
}


@pytest.mark.parametrize("name", LATER)
def test_what_was_decided_later_counts_only_with_hindsight(name: str, tmp_path: Path) -> None:
    assert days(tmp_path, *LATER[name]) == [CUT]
    assert days(tmp_path, *LATER[name], hypothetical=True) == [CUT, "2020-03-02"]


@pytest.mark.parametrize(
    "changes",
    [
        (entry("until: 2020-03-01, until_published: 2019-10-09"),),
        (batch("until: 2020-03-01\n        until_published: 2019-10-09"),),
        (batch("suspended: [{from: 2020-03-02, published: 2019-10-09}]"),),
        rule("in_force: [{from: 2019-10-09, until: 2020-03-01}]"),
    ],
)
def test_what_was_published_in_time_counts(changes: tuple[tuple[str, str], ...], tmp_path: Path) -> None:
    assert days(tmp_path, *changes) == [CUT, "2020-03-02"]


def test_a_rule_that_came_back_later_does_not_come_back_and_one_that_goes_on_does_not_end(
    tmp_path: Path,
) -> None:
    again = "in_force: [{from: 2019-10-09, until: 2020-01-31}, {from: 2020-03-01}]"
    assert days(tmp_path, *rule(again)) == [CUT, "2020-02-01"]
    assert days(tmp_path, *rule(again), hypothetical=True) == [CUT, "2020-02-01", "2020-03-01"]
    assert days(tmp_path, *rule(again.replace("2020-03-01", "2020-02-01"))) == [CUT]
