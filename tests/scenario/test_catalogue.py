"""This is a test of where scenarios are found, and of what is said when one is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.errors import RunoutError, ScenarioError
from sim.scenario import catalogue
from sim.scenario.catalogue import find_scenario, scenario_names, shipped_folder


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own with two shipped scenarios, and the working folder beside it."""
    folder = tmp_path / "repository" / "scenarios"
    (folder / "shipped" / "lists").mkdir(parents=True)
    (folder / "shipped" / "organisations.yaml").touch()
    (folder / "README.md").touch()
    for name in ("entity-list-2019-10", "camera-brand"):
        (folder / f"{name}.yaml").touch()
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(catalogue, "_PACKAGE", tmp_path / "repository" / "sim")
    return folder


def refusal(given: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        find_scenario(given)
    assert len(caught.value.problems) == 1
    return str(caught.value)


def test_the_repository_has_its_scenarios_beside_the_package() -> None:
    assert shipped_folder() == Path(__file__).parents[2] / "scenarios"


def test_a_wheel_has_its_scenarios_inside_the_package(shipped: Path) -> None:
    inside = catalogue._PACKAGE / "_scenarios"
    (inside / "shipped").mkdir(parents=True)
    (inside / "backtests").mkdir()
    for name in ("from-the-wheel", "backtests/old"):
        (inside / f"{name}.yaml").touch()
    assert shipped_folder() == inside
    assert scenario_names() == ["backtests/old", "from-the-wheel"]


def test_an_installation_without_scenarios_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_PACKAGE", tmp_path / "sim")
    with pytest.raises(RunoutError, match="shipped scenarios are missing"):
        shipped_folder()


def test_the_names_are_those_at_the_top_and_not_of_shared_files(shipped: Path) -> None:
    assert scenario_names() == ["camera-brand", "entity-list-2019-10"]


def test_a_history_case_is_named_with_its_folder_and_its_outcome_is_no_scenario(shipped: Path) -> None:
    (shipped / "backtests/outcomes").mkdir(parents=True)
    for name in ("zte-2018", "outcomes/zte-2018"):
        (shipped / f"backtests/{name}.yaml").touch()
    assert scenario_names() == ["backtests/zte-2018", "camera-brand", "entity-list-2019-10"]
    assert find_scenario("backtests/zte-2018") == shipped / "backtests/zte-2018.yaml"
    assert refusal("backtests/zte-2081").endswith("; did you mean `backtests/zte-2018`?")
    assert "backtests/zte-2018" in refusal("backtests/outcomes/zte-2018")
    assert catalogue.is_shipped(shipped / "backtests/zte-2018.yaml")
    assert not catalogue.is_shipped(shipped / "backtests/outcomes/zte-2018.yaml")


def test_every_shipped_name_is_found() -> None:
    for name in scenario_names():
        assert find_scenario(name).is_file()


def test_a_shipped_name_means_the_shipped_scenario_whatever_lies_here(shipped: Path) -> None:
    Path("camera-brand").mkdir()
    assert find_scenario("camera-brand") == shipped / "camera-brand.yaml"


def test_a_path_means_the_file_as_it_was_given(shipped: Path) -> None:
    Path("mine.yaml").touch()
    Path("camera-brand").touch()
    assert find_scenario("mine.yaml") == Path("mine.yaml")
    assert find_scenario("./camera-brand") == Path("camera-brand")


def test_a_misspelt_name_is_answered_with_the_nearest(shipped: Path) -> None:
    assert refusal("entity-list-2019").endswith("; did you mean `entity-list-2019-10`?")


def test_a_name_like_no_other_is_answered_with_those_there_are(shipped: Path) -> None:
    assert refusal("zzz").endswith("; known: `camera-brand`, `entity-list-2019-10`")


def test_an_empty_name_is_answered_with_the_names_there_are(shipped: Path) -> None:
    assert refusal("") == "SCENARIO: no scenario is named; known: `camera-brand`, `entity-list-2019-10`"


def test_a_missing_file_is_answered_with_the_nearest_file_beside_it(shipped: Path) -> None:
    Path("folder").mkdir()
    Path("folder/phone.yaml").touch()
    assert refusal("folder/phon.yaml") == (
        "folder/phon.yaml: no such file; did you mean `folder/phone.yaml`?"
    )


def test_a_shipped_name_given_as_a_file_is_answered_with_the_name(shipped: Path) -> None:
    assert refusal("camera-brand.yaml") == (
        "camera-brand.yaml: no such file; did you mean the shipped scenario `camera-brand`?"
    )


def test_a_missing_file_like_no_other_is_only_missing(shipped: Path) -> None:
    assert refusal("nowhere/zzz.yaml") == "nowhere/zzz.yaml: no such file"


def test_a_folder_is_refused_with_a_file_in_it(shipped: Path) -> None:
    assert refusal(str(shipped)).endswith(
        f"is a folder; give a scenario file, for instance `{shipped / 'camera-brand.yaml'}`"
    )
    assert refusal(".") == ".: is a folder; give a scenario file or the name of a shipped scenario"


def test_what_is_no_regular_file_is_refused(shipped: Path) -> None:
    os.mkfifo("pipe")
    assert refusal("./pipe") == "./pipe: is not a regular file; give a scenario file"


def test_a_name_no_file_can_have_is_refused(shipped: Path) -> None:
    assert "cannot be read" in refusal("x" * 5000)
    assert "cannot be read" in refusal("nul\0byte.yaml")
