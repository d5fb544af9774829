"""This is the nearest known name, for a message about an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like `name`, or None when nothing is near."""
    matches = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean ...?`, or the known names when nothing is near."""
    names = list(known)
    match = nearest(name, names)
    if match is not None:
        return f"; did you mean `{match}`?"
    shown = ", ".join(f"`{each}`" for each in sorted(names)[:12])
    return f"; known: {shown}" + (", ..." if len(names) > 12 else "") if names else ""
