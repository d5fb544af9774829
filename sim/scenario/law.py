"""This is what a scenario file may say about law: rules, lists with dated batches, authorisations."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.scenario.nearest import did_you_mean
from sim.scenario.quantity import LAST_DAY, Day, Duration, Quantity, Share

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Jurisdiction = Annotated[
    str, Field(pattern=r"^[A-Z]{2}$", description="Two-letter country code; `EU` for Europe.")
]
Kind = Literal["goods", "software", "technology", "services"]
Stage = Literal["new", "support", "continued-use"]
# Days that can be simulated; calendars end where dates do, and law is not written for so long.
FactName = Literal[
    "kind",
    "stage",
    "published",
    "made_in",
    "controlled_content",
    "total_content",
    "product_public",
    "supplier_home",
]


_CHOICE, _LEVEL = ("is", "in"), ("above", "at_least")
_TESTS: dict[FactName, tuple[str, ...]] = {
    "kind": _CHOICE,
    "stage": _CHOICE,
    "published": ("is",),
    "made_in": _CHOICE,
    "supplier_home": _CHOICE,
    "controlled_content": _LEVEL,
    "total_content": _LEVEL,
    "product_public": ("on_or_before",),
}
_VALUES_IN_WORDS = {
    ("is",): "`true` or `false`",
    _CHOICE: "country codes such as `US`",
    _LEVEL: "a share such as `25 %`; needs `of`",
    ("on_or_before",): "a date such as `2019-05-16`",
}
_VALUES: dict[FactName, tuple[str, ...]] = {"kind": get_args(Kind), "stage": get_args(Stage)}


def fact_tests() -> dict[str, tuple[tuple[str, ...], str]]:
    """For each fact a condition may ask about: the tests it allows, and the values these take, in words."""
    return {fact: (_TESTS[fact], _values_in_words(fact)) for fact in get_args(FactName)}


def _values_in_words(fact: FactName) -> str:
    if fact in _VALUES:
        return ", ".join(f"`{value}`" for value in _VALUES[fact])
    return _VALUES_IN_WORDS[_TESTS[fact]]


class Frozen(BaseModel):
    """A mapping of the language: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Stated(Frozen):
    """Anything a scenario file states, with its source."""

    ref: Identifier | None = Field(
        None, description="Reference that backs every number below, until a nearer `ref`."
    )


class Condition(Stated):
    """A question about one fact of a flow, or an and / or / not of such questions; answered yes, no or unknown."""

    all: tuple[Condition, ...] | None = Field(None, description="Every one of these must hold.")
    any: tuple[Condition, ...] | None = Field(None, description="At least one of these must hold.")
    not_: Condition | None = Field(None, alias="not", description="This must not hold.")
    fact: FactName | None = Field(None, description="The fact asked about.")
    of: Jurisdiction | None = Field(None, description="Whose content, for the content facts.")
    is_: str | bool | None = Field(None, alias="is", description="The fact equals this.")
    in_: tuple[str, ...] | None = Field(None, alias="in", description="The fact is one of these.")
    above: Share | None = Field(
        None, description="The fact is more than this share; exactly this share is not."
    )
    at_least: Share | None = Field(None, description="The fact is this share or more.")
    on_or_before: dt.date | None = Field(None, description="The fact is a date on or before this day.")
    clause: str | None = Field(None, description="The clause of law that asks this, quoted in reasons.")

    @model_validator(mode="after")
    def _one_question(self) -> Condition:
        joins = [self.all, self.any, self.not_]
        tests = [self.is_, self.in_, self.above, self.at_least, self.on_or_before]
        if sum(each is not None for each in (*joins, self.fact)) != 1:
            raise ValueError("a condition has exactly one of `all`, `any`, `not`, `fact`")
        if sum(test is not None for test in tests) != (self.fact is not None):
            raise ValueError(
                "a `fact` is tested by exactly one of `is`, `in`, `above`, `at_least`, `on_or_before`"
            )
        if self.fact in ("controlled_content", "total_content") and self.of is None:
            raise ValueError(f"`{self.fact}` needs `of`: the country whose content is meant")
        return self

    @model_validator(mode="after")
    def _test_that_fits(self) -> Condition:
        if self.all == () or self.any == ():
            raise ValueError("`all` and `any` need at least one condition")
        if self.fact is None:
            return self
        asked = {"is": self.is_, "in": self.in_, "above": self.above, "at_least": self.at_least}
        test = next((name for name, value in asked.items() if value is not None), "on_or_before")
        if test not in _TESTS[self.fact]:
            right = " or ".join(f"`{each}`" for each in _TESTS[self.fact])
            raise ValueError(f"`{self.fact}` cannot be tested by `{test}`; write {right}")
        if self.of is not None and "above" not in _TESTS[self.fact]:
            raise ValueError(f"`of` belongs to the content facts, not to `{self.fact}`")
        known = _VALUES.get(self.fact)
        for value in (self.is_,) if self.is_ is not None else self.in_ or ():
            if isinstance(value, bool) != (self.fact == "published"):
                raise ValueError(f"`{value}` is not a value of `{self.fact}`")
            if known is not None and value not in known:
                raise ValueError(
                    f"`{value}` is not a value of `{self.fact}`" + did_you_mean(str(value), known)
                )
        for share in (self.above, self.at_least):
            if share is not None and not share.certain:
                raise ValueError(f"a threshold is one share, not `{share}`")
        return self


class Rule(Stated):
    """A rule of law: which flows to a listed party need a licence."""

    title: str = Field(description="What the rule is called.")
    issuer: Jurisdiction = Field(description="Whose law it is.")
    reference: tuple[str, ...] = Field(min_length=1, description="The clauses that make the rule.")
    confidence: Literal["A", "B", "C"] = Field(
        description="A primary text read, B summary read, C not checked."
    )
    when: Condition = Field(description="Which flows the rule reaches, once the buyer is on the list.")


class Window(Stated):
    """A dated stretch of time in which an authorisation holds."""

    from_: dt.date = Field(alias="from", description="First day it holds.")
    until: dt.date = Field(description="Last day it holds.")
    published: dt.date = Field(
        description="The day it became known; later than `as_seen_from` it is not used."
    )
    reference: str = Field(description="Where it is published.")

    @model_validator(mode="after")
    def _order(self) -> Window:
        if self.from_ > self.until:
            raise ValueError(f"from {self.from_} is after until {self.until}")
        if self.until > LAST_DAY:
            raise ValueError(f"until {self.until} is after {LAST_DAY}, the last day that can be simulated")
        return self


class Authorisation(Stated):
    """A general licence: flows that meet its condition may go on while a window is open."""

    title: str = Field(description="What it is called.")
    when: Condition = Field(description="Which flows it lets through.")
    windows: tuple[Window, ...] = Field(
        min_length=1, description="When it holds; extensions are windows of their own."
    )


class Entry(Stated):
    """One entity on a list."""

    listed_as: str = Field(description="The name as printed in the list.")


class Batch(Stated):
    """Entities added to a list on one day, with the terms they share."""

    title: str = Field(description="What the batch is called.")
    announced: dt.date = Field(description="The day it became known; makers react from here.")
    effective: dt.date = Field(description="First day the licence requirement holds.")
    reference: str = Field(description="Where the batch is published.")
    policy: str = Field(description="How licence applications are reviewed, in the list's words.")
    goods_en_route: Literal["honoured", "returned"] = Field(
        description="Whether goods aboard a carrier on the effective day may still arrive."
    )
    entries: dict[Identifier, Entry] = Field(min_length=1, description="Listed entities by organisation.")
    authorisations: dict[Identifier, Authorisation] = Field(
        default_factory=dict, description="General licences for this batch."
    )

    @model_validator(mode="after")
    def _order(self) -> Batch:
        if self.announced > self.effective:
            raise ValueError(f"announced {self.announced} is after effective {self.effective}")
        return self


class PartyList(Stated):
    """A list of parties, to whom a rule applies."""

    title: str = Field(description="What the list is called.")
    rule: Identifier = Field(description="The rule that applies to the parties on it.")
    batches: dict[Identifier, Batch] = Field(min_length=1, description="Additions by date.")


class LicenceGrant(Stated):
    """Licences that come after a while, for part of the volume."""

    granted_after: Duration = Field(description="Time from the effective day to the first licensed delivery.")
    volume: Share = Field(description="Share of the ordinary volume that licences let through.")


class Measure(Stated):
    """Something that happens in this scenario: a batch of a list takes effect."""

    list: Identifier = Field(description="The list.")
    batch: Identifier = Field(description="The batch of that list.")
    licences: Literal["none"] | LicenceGrant = Field(
        "none", description="`none` (assumed not granted), or when and for how much they are granted."
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
    chance: Share | None = Field(None, description="How likely it is to happen at all; by default certain.")

    def takes_effect(self, batch: Batch) -> dt.date:
        """The likeliest day it takes effect."""
        return batch.effective if self.effective is None else _date(self.effective)

    def heard_of(self, batch: Batch) -> dt.date:
        """The likeliest day it becomes known: as long before it takes effect as in the batch, if it does not say."""
        if self.announced is not None:
            return _date(self.announced)
        return self.takes_effect(batch) - (batch.effective - batch.announced)

    @model_validator(mode="after")
    def _known_chance(self) -> Measure:
        if self.chance is not None and not self.chance.certain:
            raise ValueError(f"`chance` is one share, not `{self.chance}`")
        if self.announced is not None and self.effective is None:
            raise ValueError("`announced` needs `effective` beside it")
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


class Content(Stated):
    """Share of an item's value that comes from one country; `controlled` is the part that itself needs a licence."""

    total: Share | Literal["unknown"] = Field("unknown", description="All content from there.")
    controlled: Share | Literal["unknown"] = Field(
        "unknown", description="Content from there that itself needs a licence to the destination."
    )

    @model_validator(mode="after")
    def _part_of_total(self) -> Content:
        if (
            isinstance(self.total, Quantity)
            and isinstance(self.controlled, Quantity)
            and self.controlled.high > self.total.high
        ):
            raise ValueError(f"controlled content {self.controlled} is more than the total {self.total}")
        return self
