"""This is what a scenario file may say about law, gathered: conditions, rules, lists, owners, events, content."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from sim.scenario.condition import Condition, FactName, fact_tests
from sim.scenario.events import Measure, VendorStop
from sim.scenario.licensing import LicenceGrant, Revocation
from sim.scenario.parties import Batch, Entry, Footnote, JointVentures, Owner, OwnershipRule, PartyList, Scope
from sim.scenario.quantity import Quantity, Share
from sim.scenario.rule import (
    Authorisation,
    CountryGroup,
    ItemList,
    Policy,
    Review,
    Rule,
    Savings,
    Span,
    Statistic,
    Switch,
    Target,
    Window,
)
from sim.scenario.stated import (
    Confidence,
    Frozen,
    Home,
    Identifier,
    Jurisdiction,
    Kind,
    Stage,
    Stated,
    YesNoUnknown,
)

__all__ = [
    "Authorisation",
    "Batch",
    "Condition",
    "Confidence",
    "Content",
    "CountryGroup",
    "Entry",
    "FactName",
    "Footnote",
    "Frozen",
    "Home",
    "Identifier",
    "ItemList",
    "JointVentures",
    "Jurisdiction",
    "Kind",
    "LicenceGrant",
    "Measure",
    "Owner",
    "OwnershipRule",
    "PartyList",
    "Policy",
    "Review",
    "Revocation",
    "Rule",
    "Savings",
    "Scope",
    "Span",
    "Stage",
    "Stated",
    "Statistic",
    "Switch",
    "Target",
    "VendorStop",
    "Window",
    "YesNoUnknown",
    "fact_tests",
]


class Content(Stated):
    """Share of an item's value that comes from one country; `controlled` is the part that itself needs a licence."""

    total: Share | Literal["unknown"] = Field("unknown", description="All content from there.")
    controlled: Share | Literal["unknown"] = Field(
        "unknown", description="Content from there that itself needs a licence to the destination."
    )
    measures: dict[Identifier, Share | Literal["unknown"]] = Field(
        default_factory=dict, description="Content that rules name, such as `rare-earth-value`."
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
