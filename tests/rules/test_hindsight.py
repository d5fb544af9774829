"""This is what nobody could know: what was decided after the day a scenario is seen from changes nothing in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.exposure import closures
from sim.pipeline import prepare
from sim.rules.hindsight import as_known
from sim.rules.reasoning import reasoning
from sim.uncertainty.draws import likely
from tests.example_scenario import EXAMPLE

CHIP = "lines.camera.inputs.soc.sources.chip-maker"
ENTRY = 'camera-maker: {listed_as: "Camera Maker Co., Ltd."}'
BATCH = "        goods_en_route: honoured\n"
RULE = "    when:\n      any:\n"
BY_RULE = ("{list: entity-list, batch: october-2019, licences: none}", "{rules: [origin]}")
CUT = "2019-10-09"


LATER_VIEW = ("as_seen_from: 2019-10-09", "as_seen_from: 2020-12-31")


def days(folder: Path, *changes: tuple[str, str], later: bool = False) -> list[str]:
    """The days on which the chips are cut and let through again, seen from 2019-10-09 or from the end of 2020."""
    text = EXAMPLE
    for old, new in (*changes, *([LATER_VIEW] if later else [])):
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "camera.yaml"
    path.write_text(text)
    case = prepare(str(path))
    found = closures(case.exposure, likely(case.network), case.file.scenario, "undetermined open")
    steps = found[CHIP].steps if CHIP in found else ()
    return [str(case.network.start.fromordinal(case.network.start.toordinal() + int(s.day))) for s in steps]


def entry(more: str) -> tuple[str, str]:
    return ENTRY, ENTRY.replace("}", f", {more}}}")


def batch(more: str) -> tuple[str, str]:
    return BATCH, f"{BATCH}        {more}\n"


def rule(more: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (RULE, f"    {more}\n{RULE}"), BY_RULE


LATER = {
    "removed": (entry("until: 2020-03-01"),),
    "batch-ended": (batch("until: 2020-03-01"),),
    "batch-suspended": (batch("suspended: [{from: 2020-03-02}]"),),
    "narrowed": (entry("scope: [{from: 2020-03-02, when: {fact: stage, is: support}, reference: made up}]"),),
    "rule-suspended": rule("in_force: [{from: 2019-10-09}]\n    suspended: [{from: 2020-03-02}]"),
    "rule-ended": rule("in_force: [{from: 2019-10-09, until: 2020-03-01, until_published: 2020-02-01}]"),
}


@pytest.mark.parametrize("name", LATER)
def test_what_was_decided_later_counts_only_in_a_later_view(name: str, tmp_path: Path) -> None:
    assert days(tmp_path, *LATER[name]) == [CUT]
    assert days(tmp_path, *LATER[name], later=True) == [CUT, "2020-03-02"]


@pytest.mark.parametrize(
    "changes",
    [
        (entry("until: 2020-03-01, until_published: 2019-10-09"),),
        (batch("until: 2020-03-01\n        until_published: 2019-10-09"),),
        (batch("suspended: [{from: 2020-03-02, published: 2019-10-09}]"),),
        rule("in_force: [{from: 2019-10-09, until: 2020-03-01}]"),
    ],
)
def test_what_was_published_in_time_counts(changes: tuple[tuple[str, str], ...], tmp_path: Path) -> None:
    assert days(tmp_path, *changes) == [CUT, "2020-03-02"]


OWNERSHIP = """ownership_rules:
  half:
    {title: Half, issuer: US, reference: [made up], confidence: A, lists: [entity-list], at_least: 50 %}
lists:
"""
HOLDING = 'holding: {listed_as: "Holding"}'


def owned(more: str) -> tuple[tuple[str, str], ...]:
    """The camera maker is not listed itself; a listed holding owns half of it."""
    return (
        ("lists:\n", OWNERSHIP),
        (ENTRY, HOLDING),
        (BY_RULE[0], "{list: entity-list, batch: october-2019, rules: [origin, half], licences: none}"),
        (
            "camera-maker: {name: Camera Maker, home: CN}",
            "holding: {name: Holding, home: CN}\n  camera-maker: {name: Camera Maker, home: CN, "
            f"owners: [{{entity: holding, share: 50 %, {more}}}]}}",
        ),
    )


def test_a_share_bought_or_sold_later_counts_only_in_a_later_view(tmp_path: Path) -> None:
    """Seen from 2019-10-09: bought on 2020-03-02, or held and sold with the last day 2020-03-01."""
    assert days(tmp_path, *owned("from: 2020-03-02")) == []
    assert days(tmp_path, *owned("from: 2020-03-02"), later=True) == ["2020-03-02"]
    assert days(tmp_path, *owned("from: 2020-03-02, published: 2019-10-09")) == ["2020-03-02"]
    assert days(tmp_path, *owned("until: 2020-03-01")) == [CUT]
    assert days(tmp_path, *owned("until: 2020-03-01"), later=True) == [CUT, "2020-03-02"]


FOOTNOTED = (
    RULE,
    f"    in_force: [{{from: 2019-10-09}}]\n    target: {{list: entity-list, footnote: 4}}\n{RULE}",
)


def footnote(more: str) -> tuple[tuple[str, str], ...]:
    return (entry(f"footnotes: [{{number: 4, {more}, reference: made up}}]"), FOOTNOTED, BY_RULE)


def test_a_footnote_put_on_or_taken_off_later_counts_only_in_a_later_view(tmp_path: Path) -> None:
    assert days(tmp_path, *footnote("from: 2020-03-02")) == []
    assert days(tmp_path, *footnote("from: 2020-03-02"), later=True) == ["2020-03-02"]
    assert days(tmp_path, *footnote("from: 2020-03-02, published: 2019-10-09")) == ["2020-03-02"]
    assert days(tmp_path, *footnote("from: 2019-10-09, until: 2020-03-01")) == [CUT]
    assert days(tmp_path, *footnote("from: 2019-10-09, until: 2020-03-01"), later=True) == [
        CUT,
        "2020-03-02",
    ]


POLICIES = "policies: {strict: {title: Strict, strictness: 60}, mild: {title: Mild, strictness: 20}}\n"
WHERE = {
    "rule": lambda reviews: (RULE, f"    review: {reviews}\n{RULE}"),
    "batch": lambda reviews: batch(f"review: {reviews}"),
    "entry": lambda reviews: entry(f"review: {reviews}"),
}


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize(
    ("mild", "later", "expected"),
    [
        ("from: 2019-10-09", False, "mild"),
        ("from: 2019-10-10", False, "strict"),
        ("from: 2019-10-10, published: 2019-10-09", False, "mild"),
        ("from: 2019-10-10", True, "mild"),
    ],
)
def test_a_policy_of_later_reviews_nothing_before_it_was_known(
    where: str, mild: str, later: bool, expected: str, tmp_path: Path
) -> None:
    """On the day after it begins, in a scenario that is seen from 2019-10-09."""
    text = EXAMPLE.replace("lists:\n", POLICIES + "lists:\n", 1)
    old, new = WHERE[where](f"[{{policy: mild, {mild}}}, {{policy: strict}}]")
    text = text.replace(old, new, 1)
    text = text.replace(*LATER_VIEW) if later else text
    path = tmp_path / "camera.yaml"
    path.write_text(text)
    verdict = prepare(str(path)).exposure.flows[CHIP].verdict
    assert verdict.at(dt.date(2019, 10, 11)).policy == expected


def test_a_rule_that_came_back_later_does_not_come_back_and_one_that_goes_on_does_not_end(
    tmp_path: Path,
) -> None:
    again = "in_force: [{from: 2019-10-09, until: 2020-01-31}, {from: 2020-03-01}]"
    assert days(tmp_path, *rule(again)) == [CUT, "2020-02-01"]
    assert days(tmp_path, *rule(again), later=True) == [CUT, "2020-02-01", "2020-03-01"]
    assert days(tmp_path, *rule(again.replace("2020-03-01", "2020-02-01"))) == [CUT]


@pytest.mark.parametrize("name", LATER)
def test_a_scenario_that_is_hypothetical_as_a_whole_uses_all_it_states(name: str, tmp_path: Path) -> None:
    marked = ("question:", "hypothetical: true\nquestion:")
    assert days(tmp_path, *LATER[name], marked) == [CUT, "2020-03-02"]


VARIANTS = """variants:
  some-licences:
    title: x
    hypothetical: true
    set:
      lists.entity-list.batches.october-2019.entries.camera-maker.until: 2020-03-01
"""


def test_a_variant_says_when_its_later_law_was_known_or_is_refused(tmp_path: Path) -> None:
    """A removal in March 2020 that nobody knew of in October 2019 would change nothing, unsaid."""
    path = tmp_path / "camera.yaml"
    head = EXAMPLE.partition("variants:")[0]
    path.write_text(head + VARIANTS)
    with pytest.raises(ScenarioError) as refused:
        prepare(str(path), ["some-licences"])
    assert "was not known on 2019-10-09, and would change nothing" in str(refused.value)
    for more in (
        "      lists.entity-list.batches.october-2019.entries.camera-maker.until_published: 2019-10-09\n",
        "      clock.as_seen_from: 2020-03-02\n",
    ):
        path.write_text(head + VARIANTS + more)
        (hit,) = prepare(str(path), ["some-licences"]).exposure.flows[CHIP].verdict.hits
        assert str(hit.until) == "2020-03-01"


HINDSIGHT = """  later:
    title: x
    hypothetical: true
    set:
      measures.later:
        {list: entity-list, batch: october-2019, rules: [footnoted], law_as_of: 2020-03-02, effective: 2019-10-15,
         licences: none, ref: estimate}
"""


def test_what_a_measure_takes_from_later_law_changes_nothing_else(tmp_path: Path) -> None:
    """On paper: the listing of 2019-10-09, whose end on 2020-03-01 nobody knew, cuts the chips for good.

    The rule for footnote 4, taken from the law of 2020-03-02, knows that the entry is gone on that day.
    """
    text = EXAMPLE.replace(
        *entry("until: 2020-03-01, footnotes: [{number: 4, from: 2020-03-01, reference: x}]"), 1
    )
    rule_4 = (
        "rules:\n  footnoted: {title: F, issuer: US, reference: [made up], confidence: A, "
        "in_force: [{from: 2020-03-01}], target: {list: entity-list, footnote: 4}, when: {fact: made_in, is: US}}\n"
    )
    text = text.replace("rules:\n", rule_4, 1)
    path = tmp_path / "camera.yaml"
    path.write_text(text + HINDSIGHT)
    hits = {hit.measure: hit for hit in prepare(str(path), ["later"]).exposure.flows[CHIP].verdict.hits}
    assert (str(hits["october-2019"].since), hits["october-2019"].until) == (CUT, None)
    assert (str(hits["later"].since), str(hits["later"].until)) == ("2019-10-15", "2020-03-01")


@pytest.mark.parametrize(("day", "known"), [("2021-10-24", 0), ("2021-10-25", 2), ("2024-07-03", 3)])
def test_statistics_of_licences_are_seen_from_the_day_they_were_reported(day: str, known: int) -> None:
    """Of the three that ship with the presumption of denial two were reported on 2021-10-25, one on 2024-07-03."""
    scenario = prepare("entity-list-2019-10").file.scenario
    seen = as_known(scenario, dt.date.fromisoformat(day))
    assert len(scenario.policies["presumption-of-denial"].statistics) == 3
    assert len(seen.policies["presumption-of-denial"].statistics) == known


def test_the_reasons_of_a_view_of_2019_hold_no_statistics_of_later_years() -> None:
    case = prepare("entity-list-2019-10")
    verdict = case.exposure.flows["lines.hikvision-camera.inputs.poe-pd.sources.texas-instruments"].verdict
    told = [branch.text for branch in reasoning(verdict)]
    assert "applications: Presumption of denial" in told
    assert not [text for text in told if "filed cases only" in text]
