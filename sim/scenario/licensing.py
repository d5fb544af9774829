"""This is what a scenario may say about applications for licences: filed, decided, used, expired, revoked."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sim.scenario.quantity import Day, Duration, Share
from sim.scenario.stated import Stated


class Revocation(Stated):
    """Licences that are taken back; apart from those that expire."""

    on: Day | None = Field(
        None, description="The day for all: what holds ends, and what is not granted by then never is."
    )
    after: Duration | None = Field(
        None, description="Instead of a day: time from the grant, drawn for each licence."
    )
    chance: Share | None = Field(
        None, description="Chance that a licence is taken back, one for each; by default certain."
    )

    @model_validator(mode="after")
    def _one_time(self) -> Revocation:
        if (self.on is None) == (self.after is None):
            raise ValueError(
                "licences are revoked either on a day for all (`on`) or some time `after` each grant"
            )
        if self.chance is not None and not self.chance.certain:
            raise ValueError(f"`chance` is one share, not `{self.chance}`")
        return self


class LicenceGrant(Stated):
    """How applications for licences go: each flow is one, and every number is drawn for each application by itself."""

    granted_after: Duration = Field(
        description="Time from filing to the decision and the first licensed delivery."
    )
    volume: Share = Field(description="Share of the ordinary volume that a licence lets through; no chance.")
    filed: Share | None = Field(
        None, description="Chance that anyone applies for a flow; by default certain."
    )
    filed_after: Duration | None = Field(
        None, description="Time from the effective day to filing; by default none."
    )
    approved: Share | None = Field(
        None, description="Chance that an application is approved, else denied; by default certain."
    )
    returned: Share | None = Field(
        None,
        description="Chance that it is returned without action, each time it is filed but the last; by default 0.",
    )
    refiled: Annotated[int, Field(ge=0, le=9)] = Field(
        1,
        description="How often it is filed again at most after a return; each time the wait begins anew, and is drawn "
        "anew. 0: what is returned is given up. By default once: published counts say how many were returned, not how "
        "often one was, and the wait after one return is within the spread of published waits.",
    )
    used: Share | None = Field(
        None, description="Share of what a licence lets through that is shipped; by default all."
    )
    lasts: Duration | None = Field(
        None, description="Time from the grant until a licence expires; by default it does not."
    )
    revoked: Revocation | None = Field(None, description="Whether and when licences are taken back.")

    @model_validator(mode="after")
    def _known_chances(self) -> LicenceGrant:
        for name in ("filed", "approved", "returned"):
            chance = getattr(self, name)
            if chance is not None and not chance.certain:
                raise ValueError(f"`{name}` is one share, not `{chance}`")
        return self
