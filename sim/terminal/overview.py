"""This is the heart of the first screen: each company, who is cut off from it, how long its products go on, on what."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from rich.padding import Padding
from rich.text import Text

from sim.explain import (
    Record,
    conditions,
    counted_kinds,
    dated,
    degraded_form,
    horizon_weeks,
    if_it_happens,
    join,
    number,
    percent,
    records,
    represents,
    sharing_said,
    suppliers,
    uncertain_day,
    weeks_said,
)
from sim.results.first_out import STATED
from sim.results.held_back import BY_ITSELF, BY_LAW, UNDETERMINED
from sim.results.results import Results
from sim.terminal.how_long import conditions_by_case, in_short, little_wanted, worst_first
from sim.wording import columns, counted, ended, lines_of

_MOST = 6  # suppliers cut that are named; of more the rest is counted
_MOST_OTHERS = 2  # of those that stop by themselves or are undetermined
_CALM = 0.9  # of draws with full output to the horizon: what goes on in so many has no rows
_SAME = 2.0  # weeks within which companies of one kind share their rows
_WIDTH = 80
_CASE = 6  # the width of its column
_NARROWEST = 10  # columns for a label: a horizon of a thousand weeks leaves no more
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
_WORDS = dict(_KINDS.values())
_TIMES = ("full_output", "half_output", "stop", "full_again")


@dataclass(frozen=True)
class _Company:
    """A company as the screen tells it: its row of the first case, its lines, and all flows."""

    row: Record
    lines: pd.DataFrame
    flows: pd.DataFrame

    def title(self) -> str:
        return f"{self.row['name']} ({represents(self.row)})"

    def facts(self) -> str:
        """Since when it is listed, and who no longer supplies it."""
        return f"{_since(self.row)}: {_suppliers(self.row, self.flows)}"

    def in_short(self) -> str:
        rests_on = conditions_by_case(records(self.lines))
        return f"{self.row['name']}{little_wanted(self.lines)}{_counted(self.row)}{rests_on}"

    def same_as(self, other: _Company) -> bool:
        """Whether all that is told of both is the same: one line of the same name, and times within `_SAME`."""
        mine, others = (
            [
                (_title(row), if_it_happens(row), _short_of(row), _mostly_on(row)[0])
                for row in records(one.lines)
            ]
            for one in (self, other)
        )
        if mine != others or self.lines["line"].nunique() > 1 or self.facts() != other.facts():
            return False
        weeks = [f"{time}_{point}" for time in _TIMES for point in ("low", "middle", "high")]
        shares = [f"{time}_beyond" for time in _TIMES] + ["lowest_middle"]
        return all(
            np.allclose(self.lines[columns], other.lines[columns], rtol=0.0, atol=within, equal_nan=True)
            for columns, within in ((weeks, _SAME), (shares, 0.05))
        )


def overview(results: Results) -> Iterator[Text | Padding]:
    """A heading for each company with its suppliers, and under it a row for each product and case."""
    companies, products = results.tables["companies"], results.tables["products"]
    flows, fleets = results.tables["flows"], _on_fleets(results.tables["parts"])
    modelled = companies[companies["lines"] != ""]
    told: list[_Company] = []
    calm: list[_Company] = []
    for both in worst_first(pd.concat([modelled, products]), "company"):
        company = both.iloc[0]["company"]
        own, lines = (table[table["company"] == company] for table in (modelled, products))
        # A line that only perhaps falls short does so in few draws of its company, and in most of its own.
        goes_on = float(pd.concat([own, lines])["full_output_beyond"].min()) >= _CALM
        (calm if goes_on else told).append(_Company(records(own)[0], lines, flows))
    groups = _alike(told)
    rows = [row for alike in groups for row in records(alike[0].lines)]
    heads = ("output short", "half", "stop", "mostly on")
    widths = _widths([heads, *(_cells(row, row["line"] in fleets) for row in rows)])
    yield Text(_row("weeks until", "if", heads, widths), "bold")
    yield Text("-" * _WIDTH)
    for alike in groups:
        yield _heading(alike)
        for each in worst_first(alike[0].lines, "line"):
            yield from _product(
                each, each.iloc[0]["line"] in fleets, results.until, widths, not _condition(alike)
            )
    for _, said in sharing_said(results.tables):
        yield Text(_wrapped(said))
    if calm:
        went_on = "; ".join(each.in_short() for each in calm)
        yield Text(f"Output meets demand to the horizon in {percent(_CALM)} of draws or more: {went_on}.")


def rules(flows: pd.DataFrame, names: dict[str, str]) -> Iterator[Text | Padding]:
    """Under which rule flows are cut, since when, and for whom how many; what is undetermined is counted."""
    ordinary = flows[flows["role"] == "ordinary"]
    cut = ordinary[ordinary["held_back"] == BY_LAW]
    if cut.empty:
        yield Text("The law cuts no flow for certain.", "bold")
    for (status, licences), own in cut.groupby(["status", "licences"], sort=False, dropna=False):
        assumed = f" ({licences})" if status == "licence required" else ""
        yield Text(
            f"{str(status).capitalize()}{assumed}; flows (a supplier's part for a product) of each company",
            "bold",
        )
        heading = ["hypothetical", "clause", "since", "since_low", "since_high", "chance", "until"]
        for key, rows in own.sort_values("since", kind="stable").groupby(heading, sort=False, dropna=False):
            first = records(rows)[0]
            ends = f" until {key[-1]}" if isinstance(key[-1], dt.date) and not pd.isna(key[-1]) else ""
            counts = rows["company"].value_counts(sort=False)
            buyers = ", ".join(f"{names.get(str(each), str(each))} {count}" for each, count in counts.items())
            made_up, clause = "hypothetical: " if key[0] else "", key[1]
            yield Padding(
                Text(f"{made_up}{clause}, from {dated(first, 'since', 'chance')}{ends}: {buyers}"),
                (0, 0, 0, 2),
            )
    if undecided := int((ordinary["held_back"] == UNDETERMINED).sum()):
        flows_said = counted(undecided, "ordinary flow")
        yield Text(
            f"Undetermined, for want of a fact such as US content: {flows_said}. `runout exposure` lists each "
            "with rule and reason."
        )


def limiting(results: Results) -> Iterator[str]:
    """Of a company that the sentences above tell all else of: what its products fall short for want of."""
    products = records(results.tables["products"])
    for row, rests_on in zip(products, conditions(products)[1], strict=True):
        if number(row, "full_output_beyond") >= 0.5:
            continue
        told = [f"short of {missing}{_resting_on(row, results)}"] if (missing := _short_of(row)) else []
        told += [f"of output, {lesser}"] if (lesser := degraded_form(row)) else []
        if told:
            yield f"{_title(row)}{f', {rests_on}' if rests_on else ''}: {ended('; '.join(told))}"
    yield from (said for _, said in sharing_said(results.tables))


def _resting_on(row: Record, results: Results) -> str:
    """The number of the part for want of which a product falls short, and whether that rests on assumed open orders.

    If it does, the part by itself that is gone first on what is stated follows.
    """
    table = results.tables["first_out"]
    part = f" ({row['binding']})"
    if table.empty:
        return part
    own = table[(table["line"] == row["line"]) & (table["case"] == row["case"])]
    if not (own[own["input"] == row["binding"]]["orders"] != STATED).any():
        return part
    said = f"{part}, which rests on assumed open orders"
    stated = records(own[own["orders"] == STATED].sort_values("lasts_middle", kind="stable").head(1))
    if not stated or number(stated[0], "lasts_beyond") >= 0.5:
        return said
    weeks = weeks_said(number(stated[0], "lasts_middle"))
    return f"{said}; without such parts: {weeks}, {stated[0]['input']}"


def legend(results: Results) -> str:
    """How to read the rows."""
    listed = results.tables["companies"]["listed_since"].any()
    begins = "the listing (of others: from the first cut or stop)" if listed else "the first cut or stop"
    text = (
        f"Weeks from {begins}: one draw in ten is there by the first, half by the second, nine in ten by the third; "
        "0: at once, mostly because the maker stretches what is scarce. There: output short of demand, under half of "
        f"plan, under 5 % (stop). +: after the end, {results.until}. A share: of draws, after it; + alone: all. "
        "Mostly on: what carried most output since: ordinary supply, substitutes made abroad (foreign) or at home "
        "(domestic), a licence, or stock or a fleet from before."
    )
    if len(results.cases) > 1:
        text += (
            " Rows: what the law reaches for certain is cut in both; what is undetermined is cut, or stays open. These "
            "are two cases, not bounds, and neither is said to be likelier."
        )
    return text


def _alike(companies: Sequence[_Company]) -> list[list[_Company]]:
    """Companies in their order; those told the same as an earlier one stand with it."""
    groups: list[list[_Company]] = []
    for company in companies:
        same = next((group for group in groups if company.same_as(group[0])), None)
        if same is None:
            groups.append([company])
        else:
            same.append(company)
    return groups


def _heading(alike: Sequence[_Company]) -> Text:
    """Who stands above the rows, listed since when, and who no longer supplies it."""
    first, *others = [company.title() for company in alike]
    who = f"{first} and, all weeks within {_SAME:.0f} of its, {join(others)}" if others else first
    rests_on = _condition(alike)
    rests_on = f" {rests_on[0].upper()}{rests_on[1:]}:" if rests_on else ""
    text = Text(_wrapped(f"{who}, {'each ' if others else ''}{alike[0].facts()}{rests_on}"))
    text.stylize("bold", 0, len(who))
    return text


def _condition(alike: Sequence[_Company]) -> str:
    """What all rows under a heading rest on alike; empty if on nothing, or not on the same."""
    return conditions(records(alike[0].lines))[0]


def _title(row: Record) -> str:
    """The name of a product without that of its maker."""
    maker = row["name"]
    return str(row["title"]).removeprefix(f"{maker} ").replace(f" of {maker}", "")


def _product(
    rows: pd.DataFrame, fleet: bool, until: dt.date, widths: Sequence[int], own: bool
) -> Iterator[Text]:
    """The rows of a product, beside its title; `own`: with what they rest on, which the heading does not say."""
    told = {_CASES[str(row["case"])]: _cells(row, fleet) for row in records(rows)}
    of_all, of_each = conditions(records(rows)) if own else ("", [""] * len(rows))
    title = _title(records(rows)[0])
    if any(of_each):
        for place, (case, rests_on) in enumerate(zip(told, of_each, strict=True)):
            label = ", ".join(filter(None, [title if place == 0 else "", rests_on]))
            yield from _beside(label, {case: told[case]}, widths)
    else:
        if len(told) > 1 and len(set(told.values())) == 1:
            told = {"either": next(iter(told.values()))}
        yield from _beside(", ".join(filter(None, [title, of_all])), told, widths)
    yield from _why(records(rows), of_each, until)


def _beside(label: str, told: Mapping[str, Sequence[str]], widths: Sequence[int]) -> Iterator[Text]:
    """Rows of cells, and beside them a label in as many lines as it takes."""
    lines = lines_of(label, widths[0] - 3)
    for text, (case, cells) in itertools.zip_longest(lines, told.items(), fillvalue=("", ("", "", "", ""))):
        yield Text(_row(f"  {text if isinstance(text, str) else ''}", case, cells, widths).rstrip())


def _why(rows: Sequence[Record], of_each: Sequence[str], until: dt.date) -> Iterator[Text]:
    """What limits a product that falls short in most draws, how low it goes and when it is back, where it is worst."""
    row, rests_on = min(
        zip(rows, of_each, strict=True), key=lambda each: number(each[0], "full_output_beyond")
    )
    if number(row, "full_output_beyond") >= 0.5:
        return
    told = []
    if missing := _short_of(row):
        first = "stretches its stock, then " if number(row, "rationed_first") >= 0.5 else ""
        told.append(f"{first}is short of {missing}")
    lowest, week = number(row, "lowest_middle"), number(row, "lowest_at_middle")
    at_the_end = week > horizon_weeks(row, until) - 1.0
    told.append(f"lowest {percent(lowest)} of plan{' at the end' if at_the_end else f' in week {week:.0f}'}")
    again = in_short(row, "full_again")
    told.append(
        "not full again" if number(row, "full_again_beyond") >= 1.0 else f"full again in week {again}"
    )
    if lesser := degraded_form(row):
        told.append(f"of output, {lesser}")
    case = f"if {_CASES[str(row['case'])]}{f' ({rests_on})' if rests_on else ''}, " if len(rows) > 1 else ""
    yield Text("\n".join(lines_of(case + "; ".join(told), first="    ", later="    ")))


def _short_of(row: Record) -> str:
    """The input for want of which a product falls short; empty if for none."""
    return str(row["binding_title"]) if number(row, "binding_time") > 0.0 else ""


def _wrapped(text: str) -> str:
    """A paragraph of which all lines but the first are indented; a number and its % stay on one line."""
    bound = text.replace(" %", "\u00a0%")
    return "\n".join(lines_of(bound, later="  ")).replace("\u00a0", " ")


def _cells(row: Record, fleet: bool) -> tuple[str, ...]:
    times = (in_short(row, name) for name in ("full_output", "half_output", "stop"))
    most, share = _mostly_on(row)
    carrier = "fleet" if fleet and most == "stock" else most
    return (*times, f"{carrier} {percent(share)}" if share > 0.0 else "-")


def _mostly_on(row: Record) -> tuple[str, float]:
    """What carried most output since, and what share of it."""
    shares = {word: number(row, column) for column, word in _CARRIERS.items()}
    most = max(shares, key=lambda word: -1.0 if pd.isna(shares[word]) else shares[word])
    return most, shares[most]


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """The width of the label, which takes what is left, and of the columns of cells, each with a blank before it."""
    taken = [max(map(len, column)) + 1 for column in zip(*rows, strict=True)]
    return [max(_WIDTH - _CASE - sum(taken), _NARROWEST), *taken]


def _row(label: str, case: str, cells: Sequence[str], widths: Sequence[int]) -> str:
    numbers = "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True))
    return f"{label}{' ' * (widths[0] - columns(label))}{case:<{_CASE}}{numbers}"


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
    """Who no longer supplies a company, and of whom that is not decided, by name; each supplier counts once."""
    ordinary = flows[(flows["company"] == row["company"]) & (flows["role"] == "ordinary")]
    own = ordinary[ordinary["supplier"] != row["company"]]
    told: list[str] = []
    counted_before: set[str] = set()
    for kind in counted_kinds(pd.DataFrame([row])):
        held = own[own["held_back"] == _KINDS[kind][0]] if kind != "open" else own.iloc[:0]
        names = {str(name): _named(str(name), held, own, row) for name in held["supplier_name"].unique()}
        fresh = [words for name, words in names.items() if name not in counted_before]
        more = [name for name in names if name in counted_before]
        counted_before |= set(names)
        if not names:
            continue
        most = _MOST if kind == "cut" else _MOST_OTHERS
        shown = fresh[:most] if len(fresh) > most + 1 else fresh
        rest = [f"{len(fresh) - len(shown)} more"] if len(shown) < len(fresh) else []
        rest += [f"{'and ' if fresh else ''}more of {join(more)}"] if more else []
        of = "" if told else f" of {counted(round(suppliers(row)), 'supplier')}"
        cost = percent(number(row, f"cost_{kind}")) + ("" if told else " of parts cost")
        count = number(row, f"suppliers_{kind}")
        how_many = f"{count:.0f}{of} {_KINDS[kind][1]}" if count else f"{_KINDS[kind][1]} in part"
        told.append(f"{how_many} ({cost}): {', '.join([*shown, *rest])}")
    told = told or [f"{counted(round(suppliers(row)), 'supplier')}, all open"]
    if row["own_work"] in _WORDS:
        told.append(f"its own work {_WORDS[str(row['own_work'])]}")
    return ended("; ".join(told))


def _named(name: str, held: pd.DataFrame, own: pd.DataFrame, row: Record) -> str:
    """A supplier, and whether what is held back of it is a part, or held back from another day than the listing."""
    flows = own[own["supplier_name"] == name]
    its = held[held["supplier_name"] == name]
    days = sorted({day for day in its["since"] if isinstance(day, dt.date) and not pd.isna(day)})
    later = [day for day in days if row["listed_since"] and day != row["listed_since"]]
    part = ["in part"] if len(its) < len(flows) or len(days) > len(later) > 0 else []
    since = [f"from {day}" for day in later[:1]]
    words = " ".join([*part, *since])
    return f"{name} ({words})" if words else name


def _counted(row: Record) -> str:
    """How many suppliers no longer supply a company, and since when it is listed; empty if all do."""
    told = [
        f"{number(row, f'suppliers_{kind}'):.0f} {_KINDS[kind][1]}"
        for kind in ("cut", "stopping", "undetermined")
        if number(row, f"suppliers_{kind}") > 0.0
    ]
    return f", {_since(row)}, {join(told)}" if told else ""
