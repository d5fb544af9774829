"""This is how law reaches the flows of a scenario: rules brought in by measures, facts of sources, exact days."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.experiments.exposures import flows_on
from sim.exposure import closures
from sim.pipeline import Prepared, prepare
from sim.rules.in_force import whole_law
from sim.rules.matching import entry_text
from sim.rules.vector_file import read_vectors
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
        if key in as_it_was.exposure.flows
        and as_it_was.exposure.flows[key].verdict.authorised_until is not None
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


def test_explain_marks_which_of_several_rules_gives_the_verdict() -> None:
    """The rule of May 2020 leaves TSMC's wafers undetermined, that of August cuts them; in June only May's holds."""
    words = ("exposure", "backtests/hikvision-2020", "--explain", "hisilicon", "tsmc", "wafer")
    told = " ".join(run(*words).split())
    assert told.count("Gives the verdict: ") == 1
    assert "Gives the verdict: Direct products for footnote-1 parties (us-el-fdp1; brought in by" in told
    assert told.index("(us-el-fdp1; brought in") < told.index("(us-el-fdp1-2020-05; brought in")
    june = " ".join(run(*words, "--date", "2020-06-01").split())
    assert june.count("Gives the verdict: ") == 1
    assert "Gives the verdict: Direct products to designs of footnote-1 parties (May 2020) (us-el" in june
    alone = run("exposure", SCENARIO, "--explain", "dahua", "texas-instruments", "dcdc-ldo")
    assert "Gives the verdict" not in alone  # one rule reaches it


def test_explain_as_json_marks_it_too_and_on_the_day() -> None:
    words = ("exposure", "backtests/hikvision-2020", "--explain", "hisilicon", "tsmc", "wafer", "--json")

    def deciding(*more: str) -> list[str]:
        (flow,) = json.loads(run(*words, *more))
        assert len(flow["hits"]) > 1
        return [hit["rule"] for hit in flow["hits"] if hit["gives_verdict"]]

    assert deciding() == ["us-el-fdp1"]
    assert deciding("--date", "2020-06-01") == ["us-el-fdp1-2020-05"]


def test_explain_names_the_buyer_and_tells_each_listing_once() -> None:
    """Rules reach HiSilicon by one entry of the list: its line stands once, beside those of its footnote."""
    words = ("exposure", "backtests/hikvision-2020", "--explain", "hisilicon", "tsmc", "wafer")
    told = " ".join(run(*words).split())
    assert told.startswith("Law as known on 2020-08-17. TSMC -> HiSilicon: ")
    assert told.count("HiSilicon has been listed since 2019-05-16") == 1


CHIP = ("--explain", "camera-maker", "chip-maker", "soc")


def test_a_day_before_a_rule_is_in_force_says_so_and_a_day_within_says_since_when(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(EXAMPLE)
    told = run("exposure", str(path), "--date", "2019-10-08", *CHIP)
    before = " ".join(told.split())
    assert "status: open: no licence required on the facts stated, by the rules asked" in before
    labels = {line.strip().partition(":")[0] for line in told.splitlines()}
    assert labels.isdisjoint({"since", "measure", "rule", "clause", "policy", "licences"})
    assert (
        "nearest rule: origin nearest clause: 15 CFR 734.3; 84 FR 54002 nearest since: 2019-10-09" in before
    )
    assert (
        "because: not yet in force on 2019-10-08: from 2019-10-09, licence required under Goods of US origin"
        in before
    )
    assert "because: while it is in force: made in US" in before
    assert "licence required from 2019-10-09; not yet in force on 2019-10-08" in before
    within = " ".join(run("exposure", str(path), "--date", "2019-10-09", *CHIP).split())
    assert "status: licence required since: 2019-10-09 measure: october-2019 rule: origin" in within
    assert "not yet in force" not in within


def test_a_day_shows_what_decides_on_it_not_what_came_first(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(
        with_glass("{rules: [glass-control]}").replace(
            "made_in: CN}\nvariants", "made_in: CN, content: {US: {total: 0 %}}}\nvariants", 1
        )
    )
    lens = ("--explain", "camera-maker", "glass-works", "lens")
    after = " ".join(run("exposure", str(path), "--date", "2020-08-05", *lens).split())
    assert "status: licence required since: 2020-08-01" in after
    stopped = " ".join(run("exposure", str(path), "--date", "2020-05-05", *lens).split())
    assert (
        "because: no longer in force on 2020-05-05: Control of glass (glass-control), licence required until "
        "2020-04-30; "
        "in force again from 2020-08-01, licence required under Control of glass (glass-control)" in stopped
    )


def test_no_line_of_the_reasoning_reads_against_the_one_above_it(tmp_path: Path) -> None:
    text = EXAMPLE.replace(
        "      any:\n        - {fact: made_in, is: US}\n",
        "      any:\n        - not: {any: [{fact: stage, is: support}, {fact: published, is: true}]}\n",
        1,
    )
    path = tmp_path / "camera.yaml"
    path.write_text(text)
    shown = " ".join(run("exposure", str(path), *CHIP).split())
    assert (
        "all of these: -> yes it is new supply, not support of what is in use; the rule leaves out what is support of "
        "what is in use -> yes it is not published; the rule leaves out what is published, free to anyone -> yes"
        in shown
    )
    assert "not: ->" not in shown


def test_json_carries_every_hit() -> None:
    rows = json.loads(run("exposure", SCENARIO, "--json"))
    hits = [hit for row in rows for hit in row["hits"]]
    assert {hit["rule"] for hit in hits if hit["effect"] != "demand"} == {"us-entity-list"}
    assert all(len(row["hits"]) > 0 for row in rows if row["status"] != "allowed")


GLASS = """\
  glass-control:
    title: Control of glass
    issuer: CN
    reference: [made up]
    confidence: C
    announced: 2020-01-01
    in_force: [{from: 2020-02-01, until: 2020-11-30}]
    suspended: [{from: 2020-05-01, until: 2020-07-31}]
    when: {fact: item_list, is: glass}
item_lists:
  glass: {title: glass, as_of: 2020-01-01, reference: made up, confidence: C}
lists:
"""


def with_glass(measure: str) -> str:
    text = EXAMPLE.replace("lists:\n", GLASS, 1).replace("lines:\n", f"  glass: {measure}\nlines:\n", 1)
    text = text.replace("    title: Lenses\n", "    title: Lenses\n    item_lists: [glass]\n", 1)
    return text.replace("question:", "hypothetical: true\nquestion:", 1)


@pytest.mark.parametrize(
    ("measure", "days"),
    [
        ("{rules: [glass-control]}", ["2020-02-01", "2020-05-01", "2020-08-01", "2020-12-01"]),
        (
            "{rules: [glass-control], effective: 2020-02-11, ref: estimate}",
            ["2020-02-11", "2020-05-11", "2020-08-11", "2020-12-11"],
        ),
    ],
)
def test_a_rule_without_a_list_closes_and_opens_flows_on_its_days(
    measure: str, days: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(with_glass(measure))
    prepared = prepare(str(path))
    drawn = likely(prepared.network)
    closed = closures(prepared.exposure, drawn, prepared.file.scenario, "as decided")
    closure = closed["lines.camera.inputs.lens.sources.glass-works"]
    found = [str(prepared.network.start + dt.timedelta(days=step.day)) for step in closure.steps]
    assert found[: len(days)] == days
    assert [step.share for step in closure.steps][: len(days)] == [0.0, 1.0, 0.0, 1.0][: len(days)]


@pytest.mark.parametrize(
    ("last", "until"),
    [
        ("2020-11-30", dt.date(2020, 11, 30)),
        ("2020-12-31", None),  # the horizon
        ("2021-06-30", None),
    ],
)
def test_the_table_of_flows_says_the_last_day_of_a_verdict_that_ends_before_the_horizon(
    last: str, until: dt.date | None, tmp_path: Path
) -> None:
    path = tmp_path / "camera.yaml"
    text = with_glass("{rules: [glass-control]}").replace("2020-11-30", last)
    sure = "100 %, made_in: CN, content: {US: {total: 0 %}}}"
    path.write_text(text.replace("glass-works: {share: 100 %, made_in: CN}", f"glass-works: {{share: {sure}"))
    flows = flows_on(prepare(str(path))).set_index("input")
    assert flows.loc["lens", "until"] == until
    assert flows.loc["soc", "until"].isna().all()  # nothing ends that
    path.write_text(text)  # where the Entity List may hold it as well, nothing says that it is free again
    assert flows_on(prepare(str(path))).set_index("input").loc["lens", "until"] is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("is: glass}", "is: glas}", "`item_lists` has no `glas`; did you mean `glass`?"),
        (
            "{fact: item_list, is: glass}",
            "{fact: made_in, in_group: allies}",
            "`country_groups` has no `allies`",
        ),
        ("{fact: item_list, is: glass}", "{condition: mine}", "`conditions` has no `mine`"),
        (
            "item_lists:\n  glass: {t",
            "conditions: {a: {not: {condition: a}}}\nitem_lists:\n  glass: {t",
            "asks for itself",
        ),
        ("    rule: origin\n", "    rule: origin\n    part_of: entity-list\n", "is itself part of a list"),
        ("until: 2020-11-30}", "switch: weather}", "there is no switch `weather`"),
        (
            "    issuer: CN\n",
            "    issuer: CN\n    target: {footnote: 4}\n",
            "a `footnote` stands in the entries of a list",
        ),
        ("rules: [glass-control]", "rules: [glass-contol]", "did you mean `glass-control`?"),
        (
            "suspended: [{from: 2020-05-01,",
            "suspended: [{from: 2020-09-01,",
            "from 2020-09-01 is after until 2020-07-31",
        ),
    ],
)
def test_law_that_cannot_be_is_refused_with_its_place(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    text = with_glass("{rules: [glass-control]}")
    assert old in text
    path = tmp_path / "camera.yaml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(ScenarioError) as refused:
        read_scenario(path)
    assert message in str(refused.value)
    assert all(problem.line is not None for problem in refused.value.problems)


OWNED = """\
  camera-maker: {name: Camera Maker, home: CN, owners: [{entity: parent, share: SHARE}]}
  parent: {name: Parent, home: CN, owners: []}
"""
HALF = """\
ownership_rules:
  half:
    title: what listed parties own
    issuer: US
    reference: [made up]
    confidence: C
    lists: [entity-list]
    at_least: 50 %
    in_force: [{from: 2020-03-01, until: 2020-09-30}]
measures:
  half: {rules: [half]}
"""


def owned(share: str, folder: Path, variants: str = "") -> Prepared:
    """The example, where not the maker but who owns a share of it is listed."""
    text = EXAMPLE.replace(
        "  camera-maker: {name: Camera Maker, home: CN}\n", OWNED.replace("SHARE", share), 1
    )
    text = text.replace("camera-maker: {listed_as", "parent: {listed_as", 1).replace("measures:\n", HALF, 1)
    path = folder / "camera.yaml"
    path.write_text(text.replace("question:", "hypothetical: true\nquestion:", 1) + variants)
    return prepare(str(path))


def test_what_a_listed_party_owns_is_reached_while_a_measure_brings_that_rule_in(tmp_path: Path) -> None:
    prepared = owned("60 %", tmp_path)
    verdict = prepared.exposure.flows["lines.camera.inputs.soc.sources.chip-maker"].verdict
    assert (verdict.status, verdict.measure, verdict.rule) == ("licence required", "half", "origin")
    assert (str(verdict.since), str(verdict.until)) == ("2020-03-01", "2020-09-30")
    assert "Camera Maker is 60 % owned by parties on the Entity List (made up)" in verdict.reasons
    closed = closures(prepared.exposure, likely(prepared.network), prepared.file.scenario, "as decided")
    closure = closed["lines.camera.inputs.soc.sources.chip-maker"]
    days = [str(prepared.network.start + dt.timedelta(days=step.day)) for step in closure.steps]
    assert (days, [step.share for step in closure.steps]) == (["2020-03-01", "2020-10-01"], [0.0, 1.0])


def test_what_was_not_known_before_the_rule_was_in_force_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    owned("60 %", tmp_path)
    text = path.read_text().replace("{name: Parent, home: CN, owners: []}", "{name: Parent, home: CN}")
    # Who owns the parent is not stated, and what is owned counts from a day before it is listed.
    path.write_text(
        text.replace("from: 2020-03-01, until: 2020-09-30", "from: 2019-09-01, until: 2020-09-30")
    )
    prepared = prepare(str(path))
    verdict = prepared.exposure.flows["lines.camera.inputs.soc.sources.chip-maker"].verdict
    assert "Camera Maker is 60 % owned by parties on the Entity List (made up)" in verdict.reasons
    assert not any("is not known" in each for each in verdict.reasons)


@pytest.mark.parametrize(("share", "status"), [("49 %", "allowed"), ("unknown", "undetermined")])
def test_less_than_half_is_not_reached_and_an_unknown_share_is_undetermined(
    share: str, status: str, tmp_path: Path
) -> None:
    prepared = owned(share, tmp_path)
    assert prepared.exposure.flows["lines.camera.inputs.soc.sources.chip-maker"].verdict.status == status


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


# --- each day of a listing beside its own notice --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("backtests/huawei-phones-2020", "--explain", "Huawei", "MediaTek", "phone processor"),
            "Huawei has been listed since 2019-05-16, as `Huawei Technologies Co., Ltd. (Huawei)` (US Entity List, "
            "84 FR 22961); footnote 1 since 2020-05-15 (85 FR 29849)",
        ),
        (  # footnote 4 came three years later, and is here taken for a what-if
            (
                *("entity-list-2019-10", "--variant", "footnote-4-from-2019-10-09"),
                *("--explain", "dahua", "hisilicon", "soc"),
            ),
            "Dahua has been listed since 2019-10-09, as `Dahua Technology` (US Entity List, 84 FR 54002); footnote 4 "
            "from 2022-10-21 (87 FR 62202), here taken to hold from 2019-10-09 (hypothetical)",
        ),
        (  # the list gives none of the 28 footnote 1
            (
                *("entity-list-2019-10", "--variant", "huawei-rule-for-all"),
                *("--explain", "dahua", "hisilicon", "soc"),
            ),
            "Dahua has been listed since 2019-10-09, as `Dahua Technology` (US Entity List, 84 FR 54002); footnote 1, "
            "which the entry does not have, is taken to hold from 2019-10-09 (hypothetical)",
        ),
        (  # the title of the list need not be that of a list of names
            ("entity-list-2019-10", "--explain", "US", "Hikvision", "hikvision-camera"),
            "Hikvision has been listed since 2018-08-13, as `Hangzhou Hikvision Digital Technology Company` (section "
            "889 of the Act for fiscal year 2019, Pub. L. 115-232, section 889(f)(3))",
        ),
    ],
)
def test_a_footnotes_day_never_stands_beside_the_notice_of_the_listing(
    words: tuple[str, ...], told: str
) -> None:
    shown = " ".join(run("exposure", *words).split())
    assert told in shown
    assert "is on the" not in shown


def test_a_batch_of_later_footnotes_says_both_days() -> None:
    """SMIC Beijing: footnote 5 of December 2024 is asked about in a rule test; the listing is of December 2020."""
    law = whole_law(read_vectors(Path(__file__).with_name("control_vectors.yaml")).law)
    told = {
        entry_text(provision, each, law)
        for provision in law.provisions
        if provision.rule_id == "us-el-fdp5"
        for each in provision.listed or ()
        if each.entity == "smic-beijing"
    }
    assert len(told) == 1
    assert "2020-12-18" in str(told)
    assert "footnote 5 since 2024-12-02" in str(told)


def test_the_first_line_says_as_of_which_day_law_is_read() -> None:
    """The date asked about is not the day the law is read: extensions of licences in between are not known."""
    assert run("exposure", SCENARIO).startswith("Law as known on 2019-10-09.\n")
    on = ("--date", "2020-03-01")
    told = "On 2020-03-01, by the law as known on 2019-10-09.\n"
    assert run("exposure", SCENARIO, *on).startswith(told)
    assert run("exposure", SCENARIO, *on, "--explain", "dahua", "texas-instruments", "poe-pd").startswith(
        told
    )
    assert run("exposure", SCENARIO, *on, "--explain", "US", "dahua", "dahua-camera").startswith(told)


# --- own work -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", ["footnote-4-from-2019-10-09", "huawei-rule-for-all"])
def test_what_a_maker_does_itself_at_home_is_no_transfer_so_no_rule_of_direct_products_is_asked(
    variant: str,
) -> None:
    flows = flows_on(prepare(SCENARIO, [variant]))
    own = flows[(flows["supplier"] == flows["company"]) & (flows["made_in"] == "CN")]
    assert {"dahua", "megvii"} < set(own["company"])
    assert set(own["status"]) == {"allowed"}
    assert all("no export, reexport or transfer" in why for why in own["reasons"])
    assert "undetermined" in set(flows[flows["supplier"] != flows["company"]]["status"])


@pytest.mark.parametrize(
    ("made", "status"),
    [
        ("made_in: CN", "allowed"),
        ("made_in: US", "licence required"),  # an export from there, whoever makes it
        ("made_in: [CN, US]", "undetermined"),
        ("made_in: CN, exported_from: [US]", "allowed"),  # leaves home on its way: the rule is asked
        (
            "made_in: CN, parties: [{entity: chip-maker, role: intermediate-consignee}]",
            "allowed",
        ),
    ],
)
def test_own_work_is_asked_about_only_where_it_leaves_home_or_others_take_part(
    tmp_path: Path, made: str, status: str
) -> None:
    """The listed maker makes the chip itself. Only in the first case nothing is asked: the others say what was."""
    path = tmp_path / "camera.yaml"
    stated = "chip-maker: {share: 100 %, made_in: US}"
    assert stated in EXAMPLE
    path.write_text(
        EXAMPLE.replace(stated, f"camera-maker: {{share: 100 %, {made}, content: {{US: {{total: 0 %}}}}}}")
    )
    flows = flows_on(prepare(path))
    (own,) = (row for _, row in flows.iterrows() if row["supplier"] == "camera-maker")
    assert own["status"] == status
    assert ("no export, reexport or transfer" in own["reasons"]) is (made == "made_in: CN")


# --- what a row rests on --------------------------------------------------------------------------------------------


def test_a_row_that_rests_on_hypothetical_law_says_so_in_text_and_data() -> None:
    """The direct-product rule of 2022 is taken for 2019; the Entity List held, and is marked nowhere."""
    words = ("exposure", SCENARIO, "--variant", "footnote-4-from-2019-10-09")
    shown = " ".join(run(*words).split())
    assert (
        "Hypothetical: licence required (assumed not granted) since 2019-10-09, 15 CFR 744.11(a)(2)(ii)"
        in shown
    )
    assert (
        "HiSilicon: camera processor [direct product: our estimate, grade E] -> Dahua (hypothetical)" in shown
    )
    rows = json.loads(run(*words, "--json"))
    assert {row["rule"] for row in rows if row["hypothetical"]} == {"us-el-fdp4"}
    assert {row["rule"] for row in rows if not row["hypothetical"]} == {"us-entity-list", None}
    assert rows[0]["scenario"] == {
        "name": SCENARIO,
        "variants": ["footnote-4-from-2019-10-09"],
        "hypothetical": True,
        "law_as_known_on": "2019-10-09",
    }
    told = run(*words, "--explain", "dahua", "hisilicon", "soc")
    assert "  hypothetical: True" in told
    chip = next(row for row in rows if (row["company"], row["supplier"]) == ("dahua", "hisilicon"))
    assert (
        chip["reasons"].count("Dahua has been listed since 2019-10-09") == 1
    )  # with its footnote, not without too


@pytest.mark.parametrize("variants", [[], ["some-licences"], ["hindsight"], ["threshold-10"]])
def test_law_that_held_is_not_hypothetical_whatever_licences_a_variant_assumes(variants: list[str]) -> None:
    """Of these variants some are hypothetical as a whole: for their licences, or for law as it was known later."""
    assert not flows_on(prepare(SCENARIO, variants))["hypothetical"].any()


def test_a_day_on_which_another_rule_decides_is_marked_by_that_rule() -> None:
    prepared = prepare(SCENARIO, ["footnote-4-from-2019-10-09"])
    before, after = (flows_on(prepared, dt.date(2019, 10, each))["hypothetical"] for each in (8, 9))
    assert (bool(before.any()), bool(after.any())) == (False, True)


def test_what_of_the_deciding_facts_is_an_estimate_stands_in_the_row_with_the_note_in_the_explanation() -> (
    None
):
    """Where Texas Instruments makes its power chips is our estimate; that the list names Hikvision is none."""
    shown = " ".join(run("exposure", SCENARIO).split())
    assert (
        "Texas Instruments: power chips [place of making: our estimate, grade E] -> Hikvision, Dahua" in shown
    )
    assert "Skyworks: radio module (Skyworks) -> Huawei" in shown  # a printed source
    told = " ".join(run("exposure", SCENARIO, "--explain", "Dahua", "Texas Instruments", "poe-pd").split())
    assert "what the deciding fact `made_in` rests on: own estimate (E; A is best, E least)" in told
    flows = flows_on(prepare(SCENARIO))
    noted = flows[flows["note"].notna() & (flows["status"] == "licence required")].iloc[0]
    words = (noted["company"], noted["supplier"], noted["input"])
    assert f"the scenario's note: {noted['note']}" in " ".join(
        run("exposure", SCENARIO, "--explain", *words).split()
    )
