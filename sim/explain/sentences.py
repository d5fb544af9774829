"""This is what is said of each company: who holds what back, and of each line how long it goes on, and on what."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

from sim.explain.durations import dips, held_for, recovers, short_by_rationing, stops
from sim.explain.sharing import degraded_form, sharing_said, short_by_pool
from sim.explain.words import (
    Record,
    Tables,
    carriers,
    case_said,
    dated,
    dearer,
    held_before,
    horizon_weeks,
    if_it_happens,
    join,
    number,
    ordinary_supply,
    percent,
    records,
    represents,
    supplied_by,
    suppliers,
)
from sim.results.held_back import BY_ITSELF, BY_LAW, UNDETERMINED
from sim.wording import counted


def sentences(tables: Tables, until: dt.date) -> dict[str, tuple[str, ...]]:
    """For each company: who no longer supplies; and for each line and case how long, what binds, what carries it."""
    found: dict[str, list[str]] = {}
    short = _short_suppliers(tables)
    for row in records(tables["companies"]):
        company = str(row["company"])
        if not row["lines"]:
            said = row["not_modelled"]  # not-a-number where the scenario says nothing
            why = said if isinstance(said, str) and said else "this scenario has no line for it"
            found.setdefault(company, [f"{row['name']} is listed and not modelled: {why}."])
        elif company not in found:
            found[company] = [_who_sentence(row, short.get(company, []))]
    parts = records(tables["parts"])
    taken = set(tables["flows"]["made_by"]) if "flows" in tables else set()
    for row in records(tables["products"]):
        own = [part for part in parts if part["line"] == row["line"]]
        names = {"held": held_before(own), "ordinary": ordinary_supply(own)}
        known = row | names | {"taken": row["line"] in taken, "pooled": short_by_pool(tables, row)}
        found[str(row["company"])].append(_product_sentence(known, horizon_weeks(row, until)))
    for companies, said in sharing_said(tables):
        for company in companies:
            found[company].append(said)
    return {company: tuple(lines) for company, lines in found.items()}


def _short_suppliers(tables: Tables) -> dict[str, list[str]]:
    """By company, what it takes from modelled lines that fall short in some draw, and from whom."""
    parts = records(tables["parts"])
    short = {(row["line"], row["input"]) for row in parts if number(row, "supplier_short_beyond") < 1.0}
    told: dict[str, dict[str, None]] = {}
    for row in records(tables["flows"]) if short else ():
        if row["made_by"] and row["role"] == "ordinary" and (row["line"], row["input"]) in short:
            told.setdefault(str(row["company"]), {})[f"{row['title']} ({supplied_by(row)})"] = None
    return {company: list(items) for company, items in told.items()}


def _who_sentence(row: Record, short: list[str]) -> str:
    """Who holds what back from a company; `short` is what modelled lines make that fall short."""
    stands = f"the modelled lines stand for {represents(row)}"
    told = list(_held_back(row))
    if not told:
        listed = "" if row["listed_since"] else ", which is not listed"
        count = suppliers(row)
        stays = (
            "its one supplier stays open"
            if count == 1.0
            else f"every one of its {count:.0f} suppliers stays open"
        )
        told = [
            f"{stays}{', but what it takes from modelled lines falls short in some draws' if short else ''}"
        ]
        return f"{row['name']}{listed}: {told[0]}{_items(short)} ({stands})."
    if short:
        told.append(f"what it takes from modelled lines falls short in some draws{_items(short)}")
    return f"{row['name']}: {'; '.join(told)}; {stands}."


def _items(short: list[str]) -> str:
    return f": {join(short)}" if short else ""


_OWN_WORK = {
    BY_LAW: "its own work is cut too",
    BY_ITSELF: "its own work stops by itself, which no law asks",
    UNDETERMINED: "for its own work the facts do not decide",
}


def _held_back(row: Record) -> Iterator[str]:
    """How many suppliers the law holds back, stop by themselves, or are not decided by the facts."""
    cut, stopping, undetermined = (
        number(row, f"suppliers_{kind}") for kind in ("cut", "stopping", "undetermined")
    )
    of_all = f" of {counted(round(suppliers(row)), 'supplier')}"
    if cut > 0.0:
        # What may not happen, or not on that day, is not said as a fact.
        verb = "would be" if number(row, "cut_chance") < 1.0 else "is"
        yield (
            f"from {dated(row, 'cut_since', 'cut_chance')} on a licence ({row['licences']}) {verb} required for "
            f"{cut:.0f}{of_all}, "
            f"{percent(number(row, 'cost_cut'))} of parts cost"
        )
    if stopping > 0.0:
        itself = "stops by itself" if stopping == 1.0 else "stop by themselves"
        cost = f"({percent(number(row, 'cost_stopping'))} of parts cost)"
        day = dated(row, "stops_since", "stops_chance")
        yield f"{stopping:.0f}{of_all} {cost} {itself}, which no law asks, from {day}"
    if undetermined > 0.0:
        more = " more" if cut > 0.0 else of_all
        cost = f"({percent(number(row, 'cost_undetermined'))} of parts cost)"
        yield f"for {undetermined:.0f}{more} {cost} the facts do not decide"
    if row["own_work"] in _OWN_WORK:
        yield _OWN_WORK[str(row["own_work"])]


def _product_sentence(row: Record, horizon: float) -> str:
    rests_on = f"{told}, " if (told := if_it_happens(row)) else ""
    text = (
        f"{row['title']} ({represents(row)}){case_said(str(row['case']))}: {rests_on}output meets demand for "
        f"{held_for(row, 'full_output', horizon)}"
    )
    if number(row, "full_output_beyond") < 1.0:
        cause = short_by_rationing(row)
        text += f"; it {cause}" if cause else ""
        binding = number(row, "binding_time")
        if row["binding_title"] and binding > 0.0:
            title = row["binding_title"]
            text += f"; where an input runs out, it is most often {title} ({percent(binding)} of that time)"
        text += f"; {row['pooled']}" if row["pooled"] else ""
        if number(row, "rationed_time") >= 0.005:
            text += f"; the maker stretches its stock {percent(number(row, 'rationed_time'))} of the time"
        back, since = recovers(row), row["counted_from"]
        assert isinstance(since, dt.date)
        dip = dips(row, since)
        text += f"; {stops(row)}" + "".join(f"; {each}" for each in (back, dip) if each)
    carried = carriers(row)
    text += f". Output after the cut is carried by {join(carried)}" if carried else ""
    if lesser := degraded_form(row):
        text += f". Of output, {lesser}"
        if not math.isnan(fallen := number(row, "margin_lost_middle")):
            less = "loses" if fallen >= 0.0 else "gains"
            text += f", so that price less parts cost {less} {percent(abs(fallen))} of the price"
    if told := dearer(row):
        text += f". After the cut, {told}"
    barred = number(row, "barred_demand_middle")
    lost = number(row, "lost_demand_middle") - barred
    if lost >= 0.005:
        text += (
            f". About {percent(lost)} of planned demand is lost with a missing service"
            f"{', or since buyers of it take less' if row.get('taken') else ''}, not for want of parts"
        )
    if barred > 0.0:
        text += f". {percent(barred).capitalize()} of planned demand is lost because some buyers may not buy"
    estimates = percent(number(row, "estimates"))
    return f"{text}. {estimates} of the numbers that decide this are estimates (grades D and E: derived, or our own)."
