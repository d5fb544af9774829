"""Numbers in words: whole weeks, shares of draws beyond the horizon, money in two digits."""

from __future__ import annotations

import math

import pytest

from sim.report.words import brief, days_as_weeks, money, money_range, plain, shares, weeks
from tests.example_tables import duration, spread


@pytest.mark.parametrize(
    ("reached", "said"),
    [
        (duration("stop", 20.4, 28.6, 57.4), "20 – 29 – 57"),
        (duration("stop", 20, 20.3, 20.4), "20"),
        (duration("stop", 20, 29, 57, 0.02), "20 – 29 – 57 (beyond 128: 2 % of draws)"),
        (duration("stop", 20, 29, None, 0.12), "20 – 29 – beyond 128 (12 % of draws)"),
        (duration("stop", 20, None, None, 0.62), "20 – beyond 128 (62 % of draws)"),
        (duration("stop", beyond=0.97), "beyond 128 (97 % of draws)"),
        (duration("stop", beyond=1.0), "beyond 128 (every draw)"),
        (duration("stop", beyond=math.nan), "–"),
    ],
)
def test_a_duration_is_whole_weeks_with_the_share_of_draws_beyond_the_horizon(
    reached: dict[str, object], said: str
) -> None:
    numbers = {name: math.nan if value is None else float(str(value)) for name, value in reached.items()}
    assert weeks(numbers, "stop", 128.4) == said


@pytest.mark.parametrize(
    ("reached", "said"),
    [
        (duration("stop", 20.4, 28.6, 57.4), ("20 – 29 – 57", "")),
        (duration("stop", 20, 20.3, 20.4), ("20", "")),
        (duration("stop", 20, 29, 57, 0.02), ("20 – 29 – 57", "beyond 2 %")),
        (duration("stop", 20, None, None, 0.62), ("20 – beyond", "beyond 62 %")),
        (duration("stop", beyond=0.97), ("beyond in 97 %", "")),
        (duration("stop", beyond=1.0), ("beyond", "")),
        (duration("stop", beyond=math.nan), ("–", "")),
    ],
)
def test_a_brief_duration_says_which_share_of_draws_never_gets_there(
    reached: dict[str, object], said: tuple[str, str]
) -> None:
    numbers = {name: math.nan if value is None else float(str(value)) for name, value in reached.items()}
    assert brief(numbers, "stop") == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((-1e-9, 0.0, 0.004), "0 – 0 – <1 %"),
        ((0.1, 0.144, 0.2), "10 – 14 – 20 %"),
        ((0.0, 0.003, 0.14), "0 – <1 – 14 %"),
        ((0.2, 0.999, 1.0), "20 – >99 – 100 %"),
        ((1.0, 1.0, 1.0), "100 %"),
        ((math.nan, math.nan, math.nan), "–"),
    ],
)
def test_a_share_is_whole_per_cent_and_never_a_false_none_or_all(found: tuple[float, ...], said: str) -> None:
    assert shares(spread("level", *found), "level") == said


def test_stock_in_days_is_told_in_weeks() -> None:
    assert days_as_weeks(spread("cover", 60, 95, 170), "cover") == "9 – 14 – 24"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1_234_000_000, "USD 1.2 bn"),
        (-31_400, "USD −31 k"),
        (999_999, "USD 1 m"),
        (12.5, "USD 12"),
        (0.345, "USD 0.34"),
        (0.0, "USD 0"),
        (math.nan, "–"),
    ],
)
def test_money_has_two_digits_and_a_scale(value: float, said: str) -> None:
    assert money(value) == said


def test_a_range_of_money_names_the_currency_once() -> None:
    assert money_range(spread("lost", 9.4e8, 1.2e9, 1.9e9), "lost") == "USD 940 m – 1.2 bn – 1.9 bn"


@pytest.mark.parametrize(("value", "said"), [(45_123.0, "45\u202f100"), (0.12345, "0.123"), (0.0, "0")])
def test_a_plain_number_has_three_digits(value: float, said: str) -> None:
    assert plain(value) == said
