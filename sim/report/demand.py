"""This is the demand side of the report: which markets buy less from whom, under which rule, and how much less."""

from __future__ import annotations

from dataclasses import dataclass

from sim.explain import number, percent
from sim.figures.cells import calendar_day, day, text
from sim.figures.rows import Rows
from sim.report.words import NONE, reasons_of


@dataclass(frozen=True)
class Barred:
    """One market of one line that a measure keeps from buying, or may keep."""

    company: str
    line: str
    market: str
    share: str  # of the line's demand
    status: str
    since: str
    announced: str  # empty: on its first day
    until: str
    rule: str
    clause: str
    reasons: tuple[str, ...]
    lost: str  # of the market's demand
    source: str
    grade: str
    confidence: str


def barred_markets(rows: Rows) -> list[Barred]:
    """Every market that buys less, in the order of the scenario; none where all may buy."""
    return [
        Barred(
            company=text(row, "name"),
            line=text(row, "title"),
            market=text(row, "market"),
            share=percent(number(row, "share")),
            status=text(row, "status"),
            since=calendar_day(day(row, "since")),
            announced="" if row["announced"] == row["since"] else calendar_day(day(row, "announced")),
            until=calendar_day(day(row, "until")),
            rule=text(row, "rule_title"),
            clause=text(row, "reference") or NONE,
            reasons=reasons_of(row, "reasons"),
            lost=" – ".join(
                dict.fromkeys(percent(number(row, f"lost_{end}")) for end in ("low", "likely", "high"))
            ),
            source=text(row, "source"),
            grade=text(row, "grade") or NONE,
            confidence=text(row, "confidence") or NONE,
        )
        for row in rows.of("markets")
        if text(row, "status") != "open"
    ]
