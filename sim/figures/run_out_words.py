"""This is what the run-out figure says in words: beside each bar, when it is pointed at, and around the figure."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sim.explain import number, percent
from sim.figures.cells import Record, calendar_day, counted_said, day, missing, text
from sim.figures.drawing import Told
from sim.figures.marks import since
from sim.figures.style import Basis, case_words, clipped, literal
from sim.results.held_back import SUPPLIER_SHORT


def is_fleet(part: Record) -> bool:
    """Whether an input is a fleet in use that retires, and no stock."""
    return not missing(part["fleet"]) and bool(part["fleet"])


def called(parts: Sequence[Record], length: int) -> dict[str, str]:
    """What each input of a line is called, by id: its title, and its id too where others have the same title."""
    titles = [text(part, "title") for part in parts]
    often = Counter(titles)
    found = {}
    for part, title in zip(parts, titles, strict=True):
        own = f" ({text(part, 'input')})" if often[title] > 1 else ""
        found[text(part, "input")] = f"{clipped(title, max(length - len(own), 12))}{own}"
    return found


def stands_still(product: Record, first: dt.date) -> dt.date | None:
    """The day from which a line stands still for good, in the middle of the draws; None if it goes on or resumes."""
    stop, again = number(product, "stop_middle"), number(product, "resumes_middle")
    return first + dt.timedelta(weeks=stop) if math.isnan(again) and not math.isnan(stop) else None


def in_words(part: Record, first: dt.date, basis: Basis, still: bool = False) -> str:
    """One line: what holds back the input's ordinary flows and when it runs out, in weeks after `first`.

    `still`: the line stands still from some day on, so that what has not run out by then is not used any more.
    """
    law = text(part, "status")
    if day(part, "cut_since") is None and law != SUPPLIER_SHORT:
        return f"{law}; open in this case" if law == "undetermined" else law
    out = "too small" if is_fleet(part) else "out"
    verb = out if text(part, "if_missing") != "none" else "missing"
    return f"{law}; {verb} {_when(part, (basis.until - first).days / 7, still)}"


def _when(part: Record, horizon: float, still: bool) -> str:
    beyond = number(part, "run_out_beyond")
    share = "every draw" if beyond >= 1.0 else percent(beyond)
    weeks = [f"{end:.0f}" for end in _ends(part, "run_out") if not math.isnan(end)]
    if len(weeks) < 3:
        if still:
            return f"in week {' – '.join(weeks)} – not ({share})" if weeks else "not before the stop"
        found = f"in week {' – '.join(weeks)} – beyond" if weeks else "beyond week"
        return f"{found} {horizon:.0f} ({share})"
    found = f"in week {weeks[0] if len(set(weeks)) == 1 else ' – '.join(weeks)}"
    return found if beyond == 0.0 else f"{found} (beyond: {share})"


def _ends(part: Record, name: str) -> list[float]:
    return [number(part, f"{name}_{end}") for end in ("low", "middle", "high")]


def more(part: Record) -> str:
    """What a reader who points at a bar sees besides."""
    how = "supplier stops from about" if text(part, "status").endswith("by itself") else "cut since"
    found = [f"{how} {calendar_day(day(part, 'cut_since'))}"] if day(part, "cut_since") else []
    if text(part, "status") == SUPPLIER_SHORT:
        found.append("its flows are open, but a modelled line that makes it falls short")
    if (share := number(part, "binding_time")) > 0.0:
        found.append(f"limits output in {percent(share)} of the time an input does")
    cover = number(part, "cover_middle")
    if is_fleet(part):
        found.append("in use and retires; a cut stops additions")
    elif not math.isnan(cover):
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
    return (
        f"ordinary supply; in some draws output is limited by {called(parts, 30)[text(limiting[0], 'input')]}"
    )


def open_names(parts: Sequence[Record]) -> str:
    """Which inputs those are, for a reader who points at their bar."""
    all_names = called(parts, 40)
    names = [all_names[text(part, "input")] for part in parts if text(part, "status") == "open"]
    shown = names[:14] + ([f"and {len(names) - 14} more"] if len(names) > 14 else [])
    return "<b>open inputs</b><br>" + "<br>".join(literal(name) for name in shown)


def told(
    product: Record,
    basis: Basis,
    shown: Mapping[str, Record],
    key: Sequence[dict[str, str]],
    further: bool = False,
) -> Told:
    """The words around the figure; `shown` are its inputs by what they are called, `further` those of a second one."""
    first = since(product, basis)
    each = "each further input" if further else "each input"
    words = case_words(text(product, "case"))
    title = ", ".join(filter(None, (f"{text(product, 'title')}: what {each} lives on", words)))
    still = stands_still(product, first) is not None
    summary = "; ".join(f"{name}: {in_words(part, first, basis, still)}" for name, part in shown.items())
    return Told(
        title=title,
        subtitle=" ".join([*_how_to_read(product, basis, [*shown.values()]), _counted(product, basis)]),
        source=basis.source,
        summary=f"{title}. {summary or 'Every input is open'}.",
        key=key,
    )


def _how_to_read(product: Record, basis: Basis, shown: Sequence[Record]) -> Iterator[str]:
    if not shown:
        yield (
            "No flow to this line is cut or undetermined, no supplier stops by itself, and none that is modelled "
            "falls short."
        )
        return
    yield (
        f"Bars: the median of {basis.told(product)}; weeks: 10 – 50 – 90 % of draws, and in brackets how many "
        "draws lie beyond the horizon."
    )
    if stands_still(product, since(product, basis)) is not None:
        yield (
            f"In half of the draws the line stands still from week {number(product, 'stop_middle'):.0f} on: what has "
            "not run out by then is not used any more (“not”, and in how many draws). So a part may last here that "
            "would run out early by itself."
        )
    if any(_ends(part, "alternative_ready")[1] >= 0.0 for part in shown):
        yield "Alternative ready: the first is qualified, and ramps up from then."
    if any(is_fleet(part) for part in shown):
        yield "A fleet is in use and retires: it is not a stock that is used up."
    if any(math.isnan(number(part, "run_out_high")) and number(part, "run_out_low") >= 0.0 for part in shown):
        yield "Arrow: on beyond the horizon."
    if any(text(part, "status").startswith("partly") for part in shown):
        yield "An input that is cut or stops in part keeps its open sources besides."
    if (rationed := number(product, "rationed_time")) >= 0.005:
        yield f"Rationing in {percent(rationed)} of the time stretches stock."


def _counted(product: Record, basis: Basis) -> str:
    """From which day weeks count, and why from that one."""
    listed, counted = day(product, "listed_since"), day(product, "counted_from")
    if listed:
        return f"Weeks count from {counted_said(product)}, the effective date."
    if counted:
        said = counted_said(product)
        return f"Weeks count from {said}, the first measure or stop that reaches a supplier, at any tier."
    return f"Weeks count from the start, {calendar_day(basis.start)}."
