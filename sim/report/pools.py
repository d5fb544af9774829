"""This is shared capacity in the report: who draws on it, who is served first, and what each got."""

from __future__ import annotations

from dataclasses import dataclass

from sim.explain import if_it_happens, number
from sim.figures.cells import text
from sim.figures.rows import Rows
from sim.figures.style import case_words
from sim.report.words import brief, plain, shares


@dataclass(frozen=True)
class Share:
    """What one source got of a pool in one case."""

    title: str
    capacity: str
    case: str  # and what its figures rest on; empty: the facts decide, and all is certain
    company: str
    line: str
    item: str
    role: str
    priority: str
    served: str
    need: str
    got: str
    taken: str  # weeks until all of it is taken
    beyond: str


def pools(rows: Rows) -> list[Share]:
    """Every source that draws on a pool, case by case; none where the scenario has no pool."""
    found = []
    for row in rows.of("pools"):
        taken, beyond = brief(row, "all_taken")
        found.append(
            Share(
                title=text(row, "title"),
                capacity=plain(number(row, "capacity")),
                case="; ".join(filter(None, [case_words(text(row, "case")), if_it_happens(row)])),
                company=text(row, "name"),
                line=text(row, "line_title"),
                item=text(row, "item"),
                role=text(row, "role"),
                priority=plain(number(row, "priority")),
                served=text(row, "served"),
                need=plain(number(row, "need")),
                got=shares(row, "got"),
                taken=taken,
                beyond=beyond,
            )
        )
    return found
