"""This is whether rows that share a part number describe one part: numbers are sometimes given twice."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import combinations

from sim.intake.classes import class_of
from sim.intake.parts import Part
from sim.intake.rows import ListRow
from sim.intake.sheet import quoted
from sim.intake.words import plain
from sim.wording import UNCLASSIFIED

_VARIANT = 0.8  # as like as `Resistor` and `Resistors`; two kinds of part are less so
_MOST = 12  # descriptions of one part that are compared with each other


def twice_given(parts: Sequence[Part]) -> list[str]:
    """What is said of part numbers whose rows describe different parts; nothing if there are none."""
    found = {part.name: pair for part in parts if (pair := _different(part.rows)) is not None}
    if not found:
        return []
    first, (one, other) = next(iter(found.items()))
    count = "1 part number stands" if len(found) == 1 else f"{len(found)} part numbers stand"
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return [
        f"{count} for different descriptions, each taken as one part: {first} ({quoted(one)}, {quoted(other)})"
        f"{more}. Remedy: correct the part numbers"
    ]


def _different(rows: Sequence[ListRow]) -> tuple[str, str] | None:
    """The first two descriptions of a part that are of different kinds; None if they may all be of one."""
    kinds = {row.description: class_of(row.description, row.commodity)[0] for row in rows if row.description}
    for one, other in combinations(list(kinds)[:_MOST], 2):
        classes = {kinds[one], kinds[other]}
        if len(classes - {UNCLASSIFIED}) == 2 or _nothing_in_common(plain(one), plain(other)):
            return one, other
    return None


def _nothing_in_common(one: str, other: str) -> bool:
    if set(one.split()) & set(other.split()):
        return False
    together, apart = one.replace(" ", ""), other.replace(" ", "")
    return SequenceMatcher(None, together, apart, autojunk=False).ratio() < _VARIANT
