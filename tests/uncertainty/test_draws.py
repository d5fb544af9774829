"""Draws are named, repeatable, and leave each other alone."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from sim.network import supply_network
from sim.scenario import read_scenario
from sim.uncertainty.draws import Draws, likely, triangular, uncertain_quantities
from sim.uncertainty.streams import uniforms, uniforms_of
from tests.example_scenario import EXAMPLE


@pytest.fixture
def network(tmp_path):
    path = tmp_path / "camera.yaml"
    path.write_text(EXAMPLE)
    return supply_network(read_scenario(path).scenario)


def test_a_stream_is_the_same_however_many_replications_are_asked_for():
    assert uniforms(1, "a", "value", 10).tolist() == uniforms(1, "a", "value", 100)[:10].tolist()


@pytest.mark.parametrize("other", [(2, "a", "value"), (1, "b", "value"), (1, "a", "outage")])
def test_seed_name_and_purpose_each_make_another_stream(other):
    assert not np.allclose(uniforms(1, "a", "value", 8), uniforms(*other, 8))


def test_the_triangular_distribution_has_its_mean_and_stays_within_its_ends():
    values = triangular(60.0, 90.0, 180.0, uniforms(1, "a", "value", 200_000))
    assert values.min() >= 60.0
    assert values.max() <= 180.0
    assert values.mean() == pytest.approx((60 + 90 + 180) / 3, rel=2e-3)
    assert np.mean(values <= 90.0) == pytest.approx(30 / 120, abs=3e-3)  # the share below the mode


def test_draws_rise_with_their_uniform():
    values = triangular(1.0, 2.0, 5.0, np.linspace(0.0, 1.0, 101))
    assert np.all(np.diff(values) > 0.0)
    assert values[[0, -1]].tolist() == [1.0, 5.0]


def test_a_certain_number_is_never_drawn(network):
    assert {quantity.certain for quantity in uncertain_quantities(network)} == {False}
    first, second = (Draws(network, 1, 2).draw(replication).lines[0] for replication in (0, 1))
    assert first.plan == second.plan == 1000.0
    assert first.inputs[0].stock.covers != second.inputs[0].stock.covers


@pytest.mark.parametrize("hold", [lambda plan: [plan], lambda plan: MappingProxyType({"DE": plan})])
def test_what_might_hold_a_number_undrawn_is_refused(hold, network):
    lines = (replace(network.lines[0], markets=hold(network.lines[0].plan)),)
    with pytest.raises(TypeError, match="would stay undrawn"):
        likely(replace(network, lines=lines))


def test_the_likely_network_takes_the_mode(network):
    assert likely(network).lines[0].inputs[0].stock.covers == 90.0


def test_another_part_leaves_every_other_draw_unchanged(tmp_path, network):
    more = EXAMPLE.replace(
        "      lens:\n",
        "      cap:\n        title: Cap\n        class: glass\n        cost: 1 USD\n"
        "        stock: {covers: 10 / 20 / 30 days}\n"
        "        sources:\n          glass-works: {share: 100 %, made_in: CN}\n      lens:\n",
    )
    path = tmp_path / "more.yaml"
    path.write_text(more)
    wider = Draws(supply_network(read_scenario(path).scenario), 1, 4)
    plain = Draws(network, 1, 4)
    assert len(wider.values) == len(plain.values) + 1
    for name, values in plain.values.items():
        assert wider.values[name].tolist() == values.tolist()


def test_the_first_and_the_last_day_of_a_spread_come_as_often_and_the_likeliest_most(tmp_path):
    path = tmp_path / "camera.yaml"
    own = "licences: none, effective: 2019-10-09 / 2019-10-10 / 2019-10-11, ref: estimate}"
    path.write_text(EXAMPLE.replace("licences: none}", own, 1))
    network = supply_network(read_scenario(path).scenario)
    draws = Draws(network, 1, 4000)
    days = [network.day_of(draws.draw(number).measures["october-2019"].effective) for number in range(4000)]
    shares = [np.mean([day == 161.0 + later for day in days]) for later in range(3)]
    assert shares == pytest.approx([1 / 8, 3 / 4, 1 / 8], abs=0.02)


@pytest.mark.parametrize("power", range(9))
def test_of_the_first_two_to_the_k_numbers_one_lies_in_each_stratum(power):
    count = 2**power
    for name in ("a", "b", "c"):
        strata = np.floor(uniforms(1, name, "value", 300)[:count] * count)
        assert sorted(strata) == list(range(count))


@pytest.mark.parametrize("seed", range(1, 11))
def test_a_chance_is_met_in_its_share_of_draws(seed):
    """15 % of 128 draws are 19.2, and 19 whole strata lie below it. 100 draws are 64, with 9 or 10, and 36 more."""
    assert (uniforms(seed, "a", "happens", 128) < 0.15).sum() in (19, 20)
    assert 9 <= (uniforms(seed, "a", "happens", 100) < 0.15).sum() <= 20


def test_streams_asked_for_together_are_what_each_is_alone():
    rows = uniforms_of(1, ["a", "b"], "value", 100)
    assert rows.tolist() == [uniforms(1, name, "value", 100).tolist() for name in ("a", "b")]


def test_spread_evenly_streams_stay_uniform_and_apart():
    """Over 400 seeds: each place of a stream has the mean of a uniform, 0.5 with 0.0144; no two streams go together.

    The correlation of two streams of 128 has a standard deviation of 0.09, its mean over the seeds of 0.0045.
    """
    pairs = np.array([uniforms_of(seed, ["a", "b"], "value", 128) for seed in range(400)])
    assert np.abs(pairs[:, 0].mean(axis=0) - 0.5).max() < 4.0 * 0.0144
    together = [np.corrcoef(one, other)[0, 1] for one, other in pairs]
    assert abs(np.mean(together)) < 3.0 * 0.0045
