"""This is how sure a verdict is: as sure as the least sure value behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.pipeline import prepare
from tests.example_scenario import EXAMPLE

CHIP = "lines.camera.inputs.soc.sources.chip-maker"
ENTRY = 'camera-maker: {listed_as: "Camera Maker Co., Ltd."}'
BATCH = "        goods_en_route: honoured\n"
ASKED = "{fact: made_in, is: US}"
MADE = "chip-maker: {share: 100 %, made_in: US}"
LISTS = "lists:\n  entity-list:\n"


def group(confidence: str) -> tuple[tuple[str, str], ...]:
    own = f"{{title: home, countries: [US], as_of: 2019-01-01, reference: made up, confidence: {confidence}}}"
    return (
        (ASKED, "{fact: made_in, in_group: home}"),
        (LISTS, f"country_groups:\n  home: {own}\n{LISTS}"),
    )


def items(confidence: str) -> tuple[tuple[str, str], ...]:
    own = f"{{title: chips, eccns: [3A001], as_of: 2019-01-01, reference: made up, confidence: {confidence}}}"
    return (
        (ASKED, "{fact: item_list, is: chips}"),
        (LISTS, f"item_lists:\n  chips: {own}\n{LISTS}"),
        (MADE, MADE.replace("made_in: US", 'made_in: TW, eccn: "3A001.a"')),
    )


def owners(confidence: str) -> tuple[tuple[str, str], ...]:
    own = f"{{entity: parent, share: 60 %, confidence: {confidence}}}"
    rule = (
        "{title: half, issuer: US, reference: [made up], confidence: A, lists: [entity-list], at_least: 50 %}"
    )
    return (
        (
            "  camera-maker: {name: Camera Maker, home: CN}\n",
            f"  camera-maker: {{name: Camera Maker, home: CN, owners: [{own}]}}\n"
            "  parent: {name: Parent, home: CN, owners: []}\n",
        ),
        (ENTRY, "parent: {listed_as: PARENT}"),
        (LISTS, f"ownership_rules:\n  half: {rule}\n{LISTS}"),
        (
            "measures:\n",
            "measures:\n  half: {rules: [half], effective: 2019-10-09, ref: estimate}\n",
        ),
    )


def savings(confidence: str) -> tuple[tuple[str, str], ...]:
    own = f"{{title: before, ordered_before: 2019-10-09, confidence: {confidence}}}"
    return (
        (BATCH, f"{BATCH}        savings: [{own}]\n"),
        (MADE, MADE.replace("made_in: US", "made_in: US, ordered: 2019-09-01")),
    )


def review(confidence: str) -> tuple[tuple[str, str], ...]:
    return (
        (BATCH, f"{BATCH}        review: [{{policy: denial, confidence: {confidence}}}]\n"),
        (LISTS, f"policies:\n  denial: {{title: Denial, strictness: 50}}\n{LISTS}"),
    )


VALUES = {
    "rule": lambda grade: (("confidence: A\n", f"confidence: {grade}\n"),),
    "batch": lambda grade: ((BATCH, f"{BATCH}        confidence: {grade}\n"),),
    "entry": lambda grade: ((ENTRY, ENTRY.replace("}", f", confidence: {grade}}}")),),
    "country group": group,
    "item list": items,
    "owners": owners,
    "savings": savings,
    "review": review,
}


@pytest.mark.parametrize("grade", ["A", "B", "C"])
@pytest.mark.parametrize("value", VALUES)
def test_each_value_behind_a_verdict_makes_it_as_unsure_as_itself(
    value: str, grade: str, tmp_path: Path
) -> None:
    text = EXAMPLE
    for old, new in VALUES[value](grade):
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "camera.yaml"
    path.write_text(text.replace("question:", "hypothetical: true\nquestion:", 1))
    verdict = prepare(str(path)).exposure.flows[CHIP].verdict
    assert (verdict.status, verdict.confidence) == ("licence required", grade)


@pytest.mark.parametrize("grade", ["A", "C"])
def test_an_open_flow_is_as_sure_as_what_leaves_it_open(grade: str, tmp_path: Path) -> None:
    text = EXAMPLE.replace(MADE, MADE.replace("made_in: US", "made_in: TW, content: {US: {total: 0 %}}"), 1)
    for old, new in group(grade):
        text = text.replace(old, new, 1)
    path = tmp_path / "camera.yaml"
    path.write_text(text)
    verdict = prepare(str(path)).exposure.flows[CHIP].verdict
    assert (verdict.status, verdict.confidence) == ("allowed", grade)
