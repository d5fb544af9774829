"""This is YAML as an import writes it: the same facts give the same text, with comments where facts were filled."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from sim.intake.sheet import UNPRINTABLE
from sim.scenario.quantity import BASE_UNIT, Quantity
from sim.scenario.yaml_tree import plain_scalar

Comments: TypeAlias = Mapping[tuple[str, ...], str]

_WIDTH = 110
# Text that needs no quotes: no sign that YAML reads, and no number or word that is not text.
_PLAIN = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_./%()+ -]*[A-Za-z0-9_.%)])?")


def scalar(value: object) -> str:
    """One value; text is quoted unless it is plain."""
    if isinstance(value, Quantity):
        bare = value.dimension == "count" and value.certain
        value = value.likely if bare else quantity_text(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return _text(str(value))


@lru_cache(maxsize=65_536)
def _text(given: str) -> str:
    text = UNPRINTABLE.sub(" ", given)
    if _PLAIN.fullmatch(text) and isinstance(plain_scalar(text), str) and not text.endswith(" "):
        return text
    return json.dumps(text, ensure_ascii=False)


def inline(value: object) -> str:
    """A value on one line: `{a: 1, b: [x, y]}`."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {inline(below)}" for key, below in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(inline(below) for below in value) + "]"
    return scalar(value)


class Text:
    """Writes a mapping as lines; what is short and holds no comment stands on one line."""

    def __init__(self, comments: Comments) -> None:
        self._comments = comments
        self._commented = {path[:end] for path in comments for end in range(len(path))}

    def lines(self, entries: Mapping[str, object], path: tuple[str, ...] = ()) -> list[str]:
        """The lines of a mapping that stands at a path."""
        lines: list[str] = []
        indent = "  " * len(path)
        for key, value in entries.items():
            here = (*path, key)
            *above, behind = self._comments.get(here, "").split("\n")
            lines += [f"{indent}# {comment}" for comment in above]
            behind = f" # {behind}" if behind else ""
            start = f"{indent}{scalar(key)}:"
            line = self._one_line(start, value, here) if isinstance(value, Mapping) and value else None
            if isinstance(value, Mapping) and value and line is None:
                lines += [start + behind, *self.lines(value, here)]
            else:
                lines.append((line or f"{start} {inline(value)}") + behind)
        return lines

    def _one_line(self, start: str, value: object, path: tuple[str, ...]) -> str | None:
        if path in self._commented or _deep(value, 2 if len(path) > 1 else 1):
            return None
        line = f"{start} {inline(value)}"
        return line if len(line) < _WIDTH else None


def values_of(value: object) -> int:
    """How many values a tree holds, itself included, as the reader of scenarios counts them."""
    if isinstance(value, Mapping):
        return 1 + sum(map(values_of, value.values()))
    if isinstance(value, (list, tuple)):
        return 1 + sum(map(values_of, value))
    return 1


def _deep(value: object, levels: int) -> bool:
    """Whether mappings are nested deeper than some levels."""
    if not isinstance(value, Mapping):
        return False
    return levels == 0 or any(_deep(below, levels - 1) for below in value.values())


def number(value: float) -> str:
    """A number as short as it can be without losing anything, never with an exponent where digits do."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return repr(value)


def quantity_text(quantity: Quantity) -> str:
    """A quantity in the words of the scenario language, exact."""
    values = [quantity.likely] if quantity.certain else [quantity.low, quantity.likely, quantity.high]
    if quantity.dimension == "day":
        return " / ".join(dt.date.fromordinal(round(value)).isoformat() for value in values)
    if quantity.dimension == "share":
        percents = [f"{100 * value:.12g}" for value in values]
        if all(float(text) / 100.0 == value for text, value in zip(percents, values, strict=True)):
            return " / ".join(percents) + " %"
        return " / ".join(map(number, values))
    unit = {"count": "", "money": quantity.currency}.get(quantity.dimension, BASE_UNIT[quantity.dimension])
    return (" / ".join(map(number, values)) + f" {unit}").strip()


def refs_of(tree: object) -> set[str]:
    """The references that anything of a scenario rests on."""
    if isinstance(tree, list):
        return {ref for each in tree for ref in refs_of(each)}
    if not isinstance(tree, Mapping):
        return set()
    own = {str(tree["ref"])} if isinstance(tree.get("ref"), str) else set()
    return own.union(*(refs_of(below) for below in tree.values()))
