"""This is the answer to a question of law: yes, no or unknown, with the reasons that made it so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Truth(Enum):
    """Yes, no or unknown, joined as in Kleene's logic: unknown gives way only to what decides without it."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __and__(self, other: Truth) -> Truth:
        return Truth(min(self.value, other.value))

    def __or__(self, other: Truth) -> Truth:
        return Truth(max(self.value, other.value))

    def __invert__(self) -> Truth:
        return Truth(Truth.YES.value - self.value)


def truth_of(known: bool | None) -> Truth:
    """Yes or no as stated; unknown if nothing is."""
    return Truth.UNKNOWN if known is None else Truth.YES if known else Truth.NO


@dataclass(frozen=True)
class Reason:
    """The answer to a question about one fact, in words."""

    text: str  # what was found and what it means: "made in TW, not in US"
    truth: Truth
    clause: str | None
    fact: str
    found: str  # the value alone: "made in TW"
    asked: str  # what was asked for, to follow "it is" or "were it": "made in US"
    ground: str | None = None  # a short name, where the law's data give one
    confidence: str | None = None  # how sure the group of countries or list of items is, where one decides


@dataclass(frozen=True)
class Answer:
    """The answer to a condition.

    `deciding` are the questions that made it so. `near_misses` are those of which a single one, answered the other
    way, would turn a yes into a no or a no into a yes. `clause` is the law that decides: where every part had to
    agree the last part's clause, where one part was enough the first one's.
    """

    truth: Truth
    deciding: tuple[Reason, ...]
    near_misses: tuple[Reason, ...]
    clause: str | None
