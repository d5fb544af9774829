"""This is the answer in plain words: sentences made from the tables, for people who read one paragraph."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from sim.explain.durations import dips, held_for, recovers, short_by_rationing, stops
from sim.explain.without_law import without_law
from sim.explain.words import (
    Record,
    Tables,
    case_said,
    conditions,
    confidence,
    dated,
    from_to,
    horizon_weeks,
    if_it_happens,
    join,
    missing,
    number,
    percent,
    product_name,
    records,
    represents,
    supplied_by,
    suppliers,
    weeks_said,
)
from sim.results.held_back import BY_ITSELF, BY_LAW, UNDETERMINED
from sim.wording import counted, ended

_NOTHING = 0.0005  # of plan
_FEW = 3  # companies that are counted one by one in the first sentence


def answer(tables: Tables, until: dt.date, scenario: str) -> tuple[str, ...]:
    """Who is cut off; how long all go on, if there is more than one line; and a sentence for each company.

    `scenario` is what a command calls the scenario.
    """
    modelled = [row for row in records(tables["companies"]) if row["lines"]]
    if not modelled:
        return ("No modelled company is affected.",)
    first = [row for row in modelled if row["case"] == modelled[0]["case"]]
    products = records(tables["products"])
    overall = (_overall(products),) if len({row["line"] for row in products}) > 1 else ()
    stopping = records(tables["flows"]) if "flows" in tables else []
    return (
        _who_overall(first, tables, scenario),
        *_stopping(stopping, without_law(tables["flows"]) is None if "flows" in tables else True),
        *_leaking(records(tables["parts"]) if "parts" in tables else []),
        *_not_buying(records(tables["markets"]) if "markets" in tables else []),
        *overall,
        *_moving_most(tables, [str(row["case"]) for row in modelled]),
        *_first_out(tables, str(modelled[0]["case"])),
        *(
            _company_answer([row for row in modelled if row["company"] == one["company"]], until)
            for one in first
        ),
    )


def in_brief(tables: Tables, until: dt.date, scenario: str) -> tuple[str, ...]:
    """What a screen says above its rows: which lines stop, what lowers demand, what moves the answer most."""
    modelled = [row for row in records(tables["companies"]) if row["lines"]]
    if not modelled:
        return ("No modelled company is affected.",)
    products = records(tables["products"])
    first = [row for row in modelled if row["case"] == modelled[0]["case"]]
    law = without_law(tables["flows"]) is None
    return (
        *((_who_overall(first, tables, scenario),) if len(first) == 1 else ()),
        *((_overall(products),) if len({row["line"] for row in products}) > 1 else ()),
        *_stopping(records(tables["flows"]), law),
        *_leaking(records(tables["parts"])),
        *_less_demand(records(tables["markets"])),
        *_moving_most(tables, [str(row["case"]) for row in modelled]),
        *((_company_answer(modelled, until, short=not law),) if len(first) == 1 else ()),
    )


def said_of_all(told: tuple[str, ...], tables: Tables) -> tuple[str, ...]:
    """What an answer says of all companies together; where they are few, what it says of each as well."""
    count = len(_modelled(tables))
    return told if count <= _FEW else told[: max(len(told) - count, 1)]


def said_of_each(told: tuple[str, ...], tables: Tables) -> dict[str, str]:
    """What an answer says of each company that `said_of_all` leaves out, by company id."""
    left = told[len(said_of_all(told, tables)) :]
    return dict(zip(_modelled(tables), left, strict=True)) if left else {}


def _modelled(tables: Tables) -> list[str]:
    """Companies with a modelled line, in the order in which an answer speaks of them."""
    companies = tables["companies"]
    return [str(company) for company in companies[companies["lines"] != ""]["company"].unique()]


def _who_overall(rows: list[dict[str, object]], tables: Tables, scenario: str) -> str:
    """For whom a licence is required; with counts where there are few."""
    cut = [row for row in rows if number(row, "suppliers_cut") > 0.0]
    undetermined = sum(number(row, "suppliers_undetermined") for row in rows)
    undecided = [f"{undetermined:.0f} more"] if undetermined else []
    undecided += ["own work"] if any(row["own_work"] == UNDETERMINED for row in rows) else []
    more = f"; for {join(undecided)} the facts do not decide, so two cases are shown" if undecided else ""
    if not cut:
        asked_none = without_law(tables["flows"], scenario) if "flows" in tables else None
        if asked_none is not None:
            return asked_none
        return f"No supplier needs a licence for certain{more}."
    if len(cut) <= _FEW:
        who = join(
            [
                f"{number(row, 'suppliers_cut'):.0f} of {counted(round(suppliers(row)), 'supplier')} of {row['name']}"
                + _of_cost(row)
                for row in cut
            ]
        )
    else:
        who = f"some suppliers of {join([str(row['name']) for row in cut])}: "
        who += from_to([number(row, "suppliers_cut") for row in cut], "{:.0f}") + " each, "
        costs = sorted(number(row, "cost_cut") for row in cut)
        who += f"{' to '.join(dict.fromkeys(percent(cost) for cost in (costs[0], costs[-1])))} of parts cost"
    chances = [number(row, "cut_chance") for row in cut]
    if min(chances) < 1.0:
        low, high = percent(min(chances)), percent(max(chances))
        chance = low if low == high else f"{low} to {high}"
        return (
            f"With a chance of {chance} a licence is required, and assumed not granted unless the scenario says "
            f"otherwise, for {who}{more}."
        )
    return (
        f"A licence is required, and assumed not granted unless the scenario says otherwise, for {who}{more}."
    )


def _moving_most(tables: Tables, cases: list[str]) -> tuple[str, ...]:
    """The undetermined flow that moves a line most of all, in one sentence; nothing if the facts decide all."""
    if "undetermined cut" not in cases or "undetermined" not in tables:
        return ()
    first = [row for row in records(tables["undetermined"]) if number(row, "rank") == 1.0]
    if not first:
        return ("None of the undetermined flows moves any line by itself, at likeliest values.",)
    row = max(first, key=lambda each: (number(each, "moves_output"), number(each, "moves_full_output")))
    if number(row, "moves_output") < 0.005 and round(number(row, "moves_full_output")) == 0:
        return ()  # too little to be told
    hangs = f"{percent(number(row, 'moves_output'))} of the planned output of {product_name(row)}"
    if number(row, "moves_output") < 0.005:
        hangs = f"{weeks_said(number(row, 'moves_full_output'))} of full output of {product_name(row)}"
    buyer = f" for {row['buyer_name']}" if row["buyer"] != row["company"] else ""
    flow = f"{row['input_title']} ({supplied_by(row, 'buyer')}){buyer}"
    return (
        f"The undetermined flow that moves the answer most is {flow}: "
        f"cut or open, alone and at likeliest values, {hangs} hangs on it.",
    )


def cut_inputs(tables: Tables, case: str, line: str) -> int:
    """How many inputs of a line have an ordinary source that is cut or stops, for certain or, in that case, perhaps."""
    kinds = {BY_LAW, BY_ITSELF} | ({UNDETERMINED} if case == "undetermined cut" else set())
    flows = tables["flows"]
    own = flows[(flows["line"] == line) & (flows["role"] == "ordinary") & flows["held_back"].isin(kinds)]
    return int(own["input"].nunique())


def in_common(parts: Sequence[Record], cut: int | None = None) -> str | None:
    """What the parts that run out share most, in one sentence; None for a single part. `cut`: of so many cut ones."""
    if len(parts) < 2:
        return None
    told = []
    for column, words in (("suppliers", "come from"), ("made_in", "are made in"), ("class", "are of class")):
        values = [str(part[column]) for part in parts if part[column]]
        most = max(dict.fromkeys(values), key=values.count, default="")
        if values.count(most) > 1:
            told.append((values.count(most), f"{words} {most}"))
    shared = [f"{count} {words}" for count, words in sorted(told, key=lambda each: -each[0])]
    if not shared:
        return None
    of_cut = (
        "" if cut is None or cut <= len(parts) else f"Of {cut} parts that are cut, {len(parts)} run out. "
    )
    return f"{of_cut}Of {len(parts)} parts that run out, {ended(join(shared))}"


def _first_out(tables: Tables, case: str) -> tuple[str, ...]:
    """For each line of a maker that is not listed, the parts that run out first, and what they share."""
    found: dict[str, list[dict[str, object]]] = {}
    for row in records(tables["first_out"]) if "first_out" in tables else ():
        if row["case"] == case:
            found.setdefault(str(row["line"]), []).append(row)
    products = records(tables["products"]) if found else []
    titles = {str(row["line"]): product_name(row) for row in products}
    sentences = []
    for line, to_begin in found.items():
        parts = sorted(to_begin, key=lambda part: number(part, "rank"))
        first = join(
            [
                f"{part['title']} ({part['input']}, {part['suppliers']}){_if_cut(part)}"
                for part in parts[:_FEW]
            ]
        )
        shared = f" {text}" if (text := in_common(parts)) is not None else ""
        told = f"Of {titles[line]}, the first to run out by itself{case_said(case)}: {first}."
        sentences.append(f"{told}{_begin_first(to_begin)}{shared}")
    return tuple(sentences)


def _begin_first(parts: Sequence[Record]) -> str:
    """The parts with which something must be begun first, each with the day; empty if none has one."""
    told = [
        f"{part['title']} ({part['input']}) by {part['start_by']} {confidence(part)}".rstrip() + _if_cut(part)
        for part in parts[:_FEW]
        if not missing(part["start_by"])
    ]
    return f" Another source must be begun with first for {join(told)}." if told else ""


def _if_cut(part: Record) -> str:
    """What a part's last day to begin rests on; empty where it is cut for certain."""
    chance = number(part, "chance")
    return f" (with {percent(chance)} chance; if it is cut)" if chance < 1.0 else ""


def _stopping(flows: list[dict[str, object]], law: bool) -> tuple[str, ...]:
    """Who stops by itself, in one sentence; nothing if nobody does. If there is `law`, it is said not to ask it."""
    stops: dict[str, set[str]] = {}
    days: dict[str, str] = {}
    for row in flows:
        if isinstance(row["vendor_stop"], str):
            stops.setdefault(str(row["supplier_name"]), set()).add(f"{row['line']} {row['input']}")
            days[str(row["supplier_name"])] = dated(row, "stops_since", "stops_chance")
    if not stops:
        return ()
    told = join(
        [f"{name}, {counted(len(items), 'input')}, from {days[name]}" for name, items in stops.items()],
    )
    beyond = "Beyond what the law asks, these suppliers are assumed" if law else "Assumed"
    return (f"{beyond} to stop by themselves: {ended(told)}",)


def _leaking(parts: list[dict[str, object]]) -> tuple[str, ...]:
    """What leakage the scenario assumes, in one sentence; nothing if none arrives."""
    leaking = [row for row in parts if number(row, "leaked_high") > 0.0]
    if not leaking:
        return ()
    titles = list(dict.fromkeys(str(row["title"]) for row in leaking))
    shares = [number(row, f"leaked_{end}") for row in leaking for end in ("low", "high")]
    low, high = percent(min(shares)), percent(max(shares))
    return (
        f"Leakage is assumed, of items by class and of no supplier, for {join(titles)}: {low} to {high} of the planned "
        "need arrives although it may not be supplied. No flow is open for that, and it is no alternative; in what "
        "carried the output it counts with ordinary supply.",
    )


def _not_buying(markets: list[dict[str, object]]) -> tuple[str, ...]:
    """Which markets buy less of what, a sentence for each rule; nothing if all may."""
    told: dict[tuple[str, str], list[dict[str, object]]] = {}
    for row in markets:
        if row["status"] != "open":
            told.setdefault((str(row["rule_title"]), _from_when(row)), []).append(row)
    return tuple(
        f"On the demand side, from {since}{_unless_decided(rows)}, {_in_markets(rows)} buys less from "
        f"{_whose(rows)} ({title}); of demand there the scenario takes {_by_loss(rows)}. "
        "Whom the rule does not name may buy, and no supply is cut."
        for (title, since), rows in told.items()
    )


def _less_demand(markets: list[dict[str, object]]) -> tuple[str, ...]:
    """Which markets buy less, in one sentence; nothing if all may buy as before."""
    closed: dict[str, list[dict[str, object]]] = {}
    for row in markets:
        if row["status"] != "open":
            closed.setdefault(_from_when(row), []).append(row)
    if not closed:
        return ()
    every = [row for rows in closed.values() for row in rows]
    alike = all(len({(row["name"], _lost([row])) for row in rows}) == 1 for rows in closed.values())
    whose = f" of {_whose(every)}" if alike and len({row["name"] for row in every}) == 1 else ""
    told = [
        f"from {since} {_by_loss(rows, named=not whose)}{_unless_decided(rows)}"
        for since, rows in closed.items()
    ]
    return (
        f"Demand rules cut no supply, but of what {_in_markets(every)} buys{whose} they may take {'; '.join(told)}.",
    )


def _from_when(row: Record) -> str:
    """The first day of a rule, and the day it was announced where that is another."""
    known = "" if row["announced"] == row["since"] else f" (announced {row['announced']})"
    return f"{row['since']}{known}"


def _by_loss(rows: list[dict[str, object]], named: bool = False) -> str:
    """How much of demand there goes, and of whose where it differs."""
    groups: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        groups.setdefault(_lost([row]), []).append(row)
    if len(groups) == 1 and not named:
        return next(iter(groups))
    return join([f"{lost} ({_whose(own)})" for lost, own in groups.items()])


def _unless_decided(rows: list[dict[str, object]]) -> str:
    """Says so where the facts do not decide."""
    return ", though the facts do not decide," if all(r["status"] == "undetermined" for r in rows) else ""


def _in_markets(rows: list[dict[str, object]]) -> str:
    return join(list(dict.fromkeys(str(row["market"]) for row in rows)))


def _whose(rows: list[dict[str, object]]) -> str:
    return join(list(dict.fromkeys(str(row["name"]) for row in rows)))


def _lost(rows: list[dict[str, object]]) -> str:
    low = percent(min(number(row, "lost_low") for row in rows))
    high = percent(max(number(row, "lost_high") for row in rows))
    return low if low == high else f"{low} to {high}"


def _of_cost(row: Record) -> str:
    cost = number(row, "cost_cut")
    return "" if math.isnan(cost) else f" ({percent(cost)} of parts cost)"


def _overall(products: list[dict[str, object]]) -> str:
    """Which lines stop, and how many fall short."""
    count = len({row["line"] for row in products})
    by_line: dict[object, list[dict[str, object]]] = {}
    for row in products:
        by_line.setdefault(row["line"], []).append(row)
    stopping = [
        _stopping_line(rows)
        for rows in by_line.values()
        if any(number(row, "stop_beyond") < 1.0 for row in rows)
    ]
    short = {row["line"] for row in products if number(row, "full_output_beyond") < 0.5}
    never = count - len({row["line"] for row in products if number(row, "full_output_beyond") < 1.0})
    either = ", in one case at least" if len({row["case"] for row in products}) > 1 else ""
    perhaps = ""
    if any(map(if_it_happens, products)):
        perhaps = " (of those that a measure or a stop reaches only perhaps: in most of the draws in which one does)"
    text = (
        f"Of {count} product lines {len(short)} fall short of demand in most draws{either}{perhaps}, "
        f"{count - len(short) - never} in fewer, {never} in none"
    )
    if not stopping:
        return f"{text}; no line stops within the horizon in any draw."
    return f"{text}. Some stop within the horizon: {'; '.join(stopping)}."


def _stopping_line(rows: list[dict[str, object]]) -> str:
    """In how many draws one line stops, by case where cases differ."""
    shares = [percent(1.0 - number(row, "stop_beyond")) for row in rows]
    name = product_name(rows[0])
    told_of_all, told_of_each = conditions(rows)
    if told_of_all:
        name = f"{name}, {told_of_all},"
    if len(set(shares)) == 1 and not any(told_of_each):
        return f"{name} in {shares[0]} of draws{' in either case' if len(rows) > 1 else ''}"
    told = [
        f"in {share} of draws{f' ({each})' if each else ''}{case_said(str(row['case']))}"
        for share, each, row in zip(shares, told_of_each, rows, strict=True)
    ]
    return f"{name} {' and '.join(told)}"


def _stays_at_nothing(row: Record) -> bool:
    """Whether every draw stops, and nine in ten make nothing at the end: that none is back goes without saying."""
    return (
        number(row, "stop_beyond") == 0.0
        and number(row, "recovery_beyond") >= 1.0
        and number(row, "level_high") < _NOTHING
    )


def _company_answer(rows: list[dict[str, object]], until: dt.date, short: bool = False) -> str:
    """How long a company goes on: what all cases share in one sentence, what differs in one for each case.

    In `short`, what goes without saying is left out.
    """
    horizon = horizon_weeks(rows[0], until)
    since = rows[0]["counted_from"]
    assert isinstance(since, dt.date)
    long = [f"for {held_for(row, 'full_output', horizon)}" for row in rows]
    rests_on, of_each = conditions(rows)
    long = [f"{text} ({each})" if each else text for text, each in zip(long, of_each, strict=True)]
    if len(set(long)) == 1:
        long = long[:1]
    else:
        long = [f"{text}{case_said(str(row['case']))}" for text, row in zip(long, rows, strict=True)]
    causes = [f"it {cause}" if (cause := short_by_rationing(row)) else "" for row in rows]
    kinds = [
        *(causes, [stops(row) for row in rows]),
        ["" if short and _stays_at_nothing(row) else recovers(row) for row in rows],
        [dips(row, since) for row in rows],
    ]
    shared = [texts[0] for texts in kinds if len(set(texts)) == 1 and texts[0]]
    whole = short and number(rows[0], "represents") == 1.0
    which = "" if whole else f" (modelled lines: {represents(rows[0])})"
    keeps = f"{rows[0]['name']}{which} keeps full output {join(long)}"
    if rests_on:
        keeps = f"{rests_on[0].upper()}{rests_on[1:]}, {keeps}"
    if not rows[0]["listed_since"]:
        # In short the span of the cut or stop stands before it; that of the draws would read as another.
        keeps += f", counted from {since if short else dated(rows[0], 'counted_from', 'cut_chance')}"
    told = [f"{'; '.join([keeps, *shared])}."]
    for place, row in enumerate(rows):
        own = [texts[place] for texts in kinds if len(set(texts)) > 1 and texts[place]]
        if own:
            told.append(f"{case_said(str(row['case'])).strip().capitalize()}: {'; '.join(own)}.")
    return " ".join(told)
