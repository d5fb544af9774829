"""What parts cost where yields are learnt and stock is built up: worked out on paper, in days after the cut.

The chip costs 12 USD, the lamp 55 USD; there are 30 days on hand and 20 under way at the cut, and 610 days after it.
"""

from __future__ import annotations

import math

import pytest

from sim.results.results import Results
from tests.policy_scenario import CUT, HORIZON, Run, share

AFTER = HORIZON - CUT
POLICIES, ABROAD, CASE = "# policies", "abroad: {share: 100 %, made_in: US}", "      # inputs"
DEAR = (ABROAD, "abroad: {share: 100 %, made_in: US, price_factor: 1.5}")
SECOND_INPUT = """\
      case:
        title: Case
        class: part
        cost: 3 USD
        sources:
          abroad: {share: 100 %, made_in: US}
"""


def second(terms: str) -> tuple[str, str]:
    return (
        "# alternatives",
        "alternatives: {second: {made_in: KR, lead_time: 0 days, qualification: 120 days, serves: 100 %, "
        f"ramp: 0 days, price_factor: 1.25, {terms}}}}}",
    )


def test_of_a_source_with_a_yield_only_what_is_good_is_paid_for(run: Run) -> None:
    """Half of what it makes is good: 500 a day of 610 days at 3 USD more; made are they and the 50,000 of stock."""
    results = run(second("yield: {first: 50 %, final: 50 %, halves_every: 1 day}"))
    assert share(results, "extra_cost") == pytest.approx(3.0 * 305_000.0 / 355_000.0)


def test_while_a_yield_is_learnt_the_good_parts_cost_more(run: Run) -> None:
    """.9 - .6 exp(-t / 90) of 1000 a day, V6: in 610 days 549,000 - 54,000 (1 - exp(-610 / 90)) good parts."""
    results = run(second("yield: {first: 30 %, final: 90 %, halves_every: 62.3832462504 days}"))
    good = 1000.0 * (0.9 * AFTER - 54.0 * (1.0 - math.exp(-AFTER / 90.0)))
    assert share(results, "extra_cost") == pytest.approx(3.0 * good / (50_000.0 + good), rel=1e-4)


def test_each_part_by_itself_gets_of_the_budget_what_it_is_spent_on(run: Run) -> None:
    """147,000 USD are 7 days of chips of 18 USD and cases of 3 USD: 57 days each."""
    stop = """\
vendor_stops:
  all: {title: Abroad stops, supplier: abroad, buyers: [maker], from: 2031-05-01, ref: made-up}
lines:
"""
    results = run(
        (POLICIES, "stockpile: {covers: 1000 days, from: 2031-01-01, budget: 147000 USD}"),
        DEAR,
        (CASE, SECOND_INPUT),
        ("measures:\n  spring: {list: watch-list, batch: spring}\n", ""),
        ("lines:\n", stop),
    )
    alone = results.tables["first_out"].set_index("input")["lasts_middle"]
    assert [7.0 * alone[name] for name in ("chip", "case")] == pytest.approx([57.0, 57.0])


def test_a_supplier_loses_sales_at_its_own_price(run: Run) -> None:
    """1000 chips a day at 18 USD, for 610 days; of parts cost, 18 of 21 USD are cut with the cases' 3 USD."""
    results: Results = run(DEAR, (CASE, SECOND_INPUT.replace(ABROAD, "second: {share: 100 %, made_in: KR}")))
    lost = results.tables["lost_sales"].set_index("input").loc["chip"]
    assert [lost["planned"], lost["lost_middle"]] == pytest.approx([AFTER * 18_000.0] * 2)
    assert results.tables["flows"].set_index("input")["cost"].to_dict() == pytest.approx(
        {"chip": 18.0, "case": 3.0}
    )
    company = results.tables["companies"].set_index("company").loc["maker"]
    assert company["cost_cut"] == pytest.approx(18.0 / 21.0)
