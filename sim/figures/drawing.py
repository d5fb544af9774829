"""This is one drawing: what plotly is told, in plain lists and dicts, and the words that a page sets around it.

A report of many lines holds dozens of drawings. Plain lists and dicts are written as JSON at once; plotly's own
figure, which checks every value, is made where somebody works with it, and in the tests.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sim.figures.style import CONFIG

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class Told:
    """The words around a drawing. Plotly cannot wrap words to the width of a page, so none of these are drawn."""

    title: str
    subtitle: str
    source: str
    summary: str  # for those who do not see it
    key: Sequence[Mapping[str, str]]  # what its surfaces and lines mean


@dataclass(frozen=True)
class Drawing:
    """Traces and layout in plotly's words, and what is told around them."""

    data: Sequence[Mapping[str, object]]
    layout: Mapping[str, object]
    told: Told

    def figure(self) -> go.Figure:
        """A plotly figure, every value checked; what is told is in `layout.meta`."""
        import plotly.graph_objects as go

        return go.Figure(self.data, {**self.layout, "template": None, "meta": asdict(self.told)})

    def json(self) -> str:
        """Traces, layout and settings, as plotly.js takes them."""
        drawn = {"data": self.data, "layout": self.layout, "config": CONFIG}
        return json.dumps(drawn, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def heights(values: Iterable[float], digits: int = 2) -> list[float | None]:
    """Numbers for an axis: none where there is none, and no more digits than anybody sees."""
    return [None if math.isnan(value) else round(value, digits) for value in values]
