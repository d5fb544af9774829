"""This is the table `pools`: who draws on capacity that several share, who is served first, and what each got."""

from __future__ import annotations

from collections.abc import Sequence
from operator import eq, gt, lt
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.exposure import Case
from sim.network import InputNode, LineNode, PoolNode, SourceNode
from sim.results.evidence import Evidence, date_of
from sim.results.spread import duration, no_spread, spread
from sim.scenario.quantity import Quantity


class Drawing(NamedTuple):
    """A source that draws on a pool."""

    line: LineNode[Quantity]
    item: InputNode[Quantity]
    source: SourceNode[Quantity]
    need: float  # planned need that it may serve, at likeliest values


def pools_table(evidence: Evidence) -> pd.DataFrame:
    """One row for each case, pool and source that draws on it."""
    drawing = drawn_by(evidence)
    return pd.DataFrame(
        row
        for case in evidence.exposure.cases
        for name, pool in evidence.network.pools.items()
        for row in _rows(evidence, case, (name, pool), drawing.get(name, []))
    )


def drawn_by(evidence: Evidence) -> dict[str, list[Drawing]]:
    """By pool, the sources that draw on it."""
    drawing: dict[str, list[Drawing]] = {}
    for line in evidence.network.lines:
        for item in line.inputs:
            for source in item.sources:
                if source.pool is not None:
                    need = source.share.likely * item.needs.likely * evidence.planned[line.name][0]
                    drawing.setdefault(source.pool, []).append(Drawing(line, item, source, need))
    return drawing


def how_shared(evidence: Evidence, source: SourceNode[Quantity], drawing: Sequence[Drawing]) -> str:
    """What the pool of a source, one of those drawing on it, can give, to whom else, and who is served first.

    That is the rule and no result: what each gets hangs on what it asks for.
    """
    own = next(each for each in drawing if each.source.key == source.key)
    node = evidence.network.pools[str(source.pool)]
    steps = [f"{node.capacity[0][1].likely:,.0f} a day"]
    steps += [f"{rate.likely:,.0f} from {date_of(evidence, day)}" for day, rate in node.capacity[1:]]
    others = [each for each in drawing if each is not own]
    if not others:
        return f"{', '.join(steps)}; nothing else draws on it"
    return f"{', '.join(steps)}; where that is not enough, {_rule(evidence, own, others)}"


def _rule(evidence: Evidence, own: Drawing, others: Sequence[Drawing]) -> str:
    """After whom a source is served, with whom it shares and by which part, and before whom."""
    number = own.source.priority
    before, beside, after = (
        [each for each in others if compared(each.source.priority, number)] for compared in (lt, eq, gt)
    )
    told = [f"served after {_named(evidence, own, before)}"] if before else []
    if beside:
        need = f"{own.need:,.0f} of {own.need + sum(each.need for each in beside):,.0f} a day"
        told.append(f"shared with {_named(evidence, own, beside)} by planned need, {need}")
    if after:
        told.append(f"served before {_named(evidence, own, after)}")
    return ", ".join(told)


def _named(evidence: Evidence, own: Drawing, others: Sequence[Drawing]) -> str:
    """Lines by their titles; with the maker where it is another, and the input where that is."""
    return " and ".join(
        each.line.title
        + ("" if each.item.title == own.item.title else f" ({each.item.title})")
        + ("" if each.line.maker == own.line.maker else f" of {evidence.name(each.line.maker)}")
        for each in others
    )


def _rows(
    evidence: Evidence, case: Case, pool: tuple[str, PoolNode[Quantity]], drawing: Sequence[Drawing]
) -> list[dict[str, object]]:
    name, node = pool
    lines = [each.line.name for each in drawing]
    draws, reached = evidence.reached(case, lines), evidence.reached_columns(case, lines)
    got = {
        each.source.key: [draw.cases[case].lines[each.line.name].delivered[each.source.key] for draw in draws]
        for each in drawing
    }
    totals = [sum(parts) for parts in zip(*got.values(), strict=True)]
    rows: list[dict[str, object]] = []
    for each in drawing:
        since = [draw.since[each.line.maker] for draw in draws]
        taken = [draw.cases[case].pools[name] for draw in draws]
        own = got[each.source.key]
        shares = [parts / total for parts, total in zip(own, totals, strict=True) if total > 0.0]
        rows.append(
            {
                "case": case,
                "pool": name,
                "title": evidence.file.scenario.pools[name].title,
                "capacity": node.capacity[0][1].likely,
                "company": each.line.maker,
                "name": evidence.name(each.line.maker),
                "line": each.line.name,
                "line_title": each.line.title,
                "input": each.item.name,
                "item": each.item.title,
                "flow": each.source.key,
                "role": "ordinary" if each.source.ordinary else "alternative",
                "priority": each.source.priority,
                "need": each.need,
                "served": _served(each, drawing),
                **reached,
                **duration(
                    "all_taken", [max(day - first, 0.0) for day, first in zip(taken, since, strict=True)]
                ),
                "delivered": float(np.mean(own)),
                **(spread("got", shares) if shares else no_spread("got")),
            }
        )
    return rows


def _served(each: Drawing, drawing: Sequence[Drawing]) -> str:
    """By which rule a source is served: before whom, beside whom, after whom."""
    priority = each.source.priority
    before = [other for other in drawing if other.source.priority < priority]
    beside = [other for other in drawing if other.source.priority == priority]
    after = [other for other in drawing if other.source.priority > priority]
    if not before and not after:
        return "by planned need"
    place = "first" if not before else "last" if not after else "after those of a lower number"
    return f"{place}, with others by planned need" if len(beside) > 1 else place
