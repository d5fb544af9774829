"""A source that delivers in lots: the day of the first is drawn evenly, and moves run-outs by half a lot at most.

On the cut there are 30 days of chips on hand and 20 under way, 50 in all; on paper in tests/verification.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.network import domestic_only, supply_network
from sim.pipeline import prepare, run_draw
from sim.scenario import read_scenario
from sim.scenario.catalogue import shipped_folder
from sim.uncertainty.draws import Draws, likely
from sim.uncertainty.streams import uniforms
from tests.policy_scenario import Run, full_output, with_policies

ABROAD = "abroad: {share: 100 %, made_in: US}"
LOTS = (ABROAD, "abroad: {share: 100 %, made_in: US, lots_every: 14 days}")
KEY = "lines.lamp.inputs.chip.sources.abroad"
POWER = "lines.hikvision-recorder.inputs.poe-pse"
VARIANT = f"""\
variants:
  power-chips-in-lots:
    title: Power chips come every four weeks
    ref: own-what-if
    set:
      {POWER}.sources.texas-instruments.lots_every: 28 days
      {POWER}.sources.microchip.lots_every: 28 days
"""


def draws(folder: Path, *changes: tuple[str, str], count: int = 256) -> Draws:
    path = folder / "policies.yaml"
    path.write_text(with_policies(*changes))
    return Draws(supply_network(read_scenario(path).scenario), 1, count)


def test_stock_lasts_by_the_day_of_the_last_lot_between_half_a_lot_less_and_more(run: Run) -> None:
    """Evenly from 43 to 57 days: 10 %, 50 % and 90 % of draws are 44.4, 50 and 55.6 days."""
    results = run(LOTS, replications=512)
    row = results.tables["products"].iloc[0]
    found = [7.0 * row[f"full_output_{end}"] for end in ("low", "middle", "high")]
    assert found == pytest.approx([44.4, 50.0, 55.6], abs=0.7)
    assert results.tables["parts"].iloc[0][["cover_low", "cover_high"]].tolist() == [30.0, 30.0]


def test_the_likeliest_first_lot_comes_after_half_the_days_between_two(tmp_path: Path) -> None:
    (source,) = likely(draws(tmp_path, LOTS).network).lines[0].inputs[0].sources
    assert source.in_lots is not None
    assert (source.in_lots.every, source.in_lots.first) == (14.0, 0.5)


def test_the_first_lot_is_drawn_evenly_from_a_stream_of_its_own(tmp_path: Path) -> None:
    text = (ABROAD, "abroad: {share: 100 %, made_in: US, lead_time: 10 / 20 / 30 days}")
    plain = draws(tmp_path, text).values
    more = draws(tmp_path, (text[0], text[1].replace("}", ", lots_every: 7 / 14 / 28 days}"))).values
    assert {key[0] for key in more.keys() - plain.keys()} == {f"{KEY}.lots_every", f"{KEY}.lots_every.first"}
    assert all(more[key].tolist() == own.tolist() for key, own in plain.items())
    first = more[f"{KEY}.lots_every.first", 0.0, 1.0]
    assert first.tolist() == uniforms(1, f"{KEY}.lots_every.first", "value", 256).tolist()
    assert np.std(first) == pytest.approx(12**-0.5, rel=0.05)  # of a triangle it would be 24 ** -0.5


def test_each_place_of_a_source_has_lots_of_its_own(tmp_path: Path) -> None:
    split = "abroad: {share: 100 %, made_in: {US: 50 %, KR: 50 %}, lots_every: 7 / 14 / 28 days}"
    drawn = draws(tmp_path, (ABROAD, split)).draw(0)
    lots = [source.in_lots for source in drawn.lines[0].inputs[0].sources]
    assert len({each.every for each in lots if each}) == 1
    assert len({each.first for each in lots if each}) == 2


def test_stock_built_up_in_lots_is_as_much_on_average(run: Run) -> None:
    """To 45 days on hand on average: 38 to 52 of them and 20 under way, as without lots 65."""
    policy = ("# policies", "stockpile: {covers: 45 days}")
    results = run(policy, LOTS, replications=512)
    assert full_output(results) == pytest.approx(65.0, abs=0.7)
    assert full_output(run(policy)) == pytest.approx(65.0)


def test_under_a_licence_lots_leave_again_on_their_days(tmp_path: Path) -> None:
    """Granted 60 days after the cut, 4 of 14 days and four lots later; a steady flow is missed for 60 + 20 - 50 days.

    Of lots four are missed, or five where one was to leave in the first 4 days. Out after 50 - 7 + u days, with u days
    to the next lot of the cut, and back after 60 + v + 20, with v of the licence: 37 + v - u, v = u - 4 or u + 10.
    """
    folder = tmp_path / "policies.yaml"
    licence = "licences: {granted_after: 60 days, volume: 100 %, ref: made-up}"
    measure = "spring: {list: watch-list, batch: spring}"
    folder.write_text(with_policies(LOTS, (measure, measure.replace("}", f", {licence}}}"))))
    prepared = prepare(folder)
    drawn = Draws(prepared.network, 1, 32)
    lines = [run_draw(prepared, drawn.draw(number)).cases["as decided"].lines for number in range(32)]
    lost = [round(each["lamp"].lost_output / 1000.0, 6) for each in lines]
    assert set(lost) == {33.0, 47.0}
    assert lost.count(47.0) / 32 == pytest.approx(4 / 14, abs=0.15)


def test_domestic_supply_alone_does_not_come_in_lots(tmp_path: Path) -> None:
    home = (ABROAD, "maker: {share: 100 %, made_in: CN, lots_every: 14 days}")
    network = draws(tmp_path, home).draw(0)
    (source,) = network.lines[0].inputs[0].sources
    (alone,) = domestic_only(network, {source.key}).lines[0].inputs[0].sources
    assert (source.in_lots is None, alone.in_lots is None) == (False, True)


def test_power_chips_of_recorders_in_lots_last_within_half_a_lot_of_a_steady_flow(tmp_path: Path) -> None:
    """All else is drawn alike, so that draws differ by half a lot at most: 14 days, or 35 of them rationed to 40 %."""
    path = tmp_path / "lots.yaml"
    text = (shipped_folder() / "entity-list-2019-10.yaml").read_text()
    path.write_text(text.replace("variants:\n", VARIANT, 1))
    run_out = {}
    for variant in ((), ("power-chips-in-lots",)):
        prepared = prepare(path, variant)
        drawn = Draws(prepared.network, 1, 6)
        lines = [
            run_draw(prepared, drawn.draw(number)).cases["undetermined cut"].lines for number in range(6)
        ]
        run_out[variant] = np.array([each["hikvision-recorder"].run_out.get(POWER, np.nan) for each in lines])
    moved = run_out["power-chips-in-lots",] - run_out[()]
    assert np.isnan(moved).sum() <= 2  # draws in which they last to the horizon
    moved = moved[~np.isnan(moved)]
    assert np.all((np.abs(moved) > 0.0) & (np.abs(moved) < 14.0 / 0.4))
