"""This is what an import says: what decides the answer first, then everything it read, filled and guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sim.intake.building import Draft
from sim.intake.classes import class_of
from sim.intake.descriptions import twice_given
from sim.intake.inputs import Filled
from sim.intake.listed import listed
from sim.intake.organisations import firm_name, near_shipped, ships
from sim.intake.parts import Part, commodity_of, grouped, title_of
from sim.intake.rows import ListRow
from sim.intake.wrong import some
from sim.wording import UNCLASSIFIED

_NAMED = 2  # of those that are named as an example
_LARGEST = 2  # parts that are named with their share
_ASKED = 3  # firms that are asked about one by one


def deciding(draft: Draft, parts: Sequence[Part]) -> list[str]:
    """What decides the answer: numbers that cannot be, parts given twice, orders assumed, classes and places."""
    filled = draft.filled
    said = [*draft.implausible, *twice_given(parts)]
    said += [] if draft.headline is None else [draft.headline]
    said += [] if draft.lead_times is None else [draft.lead_times]
    if on := listed(draft.firms):
        said.append(
            f"on a list of law that ships with runout: {some(on)}. No law is applied here; `runout screen` compares "
            "names with a list as published"
        )
    if filled.unclassified:
        said.append(
            f"`unclassified`, a careful default: {_by_share(filled.unclassified, draft.shares)}. Remedy: a class in "
            "the mapping"
        )
    if filled.made_in:
        said.append(
            f"made_in is unknown: {_by_share(filled.made_in, draft.shares)}. Remedy: a country in the list"
        )
    if filled.supplier:
        said.append(
            f"no supplier is named: {some(filled.supplier, _NAMED)}. They stop by no "
            "supplier's stop; a country's ban may reach them"
        )
    if draft.homes_taken:
        homes = [f"{name} ({home})" for name, home in draft.homes_taken.items()]
        said.append(
            f"Is that their home? Taken from where most of their parts are made: {some(homes, _NAMED)}. To set it: "
            "`suppliers` in the mapping"
        )
    return [*said, *_questions([name for name, _ in draft.firms_taken])]


def the_rest(draft: Draft) -> list[str]:
    """What was filled and guessed besides, in numbers and the first names."""
    filled = draft.filled
    remarks = counted_classes(draft.classes.values())
    if draft.new_firms:
        new = [f"{firm.name} ({firm.home or 'home unknown: a placeholder'})" for firm in draft.new_firms]
        remarks.append(f"new organisations, not among those that ship: {some(new)}")
    if draft.contradicted:
        homes = [
            f"{name} ({mapping}, list {stated})" for name, (mapping, stated) in draft.contradicted.items()
        ]
        remarks.append(
            f"the mapping counts where the list says another home: {some(homes)}. For the list's, take `home` out of "
            "the mapping"
        )
    remarks += [f"{what}: {some(names)}" for what, names in _fillings(filled) if names]
    return [*remarks, *draft.orders]


def would_be(rows: Sequence[ListRow]) -> list[str]:
    """Which classes and suppliers an import would take the rows for."""
    parts = grouped(row for row in rows if not row.alternate_of)
    classes = [(own[0].part, class_of(title_of(own), commodity_of(own))[0]) for own in parts.values()]
    remarks = counted_classes(name for _, name in classes)
    if other := [part for part, name in classes if name == UNCLASSIFIED]:
        remarks.append(f"no class is found for: {some(other)}")
    firms = {firm_name(row.supplier): row.supplier for row in rows if row.supplier}
    if firms:
        new = [name for name in firms.values() if not ships(name)]
        told = f"; the others are new: {some(new)}" if new else ""
        remarks.append(f"suppliers: {len(firms)}, of whom {len(firms) - len(new)} ship with runout{told}")
        remarks += _questions(new)
    return remarks


def counted_classes(classes: Iterable[str]) -> list[str]:
    """How many parts each class has, the most first; nothing if there are none."""
    most_first = sorted(Counter(classes).items(), key=lambda each: (-each[1], each[0]))
    told = ", ".join(f"{name} {count}" for name, count in most_first)
    return [f"classes: {told}"] if told else []


def _questions(new: Sequence[str]) -> list[str]:
    """Whether a new firm is one that ships with runout and goes by a name that is near."""
    near = [(name, found) for name in new if (found := near_shipped(name)) is not None]
    said = [
        f"`{name}` is taken as a new firm; is it {known}? Then write `{name}: {{is: {key}}}` under `suppliers` in the "
        "mapping"
        for name, (key, known) in near[:_ASKED]
    ]
    if rest := [f"{name} ({known}?)" for name, (_, known) in near[_ASKED:]]:
        said.append(f"taken as new firms too, each with the name that is near: {some(rest)}")
    return said


def _by_share(names: Sequence[str], shares: Mapping[str, float]) -> str:
    """How many parts, their share of the parts cost, and the largest of them."""
    once = sorted(dict.fromkeys(names), key=lambda name: -shares[name])  # of equal ones the first in the list
    largest = ", ".join(f"{name} {_percent(shares[name])}" for name in once[:_LARGEST])
    parts = "1 part" if len(once) == 1 else f"{len(once)} parts"
    return f"{parts}, {_percent(sum(shares[name] for name in once))} of parts cost, largest {largest}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 or share == 0.0 else f"{100 * share:.1f} %"


def _fillings(filled: Filled) -> Sequence[tuple[str, list[str]]]:
    return (
        ("made_in of an alternate is unknown, the list does not say", filled.made_in_of_alternates),
        ("made in the supplier's home, as the mapping asks", filled.home_taken),
        ("no quantity: one is assumed", filled.needs),
        ("no price: an own estimate", filled.cost),
        ("no stock: class default", filled.stock),
        ("no lead time: class default", filled.lead_time),
        (
            "a lead time longer than goods of the class travel is from order to delivery, and what another source "
            "would need at least; what is on its way when a supplier stops is the class default",
            filled.making,
        ),
        ("an alternate without a lead time of its own is taken to need the part's", filled.waiting),
        ("how much an alternate could serve is an own estimate", filled.serves),
    )
