"""This is the small print of law: last days, days that move, ties, and the stricter of two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any  # Any: changes to a scenario by section

import pytest

from sim.exposure import closures
from sim.pipeline import prepare
from sim.rules.facts import Flow
from sim.rules.in_force import law_of
from sim.rules.vector_file import read_vectors
from sim.rules.vectors import run_vectors
from sim.rules.verdict import decide
from sim.scenario.law import PartyList
from sim.scenario.model import Measure, Scenario
from sim.uncertainty.draws import likely
from tests.rules.test_drawn_days import LENS, at, closed
from tests.rules.test_law_in_scenarios import owned, with_glass
from tests.rules.test_measures import REACHED, batch, day, rule

CHIP = "lines.camera.inputs.soc.sources.chip-maker"


@pytest.mark.parametrize(("last", "since"), [("2019-07-21", "2019-07-22"), ("2019-07-20", "2019-07-01")])
def test_a_wait_as_long_as_the_general_licence_is_left_out_and_a_longer_one_is_not(
    law: Scenario, flow: Callable[..., Flow], last: str, since: str
) -> None:
    one = batch("2019-07-01", [("2019-07-11", last)])
    changed = law.model_copy(
        update={
            "rules": {"m": rule(REACHED)},
            "lists": {"m": PartyList(title="list", rule="m", batches={"b": one})},
            "measures": {"m": Measure(list="m", batch="b")},
        }
    )
    assert decide(flow(stage="support", us=0.4), changed).since == day(since)


def test_of_two_requirements_from_one_day_the_one_of_the_stricter_policy_shows(
    law: Scenario, flow: Callable[..., Flow]
) -> None:
    batches: dict[str, Any] = {
        name: batch("2019-07-01").model_validate(
            batch("2019-07-01").model_dump(by_alias=True) | {"review": [{"policy": policy}]}
        )
        for name, policy in (("a", "case-by-case"), ("b", "presumption-of-denial"))
    }
    changed = law.model_copy(
        update={
            "rules": {name: rule(REACHED, name) for name in batches},
            "lists": {
                name: PartyList(title=name, rule=name, batches={"b": each}) for name, each in batches.items()
            },
            "measures": {name: Measure(list=name, batch="b") for name in batches},
        }
    )
    verdict = decide(flow(us=0.4), changed)
    assert (verdict.measure, verdict.review) == ("b", "presumption-of-denial")
    assert verdict.at(day("2019-07-01")).policy == "presumption-of-denial"


def test_a_rule_told_of_later_than_it_holds_is_announced_the_day_it_holds() -> None:
    outcomes = run_vectors(read_vectors(Path(__file__).parent / "small_print.yaml"))
    listed = next(each for each in outcomes if each.vector.id == "review-last")
    assert listed.verdict.announced == dt.date(2030, 1, 1)


@pytest.mark.parametrize(("first", "second"), [("B", "C"), ("C", "B")])
def test_a_provision_is_as_sure_as_the_least_sure_of_its_periods(
    first: str, second: str, tmp_path: Path
) -> None:
    text = with_glass("{rules: [glass-control]}").replace(
        "in_force: [{from: 2020-02-01, until: 2020-11-30}]",
        f"in_force: [{{from: 2020-02-01, until: 2020-11-30, confidence: {first}}}, "
        f"{{from: 2020-12-01, confidence: {second}}}]",
        1,
    )
    head, tail = text.split("glass-control:", 1)
    path = tmp_path / "camera.yaml"
    path.write_text(f"{head}glass-control:{tail.replace('confidence: C', 'confidence: A', 1)}")
    (hit,) = [
        each for each in prepare(str(path)).exposure.flows[LENS].verdict.hits if each.rule == "glass-control"
    ]
    assert hit.confidence == "C"


def test_a_rule_about_owners_on_a_day_of_its_own_is_not_suspended(tmp_path: Path) -> None:
    owned("60 %", tmp_path)
    text = (tmp_path / "camera.yaml").read_text()
    text = text.replace(
        "in_force: [{from: 2020-03-01, until: 2020-09-30}]",
        "in_force: [{from: 2020-03-01}]\n    suspended: [{from: 2020-04-01}]",
        1,
    )
    path = tmp_path / "camera.yaml"
    for measure, on in (
        ("{rules: [half]}", 1.0),
        ("{rules: [half], effective: 2020-03-02, ref: estimate}", 0.0),
    ):
        path.write_text(text.replace("half: {rules: [half]}", f"half: {measure}", 1))
        case = prepare(str(path))
        steps = closures(case.exposure, likely(case.network), case.file.scenario, "as decided")[CHIP]
        assert steps.share_at(case.network.day(dt.date(2020, 6, 1))) == on


def test_savings_of_a_rule_move_with_it(tmp_path: Path) -> None:
    for effective, spared in (("2019-11-01", False), ("2019-11-11", True)):
        at(tmp_path, {"glass": effective})
        path = tmp_path / "camera.yaml"
        text = path.read_text().replace(
            "    comply_from: 2019-11-15\n",
            "    savings: [{title: ordered before, ordered_before: 2019-11-01}]\n",
            1,
        )
        text = text.replace(
            "glass-works: {share: 100 %, made_in: CN,",
            "glass-works: {share: 100 %, ordered: 2019-11-05, made_in: CN,",
            1,
        )
        path.write_text(text)
        closure = closed(prepare(str(path)))[LENS]
        assert (closure.steps[0].share, closure.steps[0].spares) == (0.0, spared)


def test_an_entry_that_is_removed_is_no_longer_reached_under_a_measure(law: Scenario) -> None:
    whole = law.lists["us-entity-list"]
    entries = whole.batches["84-fr-54002"].entries
    removed = entries["hikvision"].model_copy(update={"until": day("2020-03-01")})
    one = whole.batches["84-fr-54002"].model_copy(update={"entries": entries | {"hikvision": removed}})
    lists = {"us-entity-list": whole.model_copy(update={"batches": whole.batches | {"84-fr-54002": one}})}
    in_force = law_of(
        law.model_copy(
            update={
                "lists": law.lists | lists,
                "clock": law.clock.model_copy(update={"as_seen_from": day("2020-03-02")}),
            }
        )
    )
    last = {
        each.entity: each.stretches[0].last
        for provision in in_force.provisions
        for each in provision.listed or ()
    }
    assert last["hikvision"] == day("2020-03-01") < last["dahua"]
