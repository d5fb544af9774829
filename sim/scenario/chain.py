"""This is the chain of a supply: further parties by role, and what the supplier knows of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.stated import Identifier, Stated, YesNoUnknown

EndUse = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class ChainParty(Stated):
    """A party to a supply beside the line's maker and the supplier."""

    entity: Identifier = Field(description="The organisation.")
    role: Literal[
        "purchaser", "intermediate-consignee", "ultimate-consignee", "end-user", "orderer", "payer"
    ] = Field(description="What it is in this supply.")
    known: YesNoUnknown = Field(
        True, description="Whether the supplier knows, or has reason to know, that it is a party."
    )
