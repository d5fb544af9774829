"""This is the table `first_out`: which parts of a maker that is not listed run out, and who must begin what first."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import pandas as pd

from sim.exposure import Closure, closures
from sim.network import InputNode
from sim.results.evidence import Evidence
from sim.results.lasts_alone import LastsAlone, confidence_of_sure_day, sure_day
from sim.results.spread import duration, no_duration
from sim.scenario.quantity import Quantity
from sim.wording import OWN_WORK

ANOTHER = "another source"  # one that nobody named; what it needs stands with the column `start_with`


ASSUMED, IN_PART, STATED = "assumed", "partly assumed", "stated"  # open orders


def first_out_table(evidence: Evidence) -> pd.DataFrame:
    """The table `first_out`: one row for each case and part of an unlisted maker that runs out in some draw.

    Within a line the part with which something must be begun first comes first; those without a day come last, in the
    order in which they run out.
    """
    items = {item.key: (line, item) for line in evidence.network.lines for item in line.inputs}
    closed = {
        case: closures(evidence.exposure, evidence.expected, evidence.file.scenario, case)
        for case in {each.case for each in evidence.first_out}
    }
    guessed = {
        each.quantity.name.rpartition(".stock.on_order.")[0]
        for each in evidence.assumptions
        if each.is_estimate and ".stock.on_order." in each.quantity.name
    }
    rows: dict[tuple[str, str], list[dict[str, object]]] = {}
    for each in evidence.first_out:
        line, item = items[each.input]
        own = rows.setdefault((each.case, each.line), [])
        causes = evidence.causes[each.case]
        cut = [source for source in item.sources if source.ordinary and causes.names([source.key])]
        own.append(
            {
                "case": each.case,
                "line": each.line,
                "rank": len(own) + 1,
                "input": item.name,
                "title": item.title,
                "suppliers": ", ".join(
                    dict.fromkeys(
                        OWN_WORK if source.supplier == line.maker else evidence.name(source.supplier)
                        for source in cut
                    )
                ),
                "made_in": ", ".join(dict.fromkeys(place for source in cut for place in source.places)),
                "class": evidence.file.scenario.lines[line.name].inputs[item.name].class_,
                "chance": each.chance,
                "orders": _orders(item, item.key in guessed, closed[each.case]),
                "lasts": each.likely / 7.0 if math.isfinite(each.likely) else math.nan,
                **_lasts(each),
                **_start(evidence, item, each),
            }
        )
    return pd.DataFrame(row for own in rows.values() for row in sorted(own, key=_first_to_begin))


def _first_to_begin(row: Mapping[str, object]) -> dt.date:
    begin = row["start_by"]
    return begin if isinstance(begin, dt.date) else dt.date.max


def _orders(item: InputNode[Quantity], guessed: bool, closed: Mapping[str, Closure]) -> str:
    """Whether what is under way is stated, or a flow of the plan that is assumed.

    Where none is stated to be under way, what is ordered from the start on is, unless all sources are cut by then.
    """
    orders = item.stock.on_order
    if orders is None:
        return ASSUMED
    sources = [source.key for source in item.sources if source.ordinary]
    if not orders and any(key not in closed or closed[key].cut > 0.0 for key in sources):
        return ASSUMED
    return IN_PART if guessed else STATED


def _lasts(each: LastsAlone) -> dict[str, float]:
    """How long it lasts, of the draws in which it is cut."""
    days = [day - first for day, first, cut in zip(each.draws, each.since, each.cut, strict=True) if cut]
    return (duration("lasts", days) if days else no_duration("lasts")) | {"lasts_draws": len(days)}


def _start(evidence: Evidence, item: InputNode[Quantity], each: LastsAlone) -> dict[str, object]:
    by = sure_day(each.latest)
    if not math.isfinite(by):
        empty = dict.fromkeys(("start_by", "start_by_low", "start_by_high"))
        return {**empty, "start_by_draws": math.nan, "start_with": None}
    low, high = confidence_of_sure_day(each.latest) or (math.nan, math.nan)
    if not math.isfinite(low):  # in some draws that source cannot serve the need, whenever one begins
        low = high = math.nan
    names = {source.key: evidence.name(source.supplier) for source in item.sources}
    return {
        "start_by": _date(evidence, by),
        "start_by_low": _date(evidence, low),
        "start_by_high": _date(evidence, high),
        "start_by_draws": float(sum(day < math.inf for day in each.latest)),
        "start_with": names.get(each.start_with or "", ANOTHER),
    }


def _date(evidence: Evidence, day: float) -> dt.date | None:
    return None if math.isnan(day) else evidence.network.start + dt.timedelta(days=math.floor(day))
