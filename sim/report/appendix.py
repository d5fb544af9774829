"""This is the back of the report: what happened when, every assumption, and the sources."""

from __future__ import annotations

import datetime as dt
import math
import re
import shlex
from dataclasses import dataclass

from sim.explain import number
from sim.figures.cells import Record, calendar_day, day, missing, text
from sim.figures.rows import Rows, rows_of
from sim.figures.style import case_words
from sim.report.words import NONE, plain
from sim.results.results import Results

_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_SECTIONS = re.compile(r"^lines\.|\.(?:inputs|sources|alternatives)\b")


@dataclass(frozen=True)
class Event:
    """One thing that happened in the run with every number at its likeliest value."""

    week: str
    month: str
    place: str
    kind: str
    cause: str
    before: str
    after: str


@dataclass(frozen=True)
class Assumption:
    """One number of the scenario with its source."""

    path: str
    value: str
    ref: str
    date: str
    grade: str
    marks: tuple[str, ...]
    place: str


@dataclass(frozen=True)
class Source:
    """One reference."""

    ref: str
    what: str
    date: str
    grade: str
    where: str
    address: str  # a web address, if `where` is one


def events(results: Results, rows: Rows) -> list[tuple[str, list[Event]]]:
    """What happened when, by case. Weeks and months, since a model has no single dates to offer."""
    return [
        (
            case_words(case) or "as the facts decide",
            [_event(row) for row in rows.of("events", case=case)],
        )
        for case in results.cases
    ]


def _event(row: Record) -> Event:
    date = day(row, "date")
    return Event(
        week=f"{math.floor(number(row, 'day') / 7):d}",
        month=NONE if date is None else f"{date:%b} {date.year}",
        place=short_path(text(row, "entity")),
        kind=text(row, "kind"),
        cause=text(row, "cause") or NONE,
        before=plain(number(row, "before")),
        after=plain(number(row, "after")),
    )


def short_path(path: str) -> str:
    """A path of the scenario without the names of its sections."""
    return _SECTIONS.sub("", path).replace(".", " › ")


# The longest parts list that was tried has four times as many numbers, and a page of 8 MB is the limit.
MOST_ASSUMPTIONS = 3_000


def assumptions(rows: Rows) -> list[Assumption]:
    """Numbers the scenario states, with source, date, grade and the marks a reader should see.

    Where there are more than a page holds, those that decide come first and the rest is left to the table on file.
    """
    found = []
    stated = rows.of("assumptions")
    if len(stated) > MOST_ASSUMPTIONS:
        stated = sorted(stated, key=lambda row: not row["decides"])[:MOST_ASSUMPTIONS]
    for row in stated:
        marks = [
            name
            for column, name in (
                ("class_default", "class default"),
                ("decides", "decides"),
                ("estimate", "estimate"),
            )
            if not missing(row[column]) and row[column]
        ]
        line = number(row, "line")
        found.append(
            Assumption(
                path=text(row, "path"),
                value=text(row, "value"),
                ref=text(row, "ref"),
                date=calendar_day(day(row, "date")),
                grade=text(row, "grade") or NONE,
                marks=tuple(marks),
                place=text(row, "file") + ("" if math.isnan(line) else f":{line:.0f}"),
            )
        )
    return found


def sources(results: Results) -> list[Source]:
    """The references, by grade and then by date."""
    ordered = sorted(
        rows_of(results.references), key=lambda row: (text(row, "grade"), day(row, "date") or dt.date.max)
    )
    return [
        Source(
            ref=text(row, "ref"),
            what=text(row, "what"),
            date=calendar_day(day(row, "date")),
            grade=text(row, "grade"),
            where=text(row, "where"),
            address=text(row, "where") if _ADDRESS.fullmatch(text(row, "where")) else "",
        )
        for row in ordered
    ]


def command(results: Results) -> str:
    """The command that makes this report again."""
    words = ["runout", "run", results.called]
    for variant in results.variants:
        words += ["--variant", variant]
    words += ["--replications", str(results.replications), "--seed", str(results.seed)]
    return shlex.join(words)
