"""This is what a terminal shows of a result: tables that fit 80 columns."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from itertools import zip_longest
from typing import TextIO

import pandas as pd
from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sim.explain import Record, carriers, number, percent, records
from sim.results.results import Results
from sim.results.supply import REASON_BREAK

WIDTH = 80
LIMITS = (
    "Model estimate from public figures; {estimates} of the numbers that decide it are estimates "
    "(grades D and E: derived, or our own). "
    "Not a statement about the conduct of any firm; not legal or investment advice."
)
_CASES = {
    "as decided": "as decided",
    "undetermined cut": "undetermined cut",
    "undetermined open": "undetermined open",
}


def console(stream: TextIO | None = None) -> Console:
    """A console of 80 columns at least; wider terminals are not used, so that output reads the same everywhere."""
    return Console(file=stream, width=WIDTH, highlight=False)


def show_run(results: Results, out: Console) -> None:
    """The first screen of a run: who is cut off, how long, the flows that are cut, and how far to trust it."""
    out.print(Text(results.title, style="bold"))
    settings = f"as seen from {results.as_seen_from}, {results.replications} draws, seed {results.seed}"
    if results.variants:
        settings += f", with {', '.join(results.variants)}"
    if results.hypothetical:
        settings += "; hypothetical"
    out.print(Text(settings))
    for change in results.changes:
        out.print(Text(f"  {change}"))
    out.print()
    out.print(_who(results))
    for line in _left_out(results):
        out.print(Text(line))
    out.print()
    for text in _how_long(results):
        out.print(text)
    out.print(Text(_legend(results)))
    out.print()
    for part in cut_flows(results.tables["flows"]):
        out.print(part)
    out.print()
    for sentence in results.answer:
        out.print(Text(sentence))
    out.print()
    out.print(Text(LIMITS.format(estimates=percent(results.estimates))))


def _who(results: Results) -> Table:
    table = _table("Who is cut off: suppliers by what the law says, and share of parts cost")
    for name in ("company", "since", "cut", "undetermined", "open", "cost cut", "undet."):
        table.add_column(name, justify="left" if name in ("company", "since") else "right")
    companies = results.tables["companies"]
    for row in records(companies[companies["case"] == results.cases[0]]):
        if row["lines"]:
            counts = [f"{row[f'suppliers_{kind}']:.0f}" for kind in ("cut", "undetermined", "open")]
            costs = [percent(number(row, column)) for column in ("cost_cut", "cost_undetermined")]
            table.add_row(str(row["name"]), str(row["listed_since"] or "not listed"), *counts, *costs)
    return table


def _left_out(results: Results) -> list[str]:
    companies = results.tables["companies"]
    absent = companies[(companies["case"] == results.cases[0]) & (companies["lines"] == "")]
    found = []
    for since, own in absent.groupby("listed_since", sort=True):
        found.append(f"Listed {since}, not modelled: {', '.join(own['name'])}.")
    if results.public_bodies:
        found.append(f"{results.public_bodies} public bodies are listed too: not companies, not modelled.")
    return found


def _how_long(results: Results) -> Iterator[RenderableType]:
    """The block `how long`, line by line: a title for each company and product, a row for each case."""
    yield Text("How long: weeks from the day the listing took effect", "bold")
    yield Text(_columns("", ["full output", "half output", "stop", "domestic alone"]))
    yield Text("-" * WIDTH)
    companies, products = results.tables["companies"], results.tables["products"]
    for company in companies[companies["lines"] != ""]["company"].unique():
        own = companies[companies["company"] == company]
        lines = products[products["company"] == company]
        first = own.iloc[0]
        title = lines.iloc[0]["title"] if lines["line"].nunique() == 1 else "all lines, by value"
        represents = f"about {percent(first['represents'])} of {first['represents_of']}"
        yield Text(f"{first['name']}: {title} ({represents})", "bold")
        if lines["line"].nunique() == 1:
            yield from _case_rows(lines)
            continue
        yield from _case_rows(own)
        for _, each in lines.groupby("line", sort=False):
            yield Text(f" {each.iloc[0]['title']}", "bold")
            yield from _case_rows(each)


def _case_rows(rows: pd.DataFrame) -> Iterator[RenderableType]:
    told: list[str] = []
    for row in records(rows):
        cells = [span(row, name) for name in ("full_output", "half_output", "stop")] + [_domestic(row)]
        heights = zip_longest(*(cell.split("\n") for cell in cells), fillvalue="")
        for number_of_line, parts in enumerate(heights):
            yield Text(_columns("" if number_of_line else f"  {_CASES[str(row['case'])]}", list(parts)))
        if (share := number(row, "rationed_first")) >= 0.5:
            text = f"first falls short by rationing of stock in {percent(share)} of draws that do"
            yield Padding(Text(text), (0, 0, 0, 4))
        if not math.isnan(number(row, "recovery_beyond")):
            again = span(row, "recovery").replace("\n", ", ").replace("not reached", "in no such draw")
            yield Padding(Text(f"back at half of plan: {again}"), (0, 0, 0, 4))
        if (
            "carried_before" in row and carriers(row) != told
        ):  # a second case on the same shares needs no second line
            told = carriers(row)
            yield Padding(Text(f"on {', '.join(told)}"), (0, 0, 0, 4))


def _columns(label: str, cells: list[str]) -> str:
    return f"{label:<20}" + "".join(
        f"{cell:>{width}}" for cell, width in zip(cells, (15, 14, 13, 18), strict=True)
    )


def span(row: Record, name: str) -> str:
    """A duration in weeks as `low - middle - high`, with the share of draws beyond the horizon under it."""
    beyond = number(row, f"{name}_beyond")
    if math.isnan(beyond):
        return "-"
    if beyond >= 1.0:
        return "not reached"
    ends = [number(row, f"{name}_{end}") for end in ("low", "middle", "high")]
    shown = [f"{end:.0f}" for end in ends if not math.isnan(end)]
    if not shown:
        return f"{percent(beyond)} beyond"
    text = (
        shown[0]
        if len(set(shown)) == 1 and len(shown) == 3
        else " - ".join([*shown, *["later"][: 3 - len(shown)]])
    )
    return text if beyond == 0.0 else f"{text}\n{percent(beyond)} beyond"


def _domestic(row: Record) -> str:
    level = number(row, "domestic_level_middle")
    if math.isnan(level):
        return "-"
    if number(row, "domestic_level_high") < 0.005:
        return "0 % of plan"
    ends = [
        percent(number(row, f"domestic_level_{end}")).replace("under ", "<")
        for end in ("low", "middle", "high")
    ]
    text = ends[1] if len(set(ends)) == 1 else " - ".join(end.removesuffix(" %") for end in ends) + " %"
    begins = span(row, "domestic_from").partition("\n")[0]
    return text if begins in ("0", "not reached") else f"{text}\nfrom {begins.replace(' - ', '-')}"


def _legend(results: Results) -> str:
    text = (
        "10 % - 50 % - 90 % of draws. Full output: until it falls short of demand; half: under 50 % of plan; "
        f"stop: under 5 %; back: half of plan again to the end, of the draws that fell under it. "
        f"Beyond: not reached by {results.until}, the horizon. On: what carried the output after the "
        "cut. Domestic alone: share of plan made with no stock, no foreign supply and no licence."
    )
    if len(results.cases) > 1:
        text += " The facts leave some flows undetermined: all cut and all open are two cases, not bounds."
    return text


def cut_flows(flows: pd.DataFrame) -> Iterator[RenderableType]:
    """The ordinary flows that are not open, under one heading for each company, verdict, date and clause."""
    yield Text("Who no longer supplies what (ordinary sources)", "bold")
    ordinary = flows[flows["role"] == "ordinary"]
    chosen = ordinary[~ordinary["status"].str.startswith("allowed")]
    if chosen.empty:
        yield Text("No flow is cut or undetermined.")
    lines = ordinary.groupby("company")["line"].nunique()
    chosen = chosen.sort_values(["company", "status"], kind="stable")
    for key, own in chosen.groupby(["company", "status", "since", "clause"], sort=False, dropna=False):
        company, status, since, clause = key
        assumed = f" ({own.iloc[0]['licences']})" if status == "licence required" else ""
        under = f", {clause}" if isinstance(clause, str) else ""
        yield Text(f"{company}: {status}{assumed} since {since}{under}", "bold")
        for (supplier, title, content), rows in own.groupby(
            ["supplier_name", "title", "content"], sort=False, dropna=False
        ):
            only = (
                ""
                if rows["line"].nunique() == lines[str(company)]
                else f" [only {', '.join(rows['line'].unique())}]"
            )
            share = f"; {content}" if status == "undetermined" and isinstance(content, str) else ""
            yield Padding(Text(f"{supplier}: {title}{share}{only}"), (0, 0, 0, 4))


def show_exposure(flows: pd.DataFrame, day: dt.date | None, out: Console) -> None:
    """Every ordinary flow by what the law says, with the open ones counted."""
    if day is not None:
        out.print(Text(f"On {day}:"))
    for line in cut_flows(flows):
        out.print(line)
    ordinary = flows[flows["role"] == "ordinary"]
    for company, own in ordinary.groupby("company", sort=False):
        counts = own["status"].str.replace(r" until .*", "", regex=True).value_counts()
        text = ", ".join(
            f"{counts.get(each, 0)} {each}" for each in ("licence required", "undetermined", "allowed")
        )
        out.print(Text(f"{company}: {text}, of {len(own)} ordinary flows."))


def show_flow(row: Record, out: Console) -> None:
    """One flow with everything that decided it."""
    out.print(
        Text(
            f"{row['supplier_name']} -> {row['company']}: {row['title']} ({row['line']}, {row['role']})",
            "bold",
        )
    )
    labels = (
        "status",
        "since",
        "authorised_until",
        "measure",
        "rule",
        "clause",
        "content",
        "policy",
        "licences",
    )
    for label in (*labels, "confidence", "made_in", "kind", "domestic", "secure", "source", "grade"):
        value = row[label]
        if value is not None and not (isinstance(value, float) and math.isnan(value)):
            out.print(Text(f"  {label.replace('_', ' ')}: {value}"))
    for label in ("reasons", "near_misses"):
        for text in str(row[label]).split(REASON_BREAK) if row[label] else ():
            out.print(Text(f"  {'because' if label == 'reasons' else 'near miss'}: {text}"))


def _table(title: str) -> Table:
    return Table(
        title=title,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        width=WIDTH,
        title_style="bold",
    )
