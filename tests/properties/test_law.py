"""This is what must hold of any law: nothing added opens a flow, and nothing unknown decides silently."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rules.facts import ContentFacts, Flow, OwnerShare, Party, Range
from sim.rules.in_force import whole_law
from sim.rules.standing import SEVERITY
from sim.rules.vector_file import VectorFile, read_vectors
from sim.rules.vectors import run_vectors
from sim.rules.verdict import Verdict, judge
from sim.scenario.law_book import law_book, shipped_law
from sim.scenario.model import Scenario
from sim.scenario.tree import Node

RULES = Path(__file__).parents[1] / "rules"
SHIFT = 1000
DAYS = [dt.date(2019, 1, 1) + dt.timedelta(days=40 * number) for number in range(75)]
FEW = settings(max_examples=40, deadline=None, derandomize=True)


@cache
def law() -> Scenario:
    return law_book(Node({}, "none", 1, 1), Path("none.yaml"))


SOME_RULES = (
    *("us-entity-list", "us-el-fdp1", "us-el-fdp4", "us-el-fdp5"),
    *("us-meu", "us-embargo", "us-supercomputer", "us-denial-order"),
)
ENTITIES = ("hikvision", "dahua", "huawei", "hisilicon", "smic-beijing", "zte", "honor", "")
SHARES = st.sampled_from(
    [(0.0, 0.0), (0.1, 0.1), (0.25, 0.25), (0.3, 0.3), (1.0, 1.0), (0.0, 1.0), (0.2, 0.3)]
)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    total = Range(*draw(SHARES))
    controlled = Range(*draw(SHARES))
    owners = draw(st.sampled_from([None, (), (OwnerShare("hikvision", Range(0.5, 0.5)),)]))
    entity = draw(st.sampled_from(ENTITIES))
    return Flow(
        buyer=entity,
        supplier="micron",
        item="chip",
        kind=draw(st.sampled_from(["goods", "software", "technology", "services"])),
        stage=draw(st.sampled_from(["new", "support", "continued-use"])),
        published=draw(st.booleans()),
        made_in=frozenset(draw(st.lists(st.sampled_from(["US", "TW", "JP", "CN"]), max_size=2))),
        supplier_home="US",
        content={"US": ContentFacts(total, controlled)},
        product_public=draw(st.sampled_from([None, dt.date(2019, 3, 1), dt.date(2019, 9, 1)])),
        chain=(Party("end-user", entity or None, "CN", draw(st.sampled_from([True, None, False])), owners),),
        destination=draw(st.sampled_from([None, "CN", "IR", "DE"])),
        transit=draw(st.sampled_from([None, frozenset(), frozenset(["US"])])),
        direct_product={"US": draw(st.sampled_from([None, True, False])), "CN": False},
        contains_direct_product={"US": draw(st.sampled_from([None, True, False]))},
        designer=draw(st.sampled_from([None, "hisilicon", "mediatek"])),
        eccn=draw(st.sampled_from([None, "EAR99", "3A090.a", "3B001", "3B991"])),
        item_lists=draw(st.sampled_from([None, frozenset(), frozenset(["us-zero-content"])])),
        end_use=draw(st.sampled_from([None, "supercomputer", "toys"])),
        production_started=draw(st.sampled_from([None, dt.date(2020, 5, 1), dt.date(2020, 6, 1)])),
    )


def severities(verdict: Verdict) -> list[int]:
    """How strict the verdict is on every one of many days; let through counts as open."""
    statuses = [re.sub("allowed until.*", "allowed", verdict.on(day)) for day in DAYS]
    return [SEVERITY[status] for status in statuses]


def under(flow: Flow, scenario: Scenario) -> list[int]:
    return severities(judge(flow, whole_law(scenario)))


@FEW
@given(flows(), st.sets(st.sampled_from(SOME_RULES)))
def test_adding_rules_never_opens_a_flow(flow: Flow, left_out: set[str]) -> None:
    fewer = law().model_copy(
        update={"rules": {name: rule for name, rule in law().rules.items() if name not in left_out}}
    )
    assert all(one <= other for one, other in zip(under(flow, fewer), under(flow, law()), strict=True))


@FEW
@given(flows(), st.sampled_from(["us-entity-list", "us-entity-list-later", "us-denied-persons"]), st.data())
def test_adding_a_listing_never_opens_a_flow(flow: Flow, name: str, data: st.DataObject) -> None:
    whole = law().lists[name]
    batch = data.draw(st.sampled_from(sorted(whole.batches)))
    fewer = whole.model_copy(
        update={"batches": {key: each for key, each in whole.batches.items() if key != batch}}
    )
    before = law().model_copy(update={"lists": {**law().lists, name: fewer}})
    assert all(one <= other for one, other in zip(under(flow, before), under(flow, law()), strict=True))


@FEW
@given(flows(), SHARES)
def test_removing_content_never_cuts_a_flow(flow: Flow, less: tuple[float, float]) -> None:
    facts = flow.content["US"]
    smaller = ContentFacts(
        *(Range(min(r.low, less[0]), min(r.high, less[1])) for r in (facts.total, facts.controlled))
    )
    lighter = replace(flow, content={"US": smaller})
    certain = SEVERITY["licence required"]
    for one, other in zip(under(lighter, law()), under(flow, law()), strict=True):
        # Less content never makes a requirement of what was none; a doubt may remain a doubt.
        assert one <= other or (one < certain and other < certain)


@FEW
@given(flows(), st.data())
def test_what_is_learnt_never_turns_a_decided_answer(flow: Flow, data: st.DataObject) -> None:
    learnt: dict[str, object] = {}
    if flow.direct_product["US"] is None:
        learnt["direct_product"] = {**flow.direct_product, "US": data.draw(st.booleans())}
    if flow.contains_direct_product["US"] is None:
        learnt["contains_direct_product"] = {"US": data.draw(st.booleans())}
    for name, values in (
        ("destination", ["CN", "IR", "DE"]),
        ("transit", [frozenset(), frozenset(["US"])]),
        ("designer", ["hisilicon", "mediatek"]),
        ("eccn", ["EAR99", "3A090.a", "3B991"]),
        ("item_lists", [frozenset(), frozenset(["us-zero-content"])]),
        ("end_use", ["supercomputer", "toys"]),
    ):
        if getattr(flow, name) is None:
            learnt[name] = data.draw(st.sampled_from(values), label=name)
    facts = flow.content["US"]
    exact = [data.draw(st.sampled_from([r.low, r.high])) for r in (facts.total, facts.controlled)]
    learnt["content"] = {"US": ContentFacts(*(Range(share, share) for share in exact))}
    known = replace(flow, **learnt)
    for before, after in zip(under(flow, law()), under(known, law()), strict=True):
        if before == SEVERITY["allowed"]:
            assert after == SEVERITY["allowed"]
        if before >= SEVERITY["licence required"]:
            assert after >= SEVERITY["licence required"]


@FEW
@given(flows(), st.randoms())
def test_verdicts_do_not_depend_on_the_order_of_files(flow: Flow, random: Random) -> None:
    files = shipped_law()
    random.shuffle(files)
    root = Node({}, "none", 1, 1)
    use = replace(root, value=tuple(replace(root, value=name) for name in files))
    other = law_book(replace(root, value={"use": use}), Path("none.yaml"))
    one, two = judge(flow, whole_law(law())), judge(flow, whole_law(other))
    assert severities(one) == severities(two)
    assert (one.status, one.since, one.rule, one.policy) == (two.status, two.since, two.rule, two.policy)


# --- names and days -------------------------------------------------------------------------------------------------


def moved(text: str) -> str:
    """Every day of a text so many days later."""
    shift = dt.timedelta(days=SHIFT)
    return re.sub(
        r"\b\d{4}-\d\d-\d\d\b(?!-)", lambda found: str(dt.date.fromisoformat(found.group()) + shift), text
    )


def renamed(text: str, names: list[str]) -> str:
    """Every organisation under another name."""
    pattern = (
        r"(?<![\w/-])(" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")(?![\w/-])"
    )
    return re.sub(pattern, lambda found: f"z-{found.group()}", text)


def test_other_names_and_days_a_thousand_days_later_give_the_same_verdicts(tmp_path: Path) -> None:
    names = list(law().organisations)
    shipped = Path(__file__).parents[2] / "scenarios"
    for name in shipped_law():
        text = moved(renamed((shipped / f"{name}.yaml").read_text("utf-8"), names))
        target = tmp_path / f"{name}.yaml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    text = (RULES / "control_vectors.yaml").read_text("utf-8")
    use = "use: [" + ", ".join(f"./{name}" for name in shipped_law()) + "]\nvectors:"
    changed = moved(renamed(text, names)).replace("vectors:", use, 1)
    # Switches have their day in their name, with underscores; the files have them with hyphens, moved.
    changed = re.sub(
        r"(after_)(\d{4}_\d\d_\d\d)",
        lambda m: m[1] + moved(m[2].replace("_", "-")).replace("-", "_"),
        changed,
    )
    (tmp_path / "vectors.yaml").write_text(changed, "utf-8")
    file: VectorFile = read_vectors(tmp_path / "vectors.yaml")
    outcomes = run_vectors(file)
    assert len(outcomes) == 40
    assert not [(each.vector.id, each.differences) for each in outcomes if not each.agrees]
