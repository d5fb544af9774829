"""This is the table `first_out`: which parts of a maker that is not listed run out first, and when to act."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd

from sim.exposure import closures
from sim.network import InputNode, LineNode
from sim.results.evidence import Evidence
from sim.results.lasts_alone import LastsAlone, sure_day
from sim.results.spread import duration, no_duration
from sim.scenario.quantity import Quantity
from sim.wording import OWN_WORK

ANOTHER = "another source"  # one that nobody named; what it needs stands with the column `start_with`


def first_out_table(evidence: Evidence) -> pd.DataFrame:
    """The table `first_out`: one row for each case and part of an unlisted maker that runs out, the first one first."""
    items = {item.key: (line, item) for line in evidence.network.lines for item in line.inputs}
    closed = {
        case: closures(evidence.exposure, evidence.expected, evidence.file.scenario, case)
        for case in {each.case for each in evidence.first_out}
    }
    rows = []
    ranks: dict[tuple[str, str], int] = {}
    for each in evidence.first_out:
        line, item = items[each.input]
        ranks[each.case, each.line] = rank = ranks.get((each.case, each.line), 0) + 1
        cut = [source for source in item.sources if source.ordinary and source.key in closed[each.case]]
        rows.append(
            {
                "case": each.case,
                "line": each.line,
                "rank": rank,
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
                "lasts": (each.likely - evidence.since[line.maker]) / 7.0,
                **_lasts(evidence, line, each),
                **_start(evidence, item, each),
            }
        )
    return pd.DataFrame(rows)


def _lasts(evidence: Evidence, line: LineNode[Quantity], each: LastsAlone) -> dict[str, float]:
    if not each.draws:
        return no_duration("lasts")
    since = [draw.since[line.maker] for draw in evidence.draws]
    return duration("lasts", [day - first for day, first in zip(each.draws, since, strict=True)])


def _start(evidence: Evidence, item: InputNode[Quantity], each: LastsAlone) -> dict[str, object]:
    day = sure_day(each.latest) if each.latest else math.inf
    if math.isinf(day):
        return {"start_by": None, "start_with": None}
    names = {source.key: evidence.name(source.supplier) for source in item.sources}
    return {
        "start_by": evidence.network.start + dt.timedelta(days=math.floor(day)),
        "start_with": names.get(each.start_with or "", ANOTHER),
    }
