"""Ramps that bend: what an alternative delivers while it comes up, against numbers that were worked out on paper."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from sim.simulation.ramping import Piece, ramp_up
from tests.policy_scenario import LEARNING, alternative
from tests.verification.paper import close


def delivered(pieces: list[Piece], until: float) -> float:
    """What comes of pieces by a day, the last one cut short."""
    cut_short = [*(piece for piece in pieces if piece[0] < until), (until, 0.0, 0.0)]
    return sum(
        (v + 0.5 * slope * (end - day)) * (end - day) for (day, v, slope), (end, _, _) in pairwise(cut_short)
    )


@pytest.mark.parametrize(("until", "volume"), [(240.0, 120_000.0), (200.0, 80_740.740741)])
def test_the_volume_of_an_s(tmp_path: Path, until: float, volume: float) -> None:
    """V5, parabolas: 1 000 a day after 240 days; half of it in all of them, as a logistic curve of the note has it.

    By day 200, u = 5 / 6 of the way: 240 000 (1 / 12 + u - 1 / 2 - 2 / 3 (1 / 8 - (1 - u)^3)). A logistic curve of rate
    .05 about day 120 makes 80 313.5, 0.5 % less; it is never at rest, so no day is its first or last.
    """
    source = alternative(tmp_path, "serves: 100 %, ramp: 240 days, ramp_shape: s-curve")
    assert delivered(ramp_up(source, 0.0, 1000.0), until) == close(volume, relative=1e-3)


def test_the_volume_of_a_learnt_yield(tmp_path: Path) -> None:
    """V6, chords: K 1000, .3 -> .9, time constant 90, 180 days: 115 308; chords of what bends down are below."""
    source = alternative(tmp_path, f"serves: 100 %, ramp: 0 days, {LEARNING}")
    volume = delivered(ramp_up(source, 0.0, 1000.0), 180.0)
    assert volume == close(115_308.0, relative=1e-3)
    assert volume < 115_308.0
