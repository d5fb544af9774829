"""This is how every room words a count, the end of a sentence, and what comes from no supplier."""

from __future__ import annotations

from textwrap import wrap
from unicodedata import east_asian_width

OWN_WORK = "own work"  # of a maker: what it does itself stands among its inputs, and comes from no supplier

NOT_NAMED = "supplier not named"  # stands in an imported list for suppliers it does not name; is none itself
UNCLASSIFIED = "unclassified"  # the item class of a part whose kind an import does not find


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 line`, `2 lines`, `25,000 rows`; `many` where it is not `one` with an s."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def ended(text: str) -> str:
    """A sentence with its full stop, which a name such as `Acme Co., Ltd.` may bring along."""
    return text if text.endswith(".") else f"{text}."


def columns(text: str) -> int:
    """How many columns of a terminal a text takes; Han characters take two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def lines_of(text: str, width: int = 80, first: str = "", later: str = "", whole: bool = False) -> list[str]:
    """A text in lines of so many columns at most, with what the first and the later ones begin with.

    `whole`: words are not broken, as paths may not be.
    """
    filled = "".join(f"{sign}\0" if east_asian_width(sign) in "WF" else sign for sign in text)
    lines = wrap(
        filled, width, initial_indent=first, subsequent_indent=later,
        break_long_words=not whole, break_on_hyphens=not whole,
    )  # fmt: skip
    return [line.replace("\0", "") for line in lines]
