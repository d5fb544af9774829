"""Parts of the report on the scenario of October 2019, with licences: demand, applications, what is undetermined."""

from __future__ import annotations

import re

import pytest

import sim
from sim.figures.rows import Rows
from sim.report.applications import applications
from sim.report.demand import barred_markets
from sim.report.flows import flows
from sim.report.page import page
from sim.report.tiers import tiers
from sim.report.undetermined import undecided
from sim.results.results import Results
from sim.wording import OWN_WORK


@pytest.fixture(scope="module")
def results() -> Results:
    return sim.run("entity-list-2019-10", ["some-licences"], replications=2)


@pytest.fixture(scope="module")
def told(results: Results) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(results)).replace("\N{NO-BREAK SPACE}", " "))


def test_every_flow_has_a_reason_and_the_clause_of_a_rule_that_was_asked_at_least(results: Results) -> None:
    rows = Rows(results.tables)
    links = tiers(rows)
    found = [*flows(rows, links, "ordinary"), *flows(rows, links, "alternative")]
    assert len(found) > 200
    assert all(flow.reasons for flow in found)
    held = [flow for flow in found if flow.status != "allowed"]
    assert held
    assert all("CFR" in flow.clause and "CFR" in flow.nexus for flow in held)
    assert all(
        "CFR" in flow.nearest for flow in found if flow.status == "allowed" and flow.supplier != OWN_WORK
    )
    own = [flow.reasons[0] for flow in found if flow.supplier == OWN_WORK and not flow.nearest]
    assert own
    assert all("no export, reexport or transfer" in reason for reason in own)
    far = {
        flow.company for flow in found if flow.nearest.startswith("no rule came near; asked: us-entity-list")
    }
    assert {"A Western camera brand (fictional)", "Alibaba"} <= far  # on no list


def test_markets_that_may_buy_less_stand_with_clause_reason_and_share(results: Results, told: str) -> None:
    found = barred_markets(Rows(results.tables))
    assert {each.market for each in found} == {"US"}
    assert all(each.clause.startswith("Pub. L. 115-232, section 889") and each.reasons for each in found)
    assert f"Markets that buy less: {len(found)}" in told
    assert "5 % – 15 % – 30 %" in told


def test_applications_stand_with_clause_and_reason(results: Results, told: str) -> None:
    found = applications(Rows(results.tables), tiers(Rows(results.tables)))
    assert found
    assert all("CFR" in each.clause and each.reasons for each in found)
    assert f"Licence applications the scenario assumes: {len(found)}" in told


def test_every_undetermined_flow_is_told_with_its_company_rule_and_missing_fact(
    results: Results, told: str
) -> None:
    rows = Rows(results.tables)
    open_question = flows(rows, tiers(rows), "ordinary", "undetermined")
    found = undecided(open_question)
    for flow in open_question:
        (own,) = (
            each
            for each in found[flow.buyer]
            if f"{flow.item} from {flow.supplier}" in each.flows and each.rule == flow.rule
        )
        assert all("not known" in fact for fact in own.missing)
    assert (
        "cover glass from Corning: held back from 16 May 2019 under us-entity-list, 15 CFR 744.11(a); 84 FR 22961, "
        "if the missing facts so decide: made in one of JP, TW, US; the split is not known (15 CFR 734.3(a)(2))"
    ) in told
