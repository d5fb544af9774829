"""This is which item class a part gets: from words in its description, by a table anybody can read."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

from sim.intake.mapping import ListMapping
from sim.intake.organisations import shipped_entries
from sim.intake.words import class_words, plain
from sim.wording import UNCLASSIFIED


@cache
def class_of(title: str, commodity: str) -> tuple[str, str]:
    """The class of a part and the word that decided; the list's own class wins if it is one."""
    if commodity in shipped_entries("items", "classes"):
        return commodity, commodity
    for text in (title, commodity):
        words = f" {plain(text)} "
        for word, name in class_words():
            if f" {word} " in words or f" {word}s " in words or (not word.isascii() and word in words):
                return name, word
    return UNCLASSIFIED, ""


def class_by_mapping(mapping: ListMapping, known_as: str, title: str, guess: str) -> str | None:
    """The class a mapping gives a part: of its own, or of the first pattern its description is like; None if neither.

    An entry that only repeats the guess, as those that an import writes do, gives way to a pattern.
    """
    own = mapping.classes.get(known_as)
    if own is not None and own != guess:
        return own
    return next(
        (each.class_ for each in mapping.classes_by_description if is_like(title, each.description)), own
    )


def is_like(title: str, pattern: str) -> bool:
    """Whether a description is like a pattern such as `MLCC*`, without regard to case."""
    return fnmatchcase(title.casefold(), pattern.casefold())
