"""This is the vocabulary of parts lists: tables of words for columns, units, countries and classes."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import cast

import yaml

from sim.scenario.nearest import nearest

_FOLDER = Path(__file__).parent / "words"
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_BRACKETS = re.compile(r"[(\[（【].*?[)\]）】]")
_NOT_WORDS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Text for comparison: no case, no width, no accents of typing, single spaces."""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def header(text: str) -> str:
    """A header for comparison: without what stands in brackets."""
    return plain(_BRACKETS.sub(" ", unicodedata.normalize("NFKC", text)))


def in_brackets(text: str) -> str:
    """What stands in brackets in a header: a unit or a currency."""
    found = _BRACKETS.search(unicodedata.normalize("NFKC", text))
    return found[0][1:-1].strip() if found else ""


@cache
def fields_by_header() -> dict[str, str]:
    """Field of a parts list by the name of its column."""
    return {header(name): field for field, names in _lists("headers").items() for name in names}


@cache
def heading(field: str) -> str:
    """The name runout itself gives the column of a field."""
    return _lists("headers")[field][0].capitalize()


@cache
def countries() -> dict[str, str]:
    """Two-letter code by code or name of a country."""
    table = _lists("countries")
    names = {plain(name): code for code, several in table.items() for name in several}
    return names | {plain(code): code for code in table}


def country(text: str) -> str | None:
    """The two-letter code a text means, if it means a country."""
    return countries().get(plain(text))


def no_country(text: str) -> str:
    """What is said of a text that is no country's code: the code of the nearest name, or what to write."""
    near = nearest(plain(text), countries())
    hint = "write its name or two-letter code, such as `DE`"
    if near is not None:
        hint = f"did you mean `{country(near)}`" + (f" ({near.title()})?" if len(near) > 2 else "?")
    return hint


@cache
def factors(kind: str) -> dict[str, float]:
    """What one unit is worth in pieces, or in days."""
    return {
        unit_word(name): float(factor)
        for factor, names in cast(dict[str, list[str]], _table("units")[kind]).items()
        for name in names
    }


@cache
def packs() -> frozenset[str]:
    """Units that hold as many pieces as only the list's owner knows."""
    return frozenset(map(unit_word, cast(list[str], _table("units")["packs"])))


def unit_word(text: str) -> str:
    """A unit for comparison."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace(".", " ").split())


@cache
def currency_signs() -> dict[str, str]:
    """Currency code by sign or name; `?` for signs that several currencies share."""
    table = _table("units")
    signs = {
        unit_word(sign): code
        for code, names in cast(dict[str, list[str]], table["currency"]).items()
        for sign in names
    }
    shared = {unit_word(sign): "?" for sign in cast(list[str], table["ambiguous"])}
    return shared | signs | {code.casefold(): code for code in currency_codes()}


@cache
def currency_codes() -> frozenset[str]:
    """The codes of currencies in use."""
    return frozenset(cast(str, _table("units")["codes"]).split())


@cache
def class_words() -> tuple[tuple[str, str], ...]:
    """Words of descriptions with the class they mean, longest first."""
    pairs = [(plain(word), name) for name, words in _lists("classes").items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def firm_names() -> dict[str, list[str]]:
    """What lists call organisations that ship with runout, by their key."""
    return _lists("firms")


def _lists(name: str) -> dict[str, list[str]]:
    return cast(dict[str, list[str]], _table(name))


@cache
def _table(name: str) -> dict[str, object]:
    text = (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return cast(dict[str, object], yaml.load(text, Loader=_LOADER))
