"""This is what the report says company by company: who is cut off, how long, and each product in numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.explain import horizon_weeks, number, percent
from sim.figures.cells import Record, calendar_day, day, text
from sim.figures.rows import Rows
from sim.report.words import NONE, days_as_weeks, shares, weeks
from sim.results.results import Results

_DURATIONS = ("full_output", "half_output", "stop")
_CARRIERS = (
    ("stock from before the cut", "carried_before"),
    ("licensed supply", "carried_licence"),
    ("domestic alternatives", "carried_domestic"),
    ("foreign alternatives", "carried_foreign"),
    ("ordinary supply", "carried_ordinary"),
)


@dataclass(frozen=True)
class Case:
    """The cells of one row in one case."""

    words: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Lasting:
    """One company or product in the table `how long`, with a row for each case."""

    title: str
    represents: str
    cases: tuple[Case, ...]
    part: bool  # one product of a company that stands above it


@dataclass(frozen=True)
class Measured:
    """One line of a product's numbers: a label, and a value for each case."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Product:
    """One modelled product."""

    line: str
    title: str
    measured: tuple[Measured, ...]
    inputs: tuple[
        tuple[str, ...], ...
    ]  # what, status, cut since, stock; then two cells for each case; alternatives


@dataclass(frozen=True)
class Company:
    """One company: its row in the table `who is cut off`, its sentences and its products."""

    key: str
    name: str
    listed_since: str
    announced: str
    modelled: bool
    why_not: str
    counts: tuple[str, ...]  # suppliers cut, undetermined, open; parts cost cut, undetermined
    estimates: str
    represents: str
    sentences: tuple[str, ...]
    products: tuple[Product, ...]


def companies(results: Results, rows: Rows) -> list[Company]:
    """Every listed or modelled company, modelled ones first."""
    found = [_company(row, results, rows) for row in rows.of("companies", case=results.cases[0])]
    return sorted(found, key=lambda company: not company.modelled)


def lasting(results: Results, rows: Rows, everyone: Sequence[Company]) -> list[Lasting]:
    """The rows of the table `how long`: each modelled company, then its products if it has several."""
    found = []
    for company in everyone:
        if not company.modelled:
            continue
        own = rows.of("companies", company=company.key)
        lines = {
            text(row, "line"): rows.of("products", line=row["line"])
            for row in rows.of("products", company=company.key)
        }
        several = len(lines) > 1
        title = "all modelled lines" if several else text(next(iter(lines.values()))[0], "title")
        found.append(Lasting(f"{company.name}: {title}", company.represents, _cases(own, results), False))
        if several:
            found += [
                Lasting(text(each[0], "title"), represents(each[0]), _cases(each, results), True)
                for each in lines.values()
            ]
    return found


def represents(row: Record) -> str:
    """How much of the company the modelled lines stand for, to be printed beside every sentence about it."""
    return f"stands for about {percent(number(row, 'represents'))} of {text(row, 'represents_of')}"


def horizon(row: Record, results: Results) -> float:
    """Weeks from the maker's effective date to the horizon."""
    return horizon_weeks({"counted_from": day(row, "counted_from")}, results.until)


def _company(row: Record, results: Results, rows: Rows) -> Company:
    key = text(row, "company")
    modelled = bool(text(row, "lines"))
    suppliers = [f"suppliers_{kind}" for kind in ("cut", "undetermined", "open")]
    costs = [percent(number(row, column)) for column in ("cost_cut", "cost_undetermined")]
    lines = list(dict.fromkeys(text(own, "line") for own in rows.of("products", company=key)))
    return Company(
        key=key,
        name=text(row, "name"),
        listed_since=calendar_day(day(row, "listed_since")),
        announced=calendar_day(day(row, "announced")),
        modelled=modelled,
        why_not=text(row, "not_modelled"),
        counts=(*(f"{number(row, column):.0f}" for column in suppliers), *costs) if modelled else (),
        estimates=percent(number(row, "estimates")) if modelled else NONE,
        represents=represents(row) if modelled else NONE,
        sentences=results.sentences.get(key, ()),
        products=tuple(_product(line, results, rows) for line in lines),
    )


def _cases(rows: Sequence[Record], results: Results) -> tuple[Case, ...]:
    return tuple(Case(text(row, "case"), tuple(_cells(row, results))) for row in rows)


def _cells(row: Record, results: Results) -> list[str]:
    end = horizon(row, results)
    rarely = math.isnan(number(row, "domestic_from_low"))  # what never begins has no end to speak of
    until = NONE if rarely else weeks(row, "domestic_until", end)
    gap = "no stop" if number(row, "stop_beyond") >= 1.0 else weeks(row, "gap", end)
    return [
        *(weeks(row, name, end) for name in _DURATIONS),
        _recovery(row, end),
        shares(row, "domestic_level"),
        weeks(row, "domestic_from", end),
        until,
        gap,
    ]


def _recovery(row: Record, end: float) -> str:
    """When output is back at half of plan; its shares are of the draws that fell below half."""
    return weeks(row, "recovery", end).replace("of draws", "of these").replace("every draw", "all of these")


def _product(line: str, results: Results, rows: Rows) -> Product:
    own = rows.of("products", line=line)
    end = horizon(own[0], results)
    measured = [
        ("full output until, weeks", [weeks(row, "full_output", end) for row in own]),
        ("half output until, weeks", [weeks(row, "half_output", end) for row in own]),
        ("stop, weeks", [weeks(row, "stop", end) for row in own]),
        ("half of plan again to the end, weeks, if it fell below", [_recovery(row, end) for row in own]),
        ("output lost though wanted, of plan", [shares(row, "lost_output") for row in own]),
        ("demand lost, of plan", [shares(row, "lost_demand") for row in own]),
        ("what most often limits output", [_binding(row) for row in own]),
        ("time in which the maker rations", [percent(number(row, "rationed_time")) for row in own]),
        *(
            (f"carried by {what}, of output", [percent(number(row, column)) for row in own])
            for what, column in _CARRIERS
        ),
    ]
    return Product(
        line=line,
        title=text(own[0], "title"),
        measured=tuple(Measured(label, tuple(values)) for label, values in measured),
        inputs=tuple(_inputs(line, end, results, rows)),
    )


def _binding(row: Record) -> str:
    title, share = text(row, "binding_title"), number(row, "binding_time")
    first = number(row, "rationed_first")
    if title and share > 0.0:
        then = f"{title} ({percent(share)} of the time in which some input limits output)"
        rationing = (
            f"first rationing of stock, in {percent(first)} of the draws that fall short; then mostly "
        )
        return f"{rationing}{then}" if first >= 0.5 else then
    if number(row, "full_output_beyond") < 1.0:
        return "rationing of stock, before any input runs out"
    return "nothing: output meets demand"


def _inputs(line: str, end: float, results: Results, rows: Rows) -> list[tuple[str, ...]]:
    by_case = [rows.of("parts", line=line, case=case) for case in results.cases]
    found = []
    for same in zip(*by_case, strict=True):
        first = same[0]
        since = min((date for row in same if (date := day(row, "cut_since"))), default=None)
        cells = [
            text(first, "title"),
            text(first, "status"),
            calendar_day(since),
            days_as_weeks(first, "cover"),
        ]
        for row in same:
            cells += [_short(weeks(row, "run_out", end)), _share(number(row, "binding_time"))]
        ready = next((row for row in same if text(row, "alternatives")), first)
        when = weeks(ready, "alternative_ready", end) if since else NONE  # none is begun for what stays open
        found.append((*cells, _short(when), text(ready, "alternatives") or NONE))
    return found


def _short(duration: str) -> str:
    return duration.removesuffix(" (every draw)")


def _share(share: float) -> str:
    return NONE if share == 0.0 else percent(share)
