"""This is the summary at the top of the report: each company in a row, the worst first, the untouched in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.explain import conditions, for_want_of_demand, number
from sim.figures.cells import Record, text
from sim.figures.rows import Rows
from sim.report.companies import Company
from sim.report.order import untouched
from sim.report.products import represents
from sim.report.words import brief

_DURATIONS = ("full_output", "half_output", "stop")
_SHORT = {"undetermined cut": "all cut", "undetermined open": "all open"}


@dataclass(frozen=True)
class Lasts:
    """One duration in one case, or in all if they agree (`case` is empty): the span in weeks, and what lies beyond.

    Where cases do not rest on the same, `case` says what its figures rest on.

    `note` says so where output is low and yet meets demand.
    """

    case: str
    span: str
    beyond: str
    note: str


@dataclass(frozen=True)
class Seen:
    """One company, or one line of a company that has several."""

    anchor: str
    name: str
    title: str  # of its line, or of all of them
    represents: str
    counts: tuple[str, ...]  # suppliers by `counted_kinds`
    durations: tuple[tuple[Lasts, ...], ...]  # full output, half output, stop
    part: bool  # one line of the company that stands above it
    condition: str  # says so where all its figures hold only if the same happens


@dataclass(frozen=True)
class Overview:
    """The rows of the summary, and the companies that need none."""

    seen: tuple[Seen, ...]
    untouched: tuple[Seen, ...]
    absent: tuple[Company, ...]  # listed, not modelled


def overview(rows: Rows, everyone: Sequence[Company], kinds: Sequence[str]) -> Overview:
    """The summary of a result; `everyone` is in the order of the report, `kinds` how suppliers are counted."""
    seen: list[Seen] = []
    calm: list[Seen] = []
    for company in everyone:
        if not company.modelled:
            continue
        own = rows.of("companies", company=company.key)
        lines = [(line, rows.of("products", line=line.line)) for line in company.products]
        title = lines[0][0].title if len(lines) == 1 else f"{len(lines)} modelled lines"
        whole = _seen(company, own, title, False, kinds)
        if untouched([*own, *(row for _, each in lines for row in each)]):
            calm.append(whole)
            continue
        seen.append(whole)
        if len(lines) > 1:
            seen += [_seen(company, each, line.title, True, kinds) for line, each in lines]
    absent = tuple(company for company in everyone if not company.modelled)
    return Overview(tuple(seen), tuple(calm), absent)


def _seen(company: Company, rows: Sequence[Record], title: str, part: bool, kinds: Sequence[str]) -> Seen:
    first = rows[0]
    return Seen(
        anchor=f"company-{company.key}",
        name=company.name,
        title=title,
        represents=represents(first).removeprefix("stands for "),
        counts=tuple(f"{number(first, f'suppliers_{kind}'):.0f}" for kind in kinds),
        durations=tuple(_by_case(rows, name) for name in _DURATIONS),
        part=part,
        condition=conditions(rows)[0],
    )


def _by_case(rows: Sequence[Record], name: str) -> tuple[Lasts, ...]:
    """One duration by case; once if all cases agree."""
    of_each = conditions(rows)[1]
    found = [
        (
            ", ".join(filter(None, [_SHORT.get(text(row, "case"), ""), rests_on])),
            (*brief(row, name), _note(row, name)),
        )
        for row, rests_on in zip(rows, of_each, strict=True)
    ]
    if len({words for _, words in found}) == 1 and not any(of_each):
        found = [("", found[0][1])]
    return tuple(Lasts(case, *words) for case, words in found)


def _note(row: Record, name: str) -> str:
    return for_want_of_demand(row) if name == "half_output" else ""
