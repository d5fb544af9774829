"""This is how each fact of a flow is asked about, and how the answer is put in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from sim.rules.answer import Reason, Truth, truth_of
from sim.rules.facts import Flow, Range
from sim.rules.vocabulary import Vocabulary, classified
from sim.scenario.law import Condition

Question = Callable[[Condition, Flow, Vocabulary], Reason]

_STAGES = {
    "new": "new supply",
    "support": "support of what is in use",
    "continued-use": "continued use of what was delivered before",
}
_ORIGINS = {"software": "developed", "technology": "developed", "services": "performed"}


def ask_fact(condition: Condition, flow: Flow, names: Vocabulary) -> Reason:
    """The answer to the question a condition asks about one fact."""
    reason = _QUESTIONS[str(condition.fact)](condition, flow, names)
    return replace(reason, confidence=_confidence(condition, flow, names))


def _confidence(condition: Condition, flow: Flow, names: Vocabulary) -> str | None:
    """How sure the least sure group of countries or list of items is that decides the answer."""
    groups = [condition.in_group] if condition.in_group is not None else []
    groups += [
        name
        for name in condition.for_groups
        if flow.destination is None or flow.destination in names.groups[name].countries
    ]
    sure: list[str] = [names.groups[name].confidence for name in groups]
    if condition.fact == "item_list":
        # What a flow states of itself rests on no list; what its classification says does.
        stated = flow.item_lists or frozenset()
        lists = (names.item_lists.get(name) for name in _wanted(condition) if name not in stated)
        sure += [each.confidence for each in lists if each is not None and each.eccns]
    return max(sure, default=None)


def _reason(condition: Condition, truth: Truth, text: str, found: str, asked: str) -> Reason:
    return Reason(text, truth, condition.clause, str(condition.fact), found, asked, condition.ground)


# --- what is one of several words -----------------------------------------------------------------------------------


def _kind(condition: Condition, flow: Flow, _: Vocabulary) -> Reason:
    return _choice(condition, flow.kind, "a supply of ", {})


def _stage(condition: Condition, flow: Flow, _: Vocabulary) -> Reason:
    return _choice(condition, flow.stage, "", _STAGES)


def _end_use(condition: Condition, flow: Flow, _: Vocabulary) -> Reason:
    if flow.end_use is not None:
        return _choice(condition, flow.end_use, "for use in ", {})
    asked = f"for use in {either(_wanted(condition))}"
    if flow.complete:
        return _reason(condition, Truth.NO, f"it is not {asked}", "for no such use", asked)
    return _reason(condition, Truth.UNKNOWN, f"whether it is {asked} is not known", "use not known", asked)


def _choice(condition: Condition, value: str, before: str, names: dict[str, str]) -> Reason:
    wanted = _wanted(condition)
    found = before + names.get(value, value)
    asked = before + either([names.get(each, each) for each in wanted])
    truth = truth_of(value in wanted)
    text = f"it is {found}" if truth is Truth.YES else f"it is {found}, not {asked}"
    return _reason(condition, truth, text, found, asked)


def _eccn(condition: Condition, flow: Flow, _: Vocabulary) -> Reason:
    wanted = _wanted(condition)
    truth = classified(flow, wanted)
    asked = f"classified as {either(wanted)}"
    found = f"classified as {flow.eccn}" if flow.eccn else "classification not stated"
    if flow.eccn is None and flow.complete:
        found = "classified otherwise"
    text = {
        Truth.YES: f"it is {found}",
        Truth.NO: f"it is {found}, not {asked}",
        Truth.UNKNOWN: f"{found}: whether it is {asked} is not known",
    }[truth]
    return _reason(condition, truth, text, found, asked)


def _item_list(condition: Condition, flow: Flow, names: Vocabulary) -> Reason:
    wanted = _wanted(condition)
    answers = {name: names.on_item_list(name, flow) for name in wanted}
    truth = max(answers.values(), key=lambda each: each.value)
    titles = {name: names.item_lists[name].title if name in names.item_lists else name for name in wanted}
    asked = f"an item of {either(list(titles.values()))}"
    on = next((titles[name] for name in wanted if answers[name] is Truth.YES), None)
    found = f"an item of {on}" if on else f"no {asked.removeprefix('an ')}"
    text = f"whether it is {asked} is not known" if truth is Truth.UNKNOWN else f"it is {found}"
    return _reason(condition, truth, text, found, asked)


# --- what is so or not ----------------------------------------------------------------------------------------------


def _published(condition: Condition, flow: Flow, _: Vocabulary) -> Reason:
    words = {True: "published, free to anyone", False: "not published"}
    found, asked = words[flow.published], words[bool(condition.is_)]
    return _reason(condition, truth_of(flow.published is condition.is_), f"it is {found}", found, asked)


def _direct_product(condition: Condition, flow: Flow, _: Vocabulary) -> Reason:
    what = f"the direct product of {condition.of} technology"
    return _yes_no(condition, flow.is_direct_product(str(condition.of)), what)


def _contains_direct_product(condition: Condition, flow: Flow, _: Vocabulary) -> Reason:
    what = f"an item with an integrated circuit from a plant of {condition.of} technology"
    return _yes_no(condition, flow.holds_direct_product(str(condition.of)), what)


def _designed_by_target(condition: Condition, flow: Flow, names: Vocabulary) -> Reason:
    known = None if flow.designer is None and not flow.complete else flow.designer in names.targets
    return _yes_no(condition, known, "made to a design of a party the rule names")


def _yes_no(condition: Condition, known: bool | None, what: str) -> Reason:
    asked = what if condition.is_ else f"not {what}"
    if known is None:
        text = f"whether it is {what} is not known"
        return _reason(condition, Truth.UNKNOWN, text, "not known", asked)
    found = what if known else f"not {what}"
    return _reason(condition, truth_of(known is condition.is_), f"it is {found}", found, asked)


# --- where ----------------------------------------------------------------------------------------------------------


def _made_in(condition: Condition, flow: Flow, names: Vocabulary) -> Reason:
    return _places(condition, flow.made_in, f"{_ORIGINS.get(flow.kind, 'made')} in ", names)


def _exported_from(condition: Condition, flow: Flow, names: Vocabulary) -> Reason:
    return _places(condition, flow.left_from(), "exported from ", names)


def _supplier_home(condition: Condition, flow: Flow, names: Vocabulary) -> Reason:
    return _place(condition, flow.supplier_home, "from a supplier based in ", names)


def _destination(condition: Condition, flow: Flow, names: Vocabulary) -> Reason:
    if flow.destination is not None:
        return _place(condition, flow.destination, "for a destination in ", names)
    asked = f"for a destination in {either(_countries(condition, names)[0])}"
    return _reason(condition, Truth.UNKNOWN, f"whether it is {asked} is not known", "not known", asked)


def _place(condition: Condition, place: str, before: str, names: Vocabulary) -> Reason:
    words, wanted = _countries(condition, names)
    truth = truth_of(place in wanted)
    found, asked = before + place, before + either(words)
    within = f" ({either(words)})" if condition.in_group is not None else ""
    text = f"it is {found}{within}" if truth is Truth.YES else f"it is {found}, not {asked}"
    return _reason(condition, truth, text, found, asked)


def _places(condition: Condition, places: frozenset[str], before: str, names: Vocabulary) -> Reason:
    words, wanted = _countries(condition, names)
    some = sorted(places)
    found = before + (some[0] if len(some) == 1 else "one of " + ", ".join(some))
    if not places:
        truth, found = Truth.UNKNOWN, f"{before.removesuffix(' in ').removesuffix(' from ')}"
        found += " from a place not stated" if before.startswith("exported") else " in a place not stated"
        text = f"{found}; whether in {either(words)} is not known"
    elif places <= wanted:
        truth, text = Truth.YES, found
    elif places.isdisjoint(wanted):
        join = "from" if before.startswith("exported") else "in"
        truth, text = Truth.NO, f"{found}, not {join} {either(words)}"
    else:
        truth, text = Truth.UNKNOWN, f"{found}; the split is not known"
    return _reason(condition, truth, text, found, before + either(words))


def _transit(condition: Condition, flow: Flow, names: Vocabulary) -> Reason:
    words, wanted = _countries(condition, names)
    asked = f"moving through {either(words)}"
    through = frozenset() if flow.transit is None and flow.complete else flow.transit
    if through is None:
        text = f"whether it is {asked} is not known"
        return _reason(condition, Truth.UNKNOWN, text, "route not known", asked)
    truth = truth_of(not through.isdisjoint(wanted))
    found = f"moving through {', '.join(sorted(through))}" if through else "moving through no other country"
    text = found if truth is Truth.YES else f"{found}, not {asked}" if through else f"not {asked}"
    return _reason(condition, truth, text, found, asked)


def _countries(condition: Condition, names: Vocabulary) -> tuple[Sequence[str], frozenset[str]]:
    """The words for the countries asked about, and the countries."""
    if condition.in_group is None:
        wanted = _wanted(condition)
        return wanted, frozenset(wanted)
    group = names.groups[condition.in_group]
    return (group.title,), frozenset(group.countries)


# --- how much -------------------------------------------------------------------------------------------------------


def _content(condition: Condition, flow: Flow, names: Vocabulary) -> Reason:
    country = str(condition.of)
    facts = flow.content_of(country)
    controlled = condition.fact == "controlled_content"
    if condition.measure is not None:
        share = flow.measured_content(country, condition.measure)
        name = f"{country} content of {condition.measure.replace('-', ' ')}"
    else:
        # Controlled content is part of the whole, so a known total bounds it.
        bounded = Range(facts.controlled.low, min(facts.controlled.high, facts.total.high))
        share = bounded if controlled else facts.total
        name = f"{'controlled ' if controlled else ''}{country} content"
    reached, level, beyond, short = _against_level(condition, share, _levels(condition, flow, names))
    found = f"{name} {_span(share)} of value"
    if reached is Truth.UNKNOWN:
        text = (
            f"{name} between {_percent(share.low)} and {_percent(share.high)} of value: "
            f"whether it is {beyond} {level} is not known"
        )
    elif reached is Truth.YES:
        text = f"{found}, {beyond} {level}"
    elif controlled and not share.certain and share.high == facts.total.high:
        text = f"at most {_percent(share.high)} of its value is {country} content, {short} {level}"
    else:
        text = f"{found}, {short} {level}"
        if controlled and facts.total.low > share.high:
            text += f" ({country} content in all {_span(facts.total)})"
    asked = f"an item with {name} {beyond} {level} of value"
    return _reason(condition, reached, text, found, asked)


def _levels(condition: Condition, flow: Flow, names: Vocabulary) -> list[float]:
    """The levels that may be meant: one, or several if the destination that decides is not known."""
    usual = condition.above if condition.above is not None else condition.at_least
    assert usual is not None
    groups = {name: share.likely for name, share in condition.for_groups.items()}
    if flow.destination is None:
        return sorted({usual.likely, *groups.values()})
    # A country in two groups: the stricter share counts.
    own = [share for name, share in groups.items() if flow.destination in names.groups[name].countries]
    return [min(own, default=usual.likely)]


def _against_level(
    condition: Condition, share: Range, levels: Sequence[float]
) -> tuple[Truth, str, str, str]:
    """Whether a share reaches the level asked about, the level, and the words for reaching it and for not."""
    low, high = round(share.low, 12), round(share.high, 12)  # so that 0.35 and 35 % are the same share
    least, most = round(min(levels), 12), round(max(levels), 12)
    shown = _percent(most) if least == most else f"{_percent(least)} or {_percent(most)}, by destination"
    if condition.above is not None:
        truth = Truth.YES if low > most else Truth.NO if high <= least else Truth.UNKNOWN
        return truth, shown, "above", "not above"
    truth = Truth.YES if low >= most else Truth.NO if high < least else Truth.UNKNOWN
    return truth, shown, "at least", "less than"


# --- when -----------------------------------------------------------------------------------------------------------


def _product_public(condition: Condition, flow: Flow, _: Vocabulary) -> Reason:
    asked = f"for a product public on or before {condition.on_or_before}"
    words = ("the product was public", "the product became public", asked)
    return _dated(condition, flow.product_public, words)


def _production_started(condition: Condition, flow: Flow, _: Vocabulary) -> Reason:
    asked = f"an item whose production started on or before {condition.on_or_before}"
    return _dated(
        condition, flow.production_started, ("its production started", "its production started", asked)
    )


def _ordered(condition: Condition, flow: Flow, _: Vocabulary) -> Reason:
    asked = f"an item ordered on or before {condition.on_or_before}"
    return _dated(condition, flow.ordered, ("it was ordered", "it was ordered", asked))


def _dated(condition: Condition, day: dt.date | None, words: tuple[str, str, str]) -> Reason:
    whether, happened, asked = words
    last = condition.on_or_before
    if day is None or last is None:
        text = f"whether {whether} on or before {last} is not known"
        return _reason(condition, Truth.UNKNOWN, text, "not known", asked)
    found = f"{happened} on {day}"
    truth = truth_of(day <= last)
    text = f"{found}, {'' if truth is Truth.YES else 'not '}on or before {last}"
    return _reason(condition, truth, text, found, asked)


_QUESTIONS: dict[str, Question] = {
    "kind": _kind,
    "stage": _stage,
    "published": _published,
    "made_in": _made_in,
    "exported_from": _exported_from,
    "transit": _transit,
    "destination": _destination,
    "supplier_home": _supplier_home,
    "controlled_content": _content,
    "total_content": _content,
    "content": _content,
    "direct_product": _direct_product,
    "contains_direct_product": _contains_direct_product,
    "designed_by_target": _designed_by_target,
    "item_list": _item_list,
    "eccn": _eccn,
    "end_use": _end_use,
    "product_public": _product_public,
    "production_started": _production_started,
    "ordered": _ordered,
}


def _wanted(condition: Condition) -> tuple[str, ...]:
    return (str(condition.is_),) if condition.is_ is not None else condition.in_ or ()


def either(names: Sequence[str]) -> str:
    """Names joined as people do: `a, b or c`."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" or {names[-1]}"


def _percent(share: float) -> str:
    return f"{100 * share:g} %"


def _span(share: Range) -> str:
    return _percent(share.high) if share.certain else f"{100 * share.low:g}-{100 * share.high:g} %"
