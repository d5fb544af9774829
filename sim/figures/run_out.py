"""This is the run-out figure: for each input of a line, what it lives on, and when it runs out."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from sim.explain import number
from sim.figures.cells import Record, day, records, text
from sim.figures.run_out_words import in_words, more, open_names, open_words, told
from sim.figures.style import (
    ALTERNATIVE,
    BEFORE,
    INK,
    MISSING,
    ORDINARY,
    OUT,
    SMALL,
    Basis,
    Look,
    clipped,
    empty_figure,
    line_key,
    literal,
    mark_dates,
    pattern,
    surface_key,
)

_ROW = 68  # pixels: a title, a line of words, a bar, a whisker
_TITLE, _WORDS, _BAR, _WHISKER = -0.4, -0.19, 0.11, 0.38  # of a row, downwards from its middle
_THICK = 0.33  # of a row: the bar
_DAY = 86_400_000.0  # milliseconds, in which plotly measures the length of a bar on a calendar axis
_LOOKS = (ORDINARY, BEFORE, ALTERNATIVE, OUT, MISSING)


@dataclass(frozen=True)
class _Stretch:
    """One input in one state."""

    row: int
    look: Look
    begins: dt.date
    ends: dt.date
    words: str  # of the whole row, shown when pointed at


def run_out(tables: Mapping[str, pd.DataFrame], line: str, case: str, basis: Basis) -> go.Figure:
    """What each input of a line lives on in one case; inputs whose every flow is open share one row.

    A state begins at the median of its date over all draws; the whisker spans 10-90 % of draws. Title, subtitle,
    key, source and a summary for those who do not see it are in `layout.meta`.
    """
    product = records(tables["products"], line=line, case=case)[0]
    parts = records(tables["parts"], line=line, case=case)
    order = _by_urgency(records(tables["parts"], line=line))
    shown = [part for part in parts if text(part, "status") != "open"]
    shown.sort(key=lambda part: order[text(part, "input")])
    count = len(shown) + (len(parts) > len(shown))
    since = day(product, "listed_since") or basis.start
    stretches = [each for row, part in enumerate(shown) for each in _stretches(row, part, product, basis)]
    figure = empty_figure(basis, _ROW * max(count, 1))
    for row, part in enumerate(shown):
        _write(figure, row, clipped(text(part, "title"), 43), in_words(part, since, basis))
    if len(parts) > len(shown):
        _write(figure, len(shown), f"{len(parts) - len(shown)} open inputs", open_words(parts))
        begins = day(product, "plan_from") or basis.start
        stretches.append(_Stretch(len(shown), ORDINARY, begins, basis.until, open_names(parts)))
    _draw_bars(figure, stretches)
    _draw_whiskers(figure, shown, since, basis)
    reach = (_BAR - _THICK / 2, _WHISKER + 0.08)
    mark_dates(figure, product, basis, [(row + reach[0], row + reach[1]) for row in range(count)])
    figure.update_layout(
        yaxis={
            "range": [max(count, 1) - 0.45, -0.55],
            "showticklabels": False,
            "showgrid": False,
            "ticks": "",
        },
        barmode="overlay",
        bargap=0,
        uniformtext={"mode": "hide", "minsize": SMALL - 1},
        meta=told(product, case, basis, shown) | {"key": _key(shown, stretches)},
    )
    return figure


def _by_urgency(parts: Sequence[Record]) -> dict[str, int]:
    """Rank by input, the same in every case: what stops the line first, then what runs out early."""
    urgency: dict[str, tuple[bool, float, float, float]] = {}
    for part in parts:
        early, middle = (number(part, f"run_out_{end}") for end in ("low", "middle"))
        own = (
            text(part, "if_missing") != "stop",
            math.inf if math.isnan(early) else early,
            math.inf if math.isnan(middle) else middle,
            number(part, "run_out_beyond"),
        )
        name = text(part, "input")
        urgency[name] = min(own, urgency.get(name, own))
    return {name: rank for rank, name in enumerate(sorted(urgency, key=lambda name: urgency[name]))}


def _stretches(row: int, part: Record, product: Record, basis: Basis) -> Iterator[_Stretch]:
    """The states of one input in order of time: the latest of cut, alternative ready and run-out sets the state."""
    since = day(product, "listed_since") or basis.start
    critical = text(part, "if_missing") == "stop"
    begins = max(day(product, "plan_from") or basis.start, basis.start)
    changes = [(begins, ORDINARY)]
    cut = day(part, "cut_since")
    if cut is not None:
        changes.append((cut, BEFORE))
        for name, look in (("alternative_ready", ALTERNATIVE), ("run_out", OUT if critical else MISSING)):
            middle = number(part, f"{name}_middle")
            if not math.isnan(middle):
                changes.append((max(since + dt.timedelta(weeks=middle), cut), look))
    changes = sorted(((max(date, begins), look) for date, look in changes), key=lambda change: change[0])
    ends = [date for date, _ in changes[1:]] + [basis.until]
    words = f"<b>{literal(text(part, 'title'))}</b><br>{literal(in_words(part, since, basis))}<br>" + more(
        part
    )
    for (date, look), end in zip(changes, ends, strict=True):
        if date < min(end, basis.until):
            yield _Stretch(row, look, date, min(end, basis.until), words)


def _draw_bars(figure: go.Figure, stretches: Sequence[_Stretch]) -> None:
    for look in _LOOKS:
        own = [each for each in stretches if each.look is look]
        if own:
            figure.add_bar(
                orientation="h",
                base=[str(each.begins) for each in own],
                x=[(each.ends - each.begins).days * _DAY for each in own],
                y=[each.row + _BAR for each in own],
                width=_THICK,
                name=look.name,
                marker={"color": look.colour, "pattern": pattern(look), "line": {"width": 0}},
                text=[look.short for _ in own],
                textposition="inside",
                insidetextanchor="start",
                textangle=0,
                insidetextfont={"size": SMALL, "color": look.words},
                hovertext=[each.words for each in own],
                hoverinfo="text",
            )


def _draw_whiskers(figure: go.Figure, parts: Sequence[Record], since: dt.date, basis: Basis) -> None:
    """From the 10 % to the 90 % quantile, with a diamond at 50 %, or an arrow where it goes on beyond the horizon."""
    spans: list[str | None] = []
    heights: list[float | None] = []
    marks: list[tuple[str, float, str]] = []
    for row, part in enumerate(parts):
        low, middle, high = (_date(part, f"run_out_{end}", since) for end in ("low", "middle", "high"))
        if low is None:
            continue
        height = row + _WHISKER
        spans += [str(low), str(high or basis.until), None]
        heights += [height, height, None]
        marks.append((str(low), height, "line-ns-open"))
        marks.append(
            (str(high), height, "line-ns-open") if high else (str(basis.until), height, "triangle-right")
        )
        if middle is not None:
            marks.append((str(middle), height, "diamond"))
    if not marks:
        return
    figure.add_scatter(
        x=spans,
        y=heights,
        mode="lines",
        line={"color": INK, "width": 1.5},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[date for date, _, _ in marks],
        y=[height for _, height, _ in marks],
        mode="markers",
        marker={
            "symbol": [symbol for _, _, symbol in marks],
            "size": 8,
            "color": INK,
            "line": {"color": INK, "width": 1.5},
        },
        hoverinfo="skip",
    )  # fmt: skip


def _date(part: Record, column: str, since: dt.date) -> dt.date | None:
    weeks = number(part, column)
    return None if math.isnan(weeks) else since + dt.timedelta(weeks=weeks)


def _write(figure: go.Figure, row: int, title: str, words: str) -> None:
    for height, shown, size in ((_TITLE, f"<b>{literal(title)}</b>", 12), (_WORDS, literal(words), SMALL)):
        figure.add_annotation(
            x=0, xref="paper", xanchor="left", y=row + height, yanchor="middle", text=shown, showarrow=False,
            font={"size": size, "color": INK}, align="left",
        )  # fmt: skip


def _key(shown: Sequence[Record], stretches: Sequence[_Stretch]) -> list[dict[str, str]]:
    used = {each.look for each in stretches}
    whiskers = any(not math.isnan(number(part, "run_out_low")) for part in shown)
    entries = [surface_key(look) for look in _LOOKS if look in used]
    return entries + [line_key("run-out: 10–90 % of draws, diamond 50 %", "solid", "diamond")] * whiskers
