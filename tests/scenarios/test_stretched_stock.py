"""Stock stretched after a cut, in scenarios: worked out on paper in days after the cut, of which 610 are simulated.

On the cut there are 30 days on hand and 20 under way, 50 in all.
"""

from __future__ import annotations

import pytest

from tests.policy_scenario import CUT, HORIZON, Run, days, full_output, share

SOON = "when_a_cut_part_covers_under: 1000 days"
TO_DAY_100 = "lasts_until: 2031-08-09"
AFTER = HORIZON - CUT  # days


def second(terms: str) -> tuple[str, str]:
    """An alternative without a lead time; 120 days after the announcement is the day of the cut."""
    return "# alternatives", f"alternatives: {{second: {{made_in: KR, lead_time: 0 days, {terms}}}}}"


def policy(text: str) -> tuple[str, str]:
    return "# policies", f"ration: {{{text}}}"


def test_a_flat_share_stretches_stock(run: Run) -> None:
    """50 days at half output."""
    results = run(policy(f"output: 50 %, {SOON}"))
    assert full_output(results) == pytest.approx(0.0, abs=1e-9)
    assert days(results, "stop") == pytest.approx(100.0)


def test_output_is_planned_so_that_stock_lasts_to_a_day(run: Run) -> None:
    """50 days over 80: output of 62.5 % until day 80."""
    results = run(policy(f"lasts_until: 2031-07-20, {SOON}"))
    assert days(results, "stop") == pytest.approx(80.0)
    assert share(results, "lost_output") == pytest.approx(1.0 - 50.0 / AFTER)


def test_stock_that_lasts_to_the_day_anyway_is_not_stretched(run: Run) -> None:
    """50 days are more than 40: full output to day 50, and none of it is called rationing."""
    results = run(policy(f"lasts_until: 2031-06-10, {SOON}"))
    assert full_output(results) == pytest.approx(50.0)
    assert results.tables["products"]["rationed_time"].to_list() == [0.0]


def test_rationing_to_a_day_waits_for_the_threshold(run: Run) -> None:
    """Full output while stock covers 30 days or more, so for 20; the rest lasts to day 100."""
    results = run(policy(f"{TO_DAY_100}, when_a_cut_part_covers_under: 30 days"))
    assert full_output(results) == pytest.approx(20.0)
    assert days(results, "stop") == pytest.approx(100.0)


def test_output_is_not_planned_below_the_floor(run: Run) -> None:
    """At 80 % at least 50 days of stock last 62.5."""
    results = run(policy(f"{TO_DAY_100}, at_least: 80 %, {SOON}"))
    assert days(results, "stop") == pytest.approx(62.5)


def test_output_is_planned_anew_when_an_alternative_delivers(run: Run) -> None:
    """Half for 50 days; then (25 + .2 x 50) / 50 = .7 for 50; from day 100 on what the alternative gives, .2."""
    results = run(
        policy(f"{TO_DAY_100}, {SOON}"), second("serves: 20 %, qualification: 170 days, ramp: 0 days")
    )
    assert days(results, "half_output") == pytest.approx(100.0)
    assert share(results, "lost_output") == pytest.approx(1.0 - (25.0 + 35.0 + 0.2 * 510.0) / AFTER)


def test_output_is_planned_anew_every_thirty_days(run: Run) -> None:
    """An alternative ramps from the cut to half of the need in 100 days: .005 t. Planned anew on days 29, 59, 89."""
    results = run(
        policy(f"{TO_DAY_100}, {SOON}"), second("serves: 50 %, qualification: 120 days, ramp: 100 days")
    )
    made, stock = 0.0, 50.0
    for begins, ends in ((0.0, 29.0), (29.0, 59.0), (59.0, 89.0), (89.0, 100.0)):
        left = 100.0 - begins
        output = min((stock + 0.005 * begins * left) / left, 1.0)
        made += output * (ends - begins)
        stock += 0.0025 * (ends**2 - begins**2) - output * (ends - begins)
    full = stock / 0.5  # days from day 100 in which half comes and all is used
    made += full + 0.5 * (AFTER - 100.0 - full)
    assert share(results, "lost_output") == pytest.approx(1.0 - made / AFTER)


def test_from_the_day_on_nothing_is_held_back(run: Run) -> None:
    """Half to day 100, nothing for ten days, then the 90 % that the alternative gives, not half of what is wanted."""
    results = run(
        policy(f"{TO_DAY_100}, {SOON}"), second("serves: 90 %, qualification: 230 days, ramp: 0 days")
    )
    assert share(results, "level") == pytest.approx(0.9)
    assert share(results, "lost_output") == pytest.approx(1.0 - (50.0 + 0.9 * 500.0) / AFTER)
