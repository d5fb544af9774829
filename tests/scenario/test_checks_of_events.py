"""This is a test of what is checked of measures and vendor stops: rounds, uncertain days, and who takes what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.scenario import ScenarioFile
from tests.wide_scenario import WIDE

Read = Callable[..., ScenarioFile]
Refused = Callable[..., list[str]]

EFFECTIVE = "effective: 2020-06-10 / 2020-06-15 / 2020-09-30"
ANNOUNCED = "announced: 2020-03-01 / 2020-05-15 / 2020-06-01"


def changed(*pairs: tuple[str, str]) -> str:
    """The scenario with these things changed, each of which it has once."""
    text = WIDE
    for old, new in pairs:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    return text


def test_one_of_everything_is_fine(read: Read) -> None:
    assert list(read(WIDE).scenario.vendor_stops) == ["pause"]


def test_a_maker_may_be_listed_in_rounds(read: Read) -> None:
    file = read(WIDE)
    listed = [
        file.scenario.lists["entity-list"].batches[each.batch].entries
        for each in file.scenario.measures.values()
    ]
    assert all("phone-maker" in entries for entries in listed)


def test_a_measure_takes_effect_before_the_horizon_even_if_late(refused: Refused) -> None:
    (found,) = refused(changed((EFFECTIVE, "effective: 2020-06-10 / 2020-06-15 / 2020-12-31")))
    assert (
        ": measures.second-round.effective: 2020-12-31 is not before `clock.until` 2020-12-31; move" in found
    )


def test_a_measure_is_not_effective_before_it_is_announced_even_if_early(refused: Refused) -> None:
    (found,) = refused(changed((ANNOUNCED, "announced: 2020-03-01 / 2020-05-15 / 2020-06-11")))
    assert (
        ": measures.second-round.effective: 2020-06-10 may come before it is announced (2020-06-11 at"
        in found
    )
    assert "without `announced`, it is announced as in the batch" in found


def test_a_measure_may_be_announced_on_the_day_it_takes_effect(read: Read) -> None:
    assert read(changed((ANNOUNCED, "announced: 2020-06-10")))


def test_without_a_day_of_its_own_a_measure_is_announced_as_long_before_as_in_the_batch(
    read: Read, refused: Refused
) -> None:
    # The batch of 2020-05-20 was announced five days before.
    assert read(changed((f"    {ANNOUNCED}\n", ""), (EFFECTIVE, "effective: 2019-05-07")))
    (found,) = refused(changed((f"    {ANNOUNCED}\n", ""), (EFFECTIVE, "effective: 2019-05-06")))
    assert ": clock.start: 2019-05-01 is not before 2019-05-01, when `measures.second-round` was" in found


def test_an_announcement_that_moves_with_an_uncertain_day_never_comes_after_it(read: Read) -> None:
    assert read(changed((f"    {ANNOUNCED}\n", "")))


def test_the_clock_starts_before_a_measures_own_earliest_announcement(refused: Refused) -> None:
    (found,) = refused(changed((ANNOUNCED, "announced: 2019-05-01 / 2020-05-15 / 2020-06-01")))
    assert (
        "clock.start: 2019-05-01 is not before 2019-05-01, when `measures.second-round` was announced"
        in found
    )


def test_the_batchs_own_days_do_not_count_where_the_measure_has_others(read: Read) -> None:
    assert read(
        changed(
            ("announced: 2020-05-15\n", "announced: 2018-05-15\n"),
            ("effective: 2020-05-20", "effective: 2018-05-20"),
        )
    )


def test_a_listing_yet_to_come_rests_on_an_estimate_not_on_a_fact(refused: Refused) -> None:
    (found,) = refused(changed(("    chance: 60 %\n    ref: estimate", "    chance: 60 %\n    ref: notice")))
    said = "measures.second-round.announced: 2020-06-01 is later than `clock.as_seen_from` 2019-10-09"
    assert said in found


def test_a_rate_of_a_later_day_is_refused_unless_it_is_an_estimate(read: Read, refused: Refused) -> None:
    (found,) = refused(changed(("date: 2019-05-01, ref: rate", "date: 2019-10-10, ref: rate")))
    assert "currencies.CNY.date: 2019-10-10 is later than `clock.as_seen_from` 2019-10-09" in found
    assert read(changed(("date: 2019-05-01, ref: rate", "date: 2019-10-10, ref: estimate")))


def test_a_rate_rests_on_what_was_published_by_then(refused: Refused) -> None:
    (found,) = refused(changed(("central bank, date: 2019-05-01", "central bank, date: 2019-10-10")))
    assert ": references.rate.date: 2019-10-10 is later" in found
    assert "`currencies.CNY`" in found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "supplier: memory-maker\n",
            "supplier: memory-makr\n",
            "vendor_stops.pause.supplier: there is no organisation",
        ),
        (
            "buyers: [phone-maker]",
            "buyers: [phone-makr]",
            "vendor_stops.pause.buyers.0: there is no organisation `phone-makr`; did",
        ),
        (
            "buyers: [phone-maker]",
            "buyers: [phone-maker, chip-house]",
            "pause.buyers.1: `chip-house` takes nothing from `memory-maker`; it supplies `memory` of `lines.phone`",
        ),
        (
            "supplier: memory-maker\n",
            "supplier: phone-maker\n",
            "buyers.0: `phone-maker` takes nothing from `phone-maker`; it is no source of any line",
        ),
        (
            "inputs: [memory]",
            "inputs: [memry]",
            "inputs.0: no buyer takes an input `memry` from `memory-maker`; did you mean `memory`?",
        ),
        ("inputs: [memory]", "inputs: [soc]", "inputs.0: no buyer takes an input `soc` from `memory-maker`"),
        (
            "from: 2019-05-17",
            "from: 2019-04-30",
            "vendor_stops.pause.from: 2019-04-30 lies outside the clock",
        ),
        (
            "from: 2019-05-17\n    until: 2019-06-20 / 2019-06-25 / 2019-07-01\n",
            "from: 2020-12-31\n",
            "from: 2020-12-31 lies",
        ),
    ],
)
def test_a_vendor_stop_stops_something_that_is_supplied(
    old: str, new: str, said: str, refused: Refused
) -> None:
    (found,) = refused(changed((old, new)))
    assert said in found


def test_a_vendor_stop_may_stop_an_alternative_or_a_line(read: Read) -> None:
    alone = "buyers: [phone-maker]\n    inputs: [memory]"
    assert read(
        changed(
            ("supplier: memory-maker\n", "supplier: foundry\n"), (alone, "buyers: [phone-maker, chip-house]")
        )
    )
    assert read(
        changed(("supplier: memory-maker\n", "supplier: chip-house\n"), ("inputs: [memory]", "inputs: [soc]"))
    )


def test_a_line_that_is_wrong_elsewhere_still_takes_what_it_takes(refused: Refused) -> None:
    (found,) = refused(changed(("plan: 1000 units/day", "plan: 1000")))
    assert "lines.phone.plan" in found


def test_numbers_of_a_vendor_stop_and_a_rate_need_a_reference(refused: Refused) -> None:
    found = refused(changed(("    chance: 95 %\n    ref: estimate\n", ""), (", ref: rate}", "}")))
    assert [each.split(": ")[1] for each in found] == ["currencies.CNY.usd", "vendor_stops.pause.stops"]


def test_a_currency_without_a_rate_is_said_once_with_how_many_more_amounts(refused: Refused) -> None:
    (found,) = refused(changed(("  CNY: {usd", "  CNH: {usd")))
    assert (
        ": lines.phone.inputs.testers.cost: there is no rate for `CNY`, which 2 more amounts use; add"
        in found
    )
    assert "did you mean `CNH`?" in found
    (found,) = refused(changed(("cost: 40 USD", "cost: 40 EUR")))
    assert ": lines.phone.inputs.memory.cost: there is no rate for `EUR`; add" in found


def test_a_rate_that_is_wrong_is_not_also_missing(refused: Refused) -> None:
    (found,) = refused(changed(("{usd: 0.15 USD", "{usd: 0.15 CNY")))
    assert ": currencies.CNY: " in found


def test_the_currency_of_all_others_has_no_rate(refused: Refused) -> None:
    (found,) = refused(
        changed(("currencies:\n", "currencies:\n  USD: {usd: 1 USD, date: 2019-05-01, ref: rate}\n"))
    )
    assert ": currencies.USD: other currencies are converted to USD" in found
