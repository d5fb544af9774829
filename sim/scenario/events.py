"""This is what happens in a scenario: measures that bring law into force, licences, vendors that stop."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Protocol

from pydantic import Field, model_validator

from sim.scenario.licensing import LicenceGrant
from sim.scenario.quantity import Day, Quantity, Share
from sim.scenario.rule import FootnoteNumber
from sim.scenario.stated import Identifier, Jurisdiction, Stated


class Terms(Protocol):
    """What is announced on one day and takes effect on another, by its own text."""

    @property
    def announced(self) -> dt.date:
        """The day it became known."""

    @property
    def effective(self) -> dt.date:
        """The day it takes effect."""


class Measure(Stated):
    """Something that happens in this scenario: a batch of a list takes effect, or a rule does."""

    list: Identifier | None = Field(None, description="The list.")
    batch: Identifier | None = Field(None, description="The batch of that list.")
    rules: tuple[Identifier, ...] = Field(
        (),
        description="The rules that come into force: with a batch for its parties, instead of the rule of their list; "
        "without one for all they reach.",
    )
    footnotes: tuple[FootnoteNumber, ...] = Field(
        (), description="Footnotes that all entries of the batch are taken to bear; made up, so hypothetical."
    )
    licences: Literal["none"] | LicenceGrant = Field(
        "none", description="`none` (not processed: assumed not granted), or how applications go."
    )
    goods_en_route: Literal["honoured", "returned"] | None = Field(
        None, description="Overrides what the batch says about goods aboard a carrier on the day."
    )
    announced: Day | None = Field(
        None,
        description="When makers hear of it, if not on the batch's day; a day, or earliest / likeliest / latest.",
    )
    effective: Day | None = Field(
        None, description="When it takes effect, if not on the batch's day; not before it is announced."
    )
    law_as_of: dt.date | None = Field(
        None,
        description="The day whose law it brings in: rule, batch and footnotes as they were known then; by default "
        "`clock.as_seen_from`. A later day is hypothetical; all other law stays as known.",
    )
    chance: Share | None = Field(None, description="How likely it is to happen at all; by default certain.")
    demand_lost: dict[Identifier, dict[Jurisdiction, Share]] = Field(
        default_factory=dict,
        description="For rules that keep a market from buying: share of a line's demand there that is lost, by line "
        "and market. Shares of several measures add up.",
    )

    def takes_effect(self, terms: Terms) -> dt.date:
        """The likeliest day it takes effect."""
        return terms.effective if self.effective is None else _date(self.effective)

    def heard_of(self, terms: Terms) -> dt.date:
        """The likeliest day it becomes known: as long before it takes effect as in its terms, if it does not say."""
        if self.announced is not None:
            return _date(self.announced)
        return self.takes_effect(terms) - (terms.effective - terms.announced)

    @model_validator(mode="after")
    def _known_chance(self) -> Measure:
        if self.chance is not None and not self.chance.certain:
            raise ValueError(f"`chance` is one share, not `{self.chance}`")
        if self.announced is not None and self.effective is None:
            raise ValueError("`announced` needs `effective` beside it")
        return self

    @model_validator(mode="after")
    def _something_happens(self) -> Measure:
        if (self.list is None) != (self.batch is None):
            raise ValueError("`list` and `batch` stand together: a batch of a list")
        if self.list is None and not self.rules:
            raise ValueError("a measure brings in a `batch` of a `list`, or `rules`")
        if self.footnotes and not (self.rules and self.batch):
            raise ValueError("`footnotes` are of the entries of a `batch`, for `rules` that ask for them")
        return self


def _date(day: Quantity) -> dt.date:
    return dt.date.fromordinal(round(day.likely))


class VendorStop(Stated):
    """A supplier that stops more than the law asks, or while it finds out what the law asks; never called allowed."""

    title: str = Field(description="What it does, in words.")
    supplier: Identifier = Field(description="The supplier.")
    buyers: tuple[Identifier, ...] = Field(min_length=1, description="The makers it no longer supplies.")
    inputs: tuple[Identifier, ...] = Field((), description="Only these inputs; by default all it supplies.")
    stops: Share = Field(
        default_factory=lambda: Quantity(low=1.0, likely=1.0, high=1.0, dimension="share"),
        description="Share of its ordinary volume that it stops.",
    )
    from_: Day = Field(alias="from", description="First day; a day, or earliest / likeliest / latest.")
    until: Day | None = Field(None, description="The day it supplies again; by default never.")
    chance: Share | None = Field(None, description="How likely it is to happen at all; by default certain.")

    @model_validator(mode="after")
    def _order(self) -> VendorStop:
        if self.chance is not None and not self.chance.certain:
            raise ValueError(f"`chance` is one share, not `{self.chance}`")
        if self.until is not None and self.until.low <= self.from_.high:
            raise ValueError(f"until {self.until} is not after from {self.from_}")
        return self
