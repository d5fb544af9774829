"""This is the demand side of the results: the table `markets`."""

from __future__ import annotations

import pandas as pd

from sim.exposure import MarketExposure
from sim.results.columns import REASON_BREAK
from sim.results.evidence import Evidence
from sim.results.held_back import CUT_STATUSES
from sim.rules.reasoning import sale_text
from sim.rules.verdict import Hit

BUYS_LESS = "buys less"  # whom a rule names may not buy; no rule keeps a whole market from it
_OPEN: dict[str, object] = {
    "status": "open",
    **dict.fromkeys(("announced", "since", "until", "measure", "rule", "rule_title", "reference")),
    **dict.fromkeys(("lost_low", "lost_likely", "lost_high"), 0.0),
    **dict.fromkeys(("confidence", "reasons", "source", "grade")),
}


def markets_table(evidence: Evidence) -> pd.DataFrame:
    """The table `markets`: one row for each market of a line, and for each measure that keeps it from buying."""
    rows = []
    for line in evidence.network.lines:
        for market, share in line.markets.items():
            exposed = evidence.exposure.markets[line.market_key(market)]
            common = {
                "company": line.maker,
                "name": evidence.name(line.maker),
                "line": line.name,
                "title": line.title,
                "market": market,
                "share": share.likely,
            }
            rows += [common | _barred(evidence, exposed, hit) for hit in exposed.hits] or [common | _OPEN]
    return pd.DataFrame(rows)


def market_status(on: str) -> str:
    """What a status by law means for a market."""
    return BUYS_LESS if on in CUT_STATUSES else on if on == "undetermined" else "open"


def _barred(evidence: Evidence, exposed: MarketExposure, hit: Hit) -> dict[str, object]:
    lost = evidence.network.measures[hit.measure].demand_lost.get(exposed.line, {}).get(exposed.market)
    origin = evidence.file.origin(lost.name) if lost is not None else None
    ref = origin.ref if origin is not None else None
    reference = evidence.file.scenario.references.get(ref) if ref is not None else None
    # That the rule names the maker is the reason; that it is sold there is only where.
    note = hit.question.provision.rule.note
    reasons = [*hit.listings, *map(sale_text, hit.answer.deciding), *hit.remarks, *([note] if note else [])]
    return {
        "status": market_status(hit.status),
        "announced": hit.announced,
        "since": hit.since,
        "until": hit.until,
        "measure": hit.measure,
        "rule": hit.rule,
        "rule_title": hit.title,
        "reference": "; ".join(hit.question.provision.rule.reference),
        "lost_low": lost.low if lost is not None else 0.0,
        "lost_likely": lost.likely if lost is not None else 0.0,
        "lost_high": lost.high if lost is not None else 0.0,
        "confidence": hit.confidence,
        "reasons": REASON_BREAK.join(dict.fromkeys(reasons)),
        "source": ref,
        "grade": reference.grade if reference is not None else None,
    }
