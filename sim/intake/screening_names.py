"""This is how names of organisations are made comparable: core tokens, and the parts a listed name is made of."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import yaml

_WORDS: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("screening-words.yaml").read_text(encoding="utf-8")
)
DROPPED = frozenset(_WORDS["legal_forms"] + _WORDS["generic"] + _WORDS["chinese_places"])
_LEGAL = frozenset(_WORDS["legal_forms"])
SHORTENED = frozenset(_WORDS["shortened"])
PLACES = frozenset(_WORDS["chinese_places"])
TOO_WIDE = frozenset(_WORDS["too_wide"])
OF_ORGANISATIONS = frozenset(
    _WORDS["legal_forms"] + _WORDS["generic"] + _WORDS["also_of_organisations"]
) - frozenset(_WORDS["not_only_of_organisations"])
_BEFORE_PERSONS = frozenset(_WORDS["before_persons"])

_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]+")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_WORD = re.compile(r"\w+")
_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "_": " "})
_APOSTROPHES = str.maketrans("", "", "'’‘`´")
# A row of a larger body's part names that body first; the part is what the row lists.
_OWN_PART = re.compile(r"\b(?:affiliated entity:|subordinate institution -)\s*", re.IGNORECASE)
_ALSO_PART = re.compile(r",?\s*(?:\band subordinate entit(?:y|ies)\b|[([]?\bf\.?k\.?a\.?,?\s)", re.IGNORECASE)
_DOTTED_END = re.compile(r"\w\W+(?:[A-Z]\.){2,}$")  # such as `S.A.`
_SURNAME_FIRST = re.compile(r"[^\W\d]+(?:[ '-][^\W\d]+){0,2},(?: [^\W\d]+[.]?){1,3}")
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")


@lru_cache(maxsize=1 << 16)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower-case letters without accents; other scripts keep their letters."""
    text = unicodedata.normalize("NFKD", name.casefold().translate(_SPECIAL).translate(_APOSTROPHES))
    if not text.isascii():
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    return tuple(_WORD.findall(text))


def own_words(name: str) -> tuple[str, ...]:
    """The words of a name without its legal form, `group` written out: `SenseTime Grp` is `SenseTime Group Inc.`."""
    return tuple("group" if word == "grp" else word for word in words_of(name) if word not in _LEGAL)


def core_of(name: str) -> str:
    """What tells a name from others: legal forms, generic words, Chinese places dropped; all of it if that is all."""
    words = words_of(name)
    core = tuple(dict.fromkeys(word for word in words if word not in DROPPED))
    return " ".join(words if TOO_WIDE.issuperset(core) else core)


def marks_an_organisation(name: str) -> bool:
    """Whether a name has what only organisations have: a legal form, a word such as `electronics`, `&`."""
    if "&" in name or _DOTTED_END.search(name):
        return True
    return any(word in OF_ORGANISATIONS for word in words_of(name) if word not in _BEFORE_PERSONS)


def marks_a_person(name: str) -> bool:
    """Whether a name is written as that of a person: `SURNAME, Given`, or with a title before it."""
    if marks_an_organisation(name):
        return False
    words = words_of(_BRACKETS.sub(" ", name))
    return _SURNAME_FIRST.fullmatch(name) is not None or (len(words) > 1 and words[0] in _BEFORE_PERSONS)


def is_of_no_person(name: str) -> bool:
    """Whether a name cannot well be a person's: a single word, or one with digits in it."""
    own = _BRACKETS.sub(" ", name)
    return len(words_of(own)) == 1 or any(sign.isdecimal() for sign in own)


def cores_of(name: str) -> tuple[tuple[str, str], ...]:
    """Every core a name can be found by, each with the part of the name it comes from.

    Han characters are compared as such; words beside them, and what stands in brackets, are names of their own.
    """
    found: dict[str, str] = {}
    for part in _parts(name):
        for han in _HAN.findall(part):
            if len(han) > 1:
                found.setdefault(han, han)
        latin = _latin(part)
        if latin and (core := core_of(latin)):
            found.setdefault(core, latin)
    return tuple(found.items())


def latin_parts(name: str) -> list[str]:
    """The names a name is made of, without Han characters."""
    return [latin for part in _parts(name) if (latin := _latin(part))]


def _latin(part: str) -> str:
    return " ".join(_HAN.sub(" ", part).split()).strip(",;- ")


def _parts(name: str) -> list[str]:
    own = _OWN_PART.split(name, maxsplit=1)[-1]
    if not any(mark in own for mark in "(（") and "f" not in own and "subordinate" not in own:
        return [own]
    parts = []
    for each in _ALSO_PART.split(own):
        outside = _BRACKETS.sub(" ", each)
        inside = [text for text in _BRACKETS.findall(each) if _tells_something(text)]
        parts += [outside, *inside]
    return [part for part in parts if part.strip(" .,;-()")]


def _tells_something(text: str) -> bool:
    """Whether brackets hold a name, and not a place, a number or one letter."""
    words = [word for word in words_of(text) if word not in DROPPED]
    return any(len(word) > 2 and not word.isdecimal() for word in words) or _HAN.search(text) is not None
