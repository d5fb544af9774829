"""Policies asked of the shipped scenario: each is a variant, and moves the line it is of and what hangs on it alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sim.pipeline import prepare, run_draw
from sim.results.outcome import LineOutcome
from sim.scenario.catalogue import shipped_folder
from sim.uncertainty.draws import likely

LINE = "lines.huawei-p30-pro"
VARIANTS = f"""\
variants:
  stock-from-may:
    title: Parts of phones are stockpiled from the first of May
    ref: own-what-if
    set: {{{LINE}.stockpile: {{covers: 365 days, from: 2019-05-01}}}}
  little-money:
    title: The same for 20 million dollars
    ref: own-what-if
    set: {{{LINE}.stockpile: {{covers: 365 days, from: 2019-05-01, budget: 20000000 USD}}}}
  to-the-end-of-2020:
    title: Stock is stretched to the end of 2020
    ref: own-what-if
    set: {{{LINE}.ration: {{lasts_until: 2020-12-31, when_a_cut_part_covers_under: 120 days}}}}
"""
CASE = "undetermined open"


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, LineOutcome]]:
    """By variant (or `as stated`), the lines at likeliest values."""
    path = tmp_path_factory.mktemp("policies") / "policies.yaml"
    text = (shipped_folder() / "entity-list-2019-10.yaml").read_text()
    path.write_text(text.replace("variants:\n", VARIANTS, 1))
    found = {}
    for name in ("as stated", "stock-from-may", "little-money", "to-the-end-of-2020"):
        prepared = prepare(path, [] if name == "as stated" else [name])
        found[name] = run_draw(prepared, likely(prepared.network)).cases[CASE].lines
    return found


def test_stock_from_may_keeps_phones_in_full_output_for_longer(lines) -> None:
    """In 15 days sources that give a fifth more leave 3 days of use; open sources then make these last longer."""
    full = {name: lines[name]["huawei-p30-pro"].milestones.first_shortfall for name in lines}
    assert full["as stated"] < full["little-money"] < full["stock-from-may"]
    assert full["stock-from-may"] - full["as stated"] > 3.0


def test_stock_stretched_to_a_day_is_rationed_from_the_same_day_on_at_what_it_allows(lines) -> None:
    """The threshold is the same 120 days; what is then planned differs from 60 % at once."""
    stated, planned = lines["as stated"]["huawei-p30-pro"], lines["to-the-end-of-2020"]["huawei-p30-pro"]
    assert planned.milestones.first_shortfall == stated.milestones.first_shortfall
    assert planned.milestones.rationed_first
    assert planned.made != stated.made


def test_policies_of_one_line_leave_those_apart_alone(lines) -> None:
    for name in lines:
        assert lines[name]["iflytek-ai-services"].made == lines["as stated"]["iflytek-ai-services"].made
