"""This is the task that is timed: one product, many parts, all of them cut on day 100; how long does it go on?

Each part has stock for 30 to 300 days beyond the cut. In the fuller task each also has an alternative, qualified 20 to
200 days after the cut, which then ramps up over 30 to 200 days to between half of the need and a fifth more than it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.simulation.calendar import CAPACITY, CUT, Row, in_order
from sim.simulation.world import DOMESTIC, Line, Source, Stock, World, assemble

CUT_DAY, DAYS = 100, 1000


def covers(parts: int) -> NDArray[np.int64]:
    """Days of stock by part."""
    return np.random.default_rng(1).integers(30, 300, parts)


def cut_parts(parts: int) -> tuple[World, tuple[Row, ...]]:
    """The task for our engine: ordinary sources that keep the stock at its target until they are cut."""
    stocks = [Stock(0, level=float(cover), target=float(cover)) for cover in covers(parts)]
    sources = [Source(number, 1.2, full=1.2, weight=1.0) for number in range(parts)]
    rows = [Row(CUT_DAY, kind, number) for number in range(parts) for kind in (CUT, CAPACITY)]
    return assemble([Line(1.0)], stocks, sources), in_order(rows)


def cut_parts_with_alternatives(parts: int) -> tuple[World, tuple[Row, ...]]:
    """The fuller task."""
    random = np.random.default_rng(2)
    stocks, sources, rows = [], [], []
    for number, cover in enumerate(covers(parts)):
        stocks.append(Stock(0, level=float(cover), target=float(cover)))
        full = float(random.uniform(0.5, 1.2))
        ready = CUT_DAY + float(random.uniform(20.0, 200.0))
        ramp = float(random.uniform(30.0, 200.0))
        ordinary, other = 2 * number, 2 * number + 1
        sources.append(Source(number, 1.2, full=1.2, weight=1.0))
        sources.append(Source(number, full=full, rank=1, channel=DOMESTIC, weight=full))
        rows += [Row(CUT_DAY, kind, ordinary) for kind in (CUT, CAPACITY)]
        rows.append(Row(ready, CAPACITY, other, 0.0, full / ramp))
        rows.append(Row(ready + ramp, CAPACITY, other, full))
    return assemble([Line(1.0)], stocks, sources), in_order(rows)
