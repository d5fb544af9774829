"""This is licences in the results: what a scenario assumes, in words, and what each application came to."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.exposure import DrawnLaw
from sim.exposure.closures import licence_for
from sim.network import InputNode, Licence, LineNode, SourceNode
from sim.results.columns import REASON_BREAK
from sim.results.evidence import Evidence
from sim.results.spread import duration, no_duration, no_spread, spread
from sim.rules.verdict import Hit
from sim.scenario.law import LicenceGrant
from sim.scenario.quantity import Quantity

_HAPPENS = 0.5  # a chance is 1 or 0 after a draw


def licence_assumption(evidence: Evidence, measure: str | None, status: str) -> str | None:
    """What the scenario assumes about licences for a flow with this status under a measure, in words."""
    if measure is None or status == "allowed":
        return None
    if status == "prohibited":
        return "none to apply for"
    licences = evidence.file.scenario.measures[measure].licences
    if not isinstance(licences, LicenceGrant):
        return "assumed not granted"
    chance = f" with a chance of {licences.approved}" if licences.approved is not None else ""
    filed = f"{licences.filed_after} to file and " if licences.filed_after is not None else ""
    text = f"assumed granted{chance} after {filed}{licences.granted_after} for {licences.volume} of volume"
    return "; ".join([text, *_further(licences)]) + ", each application drawn by itself"


def _further(licences: LicenceGrant) -> Iterator[str]:
    if licences.filed is not None:
        yield f"filed with a chance of {licences.filed}"
    if licences.returned is not None:
        times = {0: "then given up", 1: "then filed again once"}
        again = times.get(licences.refiled, f"then filed again, {licences.refiled} times at most")
        yield f"returned without action with a chance of {licences.returned}, {again}"
    if licences.used is not None:
        yield f"{licences.used} of it used"
    if licences.lasts is not None:
        yield f"expires after {licences.lasts}"
    revoked = licences.revoked
    if revoked is not None:
        when = f"on {revoked.on}" if revoked.on is not None else f"{revoked.after} after the grant"
        yield f"revoked {when}" + (
            f" with a chance of {revoked.chance}" if revoked.chance is not None else ""
        )


@dataclass(frozen=True)
class _Drawn:
    """What one application came to in each draw in which its measure happens; days from the flow's closing."""

    filed: Sequence[bool]
    returned: Sequence[bool]
    licences: Sequence[Licence | None]
    closes: Sequence[float]


def applications_table(evidence: Evidence) -> pd.DataFrame:
    """The table `applications`: one row for each flow that a measure closes, if the scenario says how licences go."""
    rows = []
    for line in evidence.network.lines:
        for item in line.inputs:
            for source in item.sources:
                for hit in evidence.exposure.flows[source.key].verdict.hits:
                    asked = evidence.network.measures[hit.measure].licences is not None
                    if asked and hit.effect != "prohibited" and hit.since is not None:
                        rows.append(_application(evidence, (line, item, source), hit))
    return pd.DataFrame(rows)


def _application(
    evidence: Evidence,
    flow: tuple[LineNode[Quantity], InputNode[Quantity], SourceNode[Quantity]],
    hit: Hit,
) -> dict[str, object]:
    line, item, source = flow
    drawn = _drawn(evidence, source.key, hit)
    horizon = evidence.network.horizon
    granted = [
        each.granted - closes if each is not None and each.granted < horizon else math.inf
        for each, closes in zip(drawn.licences, drawn.closes, strict=True)
    ]
    held = [each for each in drawn.licences if each is not None and each.granted < horizon]
    ended = [each for each in held if each.ends < horizon]
    count = max(len(drawn.licences), 1)
    return {
        "company": line.maker,
        "line": line.name,
        "input": item.name,
        "title": item.title,
        "supplier": source.supplier,
        "supplier_name": evidence.name(source.supplier),
        "role": "ordinary" if source.ordinary else "alternative",
        "status": hit.status,
        "measure": hit.measure,
        "rule": hit.rule,
        "clause": hit.answer.clause,
        "reasons": REASON_BREAK.join(
            dict.fromkeys((*(each.text for each in hit.answer.deciding), *hit.listings))
        ),
        "policy": hit.policy,
        "filed": sum(drawn.filed) / count,
        "returned": sum(drawn.returned) / count,
        "approved": sum(each is not None for each in drawn.licences) / count,
        **(duration("granted", granted) if granted else no_duration("granted")),
        **(spread("volume", [each.volume for each in held]) if held else no_spread("volume")),
        "expired": sum(not each.revoked for each in ended) / count,
        "revoked": sum(each.revoked for each in ended) / count,
    }


def _provision(hit: Hit) -> tuple[str, tuple[str, ...]]:
    """What tells one provision from another, on whatever day."""
    return hit.rule, hit.question.provision.moves_with


def _drawn(evidence: Evidence, key: str, hit: Hit) -> _Drawn:
    filed, returned, licences, closed = [], [], [], []
    for draw in evidence.draws:
        node = draw.network.measures[hit.measure]
        if node.chance < _HAPPENS or node.licences is None:
            continue
        same = [
            each.since
            for each in DrawnLaw(evidence.exposure, draw.network, evidence.file.scenario).hits(key)
            if _provision(each) == _provision(hit) and each.since is not None
        ]
        if not same:  # on the day of this draw nothing is closed
            continue
        application = node.licences.applications[key]
        closes = draw.network.day(same[0])
        is_filed = application.filed >= _HAPPENS
        filed.append(is_filed)
        returned.append(is_filed and application.returned[0] >= _HAPPENS)
        licences.append(licence_for(key, hit.measure, closes, draw.network))
        closed.append(closes)
    return _Drawn(filed, returned, licences, closed)
