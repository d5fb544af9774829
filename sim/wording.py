"""This is how every room words a count, the end of a sentence, and what comes from no supplier."""

from __future__ import annotations

OWN_WORK = "own work"  # of a maker: what it does itself stands among its inputs, and comes from no supplier


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 line`, `2 lines`, `25,000 rows`; `many` where it is not `one` with an s."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def ended(text: str) -> str:
    """A sentence with its full stop, which a name such as `Acme Co., Ltd.` may bring along."""
    return text if text.endswith(".") else f"{text}."
