"""Each undetermined flow alone: which one moves the answer most, worked out on paper.

The camera line plans 1000 a day from day 161, when its maker is listed, to day 610: 449 days. Its chip lasts 60 days
and travels 10, its lens lasts 30 and travels 7. Nobody says whether they hold US content: both are undetermined.
"""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.experiments import one_by_one
from sim.experiments.one_by_one import decided_alone
from sim.pipeline import prepare
from sim.results.folder import as_json
from sim.results.results import Results
from sim.terminal import console, show_run
from tests.test_answers import BASE, NO_US, SOURCE

TWO = BASE.replace(SOURCE, "chip-maker: {share: 100 %, made_in: CN}").replace(f", {NO_US}}}", "}")
DAYS = 449.0
CHIP, LENS = 70.0, 37.0  # days of full output


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run(tmp_path_factory.mktemp("two"), TWO)


def run(folder: Path, text: str) -> Results:
    path = folder / "camera.yaml"
    path.write_text(text)
    return sim.run(path, replications=1)


def screen(results: Results) -> str:
    out = io.StringIO()
    show_run(results, console(out), every=True)
    return " ".join(out.getvalue().split())


def table(results: Results) -> pd.DataFrame:
    return results.tables["undetermined"].set_index("input")


def test_the_flow_on_which_most_output_hangs_comes_first(results: Results) -> None:
    assert list(results.tables["undetermined"]["input"]) == ["lens", "soc"]
    assert table(results)["moves_output"].to_dict() == pytest.approx(
        {"lens": 1 - LENS / DAYS, "soc": 1 - CHIP / DAYS}
    )


def test_cut_alone_a_flow_stops_the_line_when_its_own_part_is_gone(results: Results) -> None:
    assert table(results)["full_output_cut_alone"].to_dict() == pytest.approx(
        {"lens": LENS / 7, "soc": CHIP / 7}
    )
    assert (table(results)["lost_all_open"] == 0.0).all()
    assert table(results)["full_output_all_open"].isna().all()


def test_open_alone_a_flow_helps_only_until_the_other_part_is_gone(results: Results) -> None:
    assert table(results)["lost_open_alone"].to_dict() == pytest.approx(
        {"lens": 1 - CHIP / DAYS, "soc": 1 - LENS / DAYS}
    )
    assert table(results)["lost_all_cut"].to_list() == pytest.approx([1 - LENS / DAYS] * 2)


def test_screen_answer_and_json_name_it(results: Results) -> None:
    shown = screen(results)
    assert "The one undetermined flow that moves each line most" in shown
    assert "Camera Maker: Camera: Lens (Glass Works) planned output lost 0 % 92 % 84 % 92 %" in shown
    assert "full output, weeks all 5 10 5" in shown
    assert any(
        "moves the answer most is Lens (Glass Works)" in text and "92 % of the planned output" in text
        for text in results.answer
    )
    assert '"undetermined": [' in as_json(results)


def test_where_the_facts_decide_there_is_no_table_and_nothing_is_said(tmp_path: Path) -> None:
    results = run(tmp_path, BASE)
    assert results.tables["undetermined"].empty
    assert "undetermined flow" not in screen(results)


def test_where_no_flow_moves_a_line_by_itself_that_is_said(tmp_path: Path) -> None:
    """The chip is undetermined, but what is certainly cut is gone first and for ever."""
    text = TWO.replace("glass-works: {share: 100 %, made_in: CN}", "glass-works: {share: 100 %, made_in: US}")
    results = run(tmp_path, text)
    assert results.tables["undetermined"].empty
    assert "None moves any line by itself." in screen(results)
    assert "None of the undetermined flows moves any line by itself" in results.answer[1]


@pytest.mark.parametrize("variants", [(), ("threshold-10",)])
def test_inputs_left_out_because_they_cannot_decide_do_not(
    variants: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same to the last digits as with every input of every line kept, and nothing left untried."""
    prepared = prepare("entity-list-2019-10", variants)
    quick = decided_alone(prepared)
    trials = one_by_one._Trials
    monkeypatch.setattr(trials, "_without_idle", lambda self, closed, kept: self.network)
    every = lambda self, run: {item.key for line in self.network.lines for item in line.inputs}  # noqa: E731
    monkeypatch.setattr(trials, "_may_limit", every)
    whole = decided_alone(prepared)
    assert [each.flow for each in quick] == [each.flow for each in whole]
    for one, other in zip(quick, whole, strict=True):
        for name in ("all_open", "cut_alone", "open_alone", "all_cut"):
            mine, theirs = getattr(one, name), getattr(other, name)
            assert mine.lost == pytest.approx(theirs.lost, abs=1e-9)
            assert mine.full_output == pytest.approx(theirs.full_output, abs=1e-6)
