"""What lines plan for each other is the linear system of what they take, however they are linked."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.network import LineNode, SupplyNetwork, planned_rates, supply_network
from sim.network.planning import _suppliers_last
from sim.scenario import read_scenario
from sim.uncertainty.draws import likely


def linked(takes: dict[tuple[int, int], float], count: int) -> SupplyNetwork[float]:
    """Lines in which each product of a buyer takes so much of a supplier: keys are (supplier, buyer)."""
    network = likely(supply_network(read_scenario("entity-list-2019-10").scenario))
    line: LineNode[float] = network.lines[0]
    item, source = line.inputs[0], line.inputs[0].sources[0]

    def made(number: int) -> LineNode[float]:
        inputs = tuple(
            item._replace(
                needs=amount, sources=(source._replace(line=f"l{supplier}", share=1.0, ordinary=True),)
            )
            for (supplier, buyer), amount in takes.items()
            if buyer == number
        )
        return replace(line, name=f"l{number}", plan=100.0 + number, grows=0.01 * number, inputs=inputs)

    return replace(network, lines=tuple(map(made, range(count))))


@st.composite
def links(draw: st.DrawFn) -> tuple[dict[tuple[int, int], float], int]:
    count = draw(st.integers(1, 8))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    # Of all that a product is made of, less than one product comes back round.
    return draw(st.dictionaries(pairs, st.sampled_from((0.02, 0.05, 0.1)), max_size=16)), count


@given(links())
@settings(max_examples=60, deadline=None)
def test_planned_rates_solve_the_whole_system(given_links: tuple[dict[tuple[int, int], float], int]) -> None:
    takes, count = given_links
    network = linked(takes, count)
    whole = np.eye(count)
    for (supplier, buyer), amount in takes.items():
        whole[supplier, buyer] -= amount
    own = [[line.plan, line.plan * line.grows / 365.25] for line in network.lines]
    expected = np.linalg.solve(whole, np.array(own))
    found = planned_rates(network)
    assert list(found) == [line.name for line in network.lines]
    assert np.array(list(found.values())) == pytest.approx(expected, rel=1e-12)


def test_only_lines_that_supply_each_other_are_one_group() -> None:
    """Chips go into boards and phones, boards into phones; mines and refineries supply each other, and chips."""
    takes = {
        "chip": {"board": 1.0, "phone": 1.0},
        "board": {"phone": 1.0},
        "refinery": {"mine": 0.1, "chip": 1.0},
        "mine": {"refinery": 0.5},
        "tool": {"mine": 0.01},
    }
    groups = _suppliers_last(["tool", "mine", "refinery", "chip", "board", "phone", "lamp"], takes)
    assert [sorted(group) for group in groups if len(group) > 1] == [["mine", "refinery"]]
    order = [name for group in groups for name in group]
    assert order.index("phone") < order.index("board") < order.index("chip") < order.index("refinery")
    assert order[-1] == "tool"


def test_thousands_of_lines_in_a_row_need_no_matrix() -> None:
    names = [f"l{number}" for number in range(3000)]
    takes = {supplier: {buyer: 1.0} for buyer, supplier in pairwise(names)}
    assert [name for (name,) in _suppliers_last(names, takes)] == names
