"""This is the run-out figure: for each input of a line, what it lives on, and when it runs out."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sim.explain import number
from sim.figures.cells import Record, day, text
from sim.figures.drawing import Drawing
from sim.figures.marks import date_lines, date_words, since
from sim.figures.rows import Rows
from sim.figures.run_out_words import (
    called,
    in_words,
    is_fleet,
    more,
    open_names,
    open_words,
    stands_still,
    told,
)
from sim.figures.style import (
    ALTERNATIVE,
    BEFORE,
    FLEET,
    IDLE,
    INK,
    MISSING,
    ORDINARY,
    OUT,
    SMALL,
    TOO_SMALL,
    Basis,
    Look,
    calendar_layout,
    line_key,
    literal,
    pattern,
    surface_key,
)
from sim.wording import counted

_ROW = 68  # pixels: a title, a line of words, a bar, a whisker
_TITLE, _WORDS, _BAR, _WHISKER = -0.4, -0.19, 0.11, 0.38  # of a row, downwards from its middle
_THICK = 0.33  # of a row: the bar
_EVERY = slice(None)
_DAY = 86_400_000.0  # milliseconds, in which plotly measures the length of a bar on a calendar axis
_LOOKS = (ORDINARY, BEFORE, FLEET, ALTERNATIVE, IDLE, OUT, TOO_SMALL, MISSING)
_USED_UP = (ORDINARY, BEFORE, ALTERNATIVE)  # what no longer counts once the line stands still


@dataclass(frozen=True)
class _Stretch:
    """One input in one state."""

    row: int
    look: Look
    begins: dt.date
    ends: dt.date
    words: str  # of the whole row, shown when pointed at


def urgent_inputs(rows: Rows, line: str) -> int:
    """How many inputs of a line have a row of their own, in the case that has most."""
    cases = {text(part, "case") for part in rows.of("parts", line=line)}
    return max((len(_own_rows(rows, line, case)) for case in cases), default=0)


def run_out(rows: Rows, line: str, case: str, basis: Basis, chosen: slice = _EVERY) -> Drawing:
    """What each input of a line lives on in one case; inputs whose every flow is open share one row.

    A state begins at the median of its date over all draws; the whisker spans 10-90 % of draws. Of a long list
    `chosen` are inputs by their place, the most urgent at 0; the row of the open ones stands in the figure that has it.
    """
    product = rows.of("products", line=line, case=case)[0]
    parts = rows.of("parts", line=line, case=case)
    first_of_all = not chosen.start
    shown = _own_rows(rows, line, case)[chosen]
    others = [part for part in parts if text(part, "status") == "open"] if first_of_all else []
    count = max(len(shown) + bool(others), 1)
    first = since(product, basis)
    still = stands_still(product, first)
    names = called(parts, 43)
    stretches = [each for row, part in enumerate(shown) for each in _stretches(row, part, product, basis)]
    words = [
        note
        for row, part in enumerate(shown)
        for note in _words(row, names[text(part, "input")], in_words(part, first, basis, still is not None))
    ]
    if others:
        title = f"{counted(len(others), 'open input')}"
        words += _words(len(shown), title, open_words(parts))
        begins = max(day(product, "plan_from") or basis.start, basis.start)
        supplied = _Stretch(len(shown), ORDINARY, begins, basis.until, open_names(parts))
        stretches += _until_it_stands([supplied], still)
    reach = (_BAR - _THICK / 2, _WHISKER + 0.08)
    layout = calendar_layout(basis, _ROW * count) | {
        "shapes": date_lines(product, basis, [(row + reach[0], row + reach[1]) for row in range(count)]),
        "annotations": [*words, *date_words(product, basis)],
        "yaxis": {
            "range": [count - 0.45, -0.55],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "ticks": "",
        },
        "barmode": "overlay",
        "bargap": 0,
        "uniformtext": {"mode": "hide", "minsize": SMALL - 1},
    }
    return Drawing(
        data=[*_bars(stretches), *_whiskers(shown, first, basis)],
        layout=layout,
        told=told(
            product,
            basis,
            {names[text(part, "input")]: part for part in shown},
            _key(shown, stretches),
            not first_of_all,
        ),
    )


def _own_rows(rows: Rows, line: str, case: str) -> list[Record]:
    """The inputs of a line with some flow that is not open, the most urgent first."""
    order = _by_urgency(rows.of("parts", line=line))
    shown = [part for part in rows.of("parts", line=line, case=case) if text(part, "status") != "open"]
    return sorted(shown, key=lambda part: order[text(part, "input")])


def _until_it_stands(stretches: Sequence[_Stretch], still: dt.date | None) -> list[_Stretch]:
    """The states of one input, of which none that needs a running line lasts beyond the day it stands still."""
    if still is None:
        return list(stretches)
    found = []
    for each in stretches:
        if each.look in _USED_UP and each.ends > still:
            found += [replace(each, ends=still)] if each.begins < still else []
            found.append(replace(each, look=IDLE, begins=max(each.begins, still), ends=stretches[-1].ends))
            break
        found.append(each)
    return found


def _by_urgency(parts: Sequence[Record]) -> dict[str, int]:
    """Rank by input, the same in every case: what stops the line first, then what runs out early, then little stock."""
    urgency: dict[str, tuple[int, float, float, float, float]] = {}
    for part in parts:
        early, middle = (number(part, f"run_out_{end}") for end in ("low", "middle"))
        own = (
            ("stop", "degrade", "halve", "none").index(text(part, "if_missing")),
            math.inf if math.isnan(early) else early,
            math.inf if math.isnan(middle) else middle,
            number(part, "run_out_beyond"),
            math.inf if math.isnan(cover := number(part, "cover_middle")) else cover,
        )
        name = text(part, "input")
        urgency[name] = min(own, urgency.get(name, own))
    return {name: rank for rank, name in enumerate(sorted(urgency, key=lambda name: urgency[name]))}


def _stretches(row: int, part: Record, product: Record, basis: Basis) -> list[_Stretch]:
    """The states of one input in order of time: the latest of cut, alternative ready and run-out sets the state."""
    first = since(product, basis)
    fleet = is_fleet(part)
    out = (TOO_SMALL if fleet else OUT) if text(part, "if_missing") != "none" else MISSING
    begins = max(day(product, "plan_from") or basis.start, basis.start)
    changes = [(begins, ORDINARY)]
    cut = day(part, "cut_since") or _date(part, "supplier_short_middle", first)
    if cut is not None:
        changes.append((cut, FLEET if fleet else BEFORE))
        for name, look in (("alternative_ready", ALTERNATIVE), ("run_out", out)):
            changes += [(max(date, cut), look) for date in [_date(part, f"{name}_middle", first)] if date]
    changes = sorted(((max(date, begins), look) for date, look in changes), key=lambda change: change[0])
    ends = [date for date, _ in changes[1:]] + [basis.until]
    still = stands_still(product, first)
    said = in_words(part, first, basis, still is not None)
    words = "<br>".join(
        (f"<b>{literal(text(part, 'title'))}</b> ({literal(text(part, 'input'))})", literal(said), more(part))
    )
    found = [
        _Stretch(row, look, date, min(end, basis.until), words)
        for (date, look), end in zip(changes, ends, strict=True)
        if date < min(end, basis.until)
    ]
    return _until_it_stands(found, still)


def _bars(stretches: Sequence[_Stretch]) -> Iterator[dict[str, object]]:
    for look in _LOOKS:
        own = [each for each in stretches if each.look is look]
        if own:
            yield {
                "type": "bar",
                "orientation": "h",
                "base": [str(each.begins) for each in own],
                "x": [(each.ends - each.begins).days * _DAY for each in own],
                "y": [each.row + _BAR for each in own],
                "width": _THICK,
                "name": look.name,
                "marker": {"color": look.colour, "pattern": pattern(look), "line": {"width": 0}},
                "text": [look.short for _ in own],
                "textposition": "inside",
                "insidetextanchor": "start",
                "textangle": 0,
                "insidetextfont": {"size": SMALL, "color": look.words},
                "hovertext": [each.words for each in own],
                "hoverinfo": "text",
            }


def _whiskers(parts: Sequence[Record], first: dt.date, basis: Basis) -> Iterator[dict[str, object]]:
    """From the 10 % to the 90 % quantile, with a diamond at 50 %, or an arrow where it goes on beyond the horizon."""
    spans: list[str | None] = []
    heights: list[float | None] = []
    marks: list[tuple[str, float, str]] = []
    for row, part in enumerate(parts):
        low, middle, high = (_date(part, f"run_out_{end}", first) for end in ("low", "middle", "high"))
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
    yield {
        "type": "scatter",
        "x": spans,
        "y": heights,
        "mode": "lines",
        "line": {"color": INK, "width": 1.5},
        "hoverinfo": "skip",
    }
    yield {
        "type": "scatter",
        "x": [date for date, _, _ in marks],
        "y": [height for _, height, _ in marks],
        "mode": "markers",
        "marker": {
            "symbol": [symbol for _, _, symbol in marks],
            "size": 8,
            "color": INK,
            "line": {"color": INK, "width": 1.5},
        },
        "hoverinfo": "skip",
    }


def _date(part: Record, column: str, first: dt.date) -> dt.date | None:
    weeks = number(part, column)
    return None if math.isnan(weeks) else first + dt.timedelta(weeks=weeks)


def _words(row: int, title: str, words: str) -> list[dict[str, object]]:
    """The title of a row and the line under it."""
    return [
        {
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": row + height,
            "yanchor": "middle",
            "text": shown,
            "showarrow": False,
            "font": {"size": size, "color": INK},
            "align": "left",
        }
        for height, shown, size in (
            (_TITLE, f"<b>{literal(title)}</b>", 12),
            (_WORDS, literal(words), SMALL),
        )
    ]


def _key(shown: Sequence[Record], stretches: Sequence[_Stretch]) -> list[dict[str, str]]:
    used = {each.look for each in stretches}
    whiskers = any(not math.isnan(number(part, "run_out_low")) for part in shown)
    entries = [surface_key(look) for look in _LOOKS if look in used]
    return entries + [line_key("run-out: 10–90 % of draws, diamond 50 %", "solid", "diamond")] * whiskers
