"""This is the list of countries: two-letter codes of ISO 3166-1 with their English names, and `EU` for Europe."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from sim.scenario.nearest import nearest

_LIST = Path(__file__).with_name("countries.txt")
_CODE = re.compile(r"[A-Z]{2}")


@cache
def countries() -> dict[str, str]:
    """Every country's name by its code."""
    return dict(line.split(" ", 1) for line in _lines() if " = " not in line)


@cache
def _instead() -> dict[str, str]:
    """What people write instead of a code."""
    return dict(line.split(" = ", 1) for line in _lines() if " = " in line)


def _lines() -> list[str]:
    return [line for line in _LIST.read_text("utf-8").splitlines() if not line.startswith("#")]


def is_code(text: str) -> bool:
    """Whether this is meant as a country code: two capitals."""
    return _CODE.fullmatch(text) is not None


def named(name: str) -> str:
    """`; did you mean ...?` for the English name of a country instead of its code; empty if it is none."""
    codes = {own: code for code, own in countries().items()}
    match = nearest(name, codes)
    return f"; did you mean `{codes[match]}` ({match})?" if match is not None else ""


def country(code: str) -> str:
    """The code of a country as it is; ValueError with the code that may be meant if there is none such."""
    if code in countries():
        return code
    meant = _instead().get(code)
    hint = f"; did you mean `{meant}` ({countries()[meant]})?" if meant is not None else ""
    raise ValueError(f"`{code}` is the code of no country (ISO 3166){hint}")
