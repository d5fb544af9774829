"""What carried the output, on paper: cases of one and two inputs."""

from __future__ import annotations

import numpy as np
import pytest

from sim.results.carried import carried, channel_use
from sim.results.trajectory import level
from sim.simulation.world import BEFORE, DOMESTIC, FOREIGN, LICENCE, ORDINARY

EDGES = np.array([0.0, 10.0, 20.0, 30.0])
OUTPUT = level(100.0, 30.0)


def row(time, stock, use, **inflow):
    """A record of one stock: constant use and inflow a day."""
    channels = {
        "ordinary": ORDINARY,
        "foreign": FOREIGN,
        "domestic": DOMESTIC,
        "licence": LICENCE,
        "before": BEFORE,
    }
    rates = [0.0] * 10
    for name, rate in inflow.items():
        rates[2 * channels[name]] = rate
    return (time, 0, stock, use, 0.0, *rates)


def shares(rows, cut, needs=1.0):
    return carried(OUTPUT, [channel_use(rows, cut, 30.0, needs)], EDGES)


def test_without_a_cut_input_everything_is_ordinary_supply():
    found = carried(OUTPUT, [], EDGES)
    assert found[ORDINARY].tolist() == [1000.0, 1000.0, 1000.0]
    assert found[1:].sum() == 0.0


def test_after_the_cut_stock_carries_what_inflow_does_not():
    rows = [row(0.0, 5000.0, 100.0, ordinary=100.0), row(10.0, 5000.0, 100.0, ordinary=40.0)]
    found = shares(rows, cut=10.0)
    assert found[ORDINARY].tolist() == [1000.0, 400.0, 400.0]
    assert found[BEFORE].tolist() == [0.0, 600.0, 600.0]


def test_goods_shipped_before_the_cut_count_as_stock_from_before_it():
    rows = [row(0.0, 1000.0, 100.0, before=100.0), row(10.0, 1000.0, 100.0, domestic=100.0)]
    found = shares(rows, cut=0.0)
    assert found[BEFORE].tolist() == [1000.0, 0.0, 0.0]
    assert found[DOMESTIC].tolist() == [0.0, 1000.0, 1000.0]


def test_stored_surplus_of_an_alternative_is_used_after_the_stock_from_before_the_cut():
    """200 parts from before; a domestic alternative brings 150 for ten days, then nothing: 500 are stored."""
    rows = [row(0.0, 200.0, 100.0, domestic=150.0), row(10.0, 700.0, 100.0), row(17.0, 0.0, 0.0)]
    found = shares(rows, cut=0.0)
    assert found[DOMESTIC].tolist() == pytest.approx([1000.0, 500.0, 0.0])
    assert found[BEFORE].tolist() == pytest.approx([0.0, 200.0, 0.0])


def test_a_unit_counts_for_its_most_precarious_input():
    """One input draws 30 % on stock, the other 50 % on a domestic alternative: the stock's 30 % lie within the 50 %."""
    stock = channel_use([row(0.0, 9000.0, 100.0, ordinary=70.0)], 0.0, 30.0, 1.0)
    home = channel_use([row(0.0, 9000.0, 100.0, ordinary=50.0, domestic=50.0)], 0.0, 30.0, 1.0)
    found = carried(OUTPUT, [stock, home], EDGES)
    assert found[BEFORE] == pytest.approx([300.0] * 3)
    assert found[DOMESTIC] == pytest.approx([200.0] * 3)
    assert found[ORDINARY] == pytest.approx([500.0] * 3)


def test_parts_are_turned_into_products_by_what_one_product_needs():
    found = shares([row(0.0, 9000.0, 400.0, ordinary=300.0)], cut=0.0, needs=4.0)
    assert found[BEFORE] == pytest.approx([250.0] * 3)


def test_a_ramp_that_crosses_use_is_split_where_it_crosses():
    """A foreign alternative rises from 0 to 200 in 20 days: it carries use alone from day 10; before, stock helps."""
    rising = [0.0] * 10
    rising[2 * FOREIGN + 1] = 10.0
    rows = [(0.0, 0, 9000.0, 100.0, 0.0, *rising), row(20.0, 9000.0, 100.0, foreign=200.0)]
    found = shares(rows, cut=0.0)
    assert found[FOREIGN] == pytest.approx([500.0, 1000.0, 1000.0])
    assert found[BEFORE] == pytest.approx([500.0, 0.0, 0.0])


def test_stored_surplus_is_used_from_the_least_precarious_channel_on():
    """Ten days bring 150 ordinary parts and 50 of each other channel against 100 in use: 500 of each are stored."""
    rows = [
        row(0.0, 0.0, 100.0, ordinary=150.0, foreign=50.0, domestic=50.0, licence=50.0),
        row(10.0, 2000.0, 100.0),
    ]
    edges = np.array([0.0, 10.0, 15.0, 20.0, 25.0, 30.0])
    found = carried(OUTPUT, [channel_use(rows, 0.0, 30.0, 1.0)], edges)
    assert found[ORDINARY].tolist() == pytest.approx([1000.0, 500.0, 0.0, 0.0, 0.0])
    assert found[FOREIGN].tolist() == pytest.approx([0.0, 0.0, 500.0, 0.0, 0.0])
    assert found[DOMESTIC].tolist() == pytest.approx([0.0, 0.0, 0.0, 500.0, 0.0])
    assert found[LICENCE].tolist() == pytest.approx([0.0, 0.0, 0.0, 0.0, 500.0])


def test_stock_from_before_the_cut_is_used_before_stored_ordinary_supply():
    rows = [row(0.0, 200.0, 100.0, ordinary=150.0), row(10.0, 700.0, 100.0), row(17.0, 0.0, 0.0)]
    found = carried(OUTPUT, [channel_use(rows, 0.0, 30.0, 1.0)], np.array([0.0, 10.0, 12.0, 17.0]))
    assert found[BEFORE].tolist() == pytest.approx([0.0, 200.0, 0.0])
