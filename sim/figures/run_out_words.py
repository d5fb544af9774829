"""This is what the run-out figure says in words: beside each bar, when it is pointed at, and around the figure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from sim.explain import number, percent
from sim.figures.cells import Record, calendar_day, day, text
from sim.figures.style import Basis, case_words, clipped, literal


def in_words(part: Record, since: dt.date, basis: Basis) -> str:
    """One line: what the law says of the input's ordinary flows and when it runs out, in weeks after `since`."""
    law = text(part, "status")
    if day(part, "cut_since") is None:
        return f"{law}; open in this case" if law == "undetermined" else law
    verb = "out" if text(part, "if_missing") == "stop" else "missing"
    return f"{law}; {verb} {_when(part, (basis.until - since).days / 7)}"


def _when(part: Record, horizon: float) -> str:
    beyond = number(part, "run_out_beyond")
    share = "every draw" if beyond >= 1.0 else percent(beyond)
    weeks = [f"{end:.0f}" for end in _ends(part, "run_out") if not math.isnan(end)]
    if len(weeks) < 3:
        found = f"in week {' – '.join(weeks)} – beyond" if weeks else "beyond week"
        return f"{found} {horizon:.0f} ({share})"
    found = f"in week {weeks[0] if len(set(weeks)) == 1 else ' – '.join(weeks)}"
    return found if beyond == 0.0 else f"{found} (beyond: {share})"


def _ends(part: Record, name: str) -> list[float]:
    return [number(part, f"{name}_{end}") for end in ("low", "middle", "high")]


def more(part: Record) -> str:
    """What a reader who points at a bar sees besides."""
    found = [f"cut since {calendar_day(day(part, 'cut_since'))}"] if day(part, "cut_since") else []
    if (share := number(part, "binding_time")) > 0.0:
        found.append(f"limits output in {percent(share)} of the time an input does")
    cover = number(part, "cover_middle")
    if not math.isnan(cover):
        found.append(f"stock at the start covers {cover / 7:.0f} weeks (middle)")
    ready = _ends(part, "alternative_ready")
    if not any(math.isnan(end) for end in ready):
        found.append(f"first alternative ready in week {' – '.join(f'{end:.0f}' for end in ready)}")
    return "<br>".join(found)


def open_words(parts: Sequence[Record]) -> str:
    """One line about all inputs whose every flow is open."""
    limiting = [
        part for part in parts if text(part, "status") == "open" and number(part, "run_out_beyond") < 1.0
    ]
    if not limiting:
        return "ordinary supply throughout; none limits output in any draw"
    return f"ordinary supply; in some draws output is limited by {clipped(text(limiting[0], 'title'), 30)}"


def open_names(parts: Sequence[Record]) -> str:
    """Which inputs those are, for a reader who points at their bar."""
    names = [clipped(text(part, "title"), 40) for part in parts if text(part, "status") == "open"]
    shown = names[:14] + ([f"and {len(names) - 14} more"] if len(names) > 14 else [])
    return "<b>open inputs</b><br>" + "<br>".join(literal(name) for name in shown)


def told(product: Record, case: str, basis: Basis, shown: Sequence[Record]) -> dict[str, object]:
    """The words beside the figure."""
    since = day(product, "listed_since")
    counted = f"{calendar_day(since)}, the effective date" if since else "the start"
    rationed = number(product, "rationed_time")
    title = ", ".join(filter(None, (f"{text(product, 'title')}: what each input lives on", case_words(case))))
    arrow = any(
        math.isnan(number(part, "run_out_high")) and number(part, "run_out_low") >= 0.0 for part in shown
    )
    ready = any(_ends(part, "alternative_ready")[1] >= 0.0 for part in shown)
    partly = any(text(part, "status") == "partly cut" for part in shown)
    summary = "; ".join(
        f"{text(part, 'title')}: {in_words(part, since or basis.start, basis)}" for part in shown
    )
    return {
        "title": title,
        "subtitle": (
            f"Bars: the median of {basis.draws} draws; weeks: 10 – 50 – 90 % of draws, and in brackets how many draws "
            "lie beyond the horizon. "
            + ("Alternative ready: the first is qualified, and ramps up from then. " if ready else "")
            + ("Arrow: on beyond the horizon. " if arrow else "")
            + ("A partly cut input keeps its open sources besides. " if partly else "")
            + (f"Rationing in {percent(rationed)} of the time stretches stock. " if rationed >= 0.005 else "")
            + f"Weeks count from {counted}."
        ),
        "source": basis.source,
        "summary": f"{title}. {summary or 'Every input is open'}.",
    }
