"""This is what applications for licences come to: nothing, or days and a share of volume."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.network.nodes import Application, LicenceTerms
from sim.scenario.law import LicenceGrant
from sim.scenario.quantity import Quantity, exactly

_HAPPENS = 0.5  # a chance is 1 or 0 after a draw


@dataclass(frozen=True, slots=True)
class Licence:
    """From when until when a licence holds, in days from the start, the share of volume shipped, and how it ends."""

    granted: float
    ends: float
    volume: float
    revoked: bool


def licence_terms(grant: LicenceGrant, key: str, flows: Sequence[str]) -> LicenceTerms[Quantity]:
    """Licences under a measure; each flow is an application of its own, with a stream of its own for every number.

    A number is named by where it stands and, after `@`, the flow it is drawn for.
    """
    revoked = grant.revoked
    none, certain = exactly(0.0, "share"), exactly(1.0, "share")

    def application(flow: str) -> Application[Quantity]:
        def own(quantity: Quantity, name: str) -> Quantity:
            return quantity.called(f"{key}.{name}@{flow}")

        return Application(
            filed=own(grant.filed or certain, "filed"),
            filed_after=own(grant.filed_after or exactly(0.0, "duration"), "filed_after"),
            granted_after=own(grant.granted_after, "granted_after"),
            returned=tuple(
                (grant.returned or none).called(f"{key}.returned@{flow}{_again(number)}")
                for number in range(max(grant.refiled, 1))
            ),
            granted_after_return=tuple(
                grant.granted_after.called(f"{key}.granted_after@{flow}@returned{_again(number)}")
                for number in range(grant.refiled)
            ),
            approved=own(grant.approved or certain, "approved"),
            volume=own(grant.volume, "volume"),
            used=own(grant.used or certain, "used"),
            lasts=grant.lasts and own(grant.lasts, "lasts"),
            revoked=own(none if revoked is None else revoked.chance or certain, "revoked.chance"),
            revoked_after=own(revoked.after, "revoked.after") if revoked and revoked.after else None,
        )

    return LicenceTerms(
        {flow: application(flow) for flow in flows},
        revoked.on.called(f"{key}.revoked.on") if revoked and revoked.on else None,
    )


def _again(number: int) -> str:
    """What tells the numbers of a later filing from those of the first."""
    return f"-{number + 1}" if number else ""


def licence_of(application: Application[float], closes: float, revoked_on: float | None) -> Licence | None:
    """The licence a flow gets that closes on a day; None if none is granted. `revoked_on`: the day for all, if any.

    An application that is returned without action starts again from nothing, as often as it is filed again.
    """
    if application.filed < _HAPPENS or application.approved < _HAPPENS:
        return None
    granted = closes + application.filed_after + application.granted_after
    for number, returned in enumerate(application.returned):
        if returned < _HAPPENS:
            break
        if number == len(application.granted_after_return):
            return None
        granted += application.granted_after_return[number]
    ends = math.inf if application.lasts is None else granted + application.lasts
    taken_back = math.inf
    if application.revoked >= _HAPPENS:
        after = application.revoked_after
        day = revoked_on if after is None else granted + after
        taken_back = math.inf if day is None else day
    if taken_back <= granted:
        return None
    return Licence(granted, min(ends, taken_back), application.volume * application.used, taken_back < ends)
