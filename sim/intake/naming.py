"""This is how names of a list become keys of a scenario: small letters, digits and hyphens, each once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

_LONGEST = 60


def slug(text: str) -> str:
    """A key like the text; empty if nothing of it can stand in one."""
    apart = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("&", " and "))
    letters = "".join(each for each in apart if not unicodedata.combining(each)).casefold()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_LONGEST].strip("-")


def key(text: str, taken: Container[str], otherwise: str) -> str:
    """A key like the text that is not taken yet; `otherwise` where the text gives none.

    A key of digits alone would be taken for the place in a list, so it gets `otherwise` before it.
    """
    name = slug(text)
    if not name or name.isdecimal():
        name = f"{otherwise}-{name}" if name else otherwise
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
