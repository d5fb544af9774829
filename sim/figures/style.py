"""This is how every figure looks: colours for colour-blind readers, each with a pattern of its own, and a calendar.

The colours are those of Okabe and Ito (Color Universal Design, 2008), and a grey. Backgrounds are transparent, and
lines and words have one colour, INK, so that a page can swap it for a light one on a dark screen.
"""

from __future__ import annotations

import datetime as dt
import html
from dataclasses import dataclass

from sim.explain import if_it_happens, number
from sim.figures.cells import Record
from sim.wording import counted

INK = "#1a1a1a"
GRID = "rgba(128, 128, 128, 0.28)"
FONT = "system-ui, 'Segoe UI', 'Liberation Sans', Arial, sans-serif"
SMALL = 11  # pixels; also the smallest words in a figure
CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
_ABOVE = 44  # pixels for the words of the marks
_TICKS = 46  # pixels for the words of the calendar axis


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

    def told(self, product: Record) -> str:
        """How many draws figures of a product are of, and with what chance something happens at all."""
        reached = number(product, "reached_draws")
        draws = counted(self.draws if not reached > 0.0 else int(reached), "draw")
        rests_on = if_it_happens(product)
        return f"{draws} ({rests_on})" if rests_on else draws


ORDINARY = Look("ordinary supply", "ordinary", "#56b4e9", "")
FOREIGN = Look("foreign alternative", "foreign", "#0072b2", "/", "#ffffff")
DOMESTIC = Look("domestic alternative", "domestic", "#009e73", ".")
LICENCE = Look("licensed supply", "licensed", "#999999", "x")
BEFORE = Look("stock from before the cut", "stock", "#e69f00", "\\")
ALTERNATIVE = Look("alternative ready", "alternative", "#cc79a7", "-")
OUT = Look("run out", "out", "#d55e00", "x")
FLEET = Look(
    "in use, retires", "in use", BEFORE.colour, "+"
)  # units, not a stock: they wear out and are not used up
TOO_SMALL = Look("fleet smaller than needed", "too small", OUT.colour, ".")
IDLE = Look("not used: the line stands still", "not used", "#e3e3e3", "")
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


def calendar_layout(basis: Basis, plot_height: int) -> dict[str, object]:
    """A layout with the calendar of the run as its horizontal axis; `plot_height` in pixels."""
    edge = (basis.until - basis.start) * 0.012
    return {
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
    }
