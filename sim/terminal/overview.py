"""This is the heart of the first screen: each company, who is cut off from it, how long its products go on, on what."""

from __future__ import annotations

import datetime as dt
import itertools
import textwrap
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd
from rich.padding import Padding
from rich.text import Text

from sim.explain import (
    Record,
    counted,
    counted_kinds,
    dated,
    ended,
    join,
    number,
    percent,
    records,
    represents,
    suppliers,
    uncertain_day,
)
from sim.results.held_back import BY_ITSELF, BY_LAW, UNDETERMINED
from sim.results.results import Results
from sim.terminal.how_long import BEYOND, little_wanted, span, worst_first

_MOST = 6  # suppliers that are named under one head; of more the rest is counted
# Widths of the columns; a blank stands between those of numbers.
_LABEL, _CASE, _FULL, _HALF, _STOP, _CARRIER = 21, 6, 12, 13, 10, 14
_CASES = {"as decided": "", "undetermined cut": "cut", "undetermined open": "open"}
_CARRIERS = {
    "carried_before": "stock",
    "carried_licence": "licence",
    "carried_domestic": "domestic",
    "carried_foreign": "foreign",
    "carried_ordinary": "ordinary",
}
_KINDS = {
    "cut": (BY_LAW, "cut"),
    "stopping": (BY_ITSELF, "stopping by itself"),
    "undetermined": (UNDETERMINED, "undetermined"),
}


def overview(results: Results) -> Iterator[Text | Padding]:
    """A heading for each company with its suppliers, and under it a row for each product and case."""
    companies, products = results.tables["companies"], results.tables["products"]
    modelled = companies[companies["lines"] != ""]
    fleets = _on_fleets(results.tables["parts"])
    yield Text(_row("weeks until", "if", ("output short", "half", "stop"), "mostly on"), "bold")
    yield Text("-" * 80)
    calm = []
    for both in worst_first(pd.concat([modelled, products]), "company"):
        company = both.iloc[0]["company"]
        own, lines = (table[table["company"] == company] for table in (modelled, products))
        first = records(own)[0]
        if own["full_output_beyond"].min() >= 1.0:
            calm.append(f"{first['name']}{little_wanted(lines)}{_counted(first)}")
            continue
        head = f"{first['name']} ({represents(first)}), {_since(first)}: "
        text = Text(_wrapped(head + _suppliers(first, results.tables["flows"])))
        text.stylize("bold", 0, len(head))
        yield text
        for each in worst_first(lines, "line"):
            yield from _product(each, str(first["name"]), each.iloc[0]["line"] in fleets)
    if calm:
        yield Text(f"Full output to the horizon in every draw: {'; '.join(calm)}.")


def rules(flows: pd.DataFrame, names: dict[str, str]) -> Iterator[Text | Padding]:
    """Under which rule flows are cut, since when, and for whom how many; what is undetermined is counted."""
    ordinary = flows[flows["role"] == "ordinary"]
    cut = ordinary[ordinary["held_back"] == BY_LAW]
    if cut.empty:
        yield Text("The law cuts no flow for certain.", "bold")
    for (status, licences), own in cut.groupby(["status", "licences"], sort=False, dropna=False):
        assumed = f" ({licences})" if status == "licence required" else ""
        yield Text(f"{str(status).capitalize()}{assumed}, flows of each company", "bold")
        heading = ["clause", "since", "since_low", "since_high", "chance", "until"]
        for key, rows in own.sort_values("since", kind="stable").groupby(heading, sort=False, dropna=False):
            first = records(rows)[0]
            ends = f" until {key[-1]}" if isinstance(key[-1], dt.date) and not pd.isna(key[-1]) else ""
            counts = rows["company"].value_counts(sort=False)
            buyers = ", ".join(f"{names.get(str(each), str(each))} {count}" for each, count in counts.items())
            yield Padding(
                Text(f"{key[0]}, from {dated(first, 'since', 'chance')}{ends}: {buyers}"), (0, 0, 0, 2)
            )
    if undecided := int((ordinary["held_back"] == UNDETERMINED).sum()):
        flows_said = counted(undecided, "ordinary flow")
        yield Text(
            f"Undetermined, for want of a fact: {flows_said}. Each with rule and reason: runout exposure"
        )


def legend(results: Results) -> str:
    """How to read the rows."""
    text = (
        "10-50-90 % of draws, from the listing (of others: first cut or stop) until output is short of demand, under "
        f"half of plan, under 5 %. +: not before {results.until}, in the share of draws behind it. On: what carried "
        "most output since."
    )
    if len(results.cases) > 1:
        text += " If cut, open: all undetermined flows are; two cases, not bounds."
    return text


def _product(rows: pd.DataFrame, maker: str, fleet: bool) -> Iterator[Text]:
    """The rows of a product, beside its title."""
    title = str(rows.iloc[0]["title"]).removeprefix(f"{maker} ").replace(f" of {maker}", "")
    told = {_CASES[str(row["case"])]: _cells(row, fleet) for row in records(rows)}
    if len(told) > 1 and len(set(told.values())) == 1:
        told = {"either": next(iter(told.values()))}
    label = textwrap.wrap(title, _LABEL - 3)
    for text, (case, cells) in itertools.zip_longest(label, told.items(), fillvalue=("", ())):
        times, carrier = (cells[:3], cells[3]) if cells else (("", "", ""), "")
        yield Text(_row(f"  {text if isinstance(text, str) else ''}", case, times, carrier).rstrip())
    yield from _why(records(rows))


def _why(rows: Sequence[Record]) -> Iterator[Text]:
    """What limits a product that falls short in most draws, how low it goes and when it is back, where it is worst."""
    row = min(rows, key=lambda each: number(each, "full_output_beyond"))
    if number(row, "full_output_beyond") >= 0.5:
        return
    told = ["stock stretched first"] if number(row, "rationed_first") >= 0.5 else []
    told += (
        [f"out of {row['binding_title']}"]
        if row["binding_title"] and number(row, "binding_time") > 0.0
        else []
    )
    told.append(
        f"lowest {percent(number(row, 'lowest_middle'))} in week {number(row, 'lowest_at_middle'):.0f}"
    )
    beyond = number(row, "full_again_beyond")
    again = "full again +" if beyond >= 1.0 else f"full again {span(row, 'full_again').replace(BEYOND, '+')}"
    case = f"{_CASES[str(row['case'])]}: " if len(rows) > 1 else ""
    told = [f"{case}{told[0]}", *told[1:], again]
    yield Text(textwrap.fill("; ".join(told), 80, initial_indent="    ", subsequent_indent="    "))


def _wrapped(text: str) -> str:
    """A paragraph of which all lines but the first are indented; a number and its % stay on one line."""
    bound = text.replace(" %", "\u00a0%")
    return textwrap.fill(bound, 80, subsequent_indent="  ").replace("\u00a0", " ")


def _cells(row: Record, fleet: bool) -> tuple[str, ...]:
    times = (
        span(row, name).replace(f"{BEYOND} in", "+").replace(BEYOND, "+")
        for name in ("full_output", "half_output", "stop")
    )
    shares = {word: number(row, column) for column, word in _CARRIERS.items()}
    most = max(shares, key=lambda word: -1.0 if pd.isna(shares[word]) else shares[word])
    carrier = "fleet" if fleet and most == "stock" else most
    return (*times, f"{carrier} {percent(shares[most])}" if shares[most] > 0.0 else "-")


def _row(label: str, case: str, times: Iterable[str], carrier: str) -> str:
    full, half, stop = times
    return f"{label:<{_LABEL}}{case:<{_CASE}}{full:>{_FULL}} {half:>{_HALF}} {stop:>{_STOP}} {carrier:>{_CARRIER}}"


def _on_fleets(parts: pd.DataFrame) -> set[str]:
    """Lines that hold a fleet of what may be missing, and no stock of it."""
    held = parts[(parts["if_missing"] != "none") & (parts["status"] != "open")]
    return {str(line) for line, own in held.groupby("line") if own["fleet"].all()}


def _since(row: Record) -> str:
    """Since when a company is listed, or a rule or a stop reaches its suppliers."""
    if row["listed_since"]:
        return f"listed {dated(row, 'listed_since', 'listed_chance')}"
    if not isinstance(row["cut_since"], dt.date):
        return "not listed"
    uncertain = uncertain_day(row, "cut_since", "cut_chance")
    return f"not listed; suppliers first cut {row['cut_since']}{uncertain}"


def _suppliers(row: Record, flows: pd.DataFrame) -> str:
    """Who no longer supplies a company, and of whom that is not decided, by name."""
    own = flows[(flows["company"] == row["company"]) & (flows["role"] == "ordinary")]
    told: list[str] = []
    for kind in counted_kinds(pd.DataFrame([row])):
        if kind == "open" or (count := number(row, f"suppliers_{kind}")) == 0.0:
            continue
        names = _named(own, _KINDS[kind][0])
        shown = names[:_MOST] if len(names) > _MOST + 1 else names
        rest = [f"{len(names) - len(shown)} more"] if len(shown) < len(names) else []
        of = "" if told else f" of {suppliers(row):.0f} suppliers"
        cost = percent(number(row, f"cost_{kind}")) + ("" if told else " of parts cost")
        told.append(f"{count:.0f}{of} {_KINDS[kind][1]} ({cost}): {', '.join([*shown, *rest])}")
    return ended("; ".join(told) or f"{suppliers(row):.0f} suppliers, all open")


def _named(own: pd.DataFrame, by: str) -> list[str]:
    """Suppliers with a flow that is held back so; those of which other flows are not say that it is in part."""
    held = own[own["held_back"] == by]["supplier_name"].unique()
    whole = own.groupby("supplier_name")["held_back"].nunique() == 1
    return [f"{name}{'' if whole[name] else ' (in part)'}" for name in held]


def _counted(row: Record) -> str:
    told = [
        f"{number(row, f'suppliers_{kind}'):.0f} {_KINDS[kind][1]}"
        for kind in ("cut", "stopping", "undetermined")
        if number(row, f"suppliers_{kind}") > 0.0
    ]
    return f", {join(told)}" if told else ""
