"""This is what the report says company by company: who is cut off, its sentences and its products."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.explain import counted_kinds, number, percent, said_of_each
from sim.figures.cells import Record, calendar_day, counted_said, day, text
from sim.figures.rows import Rows
from sim.report.order import hit
from sim.report.products import Product, product, represents
from sim.report.tiers import Tiers
from sim.report.words import NONE, maybe_day
from sim.results.results import Results
from sim.wording import ended


@dataclass(frozen=True)
class Company:
    """One company: its row in the table `who is cut off`, its sentences and its products."""

    key: str
    name: str
    listed_since: str
    modelled: bool
    why_not: str
    counts: tuple[str, ...]  # suppliers by `counted_kinds`; then parts cost, the open left out
    estimates: str
    represents: str
    facts: tuple[str, ...]  # sentences
    sentences: tuple[str, ...]  # those about one product are with that product
    products: tuple[Product, ...]  # those that are hit worst first


def companies(results: Results, rows: Rows, tiers: Tiers) -> list[Company]:
    """Every listed or modelled company: those that are hit worst first, those without a line last."""
    found = [_company(row, results, rows, tiers) for row in rows.of("companies", case=results.cases[0])]
    return sorted(
        found,
        key=lambda company: (
            not company.modelled,
            hit([*rows.of("companies", company=company.key), *rows.of("products", company=company.key)]),
        ),
    )


def _company(row: Record, results: Results, rows: Rows, tiers: Tiers) -> Company:
    key = text(row, "company")
    modelled = bool(text(row, "lines"))
    kinds = counted_kinds(results.tables["companies"])
    suppliers = [f"suppliers_{kind}" for kind in kinds]
    costs = [percent(number(row, f"cost_{kind}")) for kind in kinds[:-1]]
    lines = list(dict.fromkeys(text(own, "line") for own in rows.of("products", company=key)))
    lines.sort(key=lambda line: hit(rows.of("products", line=line)))
    products = tuple(product(line, results, rows, tiers) for line in lines)
    of_it = said_of_each(results.answer, results.tables).get(key)
    of_lines = {sentence for each in products for sentence in each.sentences}
    return Company(
        key=key,
        name=text(row, "name"),
        listed_since=_since(row),
        modelled=modelled,
        why_not=text(row, "not_modelled"),
        counts=(*(f"{number(row, column):.0f}" for column in suppliers), *costs) if modelled else (),
        estimates=percent(number(row, "estimates")) if modelled else NONE,
        represents=represents(row) if modelled else NONE,
        facts=tuple(_facts(row, tiers)) if modelled else (),
        sentences=(
            *([of_it] if of_it else []),
            *(sentence for sentence in results.sentences.get(key, ()) if sentence not in of_lines),
        ),
        products=products,
    )


def _since(row: Record) -> str:
    """Since when it is listed, or a rule reaches its suppliers without a listing; with span and chance."""
    if not day(row, "listed_since") and day(row, "cut_since"):
        return f"not listed; a rule from {maybe_day(row, 'cut_since', 'cut_chance')}"
    return maybe_day(row, "listed_since", "listed_chance")


def _facts(row: Record, tiers: Tiers) -> Iterator[str]:
    """Whether it is listed, or by whom it is supplied; how much of it is modelled, and on what that rests."""
    listed = day(row, "listed_since")
    if listed:
        since = "since" if number(row, "listed_chance") >= 1.0 else "perhaps, from"
        day_said = maybe_day(row, "listed_since", "listed_chance")
        yield f"Listed {since} {day_said}, announced {calendar_day(day(row, 'announced'))}."
    else:
        supplied = tiers.supplied_by(text(row, "company"))
        yield ended(f"Not listed; supplied by {supplied}") if supplied else "Not listed."
        if day(row, "cut_since"):
            yield f"A rule first cuts a supplier of it {maybe_day(row, 'cut_since', 'cut_chance')}."
        if day(row, "counted_from"):
            counted = counted_said(row)
            yield f"Its weeks count from {counted}, when a measure or stop first reaches a supplier, at any tier."
    yield f"The modelled part {represents(row)}."
    yield (
        f"{percent(number(row, 'estimates'))} of the numbers that decide it are estimates (grades D and E: derived, "
        "or our own)."
    )
