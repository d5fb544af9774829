"""This is what parts cost, worked out on paper on the scenario of policies, in US dollars and days after the cut.

The chip costs 12 USD, the lamp 55 USD; there are 30 days on hand and 20 under way at the cut, and 610 days after it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.results.results import Results
from tests.policy_scenario import Run, full_output, share, with_policies
from tests.verification.paper import close

POLICIES, ABROAD = "# policies", "abroad: {share: 100 %, made_in: US}"
DEAR = (ABROAD, "abroad: {share: 100 %, made_in: US, price_factor: 1.5}")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Results of the scenario of policies with these texts replaced."""

    def running(*changes: tuple[str, str]) -> Results:
        path = tmp_path / "policies.yaml"
        path.write_text(with_policies(*changes))
        return sim.run(path, replications=1)

    return running


def test_stock_built_up_costs_what_the_source_asks_that_delivers_it(run: Run) -> None:
    """Half at 0.8 and half at 1.2 of 12 USD: each is 2.40 USD off the mix. The cheap one is cut, after a last buy.

    In the 120 days before the cut the cheap one ships 1500 a day, the dear one 600 a day, as in the 610 after it. On
    the cut 30,000 + 100 x 1100 are on hand and 20 x 2100 under way; 590 x 600 come later: 536,000 lamps.
    """
    cheap = "abroad: {share: 50 %, made_in: US, price_factor: 0.8, last_buy: {at_most: 3}}"
    dear = "second: {share: 50 %, made_in: KR, price_factor: 1.2}"
    results = run(
        (POLICIES, "stockpile: {covers: 1000 days}"),
        (ABROAD, f"{cheap}\n          {dear}"),
    )
    extra = (730.0 * 600.0 - 120.0 * 1500.0) * 2.4 / 536_000.0
    assert share(results, "extra_cost") == close(extra)
    assert share(results, "margin_lost") == close(extra / 55.0)


def test_a_budget_buys_at_the_price_of_ordinary_sources_and_that_is_no_extra_cost(run: Run) -> None:
    """At 18 USD a chip 180,000 USD are 10 days: 30 + 10 on hand and 20 under way. 55 - 18 USD are left, as before."""
    results = run((POLICIES, "stockpile: {covers: 1000 days, budget: 180000 USD}"), DEAR)
    assert full_output(results) == close(60.0)
    assert share(results, "extra_cost") == 0.0
    assert share(results, "margin_before") == close(37.0)
    assert share(results, "margin_after") == close(37.0)
