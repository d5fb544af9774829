"""This is how a name is found though it is misspelt: a short one, or one whose common words are.

Common words (`Technolgy`, `Grp`) are dropped as their right spelling is. Short names: one letter wrong, two swapped, or
written as it sounds.

In a name of five or six letters one wrong letter costs a sixth of the score, as much as another name does. So such
names are compared by letters: one substituted or two neighbours swapped, the first letter kept; of four letters only
swapped.
What is left out or doubled is found by the score alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from sim.intake.organisations import shipped_entries
from sim.intake.screening_names import DROPPED, PLACES, SHORTENED, TOO_WIDE, cores_of, latin_parts, words_of
from sim.intake.words import firm_names

SHORT = range(5, 7)  # letters; in longer names one wrong letter leaves a score of 85
SWAPPED_ONLY = 4
_PLAIN = re.compile(r"[a-z]+")
# Spellings of one sound, in the order they are read. Only whole names that then are the same sound alike.
_SOUNDS = (("oo", "u"), ("ou", "u"), ("ee", "i"), ("ck", "k"), ("ph", "f"))
_ENDINGS = (("ay", "ei"), ("ey", "ei"), ("ai", "ei"), ("y", "i"), ("ie", "i"))

_ONE_SLIP, _TWO_SLIPS = 6, 9  # letters from which a dropped word may hold one slip of the pen, or two
_BY_START: dict[tuple[str, int], list[str]] = {}  # dropped words by first letter and length
for _word in sorted(DROPPED):
    _BY_START.setdefault((_word[0], len(_word)), []).append(_word)


def cores_without_slips(name: str) -> tuple[tuple[str, str, str], ...]:
    """The cores a name has beside its own if its common words are misspelt: core, part of the name, which words.

    `Dahua Technolgy` is `dahua`. Never is the last word dropped that tells anything: `Micron` stays what it is.
    """
    found: dict[str, tuple[str, str]] = {}
    for part in latin_parts(name):
        core: list[str] = []
        slips: list[str] = []
        for word in dict.fromkeys(words_of(part)):
            if word in DROPPED:
                continue
            if (meant := _meant(word)) is None:
                core.append(word)
            else:
                slips.append(f"`{word}` is taken as {meant}")
        if slips and not TOO_WIDE.issuperset(core):
            found.setdefault(" ".join(core), (part, "; ".join(slips)))
    return tuple((core, *told) for core, told in found.items())


@lru_cache(maxsize=1 << 16)
def _meant(word: str) -> str | None:
    """What a word that is none of those dropped is written for: a shortened one, or one with a slip of the pen."""
    if word in SHORTENED:
        return "a usual short or foreign form"
    if len(word) < _ONE_SLIP - 1 or not word.isalpha():
        return None
    near: list[tuple[int, str]] = []
    for length in range(len(word) - 2, len(word) + 3):
        for known in _BY_START.get((word[0], length), ()):
            # Places are so many and so alike that they may hold one slip only.
            most = 2 if length >= _TWO_SLIPS and known not in PLACES else 1
            if length < _ONE_SLIP and sorted(known) != sorted(word):
                continue  # `Micron` is no slip of `micro`; of five letters only two may be swapped
            slips = OSA.distance(word, known, score_cutoff=most)
            if slips <= most:
                near.append((slips, known))
    return f"`{min(near)[1]}`" if near else None


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
