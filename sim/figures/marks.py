"""This is what every calendar figure marks: announcement, effective date, the start of a plan, and the horizon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sim.figures.cells import Record, calendar_day, day
from sim.figures.style import INK, SMALL, Basis, literal

_CHARACTER = 6.1  # pixels, of a small word in a wide typeface


def date_lines(
    product: Record, basis: Basis, reaches: Sequence[tuple[float, float]] = ()
) -> list[dict[str, object]]:
    """Dashed lines at announcement, effective date and horizon; a dotted one where a plan begins.

    Of a maker that is not listed, at the first measure that reaches a supplier. `reaches` are the stretches of the
    vertical axis the lines cross, so that they spare words; by default all of it.
    """
    dates = [
        day(product, "announced"),
        day(product, "listed_since") or day(product, "counted_from"),
        basis.until,
    ]
    lines = [(date, "dash") for date in dates if date]
    begins = day(product, "plan_from")
    if begins and begins > basis.start:
        lines.append((begins, "dot"))
    return [_line(date, dash, reach) for date, dash in lines for reach in reaches or (None,)]


def date_words(product: Record, basis: Basis) -> list[dict[str, object]]:
    """What those lines are, in two rows of words above the plot."""
    begins = day(product, "plan_from")
    above = f"horizon {calendar_day(basis.until)}"
    if begins and begins > basis.start:
        above = f"dotted: plan begins {calendar_day(begins)}; {above}"
    words = [_label(basis.until, above, 1.0, 16)]
    listed, counted = day(product, "listed_since"), day(product, "counted_from")
    effective = listed or counted
    if effective:
        known = f"announced {calendar_day(day(product, 'announced'))}, in effect"
        about = ", likeliest" if day(product, "counted_from_low") != day(product, "counted_from_high") else ""
        what = f"{known if listed else 'a supplier is first reached'}{about} {calendar_day(effective)}"
        along = (effective - basis.start) / (basis.until - basis.start)
        words.append(_label(effective, what, along, 0))
    return words


def since(product: Record, basis: Basis) -> dt.date:
    """The day from which the weeks of a product count."""
    return day(product, "counted_from") or day(product, "listed_since") or basis.start


def _line(date: dt.date, dash: str, reach: tuple[float, float] | None) -> dict[str, object]:
    low, high = reach or (0, 1)
    return {
        "type": "line",
        "x0": str(date),
        "x1": str(date),
        "y0": low,
        "y1": high,
        "yref": "y" if reach else "paper",
        "line": {"color": INK, "width": 1.2, "dash": dash},
        "layer": "above",
    }


def _label(date: dt.date, words: str, along: float, shift: int) -> dict[str, object]:
    """Words over a date, `along` of them left of it: so they stay within the figure wherever the date lies."""
    return {
        "x": str(date),
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": shift,
        "xanchor": "left",
        "xshift": round(-min(max(along, 0.0), 1.0) * _CHARACTER * len(words), 1),
        "text": literal(words),
        "showarrow": False,
        "font": {"size": SMALL, "color": INK},
    }
