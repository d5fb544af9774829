"""This is demand lost because buyers may not buy, apart from what is lost with a missing service or tool."""

from __future__ import annotations

from itertools import pairwise

from sim.exposure import Case, DrawnLaw, market_closure
from sim.results.evidence import Evidence
from sim.results.outcome import DrawOutcome

_YEAR = 365.25


def barred_demand(evidence: Evidence, draw: DrawOutcome, number: int, case: Case) -> float:
    """Products of a line's plan that measures keep from buying, from its maker's effective day to the horizon."""
    network = draw.network
    law = DrawnLaw(evidence.exposure, network, evidence.file.scenario)
    line = network.lines[number]
    begins = max(draw.since[line.maker], line.starts)
    total = 0.0
    for market, share in line.markets.items():
        exposed = evidence.exposure.markets[line.market_key(market)]
        closure = market_closure(exposed, law.hits(exposed.key), network, case == "undetermined cut")
        if closure is None:
            continue
        steps = (step.day for step in closure.steps if begins < step.day < network.horizon)
        for start, end in pairwise([begins, *steps, network.horizon]):
            planned = line.plan * (1.0 + line.grows * (start + end) / 2.0 / _YEAR) * (end - start)
            total += planned * share * (1.0 - closure.share_at(start))
    return total
