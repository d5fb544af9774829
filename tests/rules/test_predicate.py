"""This is the logic of conditions: Kleene's tables, thresholds, what decides, and what unknown facts may change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any  # Any: conditions as a scenario file writes them

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.rules.facts import ContentFacts, Flow, Range
from sim.rules.predicate import Answer, Truth, ask
from sim.scenario.law import Condition

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES
USUAL = Flow(
    buyer="buyer",
    supplier="supplier",
    item="item",
    kind="goods",
    stage="new",
    published=False,
    made_in=frozenset(["TW"]),
    supplier_home="US",
    content={},
    product_public=None,
)
# For each fact a question, and flows for which it is answered no and yes; unknown too, where a fact can be unknown.
QUESTIONS: dict[str, dict[str, Any]] = {
    "kind": {"fact": "kind", "in": ["goods", "software"]},
    "stage": {"fact": "stage", "is": "support"},
    "published": {"fact": "published", "is": True},
    "supplier_home": {"fact": "supplier_home", "is": "JP"},
    "made_in": {"fact": "made_in", "in": ["US", "JP"]},
    "content": {"fact": "controlled_content", "of": "US", "above": "25 %"},
    "product_public": {"fact": "product_public", "on_or_before": "2019-05-16"},
}
ANSWERED: dict[str, dict[Truth, Any]] = {
    "kind": {NO: "services", YES: "software"},
    "stage": {NO: "new", YES: "support"},
    "published": {NO: False, YES: True},
    "supplier_home": {NO: "US", YES: "JP"},
    "made_in": {NO: frozenset(["TW", "CN"]), UNKNOWN: frozenset(["TW", "US"]), YES: frozenset(["US", "JP"])},
    "content": {
        NO: {"US": ContentFacts(Range(0.25, 0.25), Range(0.0, 0.25))},
        UNKNOWN: {"US": ContentFacts(Range(0.4, 0.4), Range(0.0, 0.4))},
        YES: {"US": ContentFacts(Range(0.4, 0.4), Range(0.26, 0.4))},
    },
    "product_public": {NO: dt.date(2019, 5, 17), UNKNOWN: None, YES: dt.date(2019, 5, 16)},
}
OPEN_FACTS = [fact for fact, values in ANSWERED.items() if UNKNOWN in values]


def condition(written: dict[str, Any]) -> Condition:
    return Condition.model_validate(written)


def answered(truth: Truth) -> dict[str, Any]:
    """A question that the flow of `kleene_flow` answers that way."""
    return {NO: QUESTIONS["stage"], UNKNOWN: QUESTIONS["product_public"], YES: QUESTIONS["kind"]}[truth]


# --- tables ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, UNKNOWN, UNKNOWN, YES),
        (YES, NO, NO, YES),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, NO, NO, UNKNOWN),
        (NO, NO, NO, NO),
    ],
)
def test_and_or_follow_kleene(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    for one, other in ((left, right), (right, left)):
        assert (one & other, one | other) == (both, either)
        questions = [answered(one), answered(other)]
        assert ask(condition({"all": questions}), USUAL).truth is both
        assert ask(condition({"any": questions}), USUAL).truth is either


@pytest.mark.parametrize(("truth", "inverse"), [(YES, NO), (UNKNOWN, UNKNOWN), (NO, YES)])
def test_not_turns_yes_and_no_and_leaves_unknown(truth: Truth, inverse: Truth) -> None:
    assert ~truth is inverse
    assert ask(condition({"not": answered(truth)}), USUAL).truth is inverse


@pytest.mark.parametrize("fact", list(QUESTIONS))
def test_each_fact_is_answered_as_its_value_says(fact: str) -> None:
    for truth, value in ANSWERED[fact].items():
        answer = ask(condition(QUESTIONS[fact]), replace(USUAL, **{fact: value}))
        assert (answer.truth, answer.deciding[0].truth) == (truth, truth)


# --- thresholds -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("test", "level", "share", "truth"),
    [
        ("above", "25 %", Range(0.25, 0.25), NO),
        ("above", "25 %", Range(0.2501, 0.2501), YES),
        ("above", "25 %", Range(0.25, 0.26), UNKNOWN),
        ("at_least", "25 %", Range(0.25, 0.25), YES),
        ("at_least", "25 %", Range(0.24, 0.24), NO),
        ("at_least", "25 %", Range(0.24, 0.25), UNKNOWN),
        ("at_least", "0.1 %", Range(0.002, 0.002), YES),
        ("above", "35 %", Range(0.35, 0.35), NO),  # 35 * 0.01 is a little more than 0.35
        ("above", "35 %", Range(35 * 0.01, 35 * 0.01), NO),
        ("at_least", "35 %", Range(0.35, 0.35), YES),
    ],
)
@pytest.mark.parametrize("fact", ["total_content", "controlled_content"])
def test_a_level_is_read_exactly(fact: str, test: str, level: str, share: Range, truth: Truth) -> None:
    flow = replace(USUAL, content={"CN": ContentFacts(share, share)})
    assert ask(condition({"fact": fact, "of": "CN", test: level}), flow).truth is truth


def test_a_known_total_bounds_an_unknown_controlled_part() -> None:
    flow = replace(USUAL, content={"US": ContentFacts(Range(0.1, 0.2), Range(0.0, 1.0))})
    assert ask(condition(QUESTIONS["content"]), flow).truth is NO


def test_no_place_stated_is_unknown() -> None:
    answer = ask(condition(QUESTIONS["made_in"]), replace(USUAL, made_in=frozenset()))
    assert (answer.truth, answer.deciding[0].text) == (
        UNKNOWN,
        "made in a place not stated; whether in US or JP is not known",
    )


# --- what decides ---------------------------------------------------------------------------------------------------


def facts_of(answer: Answer) -> tuple[str, ...]:
    return tuple(reason.fact for reason in answer.deciding)


def test_only_what_made_the_answer_so_is_named() -> None:
    questions = [QUESTIONS["kind"], QUESTIONS["stage"], QUESTIONS["product_public"]]  # yes, no, unknown
    assert facts_of(ask(condition({"all": questions}), USUAL)) == ("stage",)
    assert facts_of(ask(condition({"any": questions}), USUAL)) == ("kind",)
    assert facts_of(ask(condition({"all": [questions[0], questions[2]]}), USUAL)) == ("product_public",)
    assert facts_of(ask(condition({"any": [questions[1], questions[2]]}), USUAL)) == ("product_public",)


def test_the_last_clause_names_what_all_had_to_hold_and_the_first_what_one_was_enough_for() -> None:
    yes = [QUESTIONS["kind"] | {"clause": "first"}, {"fact": "supplier_home", "is": "US", "clause": "second"}]
    no = [QUESTIONS["stage"] | {"clause": "first"}, QUESTIONS["published"] | {"clause": "second"}]
    assert ask(condition({"all": yes}), USUAL).clause == "second"
    assert ask(condition({"any": yes}), USUAL).clause == "first"
    assert ask(condition({"all": no}), USUAL).clause == "first"
    assert ask(condition({"any": no}), USUAL).clause == "second"


def test_an_exception_gives_its_clause_only_where_it_applies() -> None:
    rule = condition(
        {
            "all": [
                {"fact": "kind", "is": "goods", "clause": "scope"},
                {"not": QUESTIONS["published"] | {"clause": "exception"}},
            ]
        }
    )
    assert ask(rule, USUAL).clause == "scope"
    assert ask(rule, replace(USUAL, published=True)).clause == "exception"


def test_a_group_lends_its_clause_to_parts_without_one() -> None:
    assert ask(condition({"any": [QUESTIONS["kind"]], "clause": "the group"}), USUAL).clause == "the group"


# --- properties -----------------------------------------------------------------------------------------------------


def trees(leaves: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    def joined(children: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
        several = st.lists(children, min_size=1, max_size=3)
        return st.one_of(
            st.builds(lambda parts: {"all": parts}, several),
            st.builds(lambda parts: {"any": parts}, several),
            st.builds(lambda part: {"not": part}, children),
        )

    return st.recursive(leaves, joined, max_leaves=len(QUESTIONS))


CONDITIONS = trees(st.sampled_from(list(QUESTIONS.values())))
FLOWS = st.fixed_dictionaries(
    {fact: st.sampled_from(list(values.values())) for fact, values in ANSWERED.items()}
).map(lambda values: replace(USUAL, **values))


@given(CONDITIONS, FLOWS, st.data())
def test_learning_an_unknown_fact_never_turns_a_decided_answer(
    written: dict[str, Any], flow: Flow, data: st.DataObject
) -> None:
    before = ask(condition(written), flow).truth
    learnt = {
        fact: ANSWERED[fact][data.draw(st.sampled_from([NO, YES]), label=fact)]
        for fact in OPEN_FACTS
        if getattr(flow, fact) == ANSWERED[fact][UNKNOWN]
    }
    after = ask(condition(written), replace(flow, **learnt)).truth
    assert after is not UNKNOWN
    assert before in (UNKNOWN, after)


@given(CONDITIONS, FLOWS)
def test_an_unknown_answer_rests_on_unknown_facts_and_a_known_one_on_known_facts(
    written: dict[str, Any], flow: Flow
) -> None:
    answer = ask(condition(written), flow)
    assert answer.deciding
    assert all((reason.truth is UNKNOWN) == (answer.truth is UNKNOWN) for reason in answer.deciding)


@given(st.permutations(list(QUESTIONS)), FLOWS, st.data())
def test_a_near_miss_alone_would_turn_the_answer(order: list[str], flow: Flow, data: st.DataObject) -> None:
    unused = iter(order)
    written = data.draw(
        trees(st.just({})).map(lambda shape: fill(shape, unused)), label="each fact at most once"
    )
    answer = ask(condition(written), flow)
    for reason in answer.near_misses:
        fact = "content" if reason.fact == "controlled_content" else reason.fact
        other = replace(flow, **{fact: ANSWERED[fact][~reason.truth]})
        assert ask(condition(written), other).truth is ~answer.truth


def fill(shape: dict[str, Any], facts: Iterator[str]) -> dict[str, Any]:
    """The shape with the next fact's question at each leaf."""
    if "not" in shape:
        return {"not": fill(shape["not"], facts)}
    for join in shape:
        return {join: [fill(part, facts) for part in shape[join]]}
    return QUESTIONS[next(facts)]


@given(FLOWS, FLOWS)
def test_equal_flows_have_equal_hashes(one: Flow, other: Flow) -> None:
    copy = replace(one, content=dict(one.content))
    assert (copy, hash(copy)) == (one, hash(one))
    assert (one == other) <= (hash(one) == hash(other))


# --- conditions that ask nothing sensible ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({}, "exactly one of `all`, `any`, `not`, `fact`"),
        ({"all": []}, "at least one condition"),
        ({"all": [QUESTIONS["kind"]], "is": "x", "in": ["y"]}, "tested by exactly one"),
        ({"fact": "kind"}, "tested by exactly one"),
        ({"fact": "kind", "is": "servces"}, "did you mean `services`"),
        ({"fact": "stage", "in": ["new", "suport"]}, "did you mean `support`"),
        ({"fact": "kind", "above": "25 %"}, "`kind` cannot be tested by `above`; write `is` or `in`"),
        ({"fact": "controlled_content", "of": "US", "is": "much"}, "write `above` or `at_least`"),
        ({"fact": "controlled_content", "above": "25 %"}, "needs `of`"),
        ({"fact": "made_in", "is": "US", "of": "US"}, "`of` belongs to the content facts"),
        ({"fact": "published", "is": "yes"}, "is not a value of `published`"),
        ({"fact": "made_in", "is": True}, "is not a value of `made_in`"),
        ({"fact": "total_content", "of": "US", "above": "10 / 20 / 30 %"}, "a threshold is one share"),
    ],
)
def test_a_condition_that_asks_nothing_sensible_is_refused(written: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        condition(written)
    assert message in str(refused.value)


def test_reasons_join_words_as_people_do(flow: Callable[..., Flow]) -> None:
    several = condition({"fact": "supplier_home", "in": ["JP", "NL", "KR"]})
    assert ask(several, flow()).deciding[0].text == (
        "it is from a supplier based in TW, not from a supplier based in JP, NL or KR"
    )
