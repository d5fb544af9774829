"""This is the Entity List rule of 2019, told in sentences: one fact flipped, one verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from sim.rules.facts import NOT_STATED, Flow
from sim.rules.verdict import Verdict, decide
from sim.scenario.model import Scenario

Decided = Callable[..., Verdict]

EFFECTIVE = dt.date(2019, 10, 9)
PHONE = {"buyer": "huawei", "kind": "software", "stage": "support", "made_in": "US"}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# --- what connects a flow to US law ---------------------------------------------------------------------------------


def test_a_chip_made_in_the_us_is_cut_from_the_effective_day(decided: Decided) -> None:
    verdict = decided(made_in="US", us=1.0)
    assert (verdict.status, verdict.since) == ("licence required", EFFECTIVE)
    assert (verdict.clause, verdict.nexus) == ("15 CFR 744.11(a); 84 FR 54002", "15 CFR 734.3(a)(2)")


@pytest.mark.parametrize("kind", ["goods", "software", "technology"])
@pytest.mark.parametrize("made_in", ["US", "TW"])
@pytest.mark.parametrize(("controlled", "reached"), [(0.3, "yes"), (0.25, "no"), ((0.2, 0.3), "unknown")])
def test_place_or_controlled_content_is_enough_and_neither_is_not(
    decided: Decided, kind: str, made_in: str, controlled: float, reached: str
) -> None:
    verdict = decided(kind=kind, made_in=made_in, us=0.5, controlled=controlled)
    expected = {"yes": "licence required", "no": "allowed", "unknown": "undetermined"}[reached]
    assert verdict.status == ("licence required" if made_in == "US" else expected)


def test_controlled_content_of_exactly_a_quarter_passes(decided: Decided) -> None:
    verdict = decided(us=0.25, controlled=0.25)
    assert (verdict.status, verdict.since) == ("allowed", None)


def test_controlled_content_of_26_percent_is_cut(decided: Decided) -> None:
    verdict = decided(us=0.26, controlled=0.26)
    assert (verdict.status, verdict.since) == ("licence required", EFFECTIVE)
    assert verdict.nexus == "15 CFR 734.3(a)(3), 734.4(d)"
    assert verdict.content_share == "controlled US content 26 % of value"


def test_total_content_above_the_level_without_the_controlled_part_decides_nothing(decided: Decided) -> None:
    verdict = decided(us=0.4)
    assert (verdict.status, verdict.since) == ("undetermined", EFFECTIVE)
    assert verdict.content_share == "controlled US content 0-40 % of value"
    assert verdict.reasons[0] == (
        "controlled US content between 0 % and 40 % of value: whether it is above 25 % is not known "
        "(15 CFR 734.3(a)(3), 734.4(d))"
    )


def test_total_content_not_above_the_level_is_enough_to_pass(decided: Decided) -> None:
    verdict = decided(us=0.2)
    assert verdict.status == "allowed"
    assert "at most 20 % of its value is US content, not above 25 %" in verdict.reasons[0]


def test_content_that_nobody_stated_is_unknown(law: Scenario, flow: Callable[..., Flow]) -> None:
    verdict = decide(flow(content={}), law)
    assert verdict.status == "undetermined"
    assert flow(content={}).content_of("US") == NOT_STATED


def test_content_of_another_country_connects_nothing_to_us_law(
    law: Scenario, flow: Callable[..., Flow]
) -> None:
    content = {"JP": flow(us=0.9, controlled=0.9).content_of("US"), "US": flow(us=0.0).content_of("US")}
    assert decide(flow(content=content), law).status == "allowed"


def test_several_places_one_of_them_in_the_us_decide_nothing(decided: Decided) -> None:
    verdict = decided(made_in=["TW", "US", "JP"], us=0.2)
    assert verdict.status == "undetermined"
    assert verdict.reasons[0].startswith("made in one of JP, TW, US; the split is not known")


def test_several_places_without_the_us_connect_nothing(decided: Decided) -> None:
    verdict = decided(made_in=["TW", "JP"])
    assert verdict.status == "allowed"
    assert "made in one of JP, TW, not in US" in verdict.reasons[0]


def test_the_suppliers_home_is_no_connection(decided: Decided) -> None:
    assert decided(supplier_home="US", made_in="MY", us=0.2, controlled=0.0).status == "allowed"
    assert decided(supplier_home="NL", made_in="US", us=1.0).status == "licence required"


# --- what the rule does not reach -----------------------------------------------------------------------------------


def test_services_are_not_items(decided: Decided) -> None:
    verdict = decided(kind="services", made_in="US")
    assert verdict.status == "allowed"
    assert verdict.reasons[0] == (
        "open because it is a supply of services, not a supply of goods, software or technology"
    )


@pytest.mark.parametrize("kind", ["software", "technology"])
def test_what_is_published_is_open(decided: Decided, kind: str) -> None:
    verdict = decided(kind=kind, made_in="US", published=True)
    assert verdict.status == "allowed"
    assert verdict.nexus == "15 CFR 734.3(b)(3), 734.7"
    assert verdict.reasons[0] == "open because it is published, free to anyone"


def test_continued_use_is_open_and_new_supply_and_support_are_not(decided: Decided) -> None:
    stages = {
        stage: decided(made_in="US", stage=stage).status for stage in ("new", "support", "continued-use")
    }
    assert stages == {"new": "licence required", "support": "licence required", "continued-use": "allowed"}


def test_a_buyer_on_no_list_is_open(decided: Decided) -> None:
    verdict = decided(buyer="honor", made_in="US", us=1.0)
    # Two of the 69 entities of May 2019 ship, and all 28 of October.
    lacking = "honor is on none of the 30 entries of the US Entity List that are stated here; the list is not complete"
    assert (verdict.status, verdict.reasons) == ("allowed", (f"{lacking}: screen the name",))


def test_a_batch_that_no_measure_puts_into_effect_reaches_nobody(
    law: Scenario, flow: Callable[..., Flow]
) -> None:
    only_may = law.model_copy(update={"measures": {"may-2019": law.measures["may-2019"]}})
    (reason,) = decide(flow(made_in="US"), only_may).reasons
    assert reason.startswith(
        "Hikvision is on none of the 2 entries of the US Entity List that are stated here"
    )


# --- when -----------------------------------------------------------------------------------------------------------


def test_the_day_before_the_effective_day_is_open(decided: Decided) -> None:
    verdict = decided(made_in="US", us=1.0)
    days = ("2019-10-08", "2019-10-09", "2021-01-01")
    assert [verdict.on(day(each)) for each in days] == ["allowed", "licence required", "licence required"]


def test_a_verdict_carries_announcement_policy_and_confidence(decided: Decided) -> None:
    verdict = decided(made_in="US", us=1.0)
    assert (verdict.announced, verdict.confidence) == (day("2019-10-07"), "B")
    assert verdict.policy is not None
    assert verdict.policy.endswith("presumption of denial for all other items subject to the EAR.")


# --- the temporary general licence ----------------------------------------------------------------------------------


def test_support_of_a_phone_that_was_public_goes_on_until_the_last_known_window_ends(
    decided: Decided,
) -> None:
    verdict = decided(**PHONE, product_public=day("2019-03-26"))
    assert (verdict.authorised_until, verdict.since) == (day("2019-11-18"), day("2019-11-19"))
    assert verdict.on(day("2019-09-01")) == "allowed until 2019-11-18"
    assert verdict.on(day("2019-11-19")) == "licence required"


def test_the_four_days_before_the_first_window_are_said_and_left_out_of_the_date(decided: Decided) -> None:
    verdict = decided(**PHONE, product_public=day("2019-03-26"))
    assert "not authorised 2019-05-16 to 2019-05-19; ignored: shorter than what follows" in verdict.reasons
    days = ("2019-05-15", "2019-05-16", "2019-05-19", "2019-05-20")
    assert [verdict.on(day(each)) for each in days] == [
        "allowed",
        "licence required",
        "licence required",
        "allowed until 2019-11-18",
    ]


def test_an_extension_published_later_counts_only_with_hindsight(decided: Decided) -> None:
    phone = {**PHONE, "product_public": day("2019-03-26")}
    assert decided(**phone).authorised_until == day("2019-11-18")
    assert decided(**phone, hindsight=True).authorised_until == day("2020-08-13")
    assert any("published later" in reason for reason in decided(**phone).reasons)
    assert not any("published later" in reason for reason in decided(**phone, hindsight=True).reasons)


def test_before_the_general_licence_is_published_nothing_is_authorised(
    seen_from: Callable[[str], Scenario], flow: Callable[..., Flow]
) -> None:
    phone = flow(**PHONE, product_public=day("2019-03-26"))
    assert decide(phone, seen_from("2019-05-19")).since == day("2019-05-16")
    assert decide(phone, seen_from("2019-05-20")).since == day("2019-08-20")


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"stage": "new", "product_public": "2019-03-26"}, "it is new supply, not support of what is in use"),
        (
            {"product_public": "2019-09-19"},
            "the product became public on 2019-09-19, not on or before 2019-05-16",
        ),
        ({"product_public": None}, "whether the product was public on or before 2019-05-16 is not known"),
    ],
)
def test_new_supply_and_new_or_undated_products_are_not_covered(
    decided: Decided, facts: dict[str, str | None], why: str
) -> None:
    public = facts["product_public"]
    verdict = decided(**(PHONE | facts | {"product_public": None if public is None else day(public)}))
    assert (verdict.since, verdict.authorised_until) == (day("2019-05-16"), None)
    assert verdict.near_misses == (f"not covered by the Huawei temporary general licence: {why}",)


def test_a_product_public_on_the_last_day_is_covered(decided: Decided) -> None:
    covered = {text: decided(**PHONE, product_public=day(text)) for text in ("2019-05-16", "2019-05-17")}
    assert [verdict.authorised_until is not None for verdict in covered.values()] == [True, False]


def test_the_general_licence_is_of_its_batch_only(decided: Decided) -> None:
    assert decided(**(PHONE | {"buyer": "hikvision"}), product_public=day("2019-03-26")).since == EFFECTIVE


# --- what a reader is told ------------------------------------------------------------------------------------------


def test_every_verdict_names_the_listing(decided: Decided) -> None:
    listing = (
        "Hikvision has been listed since 2019-10-09, "
        "as `Hangzhou Hikvision Digital Technology Co., Ltd.` (US Entity List, 84 FR 54002)"
    )
    assert listing in decided(made_in="US").reasons
    assert listing in decided(made_in="TW").reasons


def test_a_foreign_part_with_uncontrolled_us_content_says_both_shares(decided: Decided) -> None:
    assert decided(us=0.4, controlled=0.0).reasons[0] == (
        "open because made in TW, not in US, and controlled US content 0 % of value, not above 25 % "
        "(US content in all 40 %)"
    )


def test_near_misses_of_an_open_flow_say_what_the_law_asks_for(decided: Decided) -> None:
    assert decided(us=0.2).near_misses == (
        "a licence would be required were it made in US (15 CFR 734.3(a)(2))",
        "a licence would be required were it an item with controlled US content above 25 % of value "
        "(15 CFR 734.3(a)(3), 734.4(d))",
    )
    assert decided(kind="software", made_in="US", published=True).near_misses == (
        "a licence would be required were it not published, free to anyone (15 CFR 734.3(b)(3), 734.7)",
    )


def test_a_cut_flow_is_never_told_which_fact_would_open_it(decided: Decided) -> None:
    for facts in ({"made_in": "US"}, {"us": 0.3, "controlled": 0.3}, {"us": 0.4}):
        assert decided(**facts).near_misses == ()


def test_software_is_developed_where_goods_are_made(decided: Decided) -> None:
    assert decided(kind="software", made_in="US").reasons[0] == "developed in US (15 CFR 734.3(a)(2))"


@pytest.mark.parametrize("facts", [{"made_in": "US"}, {"us": 0.4}, {"us": 0.2}, {"kind": "services"}])
def test_no_verdict_says_banned_or_illegal(decided: Decided, facts: dict[str, object]) -> None:
    verdict = decided(**facts)
    text = " ".join([verdict.status, *verdict.reasons, *verdict.near_misses]).lower()
    assert not any(word in text for word in ("ban", "illegal", "prohibit", "avoid", "reduce"))


@pytest.mark.parametrize(
    ("destination", "share", "status"),
    [
        ("CN", 0.25, "allowed"),
        ("IR", 0.10, "allowed"),
        ("IR", 0.11, "licence required"),
        (None, 0.11, "undetermined"),
        (None, 0.26, "licence required"),
        (None, 0.10, "allowed"),
    ],
)
def test_the_level_hangs_on_the_destination(
    decided: Callable[..., Verdict], destination: str | None, share: float, status: str
) -> None:
    assert decided(us=share, controlled=share, destination=destination).status == status
