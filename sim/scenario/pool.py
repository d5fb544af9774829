"""This is a capacity pool as a scenario writes it: what several inputs draw on, and from when how much there is."""

from __future__ import annotations

import datetime as dt

from pydantic import Field, model_validator

from sim.scenario.law import Stated
from sim.scenario.quantity import Rate


class CapacityFrom(Stated):
    """What a pool can deliver from a later day on."""

    from_: dt.date = Field(alias="from", description="The first day of it.")
    capacity: Rate = Field(description="What all who draw on it get together at most.")


class Pool(Stated):
    """Capacity that several inputs draw on, of one maker or several: what one takes the others cannot have."""

    title: str = Field(description="What it is.")
    capacity: Rate = Field(
        description="What all who draw on it get together at most; what is not taken is gone."
    )
    later: tuple[CapacityFrom, ...] = Field(
        (), description="Its capacity from later days on, in order of time."
    )
    note: str | None = Field(None, description="What a reader should know about it.")

    @model_validator(mode="after")
    def _course(self) -> Pool:
        days = [step.from_ for step in self.later]
        if days != sorted(set(days)):
            raise ValueError("the days in `later` must come one after the other")
        if max(self.capacity.likely, *(step.capacity.likely for step in self.later), 0.0) <= 0.0:
            raise ValueError(f"`capacity` is {self.capacity} and never more; leave the pool out")
        return self
