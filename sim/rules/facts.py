"""This is what the law may ask about one flow: its kind, stage, origin, content and dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Range:
    """A share of 1 known to lie between `low` and `high`, both included; equal when it is known exactly."""

    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether the share is known exactly."""
        return self.low == self.high


@dataclass(frozen=True)
class ContentFacts:
    """What is known of the content of one country, as shares of the item's value."""

    total: Range
    controlled: Range  # the part that itself needs a licence to the buyer's country


NOT_STATED = ContentFacts(Range(0.0, 1.0), Range(0.0, 1.0))


@dataclass(frozen=True)
class Flow:
    """One supply from a supplier to a buyer: the facts that conditions of law ask about.

    Ranges and places are knowledge, not chance: a fact that is not known leaves a question unanswered.
    `made_in` holds every place the item may come from (for software and technology: where it may have been
    developed); several places mean that the split is not known. Flows are hashable; `content` counts in equality
    only, since a mapping has no hash.
    """

    buyer: str
    supplier: str
    item: str
    kind: str  # goods, software, technology or services
    stage: str  # new, support or continued-use
    published: bool  # free to anyone
    made_in: frozenset[str]
    supplier_home: str
    content: Mapping[str, ContentFacts] = field(hash=False)  # by country
    product_public: dt.date | None  # the day the buyer's product became public

    def content_of(self, country: str) -> ContentFacts:
        """The content of one country; whatever is not stated is unknown."""
        return self.content.get(country, NOT_STATED)
