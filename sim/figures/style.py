"""This is how every figure looks: colours for colour-blind readers, each with a pattern of its own, and dated marks.

The colours are those of Okabe and Ito (Color Universal Design, 2008), and a grey. Backgrounds are transparent, and
lines and words have one colour, INK, so that a page can swap it for a light one on a dark screen.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from sim.figures.cells import Record, calendar_day, day

INK = "#1a1a1a"
GRID = "rgba(128, 128, 128, 0.28)"
FONT = "system-ui, 'Segoe UI', 'Liberation Sans', Arial, sans-serif"
SMALL = 11  # pixels; also the smallest words in a figure
CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
_ABOVE = 44  # pixels for the words of the marks
_TICKS = 46  # pixels for the words of the calendar axis
_CHARACTER = 6.1  # pixels, of a small word in a wide typeface


@dataclass(frozen=True)
class Look:
    """What one state or carrier looks like and is called."""

    name: str
    short: str  # what stands on it
    colour: str
    pattern: str  # of plotly: one of / \\ x - | + . or empty
    words: str = "#111111"  # colour of words printed on it


@dataclass(frozen=True)
class Basis:
    """What a figure rests on: the span of simulated time, the number of draws, and a source note."""

    start: dt.date
    until: dt.date
    draws: int
    source: str


ORDINARY = Look("ordinary supply", "ordinary", "#56b4e9", "")
FOREIGN = Look("foreign alternative", "foreign", "#0072b2", "/", "#ffffff")
DOMESTIC = Look("domestic alternative", "domestic", "#009e73", ".")
LICENCE = Look("licensed supply", "licensed", "#999999", "x")
BEFORE = Look("stock from before the cut", "stock", "#e69f00", "\\")
ALTERNATIVE = Look("alternative ready", "alternative", "#cc79a7", "-")
OUT = Look("run out", "out", "#d55e00", "x")
MISSING = Look("missing, line goes on", "missing", "#f0e442", "|")

_CASES = {
    "undetermined cut": "if undetermined flows are cut",
    "undetermined open": "if undetermined flows stay open",
}


def case_words(case: str) -> str:
    """A case in words; empty where the facts decide every flow."""
    return "" if case == "as decided" else _CASES.get(case, case)


def pattern(look: Look) -> dict[str, object]:
    """The pattern that tells a surface apart without its colour; thin, so that words on it stay readable."""
    return {
        "shape": look.pattern,
        "fillmode": "overlay",
        "bgcolor": look.colour,
        "fgcolor": look.words,
        "fgopacity": 0.35,
        "size": 7,
        "solidity": 0.12 if look.pattern == "." else 0.18,
    }


def literal(words: str) -> str:
    """Words that plotly shows as they are, although it reads a little HTML."""
    return html.escape(words, quote=False)


def clipped(words: str, length: int) -> str:
    """Words cut to a length in characters, with an ellipsis where something is missing."""
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def surface_key(look: Look) -> dict[str, str]:
    """The entry of a key that explains a surface."""
    return {"name": look.name, "colour": look.colour, "pattern": look.pattern, "words": look.words}


def line_key(name: str, dash: str, symbol: str = "") -> dict[str, str]:
    """The entry of a key that explains a line, with a symbol on it if there is one."""
    return {"name": name, "dash": dash, "symbol": symbol}


def empty_figure(basis: Basis, plot_height: int) -> go.Figure:
    """A figure with the calendar of the run as its horizontal axis and nothing drawn; `plot_height` in pixels.

    Plotly cannot wrap words to the width of a page. So title, subtitle, key and source are not drawn: they are in
    `layout.meta`, for the page to set around the figure.
    """
    edge = (basis.until - basis.start) * 0.012
    return go.Figure(
        layout={
            "height": _ABOVE + plot_height + _TICKS,
            "autosize": True,
            "showlegend": False,
            "font": {"family": FONT, "size": 12, "color": INK},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 8, "r": 8, "t": _ABOVE, "b": _TICKS},
            "dragmode": False,
            "hoverlabel": {"align": "left", "bgcolor": "#ffffff", "font": {"size": 12, "color": "#111111"}},
            "xaxis": {
                "type": "date",
                "range": [str(basis.start), str(basis.until + edge)],
                "tickformat": "%b\n%Y",
                "tickangle": 0,
                "ticklabeloverflow": "hide past div",
                "nticks": 8,
                "ticks": "outside",
                "tickcolor": GRID,
                "showline": True,
                "linecolor": GRID,
                "gridcolor": GRID,
                "zeroline": False,
                "fixedrange": True,
                "automargin": False,
            },
            "yaxis": {"fixedrange": True, "gridcolor": GRID, "zeroline": False},
            "template": None,
        }
    )


def mark_dates(
    figure: go.Figure, product: Record, basis: Basis, reaches: Sequence[tuple[float, float]] = ()
) -> None:
    """Dashed lines at announcement, effective date and horizon; a dotted one where a plan begins.

    `reaches` are the stretches of the vertical axis the lines cross, so that they spare words; by default all of it.
    """
    known, effective = day(product, "announced"), day(product, "listed_since")
    begins = day(product, "plan_from")
    lines = [(date, "dash") for date in (known, effective, basis.until) if date]
    above = f"horizon {calendar_day(basis.until)}"
    if begins and begins > basis.start:
        lines.append((begins, "dot"))
        above = f"dotted: plan begins {calendar_day(begins)}; {above}"
    figure.update_layout(
        shapes=[_line(date, dash, reach) for date, dash in lines for reach in reaches or (None,)]
    )
    _label(figure, basis.until, above, 1.0, 16)
    if effective:
        words = f"announced {calendar_day(known)}, in effect {calendar_day(effective)}"
        _label(figure, effective, words, (effective - basis.start) / (basis.until - basis.start), 0)


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


def _label(figure: go.Figure, date: dt.date, words: str, along: float, shift: int) -> None:
    """Words over a date, `along` of them left of it: so they stay within the figure wherever the date lies."""
    figure.add_annotation(
        x=str(date), y=1, yref="paper", yanchor="bottom", yshift=shift, xanchor="left",
        xshift=-min(max(along, 0.0), 1.0) * _CHARACTER * len(words), text=literal(words), showarrow=False,
        font={"size": SMALL, "color": INK},
    )  # fmt: skip
