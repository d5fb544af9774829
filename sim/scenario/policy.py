"""This is what a scenario file may say about a maker's policies: how it stretches stock, how it builds stock up."""

from __future__ import annotations

from pydantic import Field, model_validator

from sim.scenario.law import Identifier, Stated
from sim.scenario.quantity import Day, Duration, Money, Share


class Rationing(Stated):
    """How a maker stretches stock once an input whose ordinary supply is cut runs short."""

    output: Share | None = Field(
        None, description="Output while rationing, as a share of what is wanted; or `lasts_until` instead."
    )
    lasts_until: Day | None = Field(
        None,
        description="The day to which the scarcest rationed input shall last: output is set so, and planned anew every "
        "30 days and whenever supply or demand changes by a dated event.",
    )
    at_least: Share | None = Field(
        None,
        description="Beside `lasts_until`: output is never planned below this share of what is wanted; by default 0 %.",
    )
    when_a_cut_part_covers_under: Duration = Field(
        description="Rationing starts when cover falls under this."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Rationing:
        if (self.output is None) == (self.lasts_until is None):
            raise ValueError(
                "stock is stretched either by a share of `output` or so that it `lasts_until` a day"
            )
        if self.at_least is not None and self.lasts_until is None:
            raise ValueError(
                "`at_least` stands beside `lasts_until`; beside `output`, output is what that says"
            )
        return self


class Stockpile(Stated):
    """How a maker builds stock up before a cut: its sources deliver what they can until it holds that much."""

    covers: Duration = Field(description="Days of planned use to hold; what is held anyway is never lowered.")
    from_: Day | None = Field(
        None,
        alias="from",
        description="First day, for every input; by default the day it becomes known that an ordinary source of an "
        "input is cut, for that input alone.",
    )
    inputs: tuple[Identifier, ...] = Field(
        (),
        description="Only these inputs; by default all that are goods and no `fleet`. None of them may be `shared`.",
    )
    budget: Money | None = Field(
        None,
        description="What it may spend on parts beyond those held anyway; by default no limit. Inputs of one day share "
        "what is left in proportion to their cost, at the `price_factor` of ordinary sources.",
    )
