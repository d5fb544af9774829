"""This is what the law may ask about one flow: its item, stage, origin, content, parties and dates."""

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


ANY_SHARE = Range(0.0, 1.0)
NO_SHARE = Range(0.0, 0.0)
NOT_STATED = ContentFacts(ANY_SHARE, ANY_SHARE)


@dataclass(frozen=True)
class OwnerShare:
    """A share of a party that another owns, from a day until a day (None: no end, or no beginning, is known)."""

    entity: str
    share: Range
    first: dt.date | None = None
    last: dt.date | None = None
    confidence: str | None = None

    def on(self, day: dt.date) -> bool:
        """Whether it is owned on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Party:
    """One party to a flow: an organisation by id, or one that is only described.

    `known`: whether the supplier knows, or has reason to know, that it is a party. `owners`: None if not stated; for
    an organisation those of the scenario count. `listed_on`: lists it is on, for a party without an id.
    """

    role: str
    entity: str | None = None
    home: str | None = None
    known: bool | None = True
    owners: tuple[OwnerShare, ...] | None = None
    listed_on: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Flow:
    """One supply from a supplier to a buyer: the facts that conditions of law ask about.

    Ranges and places are knowledge, not chance: a fact that is not known leaves a question unanswered.
    `made_in` holds every place the item may come from (for software and technology: where it may have been
    developed); several places mean that the split is not known. Flows are hashable; mappings count in equality only,
    since they have no hash. With `complete` what is not stated of contents, direct products, transit, item lists and
    classification is absent, not unknown: rule tests are written so.
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
    chain: tuple[Party, ...] = ()  # every party on the buyer's side; by default the buyer as end user
    destination: str | None = None
    exported_from: frozenset[str] | None = None  # by default where it is made
    transit: frozenset[str] | None = None  # countries it moves through
    measured: Mapping[tuple[str, str], Range] = field(hash=False, default_factory=dict)  # by country and name
    direct_product: Mapping[str, bool | None] = field(hash=False, default_factory=dict)  # of whose technology
    contains_direct_product: Mapping[str, bool | None] = field(hash=False, default_factory=dict)
    designer: str | None = None  # whose design it is, if it is made to one
    eccn: str | None = None
    item_lists: frozenset[str] | None = None
    end_use: str | None = None
    production_started: dt.date | None = None
    ordered: dt.date | None = None
    en_route_on: dt.date | None = None  # a day on which it was aboard a carrier under an actual order
    complete: bool = False

    @property
    def parties(self) -> tuple[Party, ...]:
        """Everyone who takes part, with roles; the supplier as the seller."""
        buyers = self.chain or (Party("end-user", self.buyer, self.destination),)
        return (*buyers, Party("seller", self.supplier, self.supplier_home))

    def content_of(self, country: str) -> ContentFacts:
        """The content of one country; whatever is not stated is unknown."""
        absent = ContentFacts(NO_SHARE, NO_SHARE) if self.complete else NOT_STATED
        return self.content.get(country, absent)

    def measured_content(self, country: str, measure: str) -> Range:
        """A content that goes by a name, such as that of rare earths."""
        return self.measured.get((country, measure), NO_SHARE if self.complete else ANY_SHARE)

    def is_direct_product(self, country: str) -> bool | None:
        """Whether it is the direct product of a country's technology; None if not known."""
        return self.direct_product.get(country, False if self.complete else None)

    def holds_direct_product(self, country: str) -> bool | None:
        """Whether an integrated circuit of a plant of such technology is in it; None if not known."""
        return self.contains_direct_product.get(country, False if self.complete else None)

    def left_from(self) -> frozenset[str]:
        """Where it may be exported from."""
        return self.made_in if self.exported_from is None else self.exported_from
