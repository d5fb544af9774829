"""This is the table `how long` of the report: every duration of each company and product, in each case."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.explain import conditions, for_want_of_demand, number
from sim.figures.cells import Record, text
from sim.figures.rows import Rows
from sim.report.companies import Company
from sim.report.products import horizon, recovery, represents
from sim.report.words import NONE, shares, weeks
from sim.results.results import Results


@dataclass(frozen=True)
class Case:
    """The cells of one row in one case."""

    words: str
    cells: tuple[str, ...]
    low_demand: str  # says so where output under half of plan meets what is wanted; empty: it does not


@dataclass(frozen=True)
class Lasting:
    """One company or product, with a row for each case that differs."""

    title: str
    represents: str
    cases: tuple[Case, ...]
    part: bool  # one product of a company that stands above it
    condition: str  # says so where all its figures hold only if the same happens


def lasting(results: Results, rows: Rows, everyone: Sequence[Company]) -> list[Lasting]:
    """The rows of the table: each modelled company, then its products if it has several."""
    found = []
    for company in everyone:
        if not company.modelled:
            continue
        several = len(company.products) > 1
        title = "all modelled lines" if several else company.products[0].title
        own_rows = rows.of("companies", company=company.key)
        own, told = _cases(own_rows, results), conditions(own_rows)[0]
        found.append(Lasting(f"{company.name}: {title}", company.represents, own, False, told))
        for product in company.products if several else ():
            own_rows = rows.of("products", line=product.line)
            own, told = _cases(own_rows, results), conditions(own_rows)[0]
            found.append(Lasting(product.title, represents(own_rows[0]), own, True, told))
    return found


def _cases(rows: Sequence[Record], results: Results) -> tuple[Case, ...]:
    """A row of cells for each case, with what it rests on where another rests on something else; one if all agree."""
    of_each = conditions(rows)[1]
    found = [
        Case(
            ", ".join(filter(None, [text(row, "case"), rests_on])),
            tuple(_cells(row, results)),
            for_want_of_demand(row),
        )
        for row, rests_on in zip(rows, of_each, strict=True)
    ]
    if len(found) > 1 and not any(of_each) and len({(case.cells, case.low_demand) for case in found}) == 1:
        return (replace(found[0], words="either case"),)
    return tuple(found)


def _cells(row: Record, results: Results) -> list[str]:
    end = horizon(row, results)
    rarely = math.isnan(number(row, "domestic_from_low"))  # what never begins has no end to speak of
    return [
        *(weeks(row, name, end) for name in ("full_output", "half_output", "stop")),
        recovery(row, end),
        shares(row, "domestic_level"),
        weeks(row, "domestic_from", end),
        NONE if rarely else weeks(row, "domestic_until", end),
        "no stop" if number(row, "stop_beyond") >= 1.0 else weeks(row, "gap", end),
    ]
