"""This is the output figure: how much a line makes week by week, and what carried it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.explain import growth, number, percent
from sim.figures.cells import Record, calendar_day, day, text
from sim.figures.drawing import Drawing, Told, heights
from sim.figures.held import held
from sim.figures.marks import date_lines, date_words
from sim.figures.rows import Rows
from sim.figures.style import (
    DOMESTIC,
    FOREIGN,
    INK,
    LICENCE,
    ORDINARY,
    Basis,
    Look,
    calendar_layout,
    case_words,
    line_key,
    pattern,
    surface_key,
)

_HEIGHT = 260  # pixels, of the plot
_ROOM = {"left": 48, "above": 62, "below": 46}  # pixels for words around the plot
_SEEN = 0.002  # of plan; what never carries more is left out of the picture, not of the table
_LINES = (
    line_key("10 % and 90 % of draws", "dot"),
    line_key("plan", "thin"),
    line_key("demand, mean", "dash"),
)


def output_over_time(rows: Rows, line: str, case: str, basis: Basis) -> Drawing:
    """Output of a line in one case, in % of plan: areas by what carried it, plan, demand and the range of draws."""
    product = rows.of("products", line=line, case=case)[0]
    weeks = list(rows.of("timeline", line=line, case=case))
    weeks += weeks[-1:]  # the last week lasts to the horizon
    dates = [str(day(week, "date")) for week in weeks[:-1]] + [str(basis.until)]
    carriers = _carriers(rows, line)
    seen = {
        look: column
        for column, look in carriers
        if max((number(week, column) for week in weeks), default=0.0) >= _SEEN
    }
    highest = max(
        (number(week, column) for week in weeks for column in ("output_high", "plan", "demand")), default=0.0
    )
    layout = calendar_layout(basis, _HEIGHT) | {
        "height": _HEIGHT + _ROOM["above"] + _ROOM["below"],
        "margin": {"l": _ROOM["left"], "r": 8, "t": _ROOM["above"], "b": _ROOM["below"]},
        "hovermode": "x unified",
        "shapes": date_lines(product, basis),
        "annotations": [*date_words(product, basis), _axis_words(product)],
    }
    layout["xaxis"] = {**_mapping(layout["xaxis"]), "hoverformat": "week of %-d %b %Y"}
    layout["yaxis"] = {**_mapping(layout["yaxis"]), **_scale(100.0 * max(highest, 1.0))}
    return Drawing(
        data=[
            *(_area(dates, _per_cent(weeks, column), look) for look, column in seen.items()),
            *_range(dates, weeks),
            *_wanted(dates, weeks),
        ],
        layout=layout,
        told=_told(product, case, basis, (weeks, carriers), [*map(surface_key, seen), *_LINES]),
    )


def _carriers(rows: Rows, line: str) -> tuple[tuple[str, Look], ...]:
    return (
        ("ordinary", ORDINARY),
        ("foreign", FOREIGN),
        ("domestic", DOMESTIC),
        ("licence", LICENCE),
        ("before", held(rows, line)),
    )


def _mapping(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value


def _per_cent(weeks: Sequence[Record], column: str) -> list[float | None]:
    return heights(100 * number(week, column) for week in weeks)


def _scale(highest: float) -> dict[str, object]:
    """The vertical axis to a height in per cent, with four to seven lines."""
    step = next((step for step in (25, 50, 100, 250) if highest / step <= 7), 500)
    return {"range": [0, round(highest * 1.04, 2)], "ticksuffix": " %", "dtick": step}


def _axis_words(product: Record) -> dict[str, object]:
    """What the vertical axis counts, above its top left corner."""
    grows = growth(product)
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": -44,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 32,
        "text": "output, % of the first day's plan" if grows else "output, % of plan",
        "showarrow": False,
        "font": {"size": 12, "color": INK},
    }


def _area(dates: Sequence[str], values: Sequence[float | None], look: Look) -> dict[str, object]:
    return {
        "type": "scatter",
        "x": dates,
        "y": values,
        "name": look.name,
        "mode": "lines",
        "stackgroup": "output",
        "line": {"color": look.colour, "width": 0.5},
        "fillcolor": look.colour,
        "fillpattern": pattern(look),
        "hovertemplate": "%{y:.0f} %",
    }


def _range(dates: Sequence[str], weeks: Sequence[Record]) -> Iterator[dict[str, object]]:
    """Two dotted lines between which 10-90 % of draws lie; lines, since a grey surface would dull the colours."""
    for column, name in (
        ("output_high", "90 % of draws make less"),
        ("output_low", "10 % of draws make less"),
    ):
        yield _drawn_line(dates, _per_cent(weeks, column), name, {"width": 1.5, "dash": "dot"})


def _wanted(dates: Sequence[str], weeks: Sequence[Record]) -> Iterator[dict[str, object]]:
    yield _drawn_line(dates, _per_cent(weeks, "plan"), "plan", {"width": 1, "dash": "solid"})
    yield _drawn_line(dates, _per_cent(weeks, "demand"), "demand, mean", {"width": 2, "dash": "dash"})


def _drawn_line(
    dates: Sequence[str], values: Sequence[float | None], name: str, line: dict[str, object]
) -> dict[str, object]:
    return {
        "type": "scatter",
        "x": dates,
        "y": values,
        "name": name,
        "mode": "lines",
        "line": {"color": INK, **line},
        "hovertemplate": "%{y:.0f} %",
    }


def _told(
    product: Record,
    case: str,
    basis: Basis,
    carried: tuple[Sequence[Record], tuple[tuple[str, Look], ...]],
    key: Sequence[dict[str, str]],
) -> Told:
    weeks, carriers = carried
    title = ", ".join(
        filter(None, (f"{text(product, 'title')}: output by what carried it", case_words(case)))
    )
    short, stop = number(product, "full_output_beyond"), number(product, "stop_beyond")
    grows = growth(product)
    subtitle = (
        f"Areas: mean of {basis.told(product)}, by week. Dotted: 10–90 % of draws. "
        "Output meets demand to the horizon "
        f"({calendar_day(basis.until)}) in {percent(short)} of draws; it stops before in {percent(1.0 - stop)} "
        "of draws."
        + (f" {grows[0].upper()}{grows[1:]}; 100 % is the plan of the first day." if grows else "")
    )
    last = weeks[-1] if weeks else {}
    at_end = ", ".join(
        f"{look.name} {percent(number(last, column))}"
        for column, look in carriers
        if last and number(last, column) >= _SEEN
    )
    planned = f", where the plan is {percent(number(last, 'plan'))}" if grows and last else ""
    return Told(
        title=title,
        subtitle=subtitle,
        source=basis.source,
        summary=f"{title}. {subtitle} In the last week, of plan{planned}: {at_end or 'no output'}.",
        key=key,
    )
