"""This is the check of end uses against the words that rules ask for: a misspelt one would open a flow unseen."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from sim.errors import Problem
from sim.scenario.checks.subject import Subject
from sim.scenario.law import Condition
from sim.scenario.tree import found

_MISSPELT = 0.85  # of 1: likeness from which on a word is taken for a slip, not for another use


def problems_of_end_uses(subject: Subject) -> Iterator[Problem]:
    """Uses of lines and supplies that no rule asks for, and that look like one that some rule does."""
    asked = sorted(set(_asked(subject)))
    for path, use in _stated(subject):
        near = get_close_matches(use, asked, n=1, cutoff=_MISSPELT) if use not in asked else []
        if near:
            message = f"no rule asks for {found(use)}; did you mean `{near[0]}`? Another use goes by a word of its own"
            yield subject.problem(path, message)


def _stated(subject: Subject) -> Iterator[tuple[str, str]]:
    for name, line in subject.scenario.lines.items():
        if line.end_use is not None:
            yield f"lines.{name}.end_use", line.end_use
        for key, item in line.inputs.items():
            for kind, supplies in (("sources", item.sources), ("alternatives", item.alternatives)):
                for supplier, supply in supplies.items():
                    if supply.end_use is not None:
                        yield f"lines.{name}.inputs.{key}.{kind}.{supplier}.end_use", supply.end_use


def _asked(subject: Subject) -> Iterator[str]:
    for rule in subject.scenario.rules.values():
        if rule.target is not None:
            yield from rule.target.end_uses
        yield from _uses_in(rule.when)
    for condition in subject.scenario.conditions.values():
        yield from _uses_in(condition)


def _uses_in(condition: Condition) -> Iterator[str]:
    if condition.fact == "end_use":
        yield from condition.in_ or ()
        if isinstance(condition.is_, str):
            yield condition.is_
    inner = (*(condition.all or ()), *(condition.any or ()), *((condition.not_,) if condition.not_ else ()))
    for each in inner:
        yield from _uses_in(each)
