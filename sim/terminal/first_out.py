"""This is what a terminal shows of parts by themselves: which run out first, what they share, and when to act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd
from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from sim.explain import Record, case_said, in_common, percent, product_name, records, too_late
from sim.results.first_out import ANOTHER
from sim.results.lasts_alone import SURE
from sim.results.results import Results
from sim.terminal.how_long import in_short

_MOST = 5  # parts of a line
_LABEL = 43


def first_out_lines(results: Results) -> Iterator[RenderableType]:
    """For each line of a maker that is not listed, the parts that run out first; in the first case only."""
    table = results.tables["first_out"]
    own = table[table["case"] == results.cases[0]] if not table.empty else table
    if own.empty:
        return
    said = case_said(results.cases[0])
    yield Text(f"Which parts run out first, each by itself{said}", "bold")
    yield Text(_columns("weeks on stock and goods under way", "lasts", "begin by"))
    yield Text("-" * 80)
    titles = {str(row["line"]): product_name(row) for row in records(results.tables["products"])}
    for line, parts in own.groupby("line", sort=False):
        yield Text(titles[str(line)], "bold")
        for row in records(parts.head(_MOST)):
            yield from _part(row, results.as_seen_from)
        if (text := in_common(records(parts))) is not None:
            yield Padding(Text(text), (0, 0, 0, 2))
    yield Text(
        "Lasts: 10-50-90 % of draws, + and shares as above. Begin by: last day on which beginning to qualify another "
        f"source avoids the shortfall in {percent(SURE)} of the draws in which the part runs out; unless an "
        "alternative is named, one that could serve all, takes what its class takes, and delivers no sooner than the "
        "lead time quoted for the part. -: part of the need goes on being served, so that no one day tells. "
        "All parts, the first 20 of a line with a day: first_out.csv in the result folder."
    )


def _part(row: Record, today: dt.date) -> Iterator[RenderableType]:
    place = f"made in {row['made_in']}" if row["made_in"] else "nobody said where made"
    label = f"  {row['input']}: {row['title']} ({row['suppliers']}, {place})"
    begin = row["start_by"]
    told = "-"
    if isinstance(begin, dt.date) and not pd.isna(begin):
        told = too_late(begin, today) or str(begin)
        if row["start_with"] != ANOTHER:
            label += f", with {row['start_with']}"
    cells = (in_short(row, "lasts"), told)
    if cell_len(label) <= _LABEL:
        yield Text(_columns(label, *cells))
        return
    yield Text(label)
    yield Text(_columns("", *cells))


def _columns(label: str, lasts: str, begin: str) -> str:
    filled = label + " " * (_LABEL - cell_len(label))  # Han characters take two columns
    return f"{filled}{lasts:>14}{begin:>23}"
