"""This is how law reaches the flows of a scenario: rules brought in by measures, facts of sources, exact days."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys

import pytest

from sim.errors import ScenarioError
from sim.exposure import closures
from sim.pipeline import Prepared, prepare
from sim.scenario import read_scenario
from sim.uncertainty.draws import likely
from tests.example_scenario import EXAMPLE

SCENARIO = "entity-list-2019-10"
FIVE = {"dahua", "sensetime", "megvii", "yitu", "iflytek"}


@pytest.fixture(scope="module")
def as_it_was() -> Prepared:
    return prepare(SCENARIO)


def cut_by(prepared: Prepared, measure: str) -> dict[str, dt.date | None]:
    """The first days of the flows a measure cuts, by key."""
    return {
        key: hit.since
        for key, flow in prepared.exposure.flows.items()
        for hit in flow.verdict.hits
        if hit.measure == measure and hit.status == "licence required"
    }


def makers(prepared: Prepared, keys: dict[str, dt.date | None]) -> set[str]:
    lines = {line.name: line.maker for line in prepared.network.lines}
    return {lines[prepared.exposure.flows[key].line] for key in keys}


def test_footnote_4_from_the_first_day_reaches_five_firms_and_not_hikvision(as_it_was: Prepared) -> None:
    prepared = prepare(SCENARIO, ["footnote-4-from-2019-10-09"])
    cut = cut_by(prepared, "footnote-4")
    assert makers(prepared, cut) == FIVE
    assert set(cut.values()) == {dt.date(2019, 10, 9)}
    for key, flow in prepared.exposure.flows.items():
        if flow.line.startswith("hikvision"):
            assert flow.verdict.status == as_it_was.exposure.flows[key].verdict.status


def test_the_rule_for_huawei_reaches_all_that_the_batch_names() -> None:
    prepared = prepare(SCENARIO, ["huawei-rule-for-all"])
    assert makers(prepared, cut_by(prepared, "direct-products")) == {*FIVE, "hikvision"}


def test_no_rule_of_later_years_is_in_force_unless_a_measure_brings_it_in(as_it_was: Prepared) -> None:
    rules = {hit.rule for flow in as_it_was.exposure.flows.values() for hit in flow.verdict.hits}
    assert rules == {"us-entity-list"}


def test_a_general_licence_opens_and_closes_a_flow_on_its_days(as_it_was: Prepared) -> None:
    drawn = likely(as_it_was.network)
    closed = closures(as_it_was.exposure, drawn, as_it_was.file.scenario, "undetermined open")
    ((key, closure),) = [
        (key, each)
        for key, each in closed.items()
        if as_it_was.exposure.flows[key].verdict.authorised_until is not None
    ]
    shares = [(as_it_was.network.start + dt.timedelta(days=step.day), step.share) for step in closure.steps]
    assert shares == [
        (dt.date(2019, 5, 16), 0.0),
        (dt.date(2019, 5, 20), 1.0),
        (dt.date(2019, 11, 19), 0.0),
    ], key


def test_explain_shows_every_question_with_its_answer_and_citation() -> None:
    words = (
        "exposure",
        SCENARIO,
        "--variant",
        "footnote-4-from-2019-10-09",
        "--explain",
        "dahua",
        "hisilicon",
        "soc",
    )
    shown = " ".join(run(*words).split())
    assert (
        "Direct products for footnote-4 parties (us-el-fdp4; brought in by footnote-4): licence required"
        in shown
    )
    assert "law of US: 15 CFR 734.9(e)(2); 15 CFR 744.11(a)(2)(ii)" in shown
    assert "it is the direct product of US technology (15 CFR 734.9(e)(2)) -> yes" in shown
    assert "Entity List licence requirement (us-entity-list): open" in shown
    assert not any(word in shown.lower() for word in ("banned", "illegal"))


def test_json_carries_every_hit() -> None:
    rows = json.loads(run("exposure", SCENARIO, "--json"))
    hits = [hit for row in rows for hit in row["hits"]]
    assert {hit["rule"] for hit in hits} == {"us-entity-list"}
    assert all(len(row["hits"]) > 0 for row in rows if row["status"] != "allowed")


def run(*words: str) -> str:
    command = [sys.executable, "-m", "sim", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("batch: ", "rules: [no-such-rule], batch: ", "there is no rule `no-such-rule`"),
        ("{list: ", "{footnotes: [4], list: ", "`footnotes` are of the entries of a `batch`, for `rules`"),
    ],
)
def test_a_measure_that_brings_in_nothing_known_is_refused(
    old: str, new: str, message: str, tmp_path
) -> None:
    path = tmp_path / "camera.yaml"
    start = EXAMPLE.index("measures:")
    path.write_text(EXAMPLE[:start] + EXAMPLE[start:].replace(old, new, 1))
    with pytest.raises(ScenarioError) as refused:
        read_scenario(path)
    assert message in str(refused.value)
