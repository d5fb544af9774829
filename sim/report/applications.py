"""This is licence applications in the report: what is assumed of each, under which clause, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.explain import number, percent, supplied_by
from sim.figures.cells import text
from sim.figures.rows import Rows
from sim.report.tiers import Tiers
from sim.report.words import NONE, brief, reasons_of, shares


@dataclass(frozen=True)
class Application:
    """One application for a licence, over the draws in which its measure happens."""

    company: str
    line: str
    supplier: str
    role: str
    item: str
    status: str
    rule: str
    clause: str
    reasons: tuple[str, ...]
    policy: str
    filed: str
    returned: str
    approved: str
    granted: str  # weeks from the day the flow is closed
    beyond: str
    volume: str
    ended: str  # expired, revoked


def applications(rows: Rows, tiers: Tiers) -> list[Application]:
    """Every application, in the order of the scenario; none where no licence is assumed."""
    found = []
    for row in rows.of("applications"):
        granted, beyond = brief(row, "granted")
        found.append(
            Application(
                company=tiers.names.get(text(row, "company"), text(row, "company")),
                line=tiers.titles.get(text(row, "line"), text(row, "line")),
                supplier=supplied_by(row),
                role=text(row, "role"),
                item=text(row, "title"),
                status=text(row, "status"),
                rule=text(row, "rule"),
                clause=text(row, "clause") or NONE,
                reasons=reasons_of(row, "reasons"),
                policy=text(row, "policy"),
                filed=percent(number(row, "filed")),
                returned=percent(number(row, "returned")),
                approved=percent(number(row, "approved")),
                granted=granted,
                beyond=beyond,
                volume=shares(row, "volume"),
                ended=f"{percent(number(row, 'expired'))}, {percent(number(row, 'revoked'))}",
            )
        )
    return found
