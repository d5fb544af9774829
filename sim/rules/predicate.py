"""This is how a condition of law is asked of a flow: yes, no or unknown, with the reasons that made it so."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import reduce

from sim.rules.facts import Flow, Range
from sim.scenario.law import Condition

_STAGES = {
    "new": "new supply",
    "support": "support of what is in use",
    "continued-use": "continued use of what was delivered before",
}
_ORIGINS = {"software": "developed", "technology": "developed", "services": "performed"}


class Truth(Enum):
    """Yes, no or unknown, joined as in Kleene's logic: unknown gives way only to what decides without it."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __and__(self, other: Truth) -> Truth:
        return Truth(min(self.value, other.value))

    def __or__(self, other: Truth) -> Truth:
        return Truth(max(self.value, other.value))

    def __invert__(self) -> Truth:
        return Truth(Truth.YES.value - self.value)


@dataclass(frozen=True)
class Reason:
    """The answer to a question about one fact, in words."""

    text: str  # what was found and what it means: "made in TW, not in US"
    truth: Truth
    clause: str | None
    fact: str
    found: str  # the value alone: "made in TW"
    asked: str  # what was asked for, to follow "it is" or "were it": "made in US"


@dataclass(frozen=True)
class Answer:
    """The answer to a condition.

    `deciding` are the questions that made it so. `near_misses` are those of which a single one, answered the other
    way, would turn a yes into a no or a no into a yes. `clause` is the law that decides: where every part had to
    agree the last part's clause, where one part was enough the first one's.
    """

    truth: Truth
    deciding: tuple[Reason, ...]
    near_misses: tuple[Reason, ...]
    clause: str | None


def ask(condition: Condition, flow: Flow) -> Answer:
    """Ask a condition of a flow; an unknown fact makes the answer unknown only where it could change it."""
    if condition.fact is not None:
        reason = _ask_fact(condition, flow)
        near = () if reason.truth is Truth.UNKNOWN else (reason,)
        return Answer(reason.truth, (reason,), near, condition.clause)
    if condition.not_ is not None:
        inner = ask(condition.not_, flow)
        # An exception that does not apply is no ground for anything, so its clause goes.
        clause = None if inner.truth is Truth.NO else inner.clause or condition.clause
        return Answer(~inner.truth, inner.deciding, inner.near_misses, clause)
    every = condition.all is not None
    answers = [ask(each, flow) for each in condition.all or condition.any or ()]
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


def _ask_fact(condition: Condition, flow: Flow) -> Reason:
    match condition.fact:
        case "kind":
            return _choice(condition, flow.kind, "a supply of ", {})
        case "stage":
            return _choice(condition, flow.stage, "", _STAGES)
        case "supplier_home":
            return _choice(condition, flow.supplier_home, "from a supplier based in ", {})
        case "published":
            return _published(condition, flow)
        case "made_in":
            return _made_in(condition, flow)
        case "controlled_content" | "total_content":
            return _content(condition, flow)
        case "product_public":
            return _product_public(condition, flow)
    raise AssertionError(f"no question about {condition.fact}")


def _choice(condition: Condition, value: str, before: str, names: dict[str, str]) -> Reason:
    wanted = _wanted(condition)
    found = before + names.get(value, value)
    asked = before + _either([names.get(each, each) for each in wanted])
    truth = Truth.YES if value in wanted else Truth.NO
    text = f"it is {found}" if truth is Truth.YES else f"it is {found}, not {asked}"
    return Reason(text, truth, condition.clause, str(condition.fact), found, asked)


def _published(condition: Condition, flow: Flow) -> Reason:
    truth = Truth.YES if flow.published is condition.is_ else Truth.NO
    found = "published, free to anyone" if flow.published else "not published"
    asked = "published, free to anyone" if condition.is_ else "not published"
    return Reason(f"it is {found}", truth, condition.clause, "published", found, asked)


def _made_in(condition: Condition, flow: Flow) -> Reason:
    wanted = _wanted(condition)
    made = f"{_ORIGINS.get(flow.kind, 'made')} in "
    places = sorted(flow.made_in)
    found = made + (places[0] if len(places) == 1 else "one of " + ", ".join(places))
    if not places:
        truth, found = Truth.UNKNOWN, f"{made}a place not stated"
        text = f"{found}; whether in {_either(wanted)} is not known"
    elif flow.made_in <= set(wanted):
        truth, text = Truth.YES, found
    elif flow.made_in.isdisjoint(wanted):
        truth, text = Truth.NO, f"{found}, not in {_either(wanted)}"
    else:
        truth, text = Truth.UNKNOWN, f"{found}; the split is not known"
    return Reason(text, truth, condition.clause, "made_in", found, made + _either(wanted))


def _content(condition: Condition, flow: Flow) -> Reason:
    facts = flow.content_of(str(condition.of))
    controlled = condition.fact == "controlled_content"
    # Controlled content is part of the whole, so a known total bounds it.
    bounded = Range(facts.controlled.low, min(facts.controlled.high, facts.total.high))
    share = bounded if controlled else facts.total
    reached, level, beyond, short = _against_level(condition, share)
    name = f"{'controlled ' if controlled else ''}{condition.of} content"
    found = f"{name} {_span(share)} of value"
    if reached is Truth.UNKNOWN:
        text = (
            f"{name} between {_percent(share.low)} and {_percent(share.high)} of value: "
            f"whether it is {beyond} {level} is not known"
        )
    elif reached is Truth.YES:
        text = f"{found}, {beyond} {level}"
    elif controlled and not share.certain and share.high == facts.total.high:
        text = f"at most {_percent(share.high)} of its value is {condition.of} content, {short} {level}"
    else:
        text = f"{found}, {short} {level}"
        if controlled and facts.total.low > share.high:
            text += f" ({condition.of} content in all {_span(facts.total)})"
    asked = f"an item with {name} {beyond} {level} of value"
    return Reason(text, reached, condition.clause, str(condition.fact), found, asked)


def _against_level(condition: Condition, share: Range) -> tuple[Truth, str, str, str]:
    """Whether a share reaches the level asked about, the level, and the words for reaching it and for not."""
    low, high = round(share.low, 12), round(share.high, 12)  # so that 0.35 and 35 % are the same share
    if condition.above is not None:
        level = round(condition.above.likely, 12)
        truth = Truth.YES if low > level else Truth.NO if high <= level else Truth.UNKNOWN
        return truth, _percent(level), "above", "not above"
    assert condition.at_least is not None
    level = round(condition.at_least.likely, 12)
    truth = Truth.YES if low >= level else Truth.NO if high < level else Truth.UNKNOWN
    return truth, _percent(level), "at least", "less than"


def _product_public(condition: Condition, flow: Flow) -> Reason:
    asked = f"for a product public on or before {condition.on_or_before}"
    day, last = flow.product_public, condition.on_or_before
    if day is None or last is None:
        text = f"whether the product was public on or before {last} is not known"
        return Reason(text, Truth.UNKNOWN, condition.clause, "product_public", "not known", asked)
    found = f"the product became public on {day}"
    truth = Truth.YES if day <= last else Truth.NO
    text = f"{found}, {'' if truth is Truth.YES else 'not '}on or before {last}"
    return Reason(text, truth, condition.clause, "product_public", found, asked)


def _wanted(condition: Condition) -> tuple[str, ...]:
    return (str(condition.is_),) if condition.is_ is not None else condition.in_ or ()


def _either(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" or {names[-1]}"


def _percent(share: float) -> str:
    return f"{100 * share:g} %"


def _span(share: Range) -> str:
    return _percent(share.high) if share.certain else f"{100 * share.low:g}-{100 * share.high:g} %"
