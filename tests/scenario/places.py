"""This is where things stand in a text, as problems say it."""

from __future__ import annotations


def line_of(text: str, part: str) -> int:
    """The number of the first line with `part` in it."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if part in line)


def place_of(text: str, part: str, file: str = "scenario.yaml") -> str:
    """`file:line:column` of the first line with `part` in it, at the first letter of `part`."""
    number = line_of(text, part)
    line = text.split("\n")[number - 1]
    return f"{file}:{number}:{line.index(part) + len(part) - len(part.lstrip()) + 1}"
