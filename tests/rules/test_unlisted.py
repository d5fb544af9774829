"""This is a test that absence from a list that lacks entries is said, and absence from a complete one is an answer."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli import runout
from sim.rules.facts import Flow
from sim.rules.verdict import decide
from tests.rules.conftest import MAY, OCTOBER, make_scenario

# Two of the 69 entities of May 2019 ship, all 28 of October.
SCREEN = "Hikvision is on none of the 2 entries of the US Entity List that are stated here; the list is not complete"


def reasons(flow: Flow, measures: dict[str, dict[str, str]]) -> str:
    return "; ".join(decide(flow, make_scenario(dt.date(2019, 12, 31), measures)).reasons)


def test_a_party_on_no_entry_of_a_list_that_lacks_entries_has_to_be_screened(
    flow: Callable[..., Flow],
) -> None:
    assert SCREEN in reasons(flow(made_in="US", us=1), MAY)


def test_a_party_on_another_batch_of_the_list_does_not(flow: Callable[..., Flow]) -> None:
    assert "screen" not in reasons(flow(made_in="US", us=1), MAY | OCTOBER)


def test_where_the_rule_would_not_reach_the_flow_nothing_is_said(flow: Callable[..., Flow]) -> None:
    assert "screen" not in reasons(flow(), MAY)


def test_absence_from_a_complete_batch_is_an_answer(flow: Callable[..., Flow]) -> None:
    told = reasons(flow(made_in="US", us=1, buyer="honor"), OCTOBER)
    assert "honor is on no list of this scenario" in told
    assert "screen" not in told


VECTORS = """schema: control-vectors/1
vectors:
- {{id: there, made_in: US, content: {{us_origin: true}}, to: {{entity: honor}}, date: {day}, expect: {{cut: 'no'}}}}
"""


@pytest.mark.parametrize(("day", "asked"), [("2008-08-20", False), ("2008-08-21", True)])
def test_rule_tests_name_who_has_to_be_screened_from_the_first_day_of_the_rule(
    tmp_path: Path, day: str, asked: bool
) -> None:
    path = tmp_path / "v.yaml"
    path.write_text(VECTORS.format(day=day), "utf-8")
    told = CliRunner().invoke(runout, ["rules", str(path)])
    assert told.exit_code == 0, told.output
    assert (
        "the list is not complete: screen the name; open: there" in " ".join(told.output.split())
    ) is asked
    (record,) = json.loads(CliRunner().invoke(runout, ["rules", str(path), "--json"]).output)
    assert bool(record["to_screen"]) is asked
