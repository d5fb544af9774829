"""This is what a terminal shows of undetermined flows one by one: for each line the one that moves it most."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pandas as pd
from rich.console import RenderableType
from rich.text import Text

from sim.explain import Record, number, percent, product_name, records, supplied_by
from sim.wording import counted

_RUNS = ("all_open", "cut_alone", "open_alone", "all_cut")
_HEADS = ("all open", "only it cut", "only it open", "all cut")
_WIDTHS = (9, 13, 14, 9)
_MOST = 3  # lines that are shown; those of more stand in the table


def most_moving_flows(undetermined: pd.DataFrame, elsewhere: str) -> Iterator[RenderableType]:
    """Two rows of numbers for each product line; `elsewhere` says where every flow stands."""
    yield Text("The one undetermined flow that moves each line most (likeliest values)", "bold")
    first = undetermined[undetermined["rank"] == 1.0]
    if first.empty:
        yield Text("None moves any line by itself.")
        return
    yield Text(_columns("of the undetermined flows", _HEADS))
    yield Text("-" * 80)
    shown = first.sort_values("moves_output", ascending=False, kind="stable").head(_MOST)
    for row in records(shown):
        yield Text(f"{product_name(row)}: {_flow(row)}")
        yield Text(_columns("  planned output lost", [percent(number(row, f"lost_{run}")) for run in _RUNS]))
        yield Text(_columns("  full output, weeks", [_weeks(row, run) for run in _RUNS]))
    more = len(first) - len(shown)
    rest = f"{counted(more, 'more line')}, and every" if more else "Every"
    yield Text(f"All: to the horizon. {rest} flow that moves a line by itself: {elsewhere}.")


def _flow(row: Record) -> str:
    buyer = f" -> {row['buyer_name']}" if row["buyer"] != row["company"] else ""
    role = ", an alternative" if row["role"] == "alternative" else ""
    return f"{row['input_title']} ({supplied_by(row, 'buyer')}{role}){buyer}"


def _weeks(row: Record, run: str) -> str:
    weeks = number(row, f"full_output_{run}")
    return "all" if math.isnan(weeks) else f"{weeks:.0f}"


def _columns(label: str, cells: Sequence[str]) -> str:
    placed = (f"{cell:>{width}}" for cell, width in zip(cells, _WIDTHS, strict=True))
    return f"{label:<35}" + "".join(placed)
