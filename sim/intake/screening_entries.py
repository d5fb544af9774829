"""This is a screening list once it is read: rows of organisations only, and the count of what was left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sim.intake.screening_files import printable
from sim.intake.screening_names import is_of_no_person, marks_a_person, marks_an_organisation
from sim.intake.screening_terms import AMBIGUOUS, Policy, footnote_of, policy_of

Row = Mapping[str, object]

INDIVIDUALS = "individuals"
VESSELS = "vessels and aircraft"
UNTOLD = "rows that may be of individuals"

_PERSONAL = ("dates_of_birth", "places_of_birth", "nationalities", "citizenships")
_PERSONAL_IDS = ("passport", "gender", "national id", "identity card", "driver", "social security")
_OF_VESSELS = (
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
)
# Most rows of these lists are persons, who may go by one name.
_OF_PERSONS = ("(DPL)", "(DTC)", "(ISN)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list that stands for an organisation."""

    name: str
    aliases: tuple[str, ...]
    countries: tuple[str, ...]
    source: str
    programmes: tuple[str, ...]
    notice: str
    requirement: str
    policy_text: str
    remarks: str
    start_date: str = ""  # of lists that say it

    @property
    def notices(self) -> list[str]:
        """The notices that published it, the first before those that amend it."""
        return [each.strip() for each in re.split("[,;]", self.notice) if each.strip()]

    @property
    def footnote(self) -> str:
        """The footnote of its licence requirement."""
        return footnote_of(self.requirement)

    @property
    def policy(self) -> Policy:
        """The class of its review policy."""
        return policy_of(self.policy_text)


@dataclass(frozen=True)
class ScreeningList:
    """The organisations of a list, what was not kept, and what its columns left unclear."""

    title: str
    date: str
    is_extract: bool
    entries: tuple[Entry, ...]
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def unparsed_policies(self) -> dict[str, int]:
        """Review policies that no class fits, with how many rows carry each."""
        counts = Counter(entry.policy_text for entry in self.entries if entry.policy_text)
        return {text: count for text, count in counts.items() if policy_of(text) is Policy.UNPARSED}

    @property
    def ambiguous_footnotes(self) -> tuple[Entry, ...]:
        """Rows whose licence requirement does not tell which footnote it carries."""
        unclear = {
            text for text in {entry.requirement for entry in self.entries} if footnote_of(text) == AMBIGUOUS
        }
        return tuple(entry for entry in self.entries if entry.requirement in unclear)


class Collector:
    """Takes rows one by one, keeps organisations and counts the rest; a dropped row leaves nothing but its count."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.left_out: Counter[str] = Counter()
        self.names = 0
        self._shared: dict[str, str] = {}

    def take(self, row: Row) -> None:
        """Keep the row if it is of an organisation."""
        reason = _why_left_out(row)
        if reason is not None:
            self.left_out[reason] += 1
            return
        aliases = tuple(_texts(row.get("alt_names")))
        self.names += 1 + len(aliases)
        shared = [self._once(_text(row.get(key))) for key in ("source", "federal_register_notice")]
        terms = [
            self._once(_text(row.get(key)))
            for key in ("license_requirement", "license_policy", "remarks", "start_date")
        ]
        countries = tuple(self._once(each) for each in _countries(row.get("addresses")))
        programmes = tuple(self._once(each) for each in _texts(row.get("programs")))
        name = _text(row.get("name"))
        self.entries.append(Entry(name, aliases, countries, shared[0], programmes, shared[1], *terms))

    def _once(self, text: str) -> str:
        """The same text as one object, since columns repeat themselves."""
        return self._shared.setdefault(text, text)


def _why_left_out(row: Row) -> str | None:
    kind = _text(row.get("type")).casefold()
    if (
        kind == "individual"
        or any(_texts(row.get(key)) for key in _PERSONAL)
        or _has_personal_ids(row.get("ids"))
    ):
        return INDIVIDUALS
    if kind in ("vessel", "aircraft") or any(_text(row.get(key)) for key in _OF_VESSELS):
        return VESSELS
    return None if kind else _untold(row)


def _untold(row: Row) -> str | None:
    """Why a row without a type is left out: lists that give none name persons and firms side by side.

    Only the name tells then, so that what may be a person's is not kept.
    """
    name, others = _text(row.get("name")), _texts(row.get("alt_names"))
    if _text(row.get("title")) or marks_a_person(name):
        return INDIVIDUALS
    if any(map(marks_an_organisation, [name, *others])):
        return None
    of_persons = any(mark in _text(row.get("source")) for mark in _OF_PERSONS)
    return UNTOLD if of_persons or not is_of_no_person(name) else None


def _has_personal_ids(ids: object) -> bool:
    kinds = [_text(each.get("type")) if isinstance(each, Mapping) else _text(each) for each in _items(ids)]
    return any(mark in kind.casefold() for kind in kinds for mark in _PERSONAL_IDS)


def _items(value: object) -> Iterable[object]:
    if isinstance(value, list):
        return value
    if isinstance(value, str):  # CSV joins the cells of a list
        return value.split("; ")
    return () if value is None else (value,)


def _texts(value: object) -> list[str]:
    return [text for each in _items(value) if (text := _text(each))]


def _text(value: object) -> str:
    """A cell as one line of printable text."""
    if not isinstance(value, str):
        return "" if value is None or isinstance(value, (list, Mapping)) else str(value)
    if value.isascii() and value.isprintable():
        return value.strip()
    return printable(value)


def _countries(addresses: object) -> list[str]:
    """The countries of the addresses: the field in JSON, the last part of each address in CSV."""
    found = []
    for each in _items(addresses):
        country = (
            _text(each.get("country"))
            if isinstance(each, Mapping)
            else _text(each).rpartition(",")[2].strip()
        )
        if len(country) == 2 and country.isalpha():
            found.append(country.upper())
    return list(dict.fromkeys(found))
