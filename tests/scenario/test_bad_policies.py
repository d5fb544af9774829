"""This is a test of bad policies: each is refused with one message that says where and what would be right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.scenario import ScenarioFile
from sim.scenario.warnings import scenario_warnings
from tests.policy_scenario import with_policies

Refused = Callable[..., list[str]]

ABROAD = "abroad: {share: 100 %, made_in: US}"
TOOL = """\
      tool:
        {title: Tool, class: tool, cost: 0 USD, sources: {second: {share: 100 %, made_in: KR}}}
      # inputs"""
FLEET = """\
      furnace:
        title: Furnace
        class: part
        cost: 5 USD
        fleet: {life: 9 years}
        sources: {second: {share: 100 %, made_in: KR}}
      # inputs"""


def line(policy: str, *others: tuple[str, str]) -> str:
    """The scenario with a policy of the line."""
    return with_policies(("# policies", policy), *others)


def source(more: str, *others: tuple[str, str]) -> str:
    """The scenario with more said of its source."""
    return with_policies((ABROAD, f"abroad: {{share: 100 %, made_in: US, {more}}}"), *others)


def alternative(more: str) -> str:
    """The scenario with an alternative of which more is said."""
    return with_policies(
        ("# alternatives", f"alternatives: {{second: {{serves: 50 %, made_in: KR, {more}}}}}")
    )


STOCKPILE = ("# policies", "stockpile: {covers: 90 days}")

BAD = {
    "a restart without a unit": (source("restart: 40"), "abroad.restart: `40` has no unit"),
    "demand that returns on a day": (
        line("demand_returns_over: 2031-08-01"),
        "lamp.demand_returns_over: `2031-08-01` is a spread without its likeliest value; write `90 days`",
    ),
    "a shape there is not": (
        alternative("ramp_shape: s-curv"),
        "second.ramp_shape: found `s-curv`; write `straight`",
    ),
    "a yield that falls": (
        alternative("yield: {first: 90 %, final: 80 %, halves_every: 30 days}"),
        "second.yield: `final` is 80 %; it is more than 0, and not less than `first`, 90 %",
    ),
    "a yield that is never learnt": (
        alternative("yield: {first: 50 %, final: 80 %, halves_every: 0 days}"),
        "second.yield: `halves_every` is 0 days; it must be more than 0",
    ),
    "two ways to stretch": (
        line("ration: {output: 50 %, lasts_until: 2031-08-01, when_a_cut_part_covers_under: 90 days}"),
        "lamp.ration: stock is stretched either by a share of `output` or so that it `lasts_until` a day",
    ),
    "no way to stretch": (
        line("ration: {when_a_cut_part_covers_under: 90 days}"),
        "stock is stretched either by a share of `output` or so that it `lasts_until` a day",
    ),
    "a floor for a flat share": (
        line("ration: {output: 50 %, at_least: 40 %, when_a_cut_part_covers_under: 90 days}"),
        "`at_least` stands beside `lasts_until`",
    ),
    "stretched into the past": (
        line("ration: {lasts_until: 2030-12-31, when_a_cut_part_covers_under: 90 days}"),
        "lamp.ration.lasts_until: 2030-12-31 is not after the start",
    ),
    "nothing to cover": (line("stockpile: {from: 2031-02-01}"), "lamp.stockpile.covers: is missing"),
    "an input the line has not": (
        line("stockpile: {covers: 90 days, inputs: [chp]}"),
        "`stockpile` names the input `chp`, which the line has not; did you mean `chip`?",
    ),
    "a fleet": (
        line("stockpile: {covers: 90 days, inputs: [furnace]}", ("      # inputs", FLEET)),
        "names `furnace`, which is a `fleet`",
    ),
    "software": (
        line("stockpile: {covers: 90 days, inputs: [chip, tool]}", ("      # inputs", TOOL)),
        "lamp.stockpile.inputs.1: `tool` is software, of which no stock is kept",
    ),
    "a day outside the clock": (
        line("stockpile: {covers: 90 days, from: 2029-02-01}"),
        "lamp.stockpile.from: 2029-02-01 lies outside the clock",
    ),
    "a budget in no currency": (
        line("stockpile: {covers: 90 days, budget: 1000}"),
        "stockpile.budget: `1000` has no unit",
    ),
    "a budget without a rate": (
        line("stockpile: {covers: 90 days, budget: 1000 EUR}"),
        "stockpile.budget: there is no rate for `EUR`",
    ),
    "less than ordinary": (
        source("last_buy: {at_most: 0.5}", STOCKPILE),
        "`at_most` is 0.5; it is 1 or more, as a multiple of ordinary volume",
    ),
    "a window that ends before it begins": (
        source("last_buy: {at_most: 2, from: 2031-03-01, until: 2031-02-01}", STOCKPILE),
        "until 2031-02-01 is not after from 2031-03-01",
    ),
    "a window outside the clock": (
        source("last_buy: {at_most: 2, from: 2033-03-01}", STOCKPILE),
        "abroad.last_buy.from: 2033-03-01 lies outside the clock",
    ),
    "lots that never come": (
        source("lots_every: 0 / 7 / 14 days"),
        "abroad: `lots_every` is 0 / 7 / 14 days; it must be more than 0",
    ),
    "lots in the past": (source("lots_every: -7 days"), "abroad.lots_every: `-7 days` is negative"),
    "lots without a unit": (source("lots_every: 14"), "abroad.lots_every: `14` has no unit"),
    "lots beyond the horizon": (
        source("lots_every: 14 / 30 / 731 days"),
        "abroad.lots_every: `14 / 30 / 731 days` is not less than the 731 days from the start to the horizon",
    ),
    "lots beside open orders": (
        source(
            "lots_every: 14 days",
            ("class: part\n", "class: part\n        stock: {covers: 30 days, on_order: []}\n"),
        ),
        "`on_order` says what comes and when; leave it out, or `lots_every` of `abroad`",
    ),
    "software in lots": (
        with_policies(("      # inputs", TOOL.replace("made_in: KR", "made_in: KR, lots_every: 14 days"))),
        "second.lots_every: only goods come in lots, and `tool` is software; leave it out",
    ),
    "a fleet in lots": (
        with_policies(("      # inputs", FLEET.replace("made_in: KR", "made_in: KR, lots_every: 14 days"))),
        "`second`: a fleet is not supplied by a line or in lots",
    ),
    "a last buy of what is pushed": (
        source("delivery: push, last_buy: {at_most: 2}", STOCKPILE),
        "`abroad` is pushed, so nothing can be ordered of it for a `last_buy`",
    ),
}


def test_a_last_buy_nobody_makes_is_warned_of(read: Callable[..., ScenarioFile]) -> None:
    """`inputs_like` may take it over into a line without a stockpile, so it is no mistake."""
    found = [
        each for each in scenario_warnings(read(source("last_buy: {at_most: 2}"))) if "last_buy" in each.item
    ]
    assert [each.message for each in found] == [
        "nobody buys; say by `stockpile` of the line what the maker buys"
    ]


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD.keys())
def test_a_bad_policy_is_refused_with_one_message(refused: Refused, text: str, said: str) -> None:
    (found,) = refused(text)
    assert said in found
