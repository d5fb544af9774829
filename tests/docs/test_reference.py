"""The reference of the language has every object and key, and says what each takes."""

from __future__ import annotations

import re

import pytest

from docs.build import FOLDER
from docs.reference import reference
from sim.scenario.model import Scenario

TEXT = reference()
SCHEMA = Scenario.model_json_schema(by_alias=True)
OBJECTS = {"Scenario": SCHEMA, **SCHEMA["$defs"]}


@pytest.mark.parametrize("name", OBJECTS)
def test_every_object_and_key_of_the_language_is_there(name):
    part = TEXT.split(f"### {name}\n")[1].split("\n### ")[0]
    keys = set(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE))
    assert keys == set(OBJECTS[name]["properties"]) - {"ref"}


def test_every_key_says_what_it_takes_and_what_it_is():
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \|$", TEXT, re.MULTILINE)
    assert len(rows) == sum(len(each["properties"].keys() - {"ref"}) for each in OBJECTS.values())
    for key, takes, _, meaning in rows:
        assert takes, key
        assert meaning.endswith("."), key


@pytest.mark.parametrize(
    "row",
    [
        "| `lead_time` | duration | **required** |",
        "| `made_in` | `unknown`; or country; or list of country; or share by country | **required** |",
        "| `rank` | whole number, 0 to 1000 | `0` |",
        "| `needs` | count | `1` |",
        "| `stops` | share | `100 %` |",
        "| `from` | day | **required** |",
        "| `grade` | `A` or `B` or `C` or `D` or `E` | **required** |",
        "| `stock` | [Stock](#stock) |  |",
        "| rate | `units/day`, `units/week`, `units/month`, `units/year` | `60000 units/day` |",
    ],
)
def test_units_values_and_defaults_are_said(row):
    assert row in TEXT


def test_links_inside_the_reference_lead_somewhere():
    page = (FOLDER / "scenario-language.md").read_text(encoding="utf-8")
    headings = {line.removeprefix("### ").lower() for line in page.splitlines() if line.startswith("### ")}
    assert set(re.findall(r"\]\(#(\w+)\)", page)) <= headings
