"""The glossary has every word of the field that is used, one sentence each, with the key that says it."""

from __future__ import annotations

import re

import pytest

from docs.build import FOLDER
from sim.scenario import json_schema

# The field's words that names and sentences of this project are made of.
WORDS = """bill of materials, tier, source, sole source, alternate source, substitute, lead time, safety stock, cover,
in transit, qualification, ramp-up, yield, run-out time, time-to-survive, time-to-recover, control, de minimis,
foreign direct product, licence, presumption of denial, wind-down, savings clause, uncertainty, lever, outcome, variant,
replication, seed"""
TEXT = (FOLDER / "glossary.md").read_text(encoding="utf-8")
ENTRIES = re.findall(r"^- \*\*(.+?)\*\*: (.+)$", TEXT, re.MULTILINE)


def keys() -> set[str]:
    """Every key of the language."""
    schema = json_schema()
    return {name for each in (schema, *schema["$defs"].values()) for name in each.get("properties", {})}


def test_every_word_of_the_field_is_there():
    wanted = {" ".join(word.split()) for word in WORDS.split(",")}
    assert wanted <= {word for word, _ in ENTRIES}


def test_nothing_is_said_outside_an_entry():
    assert len(ENTRIES) == sum(line.startswith("- ") for line in TEXT.splitlines())


@pytest.mark.parametrize(("word", "sentence"), ENTRIES)
def test_a_word_has_one_sentence(word, sentence):
    assert sentence.endswith(".")
    assert ". " not in sentence


@pytest.mark.parametrize(("word", "sentence"), [each for each in ENTRIES if each[1].endswith("`).")])
def test_the_key_that_says_it_is_a_key_of_the_language(word, sentence):
    said = re.findall(r"`(\w+)`", sentence[sentence.rindex("(") :])
    assert said
    assert set(said) <= keys()


@pytest.mark.parametrize("part", re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:])
def test_words_are_in_order(part):
    words = re.findall(r"^- \*\*(.+?)\*\*", part, re.MULTILINE)
    assert words == sorted(words)
