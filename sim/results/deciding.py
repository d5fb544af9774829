"""This is what decided one flow, for the table `flows`: the fact and its source, or the rule that came nearest."""

from __future__ import annotations

import datetime as dt

from sim.network import InputNode, SourceNode
from sim.results.evidence import Evidence
from sim.rules.nearest import nearest, rules_asked
from sim.rules.verdict import Verdict
from sim.scenario.origin import Origin, ScenarioFile
from sim.scenario.quantity import Quantity

_NO_LAW = {"licences", "demand_lost", "title"}  # what a measure says besides law
# What a reader calls facts.
_WORDS = {"made_in": "place of making", "total_content": "content", "controlled_content": "content"}
_ESTIMATES = {"D": "derived", "E": "our estimate"}
# What facts of a flow are called in a scenario, where their names differ.
_STATED_AS = {"controlled_content": "content", "total_content": "content", "item_list": "item_lists"}
# Facts that stand with the input, not with each of its sources.
_OF_INPUT = ("kind", "stage")
# Facts that stand with the organisation or the line.
_OF_ORGANISATION = {"supplier_home": "home"}
_OF_LINE = {"product_public": "public_since", "destination": "home"}


def nearest_columns(verdict: Verdict, day: dt.date | None = None) -> dict[str, object]:
    """The rule that came nearest to a flow that is open, and what was asked; empty for what is not open."""
    near = nearest(verdict, day)
    return {
        "nearest_rule": near.rule if near else None,
        "nearest_clause": near.clause if near else None,
        "nearest_since": near.since if near else None,
        "nearest_why": near.why if near else None,
        "rules_asked": "; ".join(rules_asked(verdict, day)) or None,
    }


def is_hypothetical(file: ScenarioFile, measure: str | None, rule: str | None) -> bool:
    """Whether a verdict rests on law that a hypothetical scenario or variant brings in or changes.

    What a variant assumes about licences and demand changes no verdict.
    """
    if measure is None or not file.hypothetical:
        return False
    made_up = {name for name, each in file.scenario.variants.items() if each.hypothetical}
    keys = [change.key for change in file.changes if change.variant in made_up]
    return file.scenario.hypothetical or any(_changes(key, measure, rule) for key in keys)


def _changes(key: str, measure: str, rule: str | None) -> bool:
    """Whether what a variant sets at a dotted path makes the law of a measure, or its rule, another."""
    section, *names = key.split(".")
    if section == "measures":
        return names[:1] in ([], [measure]) and not set(names[1:2]) & _NO_LAW
    return section == "rules" and names[:1] == [rule]


def deciding_columns(
    evidence: Evidence, item: InputNode[Quantity], source: SourceNode[Quantity], verdict: Verdict
) -> dict[str, object]:
    """The facts that decided, and the reference and grade of the least sure of them."""
    scenario = evidence.file.scenario
    graded = []
    for fact in verdict.decided_by:
        origin = _origin(evidence, item, source, fact)
        reference = scenario.references.get(origin.ref) if origin.ref else None
        graded.append((reference.grade if reference else "", origin.ref))
    estimates = [
        f"{_WORDS.get(fact, fact.replace('_', ' '))}: {_ESTIMATES[grade]}, grade {grade}"
        for fact, (grade, _) in zip(verdict.decided_by, graded, strict=True)
        if grade in _ESTIMATES
    ]
    grade, ref = max(graded, key=lambda each: each[0], default=("", None))
    return {
        "decided_by": "; ".join(verdict.decided_by) or None,
        "decided_by_source": ref,
        "decided_by_grade": grade or None,
        "decided_by_estimate": "; ".join(dict.fromkeys(estimates)) or None,
    }


def _origin(evidence: Evidence, item: InputNode[Quantity], source: SourceNode[Quantity], fact: str) -> Origin:
    """Where a fact is stated: with the source or its input, else with the class it is taken from."""
    file = evidence.file
    name = _STATED_AS.get(fact, fact)
    if fact in _OF_ORGANISATION:
        return file.origin(f"organisations.{source.supplier}.{_OF_ORGANISATION[fact]}")
    if fact in _OF_LINE:
        return file.origin(f"{item.key.partition('.inputs.')[0]}.{_OF_LINE[fact]}")
    if fact in _OF_INPUT:
        return file.origin(f"{item.key}.{name}")
    # A source that is made in several places is a flow for each, with the place at the end of its key.
    stated = [f"{key}.{name}" for key in (source.key, source.key.rpartition(".")[0])]
    line, _, place = item.key.removeprefix("lines.").partition(".inputs.")
    defaults = f"classes.{file.scenario.lines[line].inputs[place].class_}.{name}"
    found = (path for path in (*stated, defaults) if path in file.origins)
    return file.origin(next(found, source.key))
