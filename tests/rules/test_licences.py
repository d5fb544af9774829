"""This is the licence process: a chance for each application, filing, returns, use and an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.exposure import Closure, closures
from sim.pipeline import Prepared, prepare
from sim.results.evidence import Evidence
from sim.results.supply import flows_table
from sim.results.who import who
from sim.uncertainty.draws import Draws, likely
from tests.example_scenario import EXAMPLE

FIRM = "granted_after: 90 days, volume: 50 %, ref: estimate"
GRANT = f"licences: {{{FIRM}}}"


def prepared(folder: Path, licences: str) -> Prepared:
    path = folder / "camera.yaml"
    path.write_text(EXAMPLE.replace("licences: none}", f"{licences}}}", 1))
    return prepare(str(path))


def closed(case: Prepared) -> dict[str, Closure]:
    return closures(case.exposure, likely(case.network), case.file.scenario, "undetermined cut")


def shares(folder: Path, more: str = "") -> list[tuple[float, float]]:
    """Days after the cut, and the share shipped from then, of the first flow that is cut."""
    found = next(iter(closed(prepared(folder, f"licences: {{{FIRM}{more}}}")).values()))
    return [(step.day - found.cut, step.share) for step in found.steps]


def test_a_plain_grant_is_as_it_was(tmp_path: Path) -> None:
    assert shares(tmp_path) == [(0.0, 0.0), (90.0, 0.5)]


def test_filing_comes_before_the_wait(tmp_path: Path) -> None:
    assert shares(tmp_path, ", filed_after: 30 days") == [(0.0, 0.0), (120.0, 0.5)]


def test_what_is_not_used_is_not_shipped(tmp_path: Path) -> None:
    assert shares(tmp_path, ", used: 40 %") == [(0.0, 0.0), (90.0, 0.2)]


def test_a_licence_ends(tmp_path: Path) -> None:
    assert shares(tmp_path, ", lasts: 100 days") == [(0.0, 0.0), (90.0, 0.5), (190.0, 0.0)]


def test_an_application_returned_without_action_starts_again(tmp_path: Path) -> None:
    assert shares(tmp_path, ", returned: 60 %") == [(0.0, 0.0), (180.0, 0.5)]


def test_an_application_goes_as_it_is_likelier_to_in_the_story(tmp_path: Path) -> None:
    assert shares(tmp_path, ", approved: 49 %") == [(0.0, 0.0)]
    assert shares(tmp_path, ", approved: 50 %") == [(0.0, 0.0), (90.0, 0.5)]


def test_each_application_is_decided_for_itself_as_often_as_its_chance_says(tmp_path: Path) -> None:
    case = prepared(tmp_path, f"licences: {{{FIRM}, approved: 30 %}}")
    draws = Draws(case.network, seed=7, replications=400)
    outcomes = []
    for number in range(400):
        terms = draws.draw(number).measures["october-2019"].licences
        assert terms is not None
        outcomes.append(tuple(terms.approved.values()))
    each = [sum(column) / 400 for column in zip(*outcomes, strict=True)]
    assert all(0.22 < share < 0.38 for share in each)
    assert len(set(zip(*outcomes, strict=True))) == len(each) > 1


def test_a_denial_order_leaves_no_licence_to_apply_for(tmp_path: Path) -> None:
    text = EXAMPLE.replace("    confidence: A\n", "    confidence: A\n    effect: prohibited\n", 1)
    path = tmp_path / "camera.yaml"
    path.write_text(text.replace("licences: none}", f"{GRANT}}}", 1))
    case = prepare(str(path))
    found = closed(case)["lines.camera.inputs.soc.sources.chip-maker"]
    assert [step.share for step in found.steps] == [0.0]
    evidence = Evidence(case.file, case.network, case.exposure, (), {}, 0)
    counted = who(evidence, "camera-maker", evidence.lines_of("camera-maker"))
    assert counted["suppliers_cut"] == 1
    assert flows_table(evidence)["status"].iloc[0] == "prohibited"


def test_a_chance_is_one_share(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="`approved` is one share"):
        prepared(tmp_path, f"licences: {{{FIRM}, approved: 10 / 20 / 30 %}}")
