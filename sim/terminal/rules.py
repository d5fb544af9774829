"""This is what a terminal shows of rule tests: how many agree, and every difference with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.rules.telling import left_out_said, told_on
from sim.rules.vectors import Outcome


def rule_lines(outcomes: Sequence[Outcome], name: str, every: bool = False) -> Iterator[str]:
    """Every difference with expected, got and reasons; then warnings, names to screen, and the count.

    Unless `every` reason is wanted, those that concern the flow and its day.
    """
    for each in outcomes:
        if not each.agrees:
            yield f"{each.vector.id}: {each.vector.says or each.vector.item.name or 'a flow'}"
            for difference in each.differences:
                yield f"  {difference.what}: expected {difference.expected}, got {difference.got}"
            told = told_on(each.verdict, each.vector.date)
            yield from (f"  because: {text}" for text in (each.verdict if every else told).reasons)
            yield from (f"  near miss: {text}" for text in (each.verdict if every else told).near_misses)
            if told.left_out and not every:
                yield f"  {left_out_said(told.left_out)}"
            if each.vector.debatable:
                yield f"  debatable: {each.vector.debatable}"
    warned: dict[str, list[str]] = {}
    for each in outcomes:
        for text in each.warnings:
            warned.setdefault(text, []).append(each.vector.id)
    yield from (f"{text}: decides {', '.join(ids)}" for text, ids in warned.items())
    to_screen: dict[str, list[str]] = {}
    for each in outcomes:
        for text in each.to_screen:
            to_screen.setdefault(text, []).append(each.vector.id)
    yield from (f"{text}; open: {', '.join(ids)}" for text, ids in to_screen.items())
    agreeing = sum(each.agrees for each in outcomes)
    debatable = [each.vector.id for each in outcomes if each.vector.debatable is not None]
    more = f" {len(debatable)} of them are debatable: {', '.join(debatable)}." if debatable else ""
    yield f"{name}: {agreeing} of {len(outcomes)} rule tests agree.{more}"


def outcome_record(outcome: Outcome) -> dict[str, object]:
    """One outcome, for a script."""
    finding, verdict = outcome.finding, outcome.verdict
    return {
        "id": outcome.vector.id,
        "agrees": outcome.agrees,
        "status": finding.status,
        "since": finding.since.isoformat() if finding.since else None,
        "until": finding.until.isoformat() if finding.until else None,
        "rules": list(finding.grounds),
        "policy": finding.policy,
        "confidence": finding.confidence,
        "differences": [
            {"what": each.what, "expected": each.expected, "got": each.got} for each in outcome.differences
        ],
        "reasons": list(verdict.reasons),
        "near_misses": list(verdict.near_misses),
        "debatable": outcome.vector.debatable,
        "demand": [hit.title for hit in verdict.demand],
        "warnings": list(outcome.warnings),
        "to_screen": list(outcome.to_screen),
    }
