"""This is who the suppliers of a list are: organisations that ship with runout, and new ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from sim.intake.mapping import UNKNOWN, ListMapping, Supplier
from sim.intake.naming import key
from sim.intake.words import firm_names, plain
from sim.scenario.catalogue import shipped_folder
from sim.scenario.model import Line, Scenario
from sim.scenario.text_file import read_tree
from sim.wording import NOT_NAMED

# A home nobody knows. The language has no word for it, so this is the code that stands for no country (Unicode CLDR:
# unknown region); no law names it.
NOWHERE = "ZZ"
_SHORTEST = 4  # letters of a name that a longer one begins with; shorter ones begin too many
_ALIKE, _TO_COMPARE = 0.85, 6  # how like two names are, and letters of one, for a slip of the pen

_LEGAL = re.compile(
    r"\b(inc|incorporated|ltd|limited|gmbh|ag|kg|co|corp|corporation|company|llc|plc|sa|s a|nv|bv|b v|spa|srl|oy|ab|as|"
    r"kk|pte|pty|pvt|se|holding|holdings|group)\b|(股份)?有限公司|集团|公司"
)


@dataclass(frozen=True)
class Firm:
    """An organisation of the scenario."""

    key: str
    name: str
    home: str | None
    shipped: bool
    home_taken: bool = False  # from where its parts are made


@dataclass(frozen=True)
class Homes:
    """What a list says of the home of firms, by `firm_name`: stated, and where most of their parts are made."""

    stated: Mapping[str, str]
    made: Mapping[str, str]


@cache
def shipped_entries(folder: str, section: str) -> Mapping[str, tuple[str, Mapping[str, Any]]]:
    """Every entry of a section in a folder of shipped files, with the file for `use`; Any: what the files hold."""
    entries: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for path in sorted((shipped_folder() / "shipped" / folder).glob("*.yaml")):
        root, _ = read_tree(path)
        for name, node in root.entries_at(section).items():
            entries[name] = (f"shipped/{folder}/{path.stem}", node.plain())
    return entries


def firm_name(text: str) -> str:
    """A firm's name for comparison: without its legal form."""
    return " ".join(_LEGAL.sub(" ", plain(text)).split()) or plain(text)


@cache
def _shipped_by_name() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for firm, (_, entry) in shipped_entries("organisations", "organisations").items():
        for name in (entry["name"], firm.replace("-", " "), *entry.get("also_known_as", ())):
            names.setdefault(firm_name(str(name)), firm)
    for firm, several in firm_names().items():
        for name in several:
            names.setdefault(firm_name(name), firm)
    return names


def ships(name: str) -> bool:
    """Whether an organisation that ships with the project is meant."""
    return firm_name(name) in _shipped_by_name()


def near_shipped(name: str) -> tuple[str, str] | None:
    """The organisation that ships with the project and has a name near to one that does not: its key and name.

    Near is what differs in spaces and hyphens, in a letter or two, or in what follows the name (`Murata Europe`).
    """
    known = {each.replace(" ", ""): firm for each, firm in _shipped_by_name().items()}
    compact = firm_name(name).replace(" ", "")
    firm = known.get(compact)
    if firm is None:
        words = firm_name(name).split()
        starts = ("".join(words[:count]) for count in range(len(words) - 1, 0, -1))
        firm = next((known[each] for each in starts if len(each) >= _SHORTEST and each in known), None)
    if firm is None and len(compact) >= _TO_COMPARE:
        firm = next((known[each] for each in get_close_matches(compact, known, n=1, cutoff=_ALIKE)), None)
    return (
        None
        if firm is None
        else (firm, str(shipped_entries("organisations", "organisations")[firm][1]["name"]))
    )


class Register:
    """Gives every name of a list its organisation, the same one for the same name."""

    def __init__(self, mapping: ListMapping, homes: Homes, own: Mapping[str, Mapping[str, object]]) -> None:
        """`own` are organisations that the list brings along."""
        self._mapping, self._homes, self._own = mapping, homes, own
        self._own_by_name = {firm_name(str(entry["name"])): firm for firm, entry in own.items()}
        self._supplied: dict[str, Firm] = {}
        self._by_name: dict[str, Firm] = {}
        self.firms: dict[str, Firm] = {}  # by key, in the order of the list
        self.contradicted: dict[
            str, tuple[str, str]
        ] = {}  # by name: home in the mapping, another in the list

    def firm(self, name: str) -> Firm:
        """The organisation a name means."""
        known = self._by_name.get(firm_name(name))
        if known is not None:
            return known
        said = self._mapping.suppliers.get(name)
        found = self._brought(name) or self._shipped(name, said) or self._new(name, said)
        self._by_name[firm_name(name)] = found
        self._supplied[name] = found
        self.firms.setdefault(found.key, found)
        return found

    def find(self, name: str) -> Firm | None:
        """The organisation of the list a name means, in any of its spellings; None if the list has none."""
        return self._by_name.get(firm_name(name)) or self.firms.get(
            _shipped_by_name().get(firm_name(name), name)
        )

    def maker(self, name: str, home: str | None) -> Firm:
        """The organisation that makes the product."""
        known = self._by_name.get(firm_name(name)) or self._brought(name) or self._shipped(name, None)
        found = known or Firm(
            key(name, {*shipped_entries("organisations", "organisations"), *self.firms}, "maker"),
            name,
            home,
            False,
        )
        self._by_name[firm_name(name)] = found
        self.firms.setdefault(found.key, found)
        return found

    def as_mapping(self) -> dict[str, Supplier]:
        """Who each name is, as a mapping keeps it."""
        return {
            name: Supplier.model_validate(
                {"is": firm.key} if firm.shipped else {"home": firm.home or UNKNOWN}
            )
            for name, firm in self._supplied.items()
            if firm.key not in self._own and name != NOT_NAMED
        }

    def homes_taken(self) -> dict[str, str]:
        """The homes that neither list nor mapping states, by name: where most of the supplier's parts are made."""
        return {
            name: firm.home
            for name, firm in self._supplied.items()
            if firm.home_taken and firm.home is not None and name not in self._mapping.suppliers
        }

    def taken_as_new(self) -> tuple[tuple[str, Firm], ...]:
        """The firms that neither ship, nor stand in the mapping, nor come along with the list, by their name in it."""
        return tuple(
            (name, firm)
            for name, firm in self._supplied.items()
            if not firm.shipped
            and firm.key not in self._own
            and name not in (NOT_NAMED, *self._mapping.suppliers)
        )

    def _brought(self, name: str) -> Firm | None:
        firm = self._own_by_name.get(firm_name(name)) or (name if name in self._own else None)
        if firm is None:
            return None
        home = str(self._own[firm]["home"])
        return Firm(firm, str(self._own[firm]["name"]), None if home == NOWHERE else home, False)

    def _shipped(self, name: str, said: Supplier | None) -> Firm | None:
        shipped = shipped_entries("organisations", "organisations")
        firm = said.is_ if said is not None else _shipped_by_name().get(firm_name(name))
        if firm is None or firm not in shipped:
            return None
        entry = shipped[firm][1]
        return Firm(firm, str(entry["name"]), str(entry["home"]), True)

    def _new(self, name: str, said: Supplier | None) -> Firm:
        stated, made = (homes.get(firm_name(name)) for homes in (self._homes.stated, self._homes.made))
        home = stated or made
        if said is not None:
            home = None if said.home == UNKNOWN else said.home
            if home is not None and stated is not None and stated != home:
                self.contradicted[name] = (home, stated)
        taken = {*shipped_entries("organisations", "organisations"), *self.firms}
        is_taken = home is not None and stated is None and home == made
        return Firm(key(name, taken, f"supplier-{len(self.firms) + 1}"), name, home, False, is_taken)


def homes_by_name(pairs: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """The home of each firm: the country its rows state most often (of equally frequent ones the first)."""
    seen: dict[str, dict[str, int]] = {}
    for name, country in pairs:
        if country is not None:
            counts = seen.setdefault(firm_name(name), {})
            counts[country] = counts.get(country, 0) + 1
    return {name: max(counts, key=lambda each: counts[each]) for name, counts in seen.items()}


def suppliers_of(scenario: Scenario, line: Line) -> list[str]:
    """Who supplies a line of a scenario, from ordinary sources or alternatives: one entry for each, by key."""
    return [
        supply.supplier or (scenario.lines[supply.line].maker if supply.line is not None else name)
        for item in line.inputs.values()
        for name, supply in (*item.sources.items(), *item.alternatives.items())
    ]
