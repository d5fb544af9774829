"""This is what a line holds from before a cut: a stock that is used up, a fleet in use that retires, or both."""

from __future__ import annotations

from dataclasses import replace

from sim.explain import FLEET_HELD, held_before
from sim.figures.rows import Rows
from sim.figures.style import BEFORE, FLEET, Look


def held(rows: Rows, line: str) -> Look:
    """How output carried from before the cut looks, and what it is called."""
    name = held_before(rows.of("parts", line=line))
    return replace(FLEET if name == FLEET_HELD else BEFORE, name=name)
