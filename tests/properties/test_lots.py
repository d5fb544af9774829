"""A flow in lots, whatever their days: as it is followed it makes what is made lot by lot, near a steady flow.

It is followed as what uses the lots up (`sim/simulation/lots.py`); lot by lot each is put on hand as it arrives.
"""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.simulation.compiled import simulate_compiled
from tests.verification import trajectory
from tests.verification.lots import A_DAY, InLotsCut
from tests.verification.strategies import examples

shares = st.floats(0.0, 1.0, exclude_max=True)


@st.composite
def cuts(draw: st.DrawFn) -> InLotsCut:
    every = draw(st.floats(1.0, 60.0))
    cut = draw(st.floats(1.0, 200.0))
    open_again = draw(st.just(math.inf) | st.floats(0.5, 150.0).map(lambda days: cut + days))
    return InLotsCut(
        every,
        draw(shares),
        draw(st.floats(0.0, 50.0)),
        every / 2.0 + draw(st.floats(0.0, 60.0)),
        cut,
        open_again,
        draw(st.just(math.inf) | st.floats(0.5, 60.0).map(lambda days: open_again + days)),
        push=draw(st.booleans()),
        horizon=400.0,
    )


@given(cuts())
@examples(60)
def test_what_is_followed_is_what_is_made_lot_by_lot(cut: InLotsCut) -> None:
    followed, lots = cut.followed(), cut.lot_by_lot().run().world
    assert followed.line[0].made == pytest.approx(lots.line[0].made, abs=1e-6 * A_DAY)
    assert trajectory.first_shortfall(followed) == pytest.approx(trajectory.first_shortfall(lots), abs=1e-6)


@given(cuts())
@examples(20)
def test_goods_that_are_returned_are_those_of_lots_under_way(cut: InLotsCut) -> None:
    returned = replace(cut, returned=True, open_again=math.inf, cut_again=math.inf)
    lots = returned.lot_by_lot().run().world
    assert returned.followed().line[0].made == pytest.approx(lots.line[0].made, abs=1e-6 * A_DAY)


@given(cuts(), st.floats(0.05, 0.95))
@examples(30)
def test_where_lots_are_too_few_less_than_a_lot_is_made_later(cut: InLotsCut, share: float) -> None:
    """As followed the line slows down when the rest is used up; lot by lot it runs on what is left, and stops."""
    part = replace(cut, share=share, open_again=math.inf, cut_again=math.inf, push=True)
    behind = part.lot_by_lot().run().world.line[0].made - part.followed().line[0].made
    assert -1e-6 * A_DAY <= behind <= part.lot + 1e-6 * A_DAY


@given(cuts())
@examples(30)
def test_what_leaves_in_lots_is_within_a_lot_of_the_flow(cut: InLotsCut) -> None:
    pushed = replace(cut, push=True, cut_again=math.inf)
    steady = pushed.followed(steady=True).source[0].shipped
    assert abs(pushed.followed().source[0].shipped - steady) <= cut.lot * (1.0 + 1e-9)


@given(cuts())
@examples(20)
def test_both_drivers_leave_the_same(cut: InLotsCut) -> None:
    slow, fast = cut.followed(), cut.followed(simulate_compiled)
    assert slow.line_rows == fast.line_rows
    assert slow.source[0].shipped == fast.source[0].shipped
