"""This is who no longer supplies whom, for the report: each flow with its rule, clause, reasons and confidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sim.explain import Record, number, percent, supplied_by
from sim.figures.cells import calendar_day, day, text
from sim.figures.rows import Rows
from sim.report.tiers import Tiers
from sim.report.words import NONE, maybe_day, money, reasons_of

NO_CLAUSE = "no clause: no rule of this scenario reaches it"


@dataclass(frozen=True)
class Flow:
    """One supplier of one item to one company; lines of which everything here agrees are joined."""

    buyer: str  # id of the company
    company: str
    lines: tuple[str, ...]
    supplier: str  # or that it is own work
    home: str
    item: str
    ids: tuple[str, ...]  # of the inputs, where several of one line go under this title
    kind: str
    made_in: str
    tier: str
    made_by: str  # the modelled line that makes it; empty: none
    pool: str  # the capacity it draws on beside others; empty: none
    share: str
    cost: str
    status: str
    stops: str  # when and why the supplier stops by itself; empty: it does not
    since: str
    until: str
    authorised_until: str
    rule: str
    hypothetical: bool  # law that holds by a hypothetical measure only
    clause: str
    nexus: str
    nearest: (
        str  # the rule that came nearest to an open flow, since when and with its clause; empty: none did
    )
    content: str
    policy: str
    licences: str
    confidence: str
    domestic: str
    secure: str
    reasons: tuple[str, ...]
    near_misses: tuple[str, ...]
    estimate: str  # what of the facts that decide is one; empty: none, or it is open
    note: str  # of the scenario, about the input
    source: str
    grade: str


def flows(rows: Rows, tiers: Tiers, role: str, held_back: str | None = None) -> list[Flow]:
    """Ordinary or alternative flows, of these those held back by one thing, in the order of the scenario."""
    which = {} if held_back is None else {"held_back": held_back}
    chosen = rows.of("flows", role=role, **which)
    found = []
    for row in chosen:
        found.append(
            Flow(
                buyer=text(row, "company"),
                company=tiers.names.get(text(row, "company"), text(row, "company")),
                lines=(tiers.titles.get(text(row, "line"), text(row, "line")),),
                supplier=supplied_by(row),
                home=text(row, "supplier_home"),
                item=text(row, "title"),
                ids=(text(row, "input"),),
                kind=text(row, "kind"),
                made_in=text(row, "made_in"),
                tier=str(tiers.tier(text(row, "line"))),
                made_by=tiers.made_by(text(row, "made_by")) if text(row, "made_by") else "",
                pool=text(row, "pool"),
                share=percent(number(row, "share")),
                cost=money(number(row, "cost")),
                status=text(row, "status"),
                stops=text(row, "vendor_stop"),
                since=maybe_day(row, "since", "chance"),
                until=calendar_day(day(row, "until")),
                authorised_until=calendar_day(day(row, "authorised_until")),
                rule=text(row, "rule") or NONE,
                hypothetical=bool(row["hypothetical"]),
                clause=text(row, "clause") or NO_CLAUSE,
                nexus=text(row, "nexus"),
                nearest=_nearest(row),
                content=text(row, "content") or NONE,
                policy=text(row, "policy"),
                licences=text(row, "licences") or NONE,
                confidence=text(row, "confidence") or NONE,
                domestic="yes" if row["domestic"] else "no",
                secure="yes" if row["secure"] else "no",
                reasons=reasons_of(row, "reasons"),
                near_misses=reasons_of(row, "near_misses"),
                estimate="" if text(row, "status") == "allowed" else text(row, "decided_by_estimate"),
                note=text(row, "note"),
                source=text(row, "source"),
                grade=text(row, "grade") or NONE,
            )
        )
    return _joined(found)


def _nearest(row: Record) -> str:
    """The rule that came nearest to an open flow, since when, and its clause; else what was asked."""
    rule, since = text(row, "nearest_rule"), day(row, "nearest_since")
    if not rule:
        asked = text(row, "rules_asked")
        return f"no rule came near; asked: {asked}" if asked else ""
    when = f" since {calendar_day(since)}" if since is not None else ""
    return f"nearest: {rule}{when}, {text(row, 'nearest_clause')}"


def _joined(found: Iterable[Flow]) -> list[Flow]:
    """Flows that differ in nothing but their line, what it costs there and what came close, as one."""
    by_rest: dict[Flow, list[Flow]] = {}
    for flow in found:
        by_rest.setdefault(replace(flow, lines=(), ids=(), cost="", near_misses=()), []).append(flow)
    return [
        replace(
            same[0],
            ids=_several(same),
            lines=_once(line for flow in same for line in flow.lines),
            cost=" / ".join(_once(flow.cost for flow in same)),
            near_misses=_once(reason for flow in same for reason in flow.near_misses),
        )
        for same in by_rest.values()
    ]


def _several(same: Iterable[Flow]) -> tuple[str, ...]:
    """The ids of flows of one title; none where each line has but one of them."""
    pairs = {(flow.lines[0], flow.ids[0]) for flow in same}
    lines = [line for line, _ in pairs]
    return tuple(sorted({name for _, name in pairs})) if len(set(lines)) < len(lines) else ()


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
