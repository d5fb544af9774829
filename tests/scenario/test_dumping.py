"""This is a test of the way back: a scenario written as a file is read as the same scenario."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from sim.scenario import Scenario, ScenarioFile, dump, read_scenario, scenario_names
from tests.example_scenario import EXAMPLE
from tests.scenario.scenario_trees import scenarios
from tests.scenario.test_reading import LINES, SECOND_LINE
from tests.wide_scenario import WIDE

Read = Callable[..., ScenarioFile]


def comes_back(file: ScenarioFile, path: Path) -> None:
    """Written and read again it is the same, to the last bit and reference, and is written the same once more."""
    text = dump(file.scenario)
    path.write_text(text, encoding="utf-8")
    again = read_scenario(path)
    assert again.scenario == file.scenario.model_copy(update={"use": ()})
    assert dump(again.scenario) == text
    assert references(again) == references(file)


def references(file: ScenarioFile) -> Mapping[str, str | None]:
    return {path: origin.ref for path, origin in file.origins.items() if not path.startswith("use")}


@pytest.mark.parametrize("name", scenario_names())
def test_every_shipped_scenario_comes_back(name: str, here: Path) -> None:
    comes_back(read_scenario(name), here / "again.yaml")


@pytest.mark.parametrize("text", [EXAMPLE, WIDE, EXAMPLE.replace(LINES, LINES + SECOND_LINE)])
def test_examples_come_back(text: str, read: Read, here: Path) -> None:
    comes_back(read(text), here / "again.yaml")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dumping")


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(tree=scenarios())
def test_any_scenario_comes_back(tree: Mapping[str, Any], folder: Path) -> None:
    path = folder / "any.yaml"
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")  # JSON is YAML
    comes_back(read_scenario(path), folder / "again.yaml")


def test_what_variants_change_is_written_as_changed(read: Read) -> None:
    text = dump(read(EXAMPLE, ["some-licences"]).scenario)
    assert "licences: {granted_after: 90 days, volume: 50 %}" in text
    assert "licences: none" not in text


def test_files_used_are_written_out(here: Path) -> None:
    text = dump(read_scenario("entity-list-2019-10").scenario)
    assert "\nuse:" not in text
    assert "\nrules:\n" in text
    assert "\nclasses:\n" in text


def test_only_what_is_stated_is_written(read: Read) -> None:
    text = dump(read(EXAMPLE).scenario)
    assert "published" not in text
    assert "needs" not in text


def test_text_that_yaml_might_take_for_something_else_is_quoted(read: Read) -> None:
    text = dump(read(EXAMPLE.replace("title: Camera\n", 'title: "1e3"\n')).scenario)
    assert "title: '1e3'" in text


def test_numbers_keep_their_last_bit(read: Read) -> None:
    text = dump(read(EXAMPLE.replace("stock: 60 days", "stock: 2 / 3.3 / 7 months")).scenario)
    assert f"stock: {2 * 30.44!r} / {3.3 * 30.44!r} / {7 * 30.44!r} days" in text
    text = dump(
        read(EXAMPLE.replace("serves: 10 / 30 / 50 %", "serves: 0.07 / 0.1234567890123456 / 0.5")).scenario
    )
    assert "serves: 0.07 / 0.1234567890123456 / 0.5" in text
    assert "share: 45 %" in text


def test_a_scenario_built_in_python_is_written_too(read: Read) -> None:
    scenario = read(EXAMPLE).scenario
    changed = scenario.model_copy(update={"title": "Another"})
    assert isinstance(changed, Scenario)
    assert "title: Another" in dump(changed)
