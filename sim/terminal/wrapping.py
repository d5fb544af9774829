"""This is how a message fits 80 columns: words move to the next line, and no path is broken."""

from __future__ import annotations

import textwrap

_WIDTH = 80


def wrapped(text: str, indent: str = "  ") -> str:
    """A message in lines of at most 80 columns, the second and later ones indented; long words stay whole."""
    lines = textwrap.wrap(
        text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines)
