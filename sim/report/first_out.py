"""This is who must begin what first for a maker that is not listed, each part by itself, for the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.explain import confidence, in_common, number, overdue, percent
from sim.figures.cells import Record, calendar_day, day, text
from sim.figures.rows import Rows
from sim.report.words import brief
from sim.results.first_out import ANOTHER, STATED

_SHOWN = 20  # parts of a line; the table has all


@dataclass(frozen=True)
class Part:
    """One part by itself: weeks it lasts, and the last day to begin with another source."""

    key: str
    item: str
    suppliers: str
    made_in: str
    lasts: str
    beyond: str
    begin: str
    confidence: str  # how far that day is sure
    source: str
    orders: str  # what it rests on beside stock, where that is not stated
    chance: str  # that it is cut at all; empty: certain


@dataclass(frozen=True)
class FirstOut:
    """The parts of one line in one case, what must be begun first on top."""

    line: str
    case: str
    parts: tuple[Part, ...]
    more: int  # parts that are not shown
    shared: str


def first_out(rows: Rows, cases: Sequence[tuple[str, str]], today: dt.date) -> list[FirstOut]:
    """By line and case; `cases` are each with its words, `today` the day the scenario is seen from."""
    titles = {text(row, "line"): text(row, "title") for row in rows.of("products")}
    found = []
    for line, title in titles.items():
        own: list[FirstOut] = []
        for case, words in cases:
            parts = [_part(row, today) for row in rows.of("first_out", line=line, case=case)]
            shared = in_common(rows.of("first_out", line=line, case=case)) or ""
            if parts:
                own.append(FirstOut(title, words, tuple(parts[:_SHOWN]), len(parts[_SHOWN:]), shared))
        if len(own) == len(cases) and len({each.parts for each in own}) == 1:
            own = [replace(own[0], case="")]  # the same in all cases
        found += own
    return found


def _part(row: Record, today: dt.date) -> Part:
    lasts, beyond = brief(row, "lasts")
    begin = day(row, "start_by")
    source = text(row, "start_with")
    return Part(
        key=text(row, "input"),
        item=text(row, "title"),
        suppliers=text(row, "suppliers"),
        made_in=text(row, "made_in"),
        lasts=lasts,
        beyond=beyond,
        begin=(overdue(begin, today) if begin is not None else "") or calendar_day(begin),
        confidence=confidence(row),
        source="" if source == ANOTHER else source,
        orders="" if text(row, "orders") == STATED else f"open orders {text(row, 'orders')}",
        chance="" if not number(row, "chance") < 1.0 else f"{percent(number(row, 'chance'))} chance",
    )
