"""This is what a price is for, as far as words tell it: so many pieces, or a pack whose count nobody has said."""

from __future__ import annotations

import re
import unicodedata

from sim.intake.words import currency_signs, factors, packs, unit_word

# After these stands what a price is for: `per reel`, `/1000`, `je Rolle`, `pro 100`.
_PER = re.compile(r"(?:\bper\b|\bje\b|\bpro\b|/|／|每)\s*(.*)$", re.IGNORECASE)
_SIGNS = re.compile(r"[()\[\]{}（）【】:;*]+")
_COUNTED = re.compile(r"^(\d{1,3}(?:[.,' ]\d{3})+|\d+)\s*(.*)$")


def priced_for(text: str) -> float | str | None:
    """What words after `per` or `/`, or alone, say: so many pieces, a pack such as `reel`, or None if neither."""
    words = unit_word(_SIGNS.sub(" ", text)).split()
    left = " ".join(word for word in words if word not in currency_signs())
    if not left:
        return None
    counted = _COUNTED.match(left)
    number = float(re.sub(r"[.,' ]", "", counted[1])) if counted else 1.0
    unit = counted[2] if counted else left
    if number <= 0.0:
        return None
    if not unit:
        return number
    if unit in packs():
        return left
    factor = factors("pieces").get(unit)
    return None if factor is None else number * factor


def in_cell(text: str) -> float | str | None:
    """What an amount in a cell says it is for: `6.5 USD/k`, `5 per reel`."""
    found = _PER.search(unicodedata.normalize("NFKC", text))
    return None if found is None else priced_for(found[1])


def split_header(name: str) -> tuple[str, float | str | None]:
    """The name of a column of prices before `per`, `/` or brackets, and what the rest says a price is for."""
    text = unicodedata.normalize("NFKC", name)
    for pattern in (_PER, re.compile(r"[(\[【](.*)[)\]】]")):
        for found in pattern.finditer(text):
            unit = priced_for(found[1])
            if unit is not None:
                return _SIGNS.sub(" ", text[: found.start()]).strip(), unit
    return text, None
