"""This is what an imported scenario asks at once: what if a supplier stops, or a country forbids exports?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.intake.mapping import WhatIf
from sim.intake.naming import key
from sim.scenario.quantity import Quantity, exactly

_VARIANTS = 3  # beside what is asked first; each is read as a whole, which takes its time
_BANS = 2  # of these at most; the rest are the next suppliers
QUESTION_SECTIONS = ("rules", "measures", "vendor_stops", "variants")
_CERTAIN = exactly(1.0, "share")
_MADE_UP = "made up for this question"
_AFTER = (90, 180, 365)  # days from the start: earliest, likeliest, latest


@dataclass(frozen=True)
class Exposed:
    """What a list depends on: its makers, and suppliers and places by their share of parts cost, largest first."""

    product: str  # the title of the list
    start: dt.date
    until: dt.date
    makers: Mapping[str, str]  # key and name
    suppliers: Mapping[str, str]
    places: Sequence[str]
    buyers: Mapping[str, Sequence[str]]  # makers by the supplier they take something from


def questions(
    exposed: Exposed, asked: WhatIf, stops: str | None
) -> tuple[dict[str, object], dict[tuple[str, ...], str]]:
    """The sections of a scenario that ask, with comments; `stops` is the key of the supplier that was asked about."""
    supplier = stops or (None if asked.country else next(iter(exposed.suppliers), None))
    others = [place for place in exposed.places if place != asked.country][:_BANS]
    places = [*([asked.country] if asked.country else []), *others]
    sections: dict[str, object] = {}
    comments: dict[tuple[str, ...], str] = {}
    if places:
        sections["rules"] = {_ban(place): _rule(place, exposed) for place in places}
        comments["rules",] = (
            "Export bans that are made up: no such law is in force. Measures below put them into effect."
        )
    if asked.country:
        sections["measures"] = {"what-if": _measure(asked.country, exposed, asked)}
        comments["measures", "what-if"] = (
            "When it takes effect: earliest / likeliest / latest; `chance`: whether at all."
        )
    if supplier is not None:
        sections["vendor_stops"] = {"what-if": _stop(supplier, exposed, asked)}
        comments["vendor_stops", "what-if"] = (
            "A supplier that may be listed, or may stop for another reason: earliest / likeliest / latest day,\n"
            "`chance`: whether it happens at all (write 60 % if so), `until`: the day it supplies again.\n"
        )
    sections["variants"] = _variants(exposed, asked, (supplier, places))
    return sections, comments


def _variants(exposed: Exposed, asked: WhatIf, in_base: tuple[str | None, list[str]]) -> dict[str, object]:
    supplier, places = in_base
    asked = asked.model_copy(update={"chance": None})  # stated for what is asked first, and for nothing else
    variants: dict[str, object] = {}
    bans = [place for place in places if place != asked.country]
    others = [(each, name) for each, name in exposed.suppliers.items() if each != supplier]
    for each, name in others[: _VARIANTS - len(bans)]:
        change: dict[str, object] = {
            "title": titled(exposed.product, [f"{name} stops"]),
            "vendor_stops": {"what-if": _stop(each, exposed, asked)},
        }
        if asked.country:
            change["measures"] = {}
        named = key(f"{each}-stops", variants, "supplier-stops")
        variants[named] = {"title": f"What if {name} stops", "ref": "own-estimate", "set": change}
    for place in bans:
        change = {
            "title": titled(exposed.product, [f"{place} forbids exports"]),
            "measures": {"what-if": _measure(place, exposed, asked)},
        }
        if supplier is not None:
            change["vendor_stops"] = {}
        variants[_ban(place)] = {
            "title": f"What if {place} forbids exports to the maker",
            "ref": "own-estimate",
            "set": change,
        }
    return variants


def titled(product: str, happens: Sequence[str]) -> str:
    """The title of a scenario, or of one of its variants: the product, and what is asked about it."""
    return f"{product}: what if {' and '.join(happens) or 'a supplier stops'}?"


def _ban(place: str) -> str:
    return f"export-ban-{place.lower()}"


def _rule(place: str, exposed: Exposed) -> dict[str, object]:
    likeliest = exposed.start + dt.timedelta(days=_AFTER[1])  # a measure with days of its own moves it
    return {
        "title": f"Export ban of {place} ({_MADE_UP})",
        "issuer": place,
        "reference": [f"none: {_MADE_UP}"],
        "confidence": "C",
        "in_force": [{"from": likeliest}],
        "when": {"fact": "made_in", "is": place},
    }


def _measure(place: str, exposed: Exposed, asked: WhatIf) -> dict[str, object]:
    return {
        "rules": [_ban(place)],
        "ref": "own-estimate",
        **_when(exposed, asked, "effective"),
    }


def _stop(supplier: str, exposed: Exposed, asked: WhatIf) -> dict[str, object]:
    name = exposed.suppliers.get(supplier, supplier)
    return {
        "title": f"{name} stops supplying ({_MADE_UP})",
        "ref": "own-estimate",
        "supplier": supplier,
        "buyers": list(exposed.buyers[supplier]),
        **_when(exposed, asked, "from"),
    }


def _when(exposed: Exposed, asked: WhatIf, name: str) -> dict[str, object]:
    # All within the horizon: in one shorter than a year all come sooner, in proportion.
    last = min(_AFTER[-1], (exposed.until - exposed.start).days - 1)
    sooner = [after * last // _AFTER[-1] for after in _AFTER]
    days = [float((exposed.start + dt.timedelta(days=after)).toordinal()) for after in sooner]
    usual = Quantity(low=days[0], likely=days[1], high=days[2], dimension="day")
    return {name: asked.from_ or usual, "chance": asked.chance or _CERTAIN}
