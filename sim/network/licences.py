"""This is what an application for a licence comes to in one draw: nothing, or days and a share of volume."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.network.nodes import LicenceTerms


@dataclass(frozen=True, slots=True)
class Licence:
    """From when until when a licence holds, in days from the start, and the share of volume shipped under it."""

    granted: float
    ends: float
    volume: float


def licence_of(terms: LicenceTerms[float] | None, key: str, closes: float) -> Licence | None:
    """The licence a flow gets that closes on a day; None if none is granted.

    An application that is returned without action starts again from nothing, once.
    """
    if terms is None or terms.approved.get(key, 1.0) < 0.5:
        return None
    rounds = 2.0 if terms.returned.get(key, 0.0) >= 0.5 else 1.0
    granted = closes + (terms.filed_after or 0.0) + rounds * terms.granted_after
    used = 1.0 if terms.used is None else terms.used
    ends = math.inf if terms.lasts is None else granted + terms.lasts
    return Licence(granted, ends, terms.volume * used)
