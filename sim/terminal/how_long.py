"""This is the second block of the first screen: how long each company and product goes on, and on what."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from sim.explain import Record, carried_shares, number, percent, records, represents
from sim.results.results import Results

_TIMES = ("full_output", "half_output", "stop")
_SAME_SHARES = 0.05  # a second case that is carried by the same within this needs no second line


def how_long(results: Results) -> Iterator[RenderableType]:
    """Line by line: a title for each company and product, a row for each case, and under it what explains it."""
    yield Text("How long: weeks from the day the measure took effect, 10-50-90 % of draws", "bold")
    yield Text(_columns("", ["full output", "half output", "stop"]))
    yield Text("-" * 80)
    companies, products = results.tables["companies"], results.tables["products"]
    untouched = []
    for company in companies[companies["lines"] != ""]["company"].unique():
        own = companies[companies["company"] == company]
        name = str(own.iloc[0]["name"])
        if own["full_output_beyond"].min() >= 1.0:
            untouched.append(name)
            continue
        lines = products[products["company"] == company]
        if lines["line"].nunique() > 1:
            yield Text(f"{name}: all its lines ({_represents(own)})", "bold")
            yield from _case_rows(own)
        for _, each in lines.groupby("line", sort=False):
            title = str(each.iloc[0]["title"]).removeprefix(f"{name} ")
            yield Text(f"{name}: {title} ({_represents(each)})", "bold")
            yield from _case_rows(each)
            yield from _under(each)
    if untouched:
        yield Text(f"Full output to the horizon in every draw: {', '.join(untouched)}.")


def _represents(rows: pd.DataFrame) -> str:
    return represents(records(rows)[0])


def _case_rows(rows: pd.DataFrame) -> Iterator[RenderableType]:
    told = {str(row["case"]): [span(row, name) for name in _TIMES] for row in records(rows)}
    if len(told) > 1 and len({tuple(cells) for cells in told.values()}) == 1:
        told = {"either case": next(iter(told.values()))}
    for case, cells in told.items():
        yield Text(_columns(f"  {case}", cells))


def _under(rows: pd.DataFrame) -> Iterator[RenderableType]:
    """What explains the rows of a product: what carries it, rationing, its return, and home supply alone."""
    cases = list(records(rows))
    carried = [_carried(row) for row in cases]
    apart = any(
        abs(share - carried_shares(cases[0])[what]) >= _SAME_SHARES
        for row in cases
        for what, share in carried_shares(row).items()
    )
    parts = (
        [f"{text} ({row['case']})" for text, row in zip(carried, cases, strict=True)]
        if apart
        else carried[:1]
    )
    remarks: dict[str, str] = {}
    for row in cases:
        for kind, text in _remarks(row):
            remarks.setdefault(kind, text)  # of two cases that differ, the first; the tables have both
    yield Padding(Text("; ".join([*parts, *remarks.values()])), (0, 0, 0, 4))


def _carried(row: Record) -> str:
    """What carried the output, the largest share first, in few words."""
    told = sorted(carried_shares(row).items(), key=lambda each: -each[1])
    return "on " + ", ".join(
        f"{what.removesuffix(' from before the cut')} {percent(share)}"
        for what, share in told
        if share >= 0.005
    )


def _remarks(row: Record) -> Iterator[tuple[str, str]]:
    grows = number(row, "plan_grows")
    if grows > 0.0:
        yield "plan", f"the plan grows by {percent(grows)} of its first year's a year"
    if row["binding_title"] and number(row, "binding_time") > 0.0:
        yield "binds", f"most often missing: {row['binding_title']} ({percent(number(row, 'binding_time'))})"
    if (share := number(row, "rationed_first")) >= 0.5:
        of = "" if share >= 0.995 else f" in {percent(share)} of draws that do"
        yield "ration", f"first short by rationing of stock{of}"
    if number(row, "recovery_beyond") < 1.0:
        yield "recovery", f"back at half of plan after {span(row, 'recovery')}"
    level = number(row, "domestic_level_middle")
    if math.isnan(level):
        return
    if number(row, "domestic_level_high") < 0.005:
        yield "home", "home supply alone sustains nothing of it"
        return
    ends = [
        percent(number(row, f"domestic_level_{end}")).replace("under ", "<").removesuffix(" %")
        for end in ("low", "middle", "high")
    ]
    text = ends[1] if len(set(ends)) == 1 else "-".join(ends)
    begins = span(row, "domestic_from").partition(" ")[0]
    late = "" if begins in ("0", "never") else f", from week {begins}"
    yield "home", f"home supply alone sustains {text} % of plan{late}"


def _columns(label: str, cells: list[str]) -> str:
    return f"{label:<26}" + "".join(f"{cell:>18}" for cell in cells)


def span(row: Record, name: str) -> str:
    """A duration in weeks as `low-middle-high`, and the share of draws that get to the horizon without it."""
    beyond = number(row, f"{name}_beyond")
    if math.isnan(beyond):
        return "-"
    if beyond >= 1.0:
        return "never"
    ends = [number(row, f"{name}_{end}") for end in ("low", "middle", "high")]
    shown = [f"{end:.0f}" for end in ends if not math.isnan(end)]
    if not shown:
        return f"never in {percent(beyond)}"
    text = (
        shown[0]
        if len(set(shown)) == 1 and len(shown) == 3
        else "-".join([*shown, *["later"][: 3 - len(shown)]])
    )
    return text if beyond == 0.0 else f"{text} {percent(beyond)}"


def legend(results: Results) -> str:
    """How to read the block."""
    text = (
        "Full output: until it falls short of demand; half: under 50 % of plan; stop: under 5 %. "
        f"A share behind a span: draws that get to the horizon, {results.until}, without it; never: all do. "
        "On: what carried the output after the cut."
    )
    if len(results.cases) > 1:
        text += " The facts leave some flows undetermined: all cut and all open are two cases, not bounds."
    return text
