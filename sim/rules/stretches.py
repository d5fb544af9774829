"""This is stretches of days in which something holds: of a listing, of a rule, of its suspension."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sim.scenario.law import Span

FIRST_DAY, LAST_DAY = dt.date.min, dt.date.max


@dataclass(frozen=True)
class Stretch:
    """Days in which something holds, first and last included; a switch may decide whether it does."""

    first: dt.date = FIRST_DAY
    last: dt.date = LAST_DAY
    switch: str | None = None
    confidence: str | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


ALWAYS = Stretch()


def stretch_of(span: Span) -> Stretch:
    """A span of the language as a stretch of days."""
    return Stretch(span.from_ or FIRST_DAY, or_last(span.until), span.switch, span.confidence)


def stretches_of(spans: tuple[Span, ...], otherwise: tuple[Stretch, ...] = ()) -> tuple[Stretch, ...]:
    """Spans of the language as stretches of days."""
    return tuple(map(stretch_of, spans)) or otherwise


def or_last(day: dt.date | None) -> dt.date:
    """A last day that may not be stated: then there is no end."""
    return LAST_DAY if day is None else day


def narrowest(*stretches: Stretch) -> Stretch:
    """The days common to all, and the least certain confidence."""
    sure = [each.confidence for each in stretches if each.confidence is not None]
    first = max(each.first for each in stretches)
    return Stretch(first, min(each.last for each in stretches), None, max(sure, default=None))


def later(stretch: Stretch, days: int) -> Stretch:
    """The same so many days later."""
    return replace(stretch, first=plus(stretch.first, days), last=plus(stretch.last, days))


def plus(day: dt.date, days: int) -> dt.date:
    """A day so many days later; no beginning and no end stay so."""
    return day if day in (FIRST_DAY, LAST_DAY) else day + dt.timedelta(days=days)
