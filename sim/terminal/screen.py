"""This is the first screen of a run, 80 columns wide."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sim.explain import (
    HYPOTHETICAL,
    Record,
    counted_kinds,
    dated,
    in_brief,
    names,
    number,
    percent,
    records,
    uncertain_day,
    without_law,
)
from sim.results.lasts_alone import SURE
from sim.results.results import Results
from sim.terminal.first_out import first_out_lines
from sim.terminal.flows import cut_flows
from sim.terminal.how_long import how_long, legend
from sim.terminal.overview import legend as overview_legend
from sim.terminal.overview import limiting, overview, rules
from sim.terminal.undetermined import most_moving_flows
from sim.wording import counted, ended

WIDTH = 80
_TRAILING = re.compile(r" +((?:\x1b\[0m)?\n)")
LIMITS = (
    "Model estimate from {figures}; {estimates} of the numbers that decide it are estimates "
    "(grades D and E: derived, or our own).{basis} "
    "Not a statement about the conduct of any firm; not legal or investment advice; corrections welcome."
)
LIMITS_IN_SHORT = (  # of a scenario without law; the report says them in full
    "Model estimate; {estimates} of the numbers that decide it are estimates. "
    "Not a statement about the conduct of any firm; not legal or investment advice."
)
# Marks of the parts that run out first, each explained where it is shown.
_MARKS = {
    "+": "+: after the end; a share: of draws, after it",
    "*": "*: rests on assumed open orders",
    "±": "±: 95 % confidence",
    " draw)": "(1 draw): too few for ±",
    " draws)": "(draws): too few for ±",
}
_ELSEWHERE = "report.html, or flows.csv in the result folder"
_HEADS = {"cut": "cut", "stopping": "stops", "undetermined": "undet.", "open": "open"}
_FEW = 3  # companies, each of which gets its sentence on the screen; those of more are in the report


class _Console(Console):
    """A console whose lines end where their words do."""

    def print(self, *objects: Any, **options: Any) -> None:  # Any: what rich takes
        with self.capture() as captured:
            super().print(*objects, **options)
        self.file.write(_TRAILING.sub(r"\1", captured.get()))


def console(stream: TextIO | None = None) -> Console:
    """A console of 80 columns at least; wider terminals are not used, so that output reads the same everywhere."""
    return _Console(file=stream, width=WIDTH, highlight=False)


def show_run(results: Results, out: Console, every: bool = False) -> None:
    """What a run answers: in one screen, or with everything that explains it (`every`)."""
    _head(results, out, every)
    _all_blocks(results, out) if every else _one_screen(results, out)
    out.print()
    basis = f" {results.basis}" if results.basis.numbers and every else ""
    limits = LIMITS if every or _law(results) else LIMITS_IN_SHORT
    out.print(Text(limits.format(figures=results.figures, estimates=percent(results.estimates), basis=basis)))


def _head(results: Results, out: Console, every: bool) -> None:
    """What was run, with what an answer may not be read without."""
    out.print(Text(results.title, style="bold"))
    draws = counted(results.replications, "draw")
    settings = f"as seen from {results.as_seen_from}, {draws}, seed {results.seed}"
    if results.variants:
        settings += f", with {', '.join(results.variants)}"
    if results.hypothetical:
        settings += "; hypothetical"
    out.print(Text(settings))
    for change in results.changes:
        out.print(Padding(Text(change), (0, 0, 0, 2)))
    few = results.tables["companies"]["company"].nunique() <= _FEW
    if results.look_at and (every or few):  # a few companies leave room
        what = "What to look at: " if _law(results) else ""
        out.print(Text(f"{what}{ended(results.look_at)}"))
    show_unverified(results.unverified, out)
    show_implausible(results.implausible, out)
    out.print()


def _one_screen(results: Results, out: Console) -> None:
    """The answer in a few sentences; each company; the rules; the parts that run out first.

    Of a list of one line without law, whose one company the sentences tell all of, no rows follow.
    """
    law = _law(results)
    told_apart = law or results.tables["products"]["line"].nunique() > 1
    for sentence in (
        *((HYPOTHETICAL,) if results.hypothetical and law else ()),
        *in_brief(results.tables, results.until, results.called),
    ):
        out.print(Text(sentence))
    for sentence in () if told_apart else limiting(results):
        out.print(Text(sentence))
    if told_apart:
        out.print()
        out.print(Text(overview_legend(results)))
        out.print()
        for part in overview(results):
            out.print(part)
    if left_out := _left_out(results):
        out.print(Text(" ".join(left_out)))
    out.print()
    firsts = list(first_out_lines(results))
    if firsts and not told_apart:
        firsts[-1] = Text(_first_out_in_short("\n".join(map(str, firsts[:-1]))))
    for first in firsts:
        out.print(first)
    if firsts and law:
        out.print()
    for line in rules(results.tables["flows"], names(results.tables)) if law else ():
        out.print(line)


def _first_out_in_short(shown: str) -> str:
    """How to read the parts that run out first; `--all` and the report say besides how the day is reckoned."""
    marks = "".join(f"{meaning}. " for mark, meaning in _MARKS.items() if mark in shown)
    without_day = " (-: no one day tells)" if any(line.endswith(" -") for line in shown.splitlines()) else ""
    return (
        f"Lasts: in 10-50-90 % of draws. {marks}Begin by{without_day}: the last day to begin to qualify another source "
        f"that avoids the shortfall in {percent(SURE)} of the draws in which the part runs out. More: --all."
    )


def _law(results: Results) -> bool:
    """Whether any law is applied."""
    return without_law(results.tables["flows"]) is None


def _all_blocks(results: Results, out: Console) -> None:
    """The answer in sentences, who is cut off, how long, the flows that are cut, and what moves the answer most."""
    for sentence in _answer(results):
        out.print(Text(sentence))
    out.print()
    out.print(_who(results))
    for line in (*_uncertain(results), *_left_out(results)):
        out.print(Text(line))
    out.print()
    for text in how_long(results):
        out.print(text)
    out.print(Text(legend(results)))
    out.print()
    for part in (firsts := list(first_out_lines(results))):
        out.print(part)
    if firsts:
        out.print()
    companies, seen_from = names(results.tables), results.as_seen_from
    for part in cut_flows(results.tables["flows"], companies, _ELSEWHERE, seen_from, brief=True):
        out.print(part)
    if len(results.cases) > 1:
        out.print()
        for part in most_moving_flows(
            results.tables["undetermined"], "undetermined.csv in the result folder"
        ):
            out.print(part)


def show_unverified(sentences: Sequence[str], out: Console) -> None:
    """Law whose status nobody verified and that decides flows, before anything that rests on it."""
    for sentence in sentences:
        out.print(Text(sentence, "bold"))


def show_implausible(sentences: Sequence[str], out: Console) -> None:
    """Numbers that can hardly be so, in one line: the first, and how many more there are."""
    if sentences:
        more = f" And {len(sentences) - 1} more: `runout check --all`." if len(sentences) > 1 else ""
        out.print(Text(f"{sentences[0]}{more}", "bold"))


def _who(results: Results) -> Table:
    """Suppliers by what holds them back; those that stop by themselves have a column where there are any."""
    companies = results.tables["companies"]
    kinds = counted_kinds(companies)
    table = _table("Who is cut off: suppliers, and share of parts cost")
    heads = [_HEADS[kind] for kind in kinds]
    costs_of = kinds[:-1]
    costs_heads = [f"cost {heads[0]}", *heads[1:-1]]
    for name in ("company", "since", *heads, *costs_heads):
        left = name in ("company", "since")
        table.add_column(name, justify="left" if left else "right", no_wrap=name != "company")
    for row in records(companies[companies["case"] == results.cases[0]]):
        if row["lines"]:
            counts = [f"{row[f'suppliers_{kind}']:.0f}" for kind in kinds]
            costs = [percent(number(row, f"cost_{kind}")) for kind in costs_of]
            table.add_row(str(row["name"]), _since(row), *counts, *costs)
    return table


def _since(row: Record) -> str:
    """Since when a company is listed, or a rule reaches its suppliers; `~`: if and when is uncertain, said below."""
    name, what = ("listed", "") if row["listed_since"] else ("cut", "rule ")
    day = row[f"{name}_since"]
    if not isinstance(day, dt.date):
        return "not listed"
    return f"{what}{'~' if uncertain_day(row, f'{name}_since', f'{name}_chance') else ''}{day}"


def _uncertain(results: Results) -> Iterator[str]:
    """The span and the chance of each listing that is uncertain."""
    companies = results.tables["companies"]
    for row in records(companies[companies["case"] == results.cases[0]]):
        for name, what in (("listed", "listed"), ("cut", "suppliers first cut")):
            known = row["lines"] and isinstance(row[f"{name}_since"], dt.date)
            same = name == "cut" and row["listed_since"]
            if known and not same and uncertain_day(row, f"{name}_since", f"{name}_chance"):
                yield f"~ {row['name']}: {what} {dated(row, f'{name}_since', f'{name}_chance')}."


def _left_out(results: Results) -> list[str]:
    companies = results.tables["companies"]
    absent = companies[(companies["case"] == results.cases[0]) & (companies["lines"] == "")]
    found = []
    for since, own in absent.groupby("listed_since", sort=True):
        found.append(ended(f"Listed {since}, not modelled: {', '.join(own['name'])}"))
    if results.public_bodies:
        one = results.public_bodies == 1
        bodies = counted(results.public_bodies, "public body is", "public bodies are")
        found.append(f"{bodies} listed too: not {'a company' if one else 'companies'}, not modelled.")
    return found


def _table(title: str) -> Table:
    return Table(
        title=title,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        width=WIDTH,
        title_style="bold",
    )


def _answer(results: Results) -> tuple[str, ...]:
    """What the answer says of all, and of each company where there are few."""
    companies = results.tables["companies"]
    modelled = companies[companies["lines"] != ""]["company"].nunique()
    return results.answer if modelled <= _FEW else results.answer[: len(results.answer) - modelled]
