"""This is who is cut off, without running anything: flows and markets on a day, and one of them explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from sim.experiments.finding import Wish, chosen, named
from sim.explain import HYPOTHETICAL
from sim.pipeline import Prepared
from sim.results.changes import told_changes
from sim.results.columns import REASON_BREAK
from sim.results.deciding import is_hypothetical, nearest_columns
from sim.results.evidence import Evidence
from sim.results.licences import licence_assumption
from sim.results.markets import market_status, markets_table
from sim.results.supply import flows_table
from sim.rules.verdict import CUT, Finding, Hit, Verdict


def flows_on(prepared: Prepared, day: dt.date | None = None) -> pd.DataFrame:
    """The table `flows`; with a day, what holds on that day, and since when."""
    evidence = Evidence(prepared.file, prepared.network, prepared.exposure, (), {}, 0)
    flows = flows_table(evidence)
    if day is not None:
        verdicts = [flow.verdict for flow in prepared.exposure.flows.values()]
        rows = [_on(evidence, verdict, day) for verdict in verdicts]
        ever = flows["rules_asked"].notna()
        for column in rows[0]:
            flows[column] = pd.Series([row[column] for row in rows], dtype=object, index=flows.index)
        flows.loc[ever & flows["rules_asked"].isna(), "rules_asked"] = "none by this day"
    return flows


def _on(evidence: Evidence, verdict: Verdict, day: dt.date) -> dict[str, object]:
    """The columns of a flow that hold on one day: what decides on it, and since when."""
    finding, hit, status = verdict.at(day), verdict.deciding_on(day), verdict.on(day)
    let_through = finding.status == "allowed until"
    cut = finding.status in CUT
    told = verdict.in_force_on(day) if finding.status in ("open", "suspended") else ""
    when = "" if not told else "while it is in force: "
    return {
        "status": status,
        "since": finding.since if cut or let_through else None,
        "until": finding.until if cut else None,
        "authorised_until": finding.until if let_through else None,
        "measure": finding.measure if hit is not None else None,
        "rule": finding.rule if hit is not None else None,
        "hypothetical": hit is not None and is_hypothetical(evidence.file, finding.measure, finding.rule),
        "clause": finding.clause if hit is not None and cut else None,
        "nexus": finding.nexus if hit is not None else verdict.nexus,
        **_nearest_on(verdict, finding, told, day),
        "policy": hit.policy if hit is not None and cut else None,
        "licences": licence_assumption(evidence, finding.measure, status) if cut else None,
        "confidence": finding.confidence,
        "reasons": REASON_BREAK.join([*([told] if told else []), *(when + each for each in verdict.reasons)]),
    }


def _nearest_on(verdict: Verdict, finding: Finding, told: str, day: dt.date) -> dict[str, object]:
    """What came nearest to a flow that is open on a day: also a rule that cuts it before or later."""
    found = nearest_columns(verdict, day)
    if finding.status in CUT or not verdict.hits:
        return found
    hit = min(verdict.hits, key=lambda each: (str(each.since), each.rule))
    return found | {
        "nearest_rule": hit.rule,
        "nearest_clause": hit.clause,
        "nearest_since": hit.since,
        "nearest_why": told or None,
    }


def markets_on(prepared: Prepared, day: dt.date | None = None) -> pd.DataFrame:
    """The table `markets`; with a day, `status` is what holds on that day."""
    evidence = Evidence(prepared.file, prepared.network, prepared.exposure, (), {}, 0)
    markets = markets_table(evidence)
    if day is not None:
        markets["status"] = [
            "open" if hit is None else market_status(hit.on(day)) for hit in _hits_on_markets(prepared)
        ]
        found = [None if hit is None else hit.at(day) for hit in _hits_on_markets(prepared)]
        for column in ("since", "until"):
            days = [
                getattr(each, column) if each is not None and each.status in CUT else None for each in found
            ]
            markets[column] = pd.Series(days, dtype=object, index=markets.index)
    return markets


def assumed_leakage(prepared: Prepared) -> list[str]:
    """What leakage the scenario assumes of items of a class that its lines use, in words."""
    scenario = prepared.file.scenario
    used = dict.fromkeys(item.class_ for line in scenario.lines.values() for item in line.inputs.values())
    return [
        f"{scenario.classes[name].title}: {share} of what is held back"
        for name in used
        if (share := scenario.classes[name].leakage) is not None
    ]


def market_explained(markets: pd.DataFrame, market: str, maker: str, line: str) -> pd.DataFrame:
    """The rows of one market, maker and line, by id or name; ScenarioError with the nearest names if there is none."""
    wishes = (
        Wish("market", "market", market, {}),
        Wish("company", "maker", maker, named(markets, "company", "name")),
        Wish("line", "line", line, named(markets, "line", "title")),
    )
    return chosen(markets, wishes, "--explain")


def barrier_at(prepared: Prepared, row: int) -> Hit | None:
    """The provision that keeps the market in one row of the table `markets` from buying; None if none does."""
    return _hits_on_markets(prepared)[row]


def _hits_on_markets(prepared: Prepared) -> list[Hit | None]:
    """What keeps each market from buying, in the order of the table `markets`."""
    return [hit for market in prepared.exposure.markets.values() for hit in market.hits or (None,)]


def explained(
    flows: pd.DataFrame,
    buyer: str,
    supplier: str,
    item: str,
    buyers: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """The flows of one buyer, supplier and item, by id, name or title; `buyers` are the names of buyers by id.

    ScenarioError with the nearest names, of all three at once, if there is none.
    """
    wishes = (
        Wish("company", "buyer", buyer, buyers or {}),
        Wish("supplier", "supplier", supplier, named(flows, "supplier", "supplier_name")),
        Wish("input", "item", item, named(flows, "input", "title")),
    )
    return chosen(flows, wishes, "--explain")


def verdict_at(prepared: Prepared, row: int) -> Verdict:
    """The verdict on the flow in one row of the table `flows`."""
    return list(prepared.exposure.flows.values())[row].verdict


def hits_of(prepared: Prepared, row: int, day: dt.date | None = None) -> list[dict[str, object]]:
    """Every provision that reaches the flow in one row, and whether it gives the verdict (on a day)."""
    verdict = verdict_at(prepared, row)
    decides = verdict.deciding(day)
    hits = (*verdict.hits, *verdict.passed, *verdict.demand)
    return [hit_record(hit) | {"gives_verdict": hit is decides} for hit in hits]


def hit_record(hit: Hit) -> dict[str, object]:
    """One provision that reaches a flow or market, for a script."""
    return {
        "measure": hit.measure,
        "rule": hit.rule,
        "title": hit.title,
        "effect": hit.effect,
        "status": hit.status,
        "since": hit.since.isoformat() if hit.since is not None else None,
        "until": hit.until.isoformat() if hit.until is not None else None,
        "clause": hit.clause,
        "nexus": hit.answer.clause,
        "policy": hit.policy,
        "review": hit.review,
        "confidence": hit.confidence,
        "switches": sorted({name for each in hit.periods for name in each.standing.switches}),
    }


def law_read(prepared: Prepared, day: dt.date | None = None) -> str:
    """As of which day law is read, and for which day it is asked; law that became known later is not used."""
    scenario = prepared.file.scenario
    known = f"law as known on {scenario.clock.as_seen_from}"
    if scenario.hypothetical:  # uses all that it states
        known = "law as this hypothetical scenario states it"
    return known.capitalize() if day is None else f"On {day}, by the {known}"


def about(prepared: Prepared) -> dict[str, object]:
    """What to know of the scenario behind a flow or market, for a script."""
    file = prepared.file
    seen_from = file.scenario.clock.as_seen_from.isoformat()
    return {"name": file.name, "variants": list(file.variants), "hypothetical": file.hypothetical} | {
        "law_as_known_on": None if file.scenario.hypothetical else seen_from
    }


def assumed(prepared: Prepared, day: dt.date | None = None) -> list[str]:
    """As of which day law is read, whether a scenario is hypothetical, and what its variants change."""
    said = [f"{law_read(prepared, day)}.", *([HYPOTHETICAL] if prepared.file.hypothetical else [])]
    return [*said, *(f"- {each}" for each in told_changes(prepared.file))]
