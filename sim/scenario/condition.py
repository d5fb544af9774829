"""This is a condition of law: a question about one fact of a flow, or an and / or / not of such questions."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from sim.scenario.countries import country
from sim.scenario.nearest import did_you_mean
from sim.scenario.quantity import Share
from sim.scenario.stated import Identifier, Jurisdiction, Kind, Stage, Stated

FactName = Literal[
    "kind",
    "stage",
    "published",
    "made_in",
    "exported_from",
    "transit",
    "destination",
    "supplier_home",
    "controlled_content",
    "total_content",
    "content",
    "direct_product",
    "contains_direct_product",
    "designed_by_target",
    "item_list",
    "eccn",
    "end_use",
    "product_public",
    "production_started",
    "ordered",
]

_CHOICE, _LEVEL, _DATE, _YES_NO = ("is", "in"), ("above", "at_least"), ("on_or_before",), ("is",)
_PLACE = ("is", "in", "in_group")
_TESTS: dict[FactName, tuple[str, ...]] = {
    "kind": _CHOICE,
    "stage": _CHOICE,
    "published": _YES_NO,
    "made_in": _PLACE,
    "exported_from": _PLACE,
    "transit": _PLACE,
    "destination": _PLACE,
    "supplier_home": _PLACE,
    "controlled_content": _LEVEL,
    "total_content": _LEVEL,
    "content": _LEVEL,
    "direct_product": _YES_NO,
    "contains_direct_product": _YES_NO,
    "designed_by_target": _YES_NO,
    "item_list": _CHOICE,
    "eccn": _CHOICE,
    "end_use": _CHOICE,
    "product_public": _DATE,
    "production_started": _DATE,
    "ordered": _DATE,
}
_OF = ("controlled_content", "total_content", "content", "direct_product", "contains_direct_product")
_YES_OR_NO = ("published", "direct_product", "contains_direct_product", "designed_by_target")
_VALUES_IN_WORDS = {
    _YES_NO: "`true` or `false`",
    _PLACE: "country codes such as `US`; a group of `country_groups`",
    _LEVEL: "a share such as `25 %`; needs `of`",
    _DATE: "a date such as `2019-05-16`",
}
_OTHER_VALUES: dict[FactName, str] = {
    "content": "a share such as `0.1 %`; needs `of` and `measure`",
    "direct_product": "`true` or `false`; needs `of`",
    "contains_direct_product": "`true` or `false`; needs `of`",
    "item_list": "lists of `item_lists`",
    "eccn": "classification numbers such as `3A090` or `3B001.a`, or `EAR99`",
    "end_use": "uses in words, such as `chip-fab`",
}
_VALUES: dict[FactName, tuple[str, ...]] = {"kind": get_args(Kind), "stage": get_args(Stage)}


def fact_tests() -> dict[str, tuple[tuple[str, ...], str]]:
    """For each fact a condition may ask about: the tests it allows, and the values these take, in words."""
    return {fact: (_TESTS[fact], _values_in_words(fact)) for fact in get_args(FactName)}


def _values_in_words(fact: FactName) -> str:
    if fact in _VALUES:
        return ", ".join(f"`{value}`" for value in _VALUES[fact])
    return _OTHER_VALUES.get(fact) or _VALUES_IN_WORDS[_TESTS[fact]]


class Condition(Stated):
    """A question about one fact of a flow, or an and / or / not of such questions; answered yes, no or unknown."""

    all: tuple[Condition, ...] | None = Field(None, description="Every one of these must hold.")
    any: tuple[Condition, ...] | None = Field(None, description="At least one of these must hold.")
    not_: Condition | None = Field(None, alias="not", description="This must not hold.")
    condition: Identifier | None = Field(None, description="A condition of the section `conditions` holds.")
    fact: FactName | None = Field(None, description="The fact asked about.")
    of: Jurisdiction | None = Field(
        None, description="Whose content or technology, for the facts about these."
    )
    measure: Identifier | None = Field(
        None, description="Which content, for the fact `content`: a name that flows use too."
    )
    is_: str | bool | None = Field(None, alias="is", description="The fact equals this.")
    in_: tuple[str, ...] | None = Field(None, alias="in", description="The fact is one of these.")
    in_group: Identifier | None = Field(
        None, description="The fact is a country of this group of `country_groups`."
    )
    above: Share | None = Field(
        None, description="The fact is more than this share; exactly this share is not."
    )
    at_least: Share | None = Field(None, description="The fact is this share or more.")
    for_groups: dict[Identifier, Share] = Field(
        default_factory=dict, description="Another share for destinations in a group of `country_groups`."
    )
    on_or_before: dt.date | None = Field(None, description="The fact is a date on or before this day.")
    clause: str | None = Field(None, description="The clause of law that asks this, quoted in reasons.")
    ground: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9/-]*$")] | None = Field(
        None, description="A short name for what this decides, shown where a flow is open because of it."
    )

    @model_validator(mode="after")
    def _one_question(self) -> Condition:
        joins = [self.all, self.any, self.not_, self.condition]
        if sum(each is not None for each in (*joins, self.fact)) != 1:
            raise ValueError("a condition has exactly one of `all`, `any`, `not`, `fact`, `condition`")
        if len(self._asked()) != (self.fact is not None):
            raise ValueError(
                "a `fact` is tested by exactly one of `is`, `in`, `in_group`, `above`, `at_least`, `on_or_before`"
            )
        if self.fact in _OF and self.of is None:
            whose = "content" if "content" in self.fact else "technology"
            raise ValueError(f"`{self.fact}` needs `of`: the country whose {whose} is meant")
        if (self.fact == "content") != (self.measure is not None):
            raise ValueError(
                "`content` needs `measure`, which belongs to it alone: the content that is meant"
            )
        return self

    def _asked(self) -> list[str]:
        """The tests that are written."""
        tests = {
            "is": self.is_,
            "in": self.in_,
            "in_group": self.in_group,
            "above": self.above,
            "at_least": self.at_least,
            "on_or_before": self.on_or_before,
        }
        return [name for name, value in tests.items() if value is not None]

    @model_validator(mode="after")
    def _test_that_fits(self) -> Condition:
        if self.all == () or self.any == ():
            raise ValueError("`all` and `any` need at least one condition")
        if self.fact is None:
            return self
        test = self._asked()[0]
        if test not in _TESTS[self.fact]:
            right = " or ".join(f"`{each}`" for each in _TESTS[self.fact])
            raise ValueError(f"`{self.fact}` cannot be tested by `{test}`; write {right}")
        if self.of is not None and self.fact not in _OF:
            raise ValueError(f"`of` belongs to the content facts, not to `{self.fact}`")
        known = _VALUES.get(self.fact)
        for value in (self.is_,) if self.is_ is not None else self.in_ or ():
            if isinstance(value, bool) != (self.fact in _YES_OR_NO):
                raise ValueError(f"`{value}` is not a value of `{self.fact}`")
            if _TESTS[self.fact] is _PLACE and isinstance(value, str):
                country(value)
            if known is not None and value not in known:
                raise ValueError(
                    f"`{value}` is not a value of `{self.fact}`" + did_you_mean(str(value), known)
                )
        return self

    @model_validator(mode="after")
    def _certain_levels(self) -> Condition:
        for share in (self.above, self.at_least, *self.for_groups.values()):
            if share is not None and not share.certain:
                raise ValueError(f"a threshold is one share, not `{share}`")
        if self.for_groups and self.above is None and self.at_least is None:
            raise ValueError("`for_groups` gives other shares; it needs `above` or `at_least` beside it")
        return self
