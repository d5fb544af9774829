"""This is which organisations the law that ships with runout lists: pointed at, nothing is decided by it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sim.intake.organisations import Firm, shipped_entries


def listed(firms: Iterable[Firm]) -> list[str]:
    """Each firm that is on a shipped list: name, list, since when and where that is published."""
    on = _listings()
    return [f"{firm.name} ({'; '.join(on[firm.key])})" for firm in firms if firm.shipped and firm.key in on]


@cache
def day_of(notice: str) -> str | None:
    """The day from which a listing that a notice such as `84 FR 22961` published holds, where shipped law has it."""
    days = {
        str(batch["effective"])
        for _, entry in shipped_entries("lists", "lists").values()
        for batch in entry.get("batches", {}).values()
        if str(batch["reference"]) == notice
    }
    return days.pop() if len(days) == 1 else None


@cache
def _listings() -> dict[str, list[str]]:
    """By organisation: the lists it is on, in the order of the files."""
    found: dict[str, list[str]] = {}
    for _, entry in shipped_entries("lists", "lists").values():
        for batch in entry.get("batches", {}).values():
            ends = f" until {batch['until']}" if "until" in batch else ""
            for organisation in batch["entries"]:
                said = f"{entry['title']}, since {batch['effective']}{ends}, {batch['reference']}"
                found.setdefault(organisation, []).append(said)
    return found
