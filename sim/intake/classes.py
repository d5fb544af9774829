"""This is which item class a part gets: from words in its description, by a table anybody can read."""

from __future__ import annotations

from functools import cache

from sim.intake.organisations import shipped_entries
from sim.intake.words import class_words, plain

UNCLASSIFIED = "unclassified"


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
