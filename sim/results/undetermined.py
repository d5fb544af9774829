"""This is the table `undetermined`: which undetermined flows, decided alone the other way, move which line."""

from __future__ import annotations

import math

import pandas as pd

from sim.results.decided_alone import DecidedAlone, Lasting, most_moving
from sim.results.evidence import Evidence


def undetermined_table(evidence: Evidence) -> pd.DataFrame:
    """The table `undetermined`: one row for each line and flow that moves it alone, the one that moves most first."""
    by_line: dict[str, list[DecidedAlone]] = {}
    for each in evidence.alone:
        by_line.setdefault(each.line, []).append(each)
    rows = []
    for line in evidence.network.lines:
        found = most_moving(by_line).get(line.name, [])
        for rank, each in enumerate(found, 1):
            rows.append(
                {
                    "line": line.name,
                    "title": line.title,
                    "company": line.maker,
                    "name": evidence.name(line.maker),
                    "rank": rank,
                    **_flow(evidence, each.flow),
                    "moves_output": each.moves_output,
                    "moves_full_output": each.moves_full_output,
                    **_lasting("all_open", each.all_open),
                    **_lasting("cut_alone", each.cut_alone),
                    **_lasting("open_alone", each.open_alone),
                    **_lasting("all_cut", each.all_cut),
                }
            )
    return pd.DataFrame(rows)


def _lasting(name: str, found: Lasting) -> dict[str, float]:
    weeks = found.full_output / 7.0 if math.isfinite(found.full_output) else math.nan
    return {f"lost_{name}": found.lost, f"full_output_{name}": weeks}


def _flow(evidence: Evidence, keys: tuple[str, ...]) -> dict[str, object]:
    own = [
        (line, item, source)
        for line in evidence.network.lines
        for item in line.inputs
        for source in item.sources
        if source.key in keys
    ]
    line, item, source = own[0]
    return {
        "buyer": line.maker,
        "buyer_name": evidence.name(line.maker),
        "for_lines": ", ".join(dict.fromkeys(line.name for line, _, _ in own)),
        "input": item.name,
        "input_title": item.title,
        "supplier": source.supplier,
        "supplier_name": evidence.name(source.supplier),
        "role": "ordinary" if source.ordinary else "alternative",
    }
