"""This is what a terminal shows of parts by themselves: who must begin what first, and what they share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from sim.explain import (
    Record,
    case_said,
    confidence,
    in_common,
    missing,
    number,
    overdue,
    percent,
    product_name,
    records,
)
from sim.results.first_out import ANOTHER, STATED
from sim.results.lasts_alone import SURE
from sim.results.results import Results
from sim.terminal.how_long import in_short

_MOST = 5  # parts of a line
_LABEL = 24
_LASTS = 14


def first_out_lines(results: Results) -> Iterator[RenderableType]:
    """For each line of a maker that is not listed, the parts to act on first; in the first case only."""
    table = results.tables["first_out"]
    own = table[table["case"] == results.cases[0]] if not table.empty else table
    if own.empty:
        return
    perhaps = any(number(row, "chance") < 1.0 for row in records(own))
    said = f"{case_said(results.cases[0])}{', if it is cut' if perhaps else ''}"
    yield Text(f"Who must begin what first, each part by itself{said}", "bold")
    yield Text(_columns("", "lasts, weeks", "begin by, ± 95 % confidence"))
    yield Text("-" * 80)
    titles = {str(row["line"]): product_name(row) for row in records(results.tables["products"])}
    shown = []
    for line, parts in own.groupby("line", sort=False):
        yield Text(titles[str(line)], "bold")
        shown += records(parts.head(_MOST))
        for row in records(parts.head(_MOST)):
            yield from _part(row, results.as_seen_from)
        if (text := in_common(records(parts))) is not None:
            yield Padding(Text(text), (0, 0, 0, 2))
    assumed = [row for row in shown if row["orders"] != STATED]
    yield Text(
        "Lasts: on stock and goods under way, 10-50-90 % of draws, + and shares as above"
        f"{', in which the part is cut' if perhaps else ''}. Begin by: last day on which beginning to qualify another "
        f"source avoids the shortfall in {percent(SURE)} of the draws in which the part runs out; unless an "
        "alternative is named, one that could serve all, takes what its class takes, and delivers no sooner than the "
        "lead time quoted for the part. (draws): too few for ±. "
        "-: part of the need goes on being served, so that no one day tells. "
        + (
            "*: no open orders are stated, or some are estimates: it rests on assumed ones. "
            if assumed
            else ""
        )
        + "All parts: first_out.csv in the result folder."
    )


def _part(row: Record, today: dt.date) -> Iterator[RenderableType]:
    place = f"made in {row['made_in']}" if row["made_in"] else "nobody said where made"
    chance = f", {percent(number(row, 'chance'))} chance" if number(row, "chance") < 1.0 else ""
    label = f"  {row['input']}: {row['title']} ({row['suppliers']}, {place}{chance})"
    begin, told = row["start_by"], "-"
    if isinstance(begin, dt.date) and not missing(begin):
        told = f"{overdue(begin, today) or begin} {confidence(row)}".strip()
        if row["start_with"] != ANOTHER:
            label += f", with {row['start_with']}"
    mark = "" if row["orders"] == STATED else "*"
    cells = (f"{in_short(row, 'lasts')}{mark}", told)
    if cell_len(label) <= _LABEL:
        yield Text(_columns(label, *cells))
        return
    yield Text(label)
    yield Text(_columns("", *cells))


def _columns(label: str, lasts: str, begin: str) -> str:
    filled = label + " " * (_LABEL - cell_len(label))  # Han characters take two columns
    return f"{filled}{lasts:>{_LASTS}}{begin:>{80 - _LABEL - _LASTS}}"
