"""This is what several measures and several general licences do to one flow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any  # Any: changes to a scenario by section

import pytest

import sim
from sim.explain import records
from sim.pipeline import Prepared, prepare
from sim.rules.facts import Flow
from sim.rules.verdict import Verdict, decide
from sim.scenario.law import Authorisation, Batch, Condition, PartyList, Rule
from sim.scenario.model import Measure, Scenario
from tests.example_scenario import EXAMPLE

SUPPORT = {"fact": "stage", "is": "support"}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def rule(when: dict[str, Any], title: str = "a rule") -> Rule:
    return Rule(
        title=title,
        issuer="AQ",
        reference=("made up",),
        confidence="C",
        when=Condition.model_validate(when),
    )


def batch(effective: str, windows: list[tuple[str, str]] | None = None) -> Batch:
    licence = {
        "title": "general licence",
        "when": SUPPORT,
        "windows": [
            {"from": start, "until": end, "published": "2019-01-01", "reference": "made up"}
            for start, end in windows or ()
        ],
    }
    return Batch.model_validate(
        {
            "title": "a batch",
            "announced": effective,
            "effective": effective,
            "reference": f"batch of {effective}",
            "policy": "Presumption of denial.",
            "goods_en_route": "honoured",
            "entries": {"hikvision": {"listed_as": "HIKVISION"}},
            "authorisations": {"general": Authorisation.model_validate(licence)} if windows else {},
        }
    )


@pytest.fixture
def under(law: Scenario, flow: Callable[..., Flow]) -> Callable[..., Verdict]:
    """The verdict on a supply of support, under measures each given as a condition and a batch."""

    def verdict(*measures: tuple[dict[str, Any], Batch], **facts: Any) -> Verdict:
        names = [f"m{number}" for number in range(1, len(measures) + 1)]
        changed = law.model_copy(
            update={
                "rules": {
                    name: rule(when, f"rule {name}") for name, (when, _) in zip(names, measures, strict=True)
                },
                "lists": {
                    name: PartyList(title=f"list {name}", rule=name, batches={"b": each})
                    for name, (_, each) in zip(names, measures, strict=True)
                },
                "measures": {name: Measure(list=name, batch="b") for name in names},
            }
        )
        return decide(flow(**({"stage": "support", "us": 0.4} | facts)), changed)

    return verdict


REACHED: dict[str, Any] = {"fact": "kind", "is": "goods"}
NOT_REACHED: dict[str, Any] = {"fact": "kind", "is": "services"}
UNDECIDED: dict[str, Any] = {"fact": "controlled_content", "of": "US", "above": "25 %"}
Under = Callable[..., Verdict]


def test_the_earliest_of_equally_strict_measures_shows_and_the_other_is_kept(under: Under) -> None:
    verdict = under((REACHED, batch("2019-08-01")), (REACHED, batch("2019-07-01")))
    assert (verdict.measure, verdict.since) == ("m2", day("2019-07-01"))
    assert [hit.measure for hit in verdict.hits] == ["m1", "m2"]
    assert "also licence required from 2019-08-01 under m1: rule m1" in verdict.reasons


def test_a_later_requirement_outranks_an_earlier_doubt_and_each_day_is_exact(under: Under) -> None:
    verdict = under((UNDECIDED, batch("2019-07-01")), (REACHED, batch("2019-08-01")))
    assert (verdict.status, verdict.since, verdict.measure) == ("licence required", day("2019-08-01"), "m2")
    days = ("2019-06-30", "2019-07-01", "2019-08-01")
    assert [verdict.on(day(each)) for each in days] == ["allowed", "undetermined", "licence required"]


def test_a_measure_that_does_not_reach_the_flow_leaves_no_hit(under: Under) -> None:
    verdict = under((NOT_REACHED, batch("2019-07-01")), (REACHED, batch("2019-08-01")))
    assert [hit.measure for hit in verdict.hits] == ["m2"]


def test_a_general_licence_of_one_measure_does_not_open_another(under: Under) -> None:
    covered = batch("2019-07-01", [("2019-07-01", "2019-12-31")])
    verdict = under((REACHED, covered), (REACHED, batch("2019-08-01")))
    assert (verdict.measure, verdict.since) == ("m2", day("2019-08-01"))
    assert verdict.on(day("2019-07-15")) == "allowed until 2019-12-31"
    assert verdict.on(day("2019-08-15")) == "licence required"


def test_of_two_general_licences_the_one_that_ends_first_counts(under: Under) -> None:
    long, short = (batch("2019-07-01", [("2019-07-01", end)]) for end in ("2019-12-31", "2019-09-30"))
    assert under((REACHED, long), (REACHED, short)).on(day("2019-08-01")) == "allowed until 2019-09-30"


@pytest.mark.parametrize("start", ["2019-09-15", "2019-09-30", "2019-10-01"])
def test_windows_that_overlap_or_adjoin_are_one(under: Under, start: str) -> None:
    windows = [(start, "2019-12-31"), ("2019-07-01", "2019-09-30")]
    verdict = under((REACHED, batch("2019-07-01", windows)))
    assert (verdict.authorised_until, verdict.since) == (day("2019-12-31"), day("2020-01-01"))


def test_a_day_between_windows_parts_them(under: Under) -> None:
    windows = [("2019-07-01", "2019-09-30"), ("2019-10-02", "2019-12-31")]
    verdict = under((REACHED, batch("2019-07-01", windows)))
    assert (verdict.authorised_until, verdict.since) == (day("2019-09-30"), day("2019-10-01"))
    assert verdict.on(day("2019-10-01")) == "licence required"
    assert verdict.on(day("2019-10-02")) == "allowed until 2019-12-31"
    assert any("authorised again 2019-10-02 to 2019-12-31" in reason for reason in verdict.reasons)


def test_a_wait_longer_than_the_general_licence_is_not_left_out(under: Under) -> None:
    verdict = under((REACHED, batch("2019-07-01", [("2019-12-01", "2019-12-31")])))
    assert (verdict.authorised_until, verdict.since) == (None, day("2019-07-01"))
    assert verdict.on(day("2019-12-15")) == "allowed until 2019-12-31"


def test_a_window_over_before_the_effective_day_is_nothing(under: Under) -> None:
    verdict = under((REACHED, batch("2019-07-01", [("2019-01-01", "2019-06-30")])))
    assert (verdict.authorised_until, verdict.since) == (None, day("2019-07-01"))
    assert verdict.hits[0].spells == ()


def test_a_window_inside_another_ends_nothing(under: Under) -> None:
    windows = [("2019-07-01", "2019-12-31"), ("2019-08-01", "2019-08-31")]
    assert under((REACHED, batch("2019-07-01", windows))).since == day("2020-01-01")


def test_a_window_open_before_the_effective_day_leaves_no_gap(under: Under) -> None:
    verdict = under((REACHED, batch("2019-07-01", [("2019-06-01", "2019-09-30")])))
    assert verdict.on(day("2019-07-01")) == "allowed until 2019-09-30"
    assert "authorised 2019-07-01 to 2019-09-30 by the general licence" in verdict.reasons
    assert not any("not authorised" in reason for reason in verdict.reasons)


def test_an_undecided_flow_goes_on_while_authorised_and_is_undetermined_after(under: Under) -> None:
    verdict = under((UNDECIDED, batch("2019-07-01", [("2019-07-01", "2019-09-30")])))
    assert (verdict.status, verdict.since) == ("undetermined", day("2019-10-01"))


def test_a_rule_of_another_country_with_at_least_is_decided_alike(
    under: Under, flow: Callable[..., Flow]
) -> None:
    content = flow(us=0.001, controlled=0.001).content_of("US")
    floor: dict[str, Any] = {
        "fact": "total_content",
        "of": "CN",
        "at_least": "0.1 %",
        "clause": "61/2025 1(a)",
    }
    verdict = under((floor, batch("2019-07-01")), content={"CN": content})
    assert (verdict.status, verdict.nexus) == ("licence required", "61/2025 1(a)")
    assert verdict.content_share == "CN content 0.1 % of value"


def test_a_stricter_rule_that_joins_later_leaves_the_first_day_and_is_shown_apart() -> None:
    text = EXAMPLE.replace(
        "lists:\n",
        """\
  denial:
    title: Denial order
    issuer: US
    reference: [made up]
    confidence: A
    effect: prohibited
    in_force: [{from: 2020-03-02}]
    when: {fact: made_in, is: US}
lists:
""",
        1,
    ).replace("measures:\n", "measures:\n  denial: {rules: [denial]}\n", 1)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "camera.yaml"
        path.write_text(text.replace("question:", "hypothetical: true\nquestion:", 1))
        case = prepare(str(path))
        (row,) = [each for each in records(sim.flows_on(case)) if each["supplier"] == "chip-maker"]
        part = records(sim.run(str(path), replications=1).tables["parts"])[0]
    assert (row["status"], row["since"], row["rule"]) == ("licence required", day("2019-10-09"), "origin")
    assert [row[each] for each in ("strictest", "strictest_since", "strictest_rule")] == [
        *("prohibited", day("2020-03-02"), "denial")
    ]
    assert (part["input"], part["cut_since"]) == ("soc", day("2019-10-09"))


def with_days(folder: Path, span: str) -> Prepared:
    """The example under a rule of its own days instead of the list's."""
    text = EXAMPLE.replace("    when:\n      any:\n", f"    {span}\n    when:\n      any:\n", 1)
    text = text.replace("{list: entity-list, batch: october-2019, licences: none}", "{rules: [origin]}", 1)
    path = folder / "camera.yaml"
    path.write_text(text.replace("question:", "hypothetical: true\nquestion:", 1))
    return prepare(str(path))


def test_what_is_suspended_beyond_the_clock_cuts_nothing_in_the_run(tmp_path: Path) -> None:
    case = with_days(
        tmp_path, "in_force: [{from: 2019-10-09}]\n    suspended: [{from: 2019-10-09, until: 2025-01-01}]"
    )
    verdict = case.exposure.flows["lines.camera.inputs.soc.sources.chip-maker"].verdict
    assert (verdict.status, verdict.since) == ("allowed", None)
    assert any("from 2025-01-02, after the last day of this scenario" in each for each in verdict.reasons)
    assert verdict.on(day("2025-01-02")) == "licence required"
    results = sim.run(str(tmp_path / "camera.yaml"), replications=1)
    assert {row["suppliers_cut"] for row in records(results.tables["companies"])} == {0}


@pytest.mark.parametrize(("before", "cases"), [("2020-12-29", 2), ("2020-12-30", 1), ("2025-01-01", 1)])
def test_a_doubt_after_the_last_day_makes_no_second_case(before: str, cases: int, tmp_path: Path) -> None:
    days = f"in_force: [{{from: 2019-10-09}}]\n    suspended: [{{from: 2019-10-09, until: {before}}}]"
    case = with_days(tmp_path, days)  # whether the lens is reached is not known
    assert len(case.exposure.cases) == cases
