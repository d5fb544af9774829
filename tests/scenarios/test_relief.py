"""Relief, alternatives listed later, and demand that goes and comes back: on paper, in days after the cut.

Of these 610 are simulated. On the cut there are 30 days of chips on hand and 20 under way, 50 in all.
"""

from __future__ import annotations

import math

import pytest

from sim.simulation.following import at, exponential, straight
from tests.policy_scenario import CUT, HORIZON, Run, days, full_output, share

AFTER = HORIZON - CUT  # days
ENTRY = "{listed_as: Maker Ltd}"
LIFTED = "{listed_as: Maker Ltd, until: 2031-08-08, until_published: 2031-08-01}"  # open again on day 100
LATER_LIST = """\
rules:
  korean:
    title: Goods made in Korea
    issuer: KR
    reference: [made up]
    confidence: A
    when: {fact: made_in, is: KR}
"""
LATER_BATCH = """\
lists:
  later-list:
    title: Later List
    rule: korean
    batches:
      later:
        title: Additions of later
        announced: 2031-01-02
        effective: DAY
        reference: made up
        policy: denied
        goods_en_route: honoured
        ref: made-up
        entries: {maker: {listed_as: Maker Ltd}}
"""
CHIP_AT_HOME = ("abroad: {share: 100 %, made_in: US}", "second: {share: 100 %, made_in: KR}")
TOOL = """\
      tool:
        title: Tool
        class: tool
        cost: 0 USD
        demand_kept: {KR: 0 %}
        sources: {abroad: {share: 100 %, made_in: US}}
"""
MARKETS = ("sold_in: {CN: 70 %, KR: 30 %}", "sold_in: {CN: 60 %, KR: 40 %}")


def listed_later(day: str, terms: str) -> tuple[tuple[str, str], ...]:
    """An alternative without a lead time that a later round cuts from a day on."""
    alternative = f"alternatives: {{second: {{serves: 100 %, made_in: KR, lead_time: 0 days, {terms}}}}}"
    return (
        ("# alternatives", alternative),
        ("rules:\n", LATER_LIST),
        ("lists:\n", LATER_BATCH.replace("DAY", day)),
        ("measures:\n", "measures:\n  later: {list: later-list, batch: later}\n"),
    )


def test_an_alternative_listed_while_it_is_qualified_never_delivers(run: Run) -> None:
    """Qualified 180 days after the cut, listed 100 days after it."""
    results = run(*listed_later("2031-08-09", "qualification: 300 days, ramp: 0 days"))
    assert days(results, "stop") == pytest.approx(50.0)
    assert share(results, "lost_output") == pytest.approx(1.0 - 50.0 / AFTER)


def test_an_alternative_listed_on_its_ramp_delivers_until_then(run: Run) -> None:
    """It ramps from 20 days before the cut, a hundredth of the need a day, and is listed 30 days after it.

    From .2 to .5 of the need in 30 days are 10.5 days: full output for 60.5.
    """
    results = run(*listed_later("2031-05-31", "qualification: 100 days, ramp: 100 days"))
    assert full_output(results) == pytest.approx(60.5)
    assert days(results, "stop") == pytest.approx(60.5)


def test_an_alternative_that_was_listed_comes_back_where_its_ramp_has_come_to(run: Run) -> None:
    """Its supplier stops from day 0 to 60 after the cut: from then on .8 and rising, full 20 days later.

    Output is 0 from day 50 to 60, .8 to 1 on the ramp: 10 + 2 days are lost.
    """
    alternative = (
        "alternatives: {second: {serves: 100 %, made_in: KR, lead_time: 0 days, "
        "qualification: 100 days, ramp: 100 days}}"
    )
    stop = """\
vendor_stops:
  pause:
    {title: Second pauses, supplier: second, buyers: [maker], from: 2031-05-01, until: 2031-06-30, ref: made-up}
lines:
"""
    results = run(("# alternatives", alternative), ("lines:\n", stop))
    assert days(results, "full_again") == pytest.approx(80.0)
    assert share(results, "lost_output") == pytest.approx(12.0 / AFTER)


def test_supply_is_back_one_lead_time_after_relief(run: Run) -> None:
    """Open again on day 100, arriving on day 120: 70 days are lost."""
    results = run((ENTRY, LIFTED))
    assert days(results, "full_again") == pytest.approx(120.0)
    assert share(results, "lost_output") == pytest.approx(70.0 / AFTER)


@pytest.mark.parametrize(
    "stated",
    [
        ("made_in: US}", "made_in: US, restart: 40 days}"),
        ("    lead_time: 20 days\n", "    lead_time: 20 days\n    restart: 40 days\n"),
    ],
    ids=["source", "class"],
)
def test_a_supplier_takes_time_to_restart_after_relief(run: Run, stated: tuple[str, str]) -> None:
    """Forty days later: 110 days are lost."""
    results = run((ENTRY, LIFTED), stated)
    assert days(results, "full_again") == pytest.approx(160.0)
    assert share(results, "lost_output") == pytest.approx(110.0 / AFTER)


def test_a_supplier_that_is_cut_again_before_it_restarts_does_not_ship(run: Run) -> None:
    """Relief of 30 days with a restart of 40; it stops by itself from day 130 on."""
    stop = """\
vendor_stops:
  again: {title: Abroad stops, supplier: abroad, buyers: [maker], from: 2031-09-08, ref: made-up}
lines:
"""
    results = run((ENTRY, LIFTED), ("made_in: US}", "made_in: US, restart: 40 days}"), ("lines:\n", stop))
    assert share(results, "lost_output") == pytest.approx(1.0 - 50.0 / AFTER)


@pytest.mark.parametrize(("falls", "stop"), [("", 115.0), ("demand_falls_over: 60 days", 95.0)])
def test_demand_of_a_market_erodes(run: Run, falls: str, stop: float) -> None:
    """V11, step: 75 days of chips; 40 % of demand go with a tool 15 days after the cut: 15 + 60 / .6 = 115.

    Over 60 days instead: 15 + 48 days of chips are used by day 75, and the 12 that are left last 20 days.
    """
    tool = TOOL.replace("abroad: {share: 100 %, made_in: US}", "second: {share: 100 %, made_in: KR}")
    stops = """\
vendor_stops:
  tool: {title: Second stops, supplier: second, buyers: [maker], from: 2031-05-16, ref: made-up}
lines:
"""
    stock = ("        cost: 12 USD\n", "        cost: 12 USD\n        stock: {covers: 55 days}\n")
    results = run(MARKETS, stock, ("# policies", falls), ("      # inputs\n", tool), ("lines:\n", stops))
    assert days(results, "stop") == pytest.approx(stop)


@pytest.mark.parametrize(
    ("over", "lost"),
    [
        ("", 0.4 * 100.0),
        ("demand_returns_over: 200 days", 0.4 * (100.0 + 100.0)),
        ("demand_falls_over: 50 days", 0.4 * (25.0 + 50.0)),
        ("demand_falls_over: 200 days\n    demand_returns_over: 200 days", 0.4 * (25.0 + 25.0)),
    ],
)
def test_lost_demand_comes_back_over_a_stated_time(run: Run, over: str, lost: float) -> None:
    """A tool is missing for 100 days, and with it 40 % of demand; chips are never cut.

    With 200 days each way demand of that market is down by half when the tool is back, and needs 100 days to return.
    """
    results = run(MARKETS, CHIP_AT_HOME, ("# policies", over), ("      # inputs\n", TOOL), (ENTRY, LIFTED))
    assert share(results, "lost_demand") == pytest.approx(lost / AFTER)
    assert share(results, "lost_output") == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("over", "lost"),
    [
        ("demand_falls_over: 50 days", 100.0 - 50.0 * (1.0 - math.exp(-2.0))),
        ("demand_falls_over: 50 days\n    demand_returns_over: 50 days", 100.0),
        ("demand_returns_over: 50 days", 150.0 - 50.0 * math.exp(-(AFTER - 100.0) / 50.0)),
    ],
)
def test_customers_that_leave_one_by_one_come_back_one_by_one(run: Run, over: str, lost: float) -> None:
    """The same tool for the same 100 days, with time constants of 50: gone are 1 - e^(-t / 50) of 40 % of demand.

    Days of that demand lost: going 100 - 50 (1 - e^-2), coming back 50 of what had gone.
    """
    follows = ("# policies", f"{over}\n    demand_follows: exponential")
    results = run(MARKETS, CHIP_AT_HOME, follows, ("      # inputs\n", TOOL), (ENTRY, LIFTED))
    assert share(results, "lost_demand") == pytest.approx(0.4 * lost / AFTER, rel=3e-3)


def test_what_follows_exponentially_lags_behind_a_goal_that_moves() -> None:
    """A goal that rises by .01 a day from 0 with a constant of 20: behind by .2 (1 - e^(-t / 20)); .2 in the end.

    It then falls at once to 0.1, and is met where the way down has passed it: never, as it only gets nearer.
    """
    goal = [(0.0, 0.0, 0.01), (300.0, 0.1, 0.0)]
    bends = exponential(goal, 10.0, 20.0)
    for day in (1.0, 7.0, 33.0, 290.0):
        exact = 0.01 * day - 0.2 * (1.0 - math.exp(-day / 20.0))
        assert at(bends, day)[0] == pytest.approx(exact, abs=0.002 * 0.2)
    for day in (300.0, 305.0, 320.0):
        assert at(bends, day)[0] == pytest.approx(
            0.1 + 2.7 * math.exp(-(day - 300.0) / 10.0), abs=0.002 * 2.7
        )


def test_what_follows_exponentially_turns_with_the_other_constant_where_it_meets_its_goal() -> None:
    """From 1 down towards a goal that rises from 0 by .01 a day, with a constant of 50: d = -.5 + 1.5 e^(-t / 50).

    Met after 50 ln 3 = 54.93 days; from then on behind with a constant of 10: by .1 in the end.
    """
    bends = exponential([(0.0, 1.0, 0.0), (0.0, 0.0, 0.01)], 50.0, 10.0)
    met = 50.0 * math.log(3.0)
    assert at(bends, met)[0] == pytest.approx(0.01 * met, abs=1e-9)
    assert at(bends, met + 5.0)[0] == pytest.approx(
        0.01 * (met + 5.0) - 0.1 * (1.0 - math.exp(-0.5)), abs=2e-4
    )
    assert at(bends, 400.0)[0] == pytest.approx(3.9)


def test_demand_of_a_market_that_may_not_buy_goes_and_comes_back(run: Run) -> None:
    """Barred for 100 days: gone over 50, back over 100 days, of 40 % of demand: .4 x (25 + 50 + 50) = 50 days."""
    rule = """\
rules:
  no-purchase:
    title: No purchase of listed makers
    issuer: KR
    reference: [made up]
    confidence: C
    in_force: [{from: 2031-05-01, until: 2031-08-08, until_published: 2031-04-01}]
    target: {list: watch-list, roles: [seller, producer], countries: [KR]}
    effect: demand
    when: {fact: kind, in: [goods]}
"""
    measure = "{rules: [no-purchase], ref: made-up, demand_lost: {lamp: {KR: 100 %}}}"
    results = run(
        MARKETS,
        CHIP_AT_HOME,
        ("# policies", "demand_falls_over: 50 days\n    demand_returns_over: 100 days"),
        ("rules:\n", rule),
        ("measures:\n", f"measures:\n  no-purchase: {measure}\n"),
    )
    assert share(results, "lost_demand") == pytest.approx(50.0 / AFTER)
    assert share(results, "barred_demand") == pytest.approx(40.0 / AFTER)


def test_what_follows_slowly_meets_a_goal_that_moves() -> None:
    """Down at once; then .01 a day after a goal that rises by .005 from .2: met after 40 days, at .4."""
    goal = [(0.0, 1.0, 0.0), (5.0, 0.0, 0.0), (10.0, 0.2, 0.005), (170.0, 1.0, 0.0)]
    assert straight(goal, 0.0, 100.0) == [
        (0.0, 1.0, 0.0),
        (5.0, 0.0, 0.0),
        (10.0, 0.0, 0.01),
        pytest.approx((50.0, 0.4, 0.005)),
        pytest.approx((170.0, 1.0, 0.0)),
    ]


def test_what_follows_slowly_falls_behind_a_goal_that_rises_faster() -> None:
    """The goal rises by .02 a day to 1 on day 50; at .01 a day half is there then, and all on day 100."""
    assert straight([(0.0, 0.0, 0.02), (50.0, 1.0, 0.0)], 0.0, 100.0) == [
        (0.0, 0.0, 0.01),
        pytest.approx((50.0, 0.5, 0.01)),
        pytest.approx((100.0, 1.0, 0.0)),
    ]
