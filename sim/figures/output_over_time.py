"""This is the output figure: how much a line makes week by week, and what carried it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from sim.explain import number, percent
from sim.figures.cells import Record, calendar_day, day, records, text
from sim.figures.style import (
    BEFORE,
    DOMESTIC,
    FOREIGN,
    INK,
    LICENCE,
    ORDINARY,
    Basis,
    Look,
    case_words,
    empty_figure,
    line_key,
    mark_dates,
    pattern,
    surface_key,
)

_HEIGHT = 260  # pixels, of the plot
_SEEN = 0.002  # of plan; what never carries more is left out of the picture, not of the table
_CARRIERS: tuple[tuple[str, Look], ...] = (
    ("ordinary", ORDINARY),
    ("foreign", FOREIGN),
    ("domestic", DOMESTIC),
    ("licence", LICENCE),
    ("before", BEFORE),
)
_LINES = (
    line_key("10 % and 90 % of draws", "dot"),
    line_key("plan", "thin"),
    line_key("demand, mean", "dash"),
)


def output_over_time(tables: Mapping[str, pd.DataFrame], line: str, case: str, basis: Basis) -> go.Figure:
    """Output of a line in one case, in % of plan: areas by what carried it, plan, demand and the range of draws.

    Title, subtitle, key, source and a summary for those who do not see it are in `layout.meta`.
    """
    product = records(tables["products"], line=line, case=case)[0]
    weeks = records(tables["timeline"], line=line, case=case)
    weeks += weeks[-1:]  # the last week lasts to the horizon
    dates = [str(day(week, "date")) for week in weeks[:-1]] + [str(basis.until)]
    carried = {look: _per_cent(weeks, column) for column, look in _CARRIERS}
    seen = {look: values for look, values in carried.items() if max(values, default=0.0) >= 100 * _SEEN}
    figure = empty_figure(basis, _HEIGHT)
    for look, values in seen.items():
        _add_area(figure, dates, values, look)
    _add_range(figure, dates, weeks)
    for column, name, dash in (("plan", "plan", "solid"), ("demand", "demand, mean", "dash")):
        figure.add_scatter(
            x=dates,
            y=_per_cent(weeks, column),
            name=name,
            mode="lines",
            line={"color": INK, "width": 1 if column == "plan" else 2, "dash": dash},
            hovertemplate="%{y:.0f} %",
        )
    mark_dates(figure, product, basis)
    highest = max(
        (max(_per_cent(weeks, column), default=0.0) for column in ("output_high", "plan", "demand")),
        default=0,
    )
    figure.update_layout(
        yaxis={"range": [0, max(highest, 100.0) * 1.04], "ticksuffix": " %", "dtick": 25},
        hovermode="x unified",
        hoverlabel={"namelength": -1},
        meta=_told(product, case, basis, weeks) | {"key": [*map(surface_key, seen), *_LINES]},
    )
    # Room for the words of the vertical axis: at its left, and above it.
    figure.update_layout(margin_l=48, margin_t=figure.layout.margin.t + 18, height=figure.layout.height + 18)
    figure.update_xaxes(hoverformat="week of %-d %b %Y")
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", xshift=-44, y=1, yref="paper", yanchor="bottom", yshift=32,
        text="output, % of plan", showarrow=False, font={"size": 12, "color": INK},
    )  # fmt: skip
    return figure


def _per_cent(weeks: Sequence[Record], column: str) -> list[float]:
    return [100 * number(week, column) for week in weeks]


def _add_area(figure: go.Figure, dates: Sequence[str], values: Sequence[float], look: Look) -> None:
    figure.add_scatter(
        x=dates,
        y=values,
        name=look.name,
        mode="lines",
        stackgroup="output",
        line={"color": look.colour, "width": 0.5},
        fillcolor=look.colour,
        fillpattern=pattern(look),
        hovertemplate="%{y:.0f} %",
    )


def _add_range(figure: go.Figure, dates: Sequence[str], weeks: Sequence[Record]) -> None:
    """Two dotted lines between which 10-90 % of draws lie; lines, since a grey surface would dull the colours."""
    for column, name in (
        ("output_high", "90 % of draws make less"),
        ("output_low", "10 % of draws make less"),
    ):
        figure.add_scatter(
            x=dates,
            y=_per_cent(weeks, column),
            name=name,
            mode="lines",
            line={"color": INK, "width": 1.5, "dash": "dot"},
            hovertemplate="%{y:.0f} %",
        )


def _told(product: Record, case: str, basis: Basis, weeks: Sequence[Record]) -> dict[str, object]:
    """The words beside the figure."""
    title = ", ".join(
        filter(None, (f"{text(product, 'title')}: output by what carried it", case_words(case)))
    )
    short, stop = number(product, "full_output_beyond"), number(product, "stop_beyond")
    horizon = calendar_day(basis.until)
    subtitle = (
        f"Areas: mean of {basis.draws} draws, by week. Dotted: 10–90 % of draws. Output meets demand to the horizon "
        f"({horizon}) in {percent(short)} of draws; it stops before in {percent(1.0 - stop)} of draws."
    )
    last = weeks[-1] if weeks else {}
    at_end = ", ".join(
        f"{look.name} {percent(number(last, column))}"
        for column, look in _CARRIERS
        if last and number(last, column) >= _SEEN
    )
    return {
        "title": title,
        "subtitle": subtitle,
        "source": basis.source,
        "summary": f"{title}. {subtitle} In the last week, of plan: {at_end or 'no output'}.",
    }
