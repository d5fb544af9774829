"""This is one product in numbers, for the report: what is measured of it, what it rests on, and its inputs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sim.explain import growth, held_before, horizon_weeks, join, number, ordinary_supply, percent
from sim.explain import represents as said
from sim.figures.cells import Record, calendar_day, day, text
from sim.figures.rows import Rows
from sim.figures.run_out_words import called, is_fleet
from sim.report.tiers import Tiers
from sim.report.words import NONE, days_as_weeks, dollars, plain, shares, spread_weeks, weeks
from sim.results.results import Results


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
    facts: tuple[str, ...]  # sentences
    sentences: tuple[str, ...]  # what the result says of it
    measured: tuple[Measured, ...]
    inputs: tuple[
        tuple[str, ...], ...
    ]  # what, status, cut since, stock; then two cells for each case; alternatives


def product(line: str, results: Results, rows: Rows, tiers: Tiers) -> Product:
    """One product with its inputs."""
    own = rows.of("products", line=line)
    end = horizon(own[0], results)
    carriers = (
        (held_before(rows.of("parts", line=line)), "carried_before"),
        ("licensed supply", "carried_licence"),
        ("domestic alternatives", "carried_domestic"),
        ("foreign alternatives", "carried_foreign"),
        (ordinary_supply(rows.of("parts", line=line)), "carried_ordinary"),
    )
    measured = [
        ("full output until, weeks", [weeks(row, "full_output", end) for row in own]),
        ("half output until, weeks", [weeks(row, "half_output", end) for row in own]),
        ("stop, weeks", [weeks(row, "stop", end) for row in own]),
        ("half of plan again to the end, weeks, if it fell below", [recovery(row, end) for row in own]),
        ("lowest output, of plan", [shares(row, "lowest") for row in own]),
        ("is lowest, weeks, if it falls short", [spread_weeks(row, "lowest_at") for row in own]),
        ("full again to the end, weeks, if it falls short", [weeks(row, "full_again", end) for row in own]),
        ("output at the horizon, of plan", [shares(row, "level") for row in own]),
        ("output lost though wanted, of plan", [shares(row, "lost_output") for row in own]),
        *(
            [
                ("of output, made in a degraded form", [percent(number(row, "degraded")) for row in own]),
                ("degraded form first made, weeks", [weeks(row, "degraded_from", end) for row in own]),
                ("degraded form made until, weeks", [weeks(row, "degraded_until", end) for row in own]),
                ("sales lost, of plan", [shares(row, "lost_value") for row in own]),
            ]
            if any(number(row, "degraded") > 0.0 for row in own)
            else []
        ),
        ("demand lost, of plan", [shares(row, "lost_demand") for row in own]),
        *(
            [("of it, since some buyers may not buy", [shares(row, "barred_demand") for row in own])]
            if any(number(row, "barred_demand_high") > 0.0 for row in own)
            else []
        ),
        ("what most often limits output", [_binding(row) for row in own]),
        ("time in which the maker rations", [percent(number(row, "rationed_time")) for row in own]),
        *(
            (f"carried by {what}, of output", [percent(number(row, column)) for row in own])
            for what, column in carriers
        ),
        (
            "parts cost of a product before the cut",
            [f"USD {plain(number(row, 'parts_cost'))}" for row in own],
        ),
        ("parts cost more after the cut, a product", [dollars(row, "extra_cost") for row in own]),
        ("parts cost more after the cut, of the price", [shares(row, "margin_lost") for row in own]),
        ("price less parts cost, before the cut", [dollars(row, "margin_before") for row in own]),
        ("price less parts cost, after the cut", [dollars(row, "margin_after") for row in own]),
    ]
    return Product(
        line=line,
        title=text(own[0], "title"),
        sentences=sentences_about(own[0], results),
        facts=tuple(_facts(own[0], results, rows, tiers)),
        measured=tuple(Measured(label, tuple(values)) for label, values in measured),
        inputs=tuple(_inputs(line, end, results, rows)),
    )


def sentences_about(row: Record, results: Results) -> tuple[str, ...]:
    """The sentences of a result about its maker that begin with the title of a product, and so are about this one."""
    said = results.sentences.get(text(row, "company"), ())
    return tuple(sentence for sentence in said if sentence.startswith(f"{text(row, 'title')} ("))


def horizon(row: Record, results: Results) -> float:
    """Weeks from the day a maker's durations count from to the horizon."""
    return horizon_weeks({"counted_from": day(row, "counted_from")}, results.until)


def recovery(row: Record, end: float) -> str:
    """When output is back at half of plan; its shares are of the draws that fell below half."""
    return weeks(row, "recovery", end).replace("of draws", "of these").replace("every draw", "all of these")


def represents(row: Record) -> str:
    """How much of the company the modelled lines stand for, to be printed beside every sentence about it."""
    return f"stands for {said(row)}"


def _facts(row: Record, results: Results, rows: Rows, tiers: Tiers) -> Iterator[str]:
    """What a reader should know of a line before its numbers."""
    line = text(row, "line")
    begins = day(row, "plan_from")
    later = f" from {calendar_day(begins)}" if begins and begins > results.start else ""
    grows = f"; {told}" if (told := growth(row)) else ""
    yield f"Plan: about {plain(number(row, 'plan'))} a day{later}{grows}."
    if taken := tiers.taken_by(line):
        yield f"A component: taken by {taken}."
    if takes := tiers.takes(line):
        yield f"Rests on other modelled lines: {takes}."
    fleets = dict.fromkeys(text(part, "title") for part in rows.of("parts", line=line) if is_fleet(part))
    if fleets:
        yield f"In use, and retires, rather than stock: {join(list(fleets))}. A cut stops additions."


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


def _inputs(line: str, end: float, results: Results, rows: Rows) -> Iterator[tuple[str, ...]]:
    by_case = [rows.of("parts", line=line, case=case) for case in results.cases]
    names = called(by_case[0], 200)
    for same in zip(*by_case, strict=True):
        first = same[0]
        since = min((date for row in same if (date := day(row, "cut_since"))), default=None)
        cells = [
            names[text(first, "input")],
            next((status for row in same if (status := text(row, "status")) != "open"), "open"),
            calendar_day(since),
            "in use, retires" if is_fleet(first) else days_as_weeks(first, "cover"),
        ]
        for row in same:
            cells += [_short(weeks(row, "run_out", end)), _share(number(row, "binding_time"))]
        ready = next((row for row in same if text(row, "alternatives")), first)
        when = weeks(ready, "alternative_ready", end) if since else NONE  # none is begun for what stays open
        yield (*cells, _short(when), text(ready, "alternatives") or NONE)


def _short(duration: str) -> str:
    return duration.removesuffix(" (every draw)")


def _share(share: float) -> str:
    return NONE if math.isnan(share) or share == 0.0 else percent(share)
