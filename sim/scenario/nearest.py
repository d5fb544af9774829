"""This is the nearest known name, for a message about an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str], least: float = 0.6) -> str | None:
    """The known name most like `name`, or None when nothing is near: `least` of 1, which is the name itself."""
    matches = get_close_matches(name, list(known), n=1, cutoff=least)
    return matches[0] if matches else None


def did_you_mean(name: str, known: Iterable[str], least: float = 0.6) -> str:
    """`; did you mean ...?`, or the known names when nothing is near."""
    names = list(known)
    match = nearest(name, names, least)
    if match is not None:
        return f"; did you mean `{match}`?"
    shown = ", ".join(f"`{each}`" for each in sorted(names)[:12])
    return f"; known: {shown}" + (", ..." if len(names) > 12 else "") if names else ""
