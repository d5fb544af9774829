"""Stock built up before a cut, in scenarios: worked out on paper in days after the cut."""

from __future__ import annotations

import pytest

from sim.results.results import Results
from tests.policy_scenario import Run, full_output

POLICIES = "# policies"
ABROAD = "abroad: {share: 100 %, made_in: US}"
CASE = "      # inputs"
SECOND_INPUT = """\
      case:
        title: Case
        class: part
        cost: 3 USD
        needs: 2
        sources:
          abroad: {share: 100 %, made_in: US}
"""


def lasts(results: Results, name: str) -> float:
    """Days after the cut on which an input has run out."""
    return 7.0 * float(results.tables["parts"].set_index("input").loc[name, "run_out_middle"])


def test_without_a_policy_stock_and_goods_under_way_are_all(run: Run) -> None:
    """30 days on hand and 20 under way."""
    assert full_output(run()) == pytest.approx(50.0)


def test_stock_is_built_up_from_the_announcement_by_what_suppliers_can_do(run: Run) -> None:
    """V12: S0 30 days, lead 20, m 1.5 for 120 days: 30 + 20 + .5 x 120 = 110 days after the cut."""
    results = run(
        (POLICIES, "stockpile: {covers: 1000 days}"),
        (ABROAD, "abroad: {share: 100 %, made_in: US, headroom: 1.5}"),
    )
    assert full_output(results) == pytest.approx(110.0)


def test_stock_built_up_ends_at_what_it_shall_cover(run: Run) -> None:
    """To 45 days at a fifth of use a day: 75 of the 120 days; then 45 on hand and 20 under way."""
    assert full_output(run((POLICIES, "stockpile: {covers: 45 days}"))) == pytest.approx(65.0)


def test_stock_is_built_up_from_a_stated_day(run: Run) -> None:
    """From 60 days before the cut, a fifth of use a day: 30 + 20 + 12."""
    results = run((POLICIES, "stockpile: {covers: 1000 days, from: 2031-03-02}"))
    assert full_output(results) == pytest.approx(62.0)


def test_stock_is_built_up_as_far_as_money_goes(run: Run) -> None:
    """15 days of chips at 12,000 USD a day: 30 + 15 on hand, 20 under way."""
    results = run((POLICIES, "stockpile: {covers: 1000 days, budget: 180000 USD}"))
    assert full_output(results) == pytest.approx(65.0)


def test_inputs_of_one_day_share_the_budget_by_their_cost(run: Run) -> None:
    """Chips of 12 USD and cases of 3 USD a lamp: for 150,000 USD 10 days of each, since both may rise by 970 days."""
    results = run(
        (POLICIES, "stockpile: {covers: 1000 days, budget: 150000 USD}"),
        (CASE, SECOND_INPUT),
    )
    assert full_output(results) == pytest.approx(60.0)
    assert [lasts(results, name) for name in ("chip", "case")] == pytest.approx([60.0, 60.0])


def test_money_goes_first_to_what_is_known_first(run: Run) -> None:
    """Cases stop 31 days after the cut, known on that day: chips took all, 240,000 USD for 20 days: 30 + 20 + 20."""
    stop = """\
vendor_stops:
  late:
    {title: Second stops, supplier: second, buyers: [maker], from: 2031-06-01, ref: made-up}
lines:
"""
    results = run(
        (POLICIES, "stockpile: {covers: 50 days, budget: 240000 USD}"),
        (CASE, SECOND_INPUT.replace(ABROAD, "second: {share: 100 %, made_in: KR}")),
        ("lines:\n", stop),
    )
    assert full_output(results) == pytest.approx(70.0)
    events = results.tables["events"]
    raised = events[events["kind"] == "target stock changed"]
    assert list(raised["entity"]) == ["lines.lamp.inputs.chip"]
    assert list(raised["after"]) == pytest.approx([50_000.0])


def test_of_a_maker_that_is_not_listed_each_part_lasts_as_long_as_its_part_of_the_budget_lets_it(
    run: Run,
) -> None:
    """Both parts stop on the day of the cut; 150,000 USD spent from day 1 are 10 days of each: 60 days."""
    stop = """\
vendor_stops:
  all: {title: Abroad stops, supplier: abroad, buyers: [maker], from: 2031-05-01, ref: made-up}
lines:
"""
    results = run(
        (POLICIES, "stockpile: {covers: 1000 days, from: 2031-01-01, budget: 150000 USD}"),
        (CASE, SECOND_INPUT),
        ("measures:\n  spring: {list: watch-list, batch: spring}\n", ""),
        ("lines:\n", stop),
    )
    alone = results.tables["first_out"].set_index("input")["lasts_middle"]
    assert [7.0 * alone[name] for name in ("chip", "case")] == pytest.approx([60.0, 60.0])


def test_only_named_inputs_are_built_up(run: Run) -> None:
    """Cases last the 50 days they would anyway, and end output."""
    results = run((POLICIES, "stockpile: {covers: 1000 days, inputs: [chip]}"), (CASE, SECOND_INPUT))
    assert full_output(results) == pytest.approx(50.0)


def test_a_last_buy_goes_from_the_announcement_to_the_cut(run: Run) -> None:
    """Twice the ordinary volume for 120 days: 30 + 20 + 120."""
    results = run(
        (POLICIES, "stockpile: {covers: 1000 days}"),
        (ABROAD, "abroad: {share: 100 %, made_in: US, last_buy: {at_most: 2}}"),
    )
    assert full_output(results) == pytest.approx(170.0)


def test_a_last_buy_has_a_window_of_its_own_where_one_is_stated(run: Run) -> None:
    """Twice the ordinary volume for 30 days, and a fifth more in the 90 others: 30 + 20 + 30 + 18."""
    window = "last_buy: {at_most: 2, from: 2031-02-01, until: 2031-03-03}"
    results = run(
        (POLICIES, "stockpile: {covers: 1000 days}"),
        (ABROAD, f"abroad: {{share: 100 %, made_in: US, {window}}}"),
    )
    assert full_output(results) == pytest.approx(98.0)


def test_a_supplier_may_give_less_before_a_cut_than_its_headroom(run: Run) -> None:
    """Ordinary volume and no more from the announcement on: nothing is built up."""
    results = run(
        (POLICIES, "stockpile: {covers: 1000 days}"),
        (ABROAD, "abroad: {share: 100 %, made_in: US, last_buy: {at_most: 1}}"),
    )
    assert full_output(results) == pytest.approx(50.0)


def test_where_nothing_is_cut_nothing_is_built_up(run: Run) -> None:
    """A part made in Korea is not reached: the log tells of no target."""
    results = run(
        (POLICIES, "stockpile: {covers: 1000 days}"),
        (ABROAD, "second: {share: 100 %, made_in: KR}"),
    )
    assert "target stock changed" not in set(results.tables["events"]["kind"])
