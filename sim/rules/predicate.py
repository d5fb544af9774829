"""This is how a condition of law is asked of a flow: yes, no or unknown, with the reasons that made it so."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from functools import reduce

from sim.rules.answer import Answer, Reason, Truth
from sim.rules.facts import Flow
from sim.rules.questions import ask_fact
from sim.rules.vocabulary import Vocabulary
from sim.scenario.law import Condition

__all__ = ["Answer", "Reason", "Truth", "ask"]

_NO_NAMES = Vocabulary()


def ask(condition: Condition, flow: Flow, names: Vocabulary = _NO_NAMES) -> Answer:
    """Ask a condition of a flow; an unknown fact makes the answer unknown only where it could change it."""
    if condition.fact is not None:
        reason = ask_fact(condition, flow, names)
        near = () if reason.truth is Truth.UNKNOWN else (reason,)
        return Answer(reason.truth, (reason,), near, condition.clause)
    if condition.condition is not None:
        answer = ask(names.conditions[condition.condition], flow, names)
        clause = answer.clause or condition.clause
        return Answer(answer.truth, answer.deciding, answer.near_misses, clause)
    if condition.not_ is not None:
        inner = ask(condition.not_, flow, names)
        # An exception that does not apply is no ground for anything, so its clause goes.
        clause = None if inner.truth is Truth.NO else inner.clause or condition.clause
        return Answer(~inner.truth, inner.deciding, inner.near_misses, clause)
    every = condition.all is not None
    answers = [ask(each, flow, names) for each in condition.all or condition.any or ()]
    return _join(answers, every, condition.clause)


def _join(answers: Sequence[Answer], every: bool, clause: str | None) -> Answer:
    truth = reduce(operator.and_ if every else operator.or_, (each.truth for each in answers))
    agreeing = [each for each in answers if each.truth is truth]
    all_had_to_agree = truth is (Truth.YES if every else Truth.NO)
    clauses = [each.clause for each in agreeing if each.clause is not None]
    alone = len(agreeing) == 1 and all(each.truth is ~truth for each in answers if each is not agreeing[0])
    near: Iterable[Answer] = agreeing if all_had_to_agree or alone else ()
    return Answer(
        truth,
        tuple(reason for each in agreeing for reason in each.deciding),
        tuple(reason for each in near for reason in each.near_misses) if truth is not Truth.UNKNOWN else (),
        (clauses[-1 if all_had_to_agree else 0] if clauses else None) or clause,
    )
