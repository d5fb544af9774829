"""A flow is found by what people see: ids, names and titles, in any case; all three words are looked up at once."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.errors import ScenarioError
from sim.terminal import console, show_open
from tests.example_scenario import EXAMPLE

BUYERS = {"camera-maker": ["Camera Maker", "Kamera"]}


@pytest.fixture
def flows(tmp_path: Path) -> pd.DataFrame:
    (tmp_path / "camera.yaml").write_text(EXAMPLE)
    return sim.flows_on(sim.prepare(str(tmp_path / "camera.yaml")))


@pytest.mark.parametrize(
    "words",
    [
        ("camera-maker", "chip-maker", "soc"),
        ("Camera Maker", "Chip Maker", "Main chip"),
        ("kamera", "CHIP MAKER", "main chip"),
        ("camera", "Chip-Maker", "main"),
    ],
)
def test_ids_names_titles_and_whole_words_of_them_mean_the_same(
    words: tuple[str, str, str], flows: pd.DataFrame
) -> None:
    (row,) = sim.explained(flows, *words, BUYERS).itertuples()
    assert (row.company, row.supplier, row.input) == ("camera-maker", "chip-maker", "soc")


def test_all_three_words_are_looked_up_at_once_with_the_nearest_names(flows: pd.DataFrame) -> None:
    with pytest.raises(ScenarioError) as caught:
        sim.explained(flows, "Camera Makr", "Chip Makers", "sok", BUYERS)
    assert [str(each) for each in caught.value.problems] == [
        "--explain: no buyer `Camera Makr`; did you mean `Camera Maker`?",
        "--explain: no item `sok`; did you mean `soc`?",
        "--explain: no supplier `Chip Makers`; did you mean `Chip Maker`?",
    ]


def test_a_part_of_a_word_means_nothing(flows: pd.DataFrame) -> None:
    with pytest.raises(ScenarioError, match="no item `chi`"):
        sim.explained(flows, "camera-maker", "chip-maker", "chi")


def test_what_is_known_but_not_together_is_answered_with_what_is(flows: pd.DataFrame) -> None:
    with pytest.raises(ScenarioError) as caught:
        sim.explained(flows, "camera-maker", "glass-works", "soc", BUYERS)
    (problem,) = caught.value.problems
    assert "no item `soc` of buyer `camera-maker`, supplier `glass-works`; known: `Lens`, `lens`" in str(
        problem
    )


def test_open_flows_are_listed_under_the_reason_they_are_open(flows: pd.DataFrame) -> None:
    flows = flows.assign(status=["allowed", "licence required", "allowed"], role="ordinary")
    flows["reasons"] = ["made at home", "", "made at home"]
    out = io.StringIO()
    show_open(flows, {"camera-maker": "Camera Maker"}, console(out))
    said = [line.strip() for line in out.getvalue().splitlines()]
    kept = flows[flows["status"] == "allowed"]
    assert said == [
        "Open: 2 ordinary flows",
        "made at home; no rule was asked",
        *(
            f"{name}: {title} -> Camera Maker"
            for name, title in zip(kept["supplier_name"], kept["title"], strict=True)
        ),
    ]


def test_where_no_flow_is_open_none_is_shown() -> None:
    out = io.StringIO()
    flows = pd.DataFrame(
        {
            "role": ["ordinary"],
            "status": ["prohibited"],
            "reasons": [None],
            "company": ["zte"],
            "line": ["phones"],
        }
    )
    show_open(flows, {}, console(out))
    assert out.getvalue() == "Open: 0 ordinary flows\n"
