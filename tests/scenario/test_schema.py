"""This is a test of the JSON schema editors use: it takes every shipped file, and refuses what is misspelt."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sim.scenario import json_schema, shipped_folder
from sim.scenario.yaml_tree import tree_of
from tests.example_scenario import EXAMPLE
from tests.scenario.test_reading import LINES, SECOND_LINE
from tests.wide_scenario import WIDE

VALIDATOR = Draft202012Validator(json_schema())
SHIPPED = sorted(  # what happened in a history case is no part of a scenario
    path for path in shipped_folder().rglob("*.yaml") if path.parent.name != "outcomes"
)


def plain(text: str) -> Any:
    root, problems = tree_of(text, "f")
    assert root is not None
    assert not problems
    return root.plain()


def wrong(value: object) -> list[str]:
    """Where the schema finds something wrong, innermost first."""
    found = []
    ahead = list(VALIDATOR.iter_errors(value))
    while ahead:
        error = ahead.pop()
        found.append(".".join(map(str, error.absolute_path)) + ": " + error.message)
        ahead += error.context or []
    return found


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_file_fits(path: Path) -> None:
    assert wrong(plain(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("text", [EXAMPLE, WIDE, EXAMPLE.replace(LINES, LINES + SECOND_LINE)])
def test_examples_fit(text: str) -> None:
    assert wrong(plain(text)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "price: 500 USD",
            "prise: 500 USD",
            "lines.phone: Additional properties are not allowed ('prise' was",
        ),
        ("price: 500 USD", "note: none", "lines.phone: 'price' is a required property"),
        ("\nlines:", "\nlnes:", "Additional properties are not allowed ('lnes' was unexpected)"),
        ("headroom: 1.5", "hedroom: 1.5", "sources.memory-maker: Additional properties are not allowed"),
        (
            "goods_en_route: honoured",
            "goods_en_route: honored",
            "'honored' is not one of ['honoured', 'returned']",
        ),
        (
            "  memory:\n",
            "  Memory:\n",
            "lines.phone.inputs: 'Memory' does not match any",
        ),
        ("rank: 1", "rank: -1", "rank: -1 is less than the minimum of 0"),
        ("title: A phone maker and", "titel: A phone maker and", "'title' is a required property"),
    ],
)
def test_what_is_misspelt_or_missing_does_not_fit(old: str, new: str, said: str) -> None:
    assert WIDE.count(old) >= 1
    text = WIDE.replace(old, new, 1)
    assert any(said in each for each in wrong(plain(text))), wrong(plain(text))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_misspelt_key_of_any_shipped_file_does_not_fit(path: Path) -> None:
    """Every mapping that has fixed keys refuses one that is not among them."""
    whole = plain(path.read_text("utf-8"))
    whole["sectoin"] = {}
    assert any("'sectoin' was unexpected" in each for each in wrong(whole))
    for section in ("organisations", "rules", "lists", "classes", "references", "lines"):
        for name in list(plain(path.read_text("utf-8")).get(section) or {})[:1]:
            broken = copy.deepcopy(plain(path.read_text("utf-8")))
            broken[section][name]["titel"] = "x"
            assert any("'titel' was unexpected" in each for each in wrong(broken)), (section, name)


def test_a_line_like_another_states_only_what_differs_and_no_other_key() -> None:
    text = EXAMPLE.replace(LINES, LINES + SECOND_LINE)
    assert wrong(plain(text)) == []
    assert any("'cots' was unexpected" in each for each in wrong(plain(text.replace("cost: 20", "cots: 20"))))
    without = plain(text)
    del without["lines"]["second"]["inputs_like"]
    assert any("lines.second.inputs.soc: 'title' is a required" in each for each in wrong(without))


def test_a_used_file_has_no_sections_of_its_own() -> None:
    assert wrong({"organisations": {"acme": {"name": "Acme", "home": "US"}}}) == []
    assert wrong({"use": ["./more"]}) != []


def test_examples_are_values_one_can_type() -> None:
    plan = json_schema()["$defs"]["Line"]["properties"]["plan"]["anyOf"][0]
    assert plan["examples"] == ["60000 units/day"]
