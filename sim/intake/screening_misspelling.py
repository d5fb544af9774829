"""This is how a short name is found though it is misspelt: one letter wrong, two swapped, or written as it sounds.

In a name of five or six letters one wrong letter costs a sixth of the score, as much as another name does. So such
names are compared by letters: one substituted or two neighbours swapped, the first letter kept; of four letters only
swapped.
What is left out or doubled is found by the score alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from rapidfuzz.distance import OSA

from sim.intake.organisations import shipped_entries
from sim.intake.screening_names import cores_of
from sim.intake.words import firm_names

SHORT = range(5, 7)  # letters; in longer names one wrong letter leaves a score of 85
SWAPPED_ONLY = 4
_PLAIN = re.compile(r"[a-z]+")
# Spellings of one sound, in the order they are read. Only whole names that then are the same sound alike.
_SOUNDS = (("oo", "u"), ("ou", "u"), ("ee", "i"), ("ck", "k"), ("ph", "f"))
_ENDINGS = (("ay", "ei"), ("ey", "ei"), ("ai", "ei"), ("y", "i"), ("ie", "i"))


class Misspelt:
    """The short cores of a list, by what is left of them without one letter and by how they sound."""

    def __init__(self, cores: Iterable[str]) -> None:
        self._without: dict[str, list[str]] = {}
        self._sounding: dict[str, list[str]] = {}
        for core in cores:
            if _is_short(core):
                for rest in _without_one(core):
                    self._without.setdefault(rest, []).append(core)
                self._sounding.setdefault(_sound(core), []).append(core)

    def near(self, core: str) -> Iterator[tuple[str, str]]:
        """The listed cores this one may be a misspelling of, and how; none for the name of a firm that is known."""
        if not _PLAIN.fullmatch(core) or not 4 <= len(core) <= 8 or core in known_cores():
            return
        if _is_short(core):
            for listed in sorted(
                {each for rest in _without_one(core) for each in self._without.get(rest, ())}
            ):
                if _is_slip(core, listed):
                    yield listed, "one letter differs, or two are swapped"
        for listed in self._sounding.get(_sound(core), ()):
            if listed != core:
                yield listed, "they sound alike"


def _is_short(core: str) -> bool:
    return _PLAIN.fullmatch(core) is not None and (len(core) in SHORT or len(core) == SWAPPED_ONLY)


def _is_slip(core: str, listed: str) -> bool:
    if len(core) != len(listed) or core[0] != listed[0] or OSA.distance(core, listed, score_cutoff=1) != 1:
        return False
    return len(core) in SHORT or sorted(core) == sorted(listed)


def _without_one(core: str) -> set[str]:
    return {core[:at] + core[at + 1 :] for at in range(len(core))}


def _sound(core: str) -> str:
    for written, sound in _SOUNDS:
        core = core.replace(written, sound)
    for written, sound in _ENDINGS:
        if core.endswith(written):
            return core[: -len(written)] + sound
    return core


@cache
def known_cores() -> frozenset[str]:
    """Cores of firms that ship with runout: `Micron` is one, and no misspelling of `Mikron`."""
    names = {str(entry["name"]) for _, entry in shipped_entries("organisations", "organisations").values()}
    names.update(name for several in firm_names().values() for name in several)
    return frozenset(core for name in names for core, _ in cores_of(name))
