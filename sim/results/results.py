"""This is the result of a run: tidy tables, sentences made from them, and what is needed to make them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from sim.results.columns import COLUMNS
from sim.results.events import events_table
from sim.results.evidence import Evidence
from sim.results.first_out import first_out_table
from sim.results.how_long import companies_table, products_table, timeline_table
from sim.results.licences import applications_table
from sim.results.markets import markets_table
from sim.results.noise import without_noise
from sim.results.pools import pools_table
from sim.results.sources import NO_BASIS, Basis, assumptions_table, references_table
from sim.results.supply import flows_table, lost_sales_table, parts_table
from sim.results.undetermined import undetermined_table

_MAKERS = {
    "companies": companies_table,
    "products": products_table,
    "timeline": timeline_table,
    "parts": parts_table,
    "flows": flows_table,
    "pools": pools_table,
    "applications": applications_table,
    "markets": markets_table,
    "undetermined": undetermined_table,
    "first_out": first_out_table,
    "lost_sales": lost_sales_table,
    "events": events_table,
    "assumptions": assumptions_table,
}


@dataclass(frozen=True)
class Results:
    """What a run says. `tables` has the keys and columns of `columns.COLUMNS`."""

    title: str
    question: str
    look_at: str | None
    name: str
    called: str  # what a command calls the scenario: a name that ships, or a file
    start: dt.date
    until: dt.date
    as_seen_from: dt.date
    variants: tuple[str, ...]
    hypothetical: bool
    changes: tuple[str, ...]  # what the variants changed, in words
    replications: int
    seed: int
    cases: tuple[str, ...]
    listed: Mapping[str, tuple[str, dt.date]]  # company id: name and effective date
    public_bodies: int  # listed bodies that are not companies
    estimates: float  # share of deciding numbers that are estimates (grades D and E)
    tables: Mapping[str, pd.DataFrame]
    references: pd.DataFrame
    answer: tuple[str, ...]
    sentences: Mapping[str, tuple[str, ...]]  # by company id
    version: str
    manifest: Mapping[str, object]
    figures: str = "public figures"  # what the estimate is made from
    basis: Basis = NO_BASIS  # what the numbers rest on that decide the answer
    unverified: tuple[str, ...] = ()  # law whose status nobody verified, and the flows it decides
    implausible: tuple[str, ...] = ()  # numbers that can hardly be so, where they stand


def tabulate(evidence: Evidence) -> dict[str, pd.DataFrame]:
    """Every table of `columns.COLUMNS`, with its columns in that order."""
    tables = {}
    for name, make in _MAKERS.items():
        table = make(evidence)
        chosen = table.reindex(columns=list(COLUMNS[name])) if table.empty else table[list(COLUMNS[name])]
        tables[name] = without_noise(chosen, {column: unit for column, (unit, _) in COLUMNS[name].items()})
    return tables


def references(evidence: Evidence) -> pd.DataFrame:
    """The references that back the scenario's numbers and law."""
    return references_table(evidence)
