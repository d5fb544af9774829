"""This is how a message fits 80 columns: words move to the next line, and no path is broken."""

from __future__ import annotations

from sim.wording import lines_of


def wrapped(text: str, indent: str = "  ") -> str:
    """A message in lines of at most 80 columns, the second and later ones indented; long words stay whole."""
    return "\n".join(lines_of(text, later=indent, whole=True))
