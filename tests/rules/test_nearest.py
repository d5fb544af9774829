"""This is a test of what is said about each flow: what requires the licence, what came nearest, and how sure it is."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from sim.experiments.exposures import flows_on
from sim.pipeline import Prepared, prepare
from tests.commands import runout
from tests.example_scenario import EXAMPLE

SHIPPED = "entity-list-2019-10"


@cache
def shipped(*variants: str) -> Prepared:
    return prepare(SHIPPED, variants)


@cache
def flows(*variants: str) -> pd.DataFrame:
    return flows_on(shipped(*variants))


def row(supplier: str, item: str, company: str, *variants: str) -> pd.Series:
    table = flows(*variants)
    found = table[(table["supplier"] == supplier) & (table["input"] == item) & (table["company"] == company)]
    assert len(found) >= 1
    return found.iloc[0]


def told_by(*words: str) -> str:
    done = runout("exposure", SHIPPED, *words, folder=Path.cwd())
    assert done.code == 0, done.err
    return done.out


def example(folder: Path, *changes: tuple[str, str]) -> pd.DataFrame:
    text = EXAMPLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "camera.yaml"
    path.write_text(text)
    return flows_on(prepare(str(path)))


def test_the_clause_is_what_requires_the_licence_and_the_nexus_why_the_item_is_subject_to_it() -> None:
    """October 2019: 744.11(a) by 84 FR 54002 requires it; US origin, 734.3(a)(2), is only why it reaches the item."""
    cut = row("texas-instruments", "dcdc-ldo", "dahua")
    assert (cut["clause"], cut["nexus"]) == ("15 CFR 744.11(a); 84 FR 54002", "15 CFR 734.3(a)(2)")
    by_content = flows()[flows()["status"] == "undetermined"]
    assert set(by_content["nexus"]) == {"15 CFR 734.3(a)(3), 734.4(d)", "15 CFR 734.3(a)(2)"}


def test_under_a_footnote_the_clause_names_the_footnote_and_its_notice() -> None:
    """A wafer made in TW for a footnote-4 party: 744.11(a)(2)(ii) by 87 FR 62202, a direct product of 734.9(e)(2)."""
    table = flows("footnote-4-from-2019-10-09")
    cut = table[(table["rule"] == "us-el-fdp4") & (table["status"] == "licence required")]
    assert len(cut) > 0
    assert set(cut["clause"]) == {"15 CFR 744.11(a)(2)(ii); 87 FR 62202"}
    assert set(cut["nexus"]) == {"15 CFR 734.9(e)(2)"}


def test_a_rule_that_names_no_requirement_is_known_by_its_first_reference(tmp_path: Path) -> None:
    assert example(tmp_path).iloc[0]["clause"] == "15 CFR 734.3; 84 FR 54002"
    stated = (
        "    reference: [15 CFR 734.3]",
        "    requirement: 15 CFR 744.11\n    reference: [15 CFR 734.3]",
    )
    assert example(tmp_path, stated).iloc[0]["clause"] == "15 CFR 744.11; 84 FR 54002"


def test_every_open_flow_has_the_rule_that_came_nearest_or_the_rules_that_were_asked() -> None:
    table = flows()
    is_open = table["status"] == "allowed"
    own_work = (table["supplier"] == table["company"]) & table["reasons"].str.contains(
        "no export, reexport or transfer"
    )
    assert table[is_open & ~own_work]["rules_asked"].notna().all()
    assert table[own_work]["rules_asked"].isna().all()
    assert table[~is_open][["nearest_rule", "nearest_since", "rules_asked"]].isna().all(axis=None)
    near = table[is_open & table["nearest_rule"].notna()]
    assert near[["nearest_clause", "nearest_since", "nearest_why"]].notna().all(axis=None)
    assert near["nearest_why"].str.startswith("open because ").all()


def test_a_rule_comes_near_if_one_fact_decides_and_is_asked_since_the_listing_of_the_party() -> None:
    found = flows()[flows()["supplier"] == "tsmc"].iloc[0]
    assert found["nearest_rule"] == "us-entity-list"
    assert found["nearest_since"] == dt.date(2019, 5, 16)
    assert found["nearest_clause"] == "15 CFR 744.11(a); 84 FR 22961"
    assert "not above 25 %" in found["nearest_why"]


def test_no_rule_is_near_a_flow_that_two_facts_leave_open_and_one_to_a_party_on_no_list(
    tmp_path: Path,
) -> None:
    """Goods made in China: neither the kind nor the place is what the rule asks for, so two facts decide."""
    asked = (
        "    when:\n      any:\n        - {fact: made_in, is: US}",
        "    when:\n      all:\n        - {fact: made_in, is: US}",
    )
    other = (
        "        - {fact: controlled_content, of: US, above: 25 %}",
        "        - {fact: kind, is: services}",
    )
    lens = example(tmp_path, asked, other).query("input == 'lens'").iloc[0]
    assert lens["status"] == "allowed"
    assert pd.isna(lens["nearest_rule"])
    assert lens["rules_asked"] == "origin since 2019-10-09, 15 CFR 734.3"
    unlisted = flows()[(flows()["company"] == "alibaba") & (flows()["supplier"] != "alibaba")]
    assert unlisted["nearest_rule"].isna().all()
    asked_of_all = "us-entity-list since 2019-05-16, 15 CFR 744.11(a) (names no party of this flow)"
    assert set(unlisted["rules_asked"]) == {asked_of_all}


def test_on_a_day_only_what_was_asked_by_then_counts_and_a_cut_of_later_comes_near() -> None:
    """On 2019-06-01 Huawei is listed and Dahua is not yet."""
    table = flows_on(shipped(), dt.date(2019, 6, 1))
    dahua = table[(table["company"] == "dahua") & (table["supplier"] == "texas-instruments")]
    assert set(dahua["status"]) == {"allowed"}
    assert set(dahua["nearest_rule"]) == {"us-entity-list"}
    assert set(dahua["nearest_since"]) == {dt.date(2019, 10, 9)}
    assert dahua["nearest_why"].str.startswith("not yet in force on 2019-06-01: from 2019-10-09").all()
    assert dahua["clause"].isna().all()
    open_later = table[(table["company"] == "dahua") & (table["made_in"] == "CN")]
    assert open_later["nearest_rule"].isna().all()


def test_the_list_of_open_flows_names_rule_day_and_clause_and_so_does_json() -> None:
    told = " ".join(told_by("--all").split())
    assert "us-entity-list since 2019-10-09, 15 CFR 744.11(a); 84 FR 54002: open because" in told
    found = json.loads(told_by("--json"))
    near = [each for each in found if each["nearest_rule"]]
    assert len(near) > 100
    assert {each["nearest_clause"] for each in near} == {
        "15 CFR 744.11(a); 84 FR 22961",
        "15 CFR 744.11(a); 84 FR 54002",
    }


@pytest.mark.parametrize(
    ("buyer", "supplier", "item", "words"),
    [
        (
            "Dahua",
            "Texas Instruments",
            "power chips",
            "how sure the reading of the law is: a summary or an excerpt was read (B; A is best, C least) "
            "what the deciding fact `made_in` rests on: own estimate (E; A is best, E least), source `own-camera` "
            "what the flow's other facts rest on: own estimate (E; A is best, E least), source `own-camera`",
        ),
        (
            "HiSilicon",
            "TSMC",
            "finished wafers",
            "what the deciding fact `controlled_content` rests on: own estimate (E; A is best, E least), source",
        ),
    ],
)
def test_how_sure_the_text_and_how_sure_the_fact_are_told_apart(
    buyer: str, supplier: str, item: str, words: str
) -> None:
    told = " ".join(told_by("--explain", buyer, supplier, item).split())
    assert words in told
    assert told.endswith(
        "how sure the reading of this rule is: a summary or an excerpt was read (B; A is best, C least)"
    )
    assert not re.search(r"\b(confidence|grade)\b", told)


def test_of_a_market_too_how_sure_the_law_and_how_sure_the_share_are_told_apart() -> None:
    told = " ".join(told_by("--explain", "US", "hikvision", "hikvision-camera").split())
    assert "what the share that is lost rests on: own estimate (E; A is best, E least), source `" in told
    assert "how sure the reading of this rule is: " in told
    assert not re.search(r"\b(confidence|grade)\b", told)


def test_a_deciding_fact_has_its_own_source(tmp_path: Path) -> None:
    """The place of the chip may stand on a better source than the rest of the line."""
    stated = (
        "chip-maker: {share: 100 %, made_in: US}",
        "chip-maker: {share: 100 %, made_in: US, ref: notice}",
    )
    before, after = example(tmp_path).iloc[0], example(tmp_path, stated).iloc[0]
    assert (before["decided_by"], before["decided_by_source"], before["decided_by_grade"]) == (
        "made_in",
        "estimate",
        "E",
    )
    assert (after["decided_by_source"], after["decided_by_grade"]) == ("notice", "A")
