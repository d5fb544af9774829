"""This is how a parts list becomes a scenario: its lines and inputs, who is in it, and what it asks first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sim.errors import Problem
from sim.intake.inputs import ESTIMATE, IN_PART, LIST, Filled, Given, Inputs, in_usd
from sim.intake.mapping import UNKNOWN, ListMapping, Supplier, WhatIf
from sim.intake.naming import key, slug
from sim.intake.organisations import (
    NOWHERE,
    Firm,
    Homes,
    Register,
    homes_by_name,
    shipped_entries,
)
from sim.intake.parts import Part
from sim.intake.sheet import PartsListError, Sheet, quoted, refuse
from sim.intake.what_if import QUESTION_SECTIONS, Exposed, questions, titled
from sim.intake.yaml_text import Text, refs_of, values_of
from sim.scenario.nearest import did_you_mean
from sim.scenario.quantity import BASE_CURRENCY, Money, Quantity, Rate, exactly
from sim.scenario.text_file import MAX_BYTES
from sim.scenario.yaml_tree import MAX_VALUES, tree_of
from sim.wording import NOT_NAMED

_YEARS = 3  # of the clock: long enough to qualify another source and ramp it up
_RATE: TypeAdapter[Quantity] = TypeAdapter(Rate)
_MONEY: TypeAdapter[Quantity] = TypeAdapter(Money)
_PLAN, _MARKET = "1000 units/day", {"elsewhere": "100 %"}


@dataclass(frozen=True)
class Draft:
    """A scenario that was made of a list: its text, what was filled, and what the mapping keeps."""

    text: str
    filled: Filled
    orders: tuple[str, ...]  # what is said about open orders
    headline: str | None  # what is assumed of parts that do not last on them
    lead_times: str | None  # what becomes of lead times longer than goods travel
    classes: Mapping[str, str]
    suppliers: Mapping[str, Supplier]
    firms: tuple[Firm, ...]
    firms_taken: tuple[tuple[str, Firm], ...]  # new ones that no mapping confirmed, by their name in the list
    shares: Mapping[str, float]  # of parts cost, by part
    homes_taken: Mapping[
        str, str
    ]  # by supplier's name: from where most of its parts are made, unless a mapping says
    contradicted: Mapping[
        str, tuple[str, str]
    ]  # by supplier's name: its home in the mapping, another in the list
    implausible: tuple[str, ...] = ()  # what is said of products whose parts cost more than they sell for

    @property
    def new_firms(self) -> tuple[Firm, ...]:
        """The organisations that do not ship with runout."""
        return tuple(firm for firm in self.firms if not firm.shipped)


def scenario_of(parts: Sequence[Part], sheet: Sheet, mapping: ListMapping) -> Draft:
    """The scenario a list makes; raises PartsListError for facts beside the list that cannot be read."""
    return _Building(parts, sheet, mapping).draft()


class _Building:
    """Puts the sections of a scenario together."""

    def __init__(self, parts: Sequence[Part], sheet: Sheet, mapping: ListMapping) -> None:
        self.parts, self.sheet, self.mapping = parts, sheet, mapping
        self.problems: list[Problem] = []
        self.beside = _beside(sheet, self.problems)
        refuse(self.problems)
        rows = [row for part in parts for row in part.rows]
        rows += [each.row for part in parts for each in part.alternates]
        stated = homes_by_name((row.supplier, row.home) for row in rows if row.supplier)
        made = homes_by_name(
            (row.supplier, row.made_in) for row in rows if row.supplier and isinstance(row.made_in, str)
        )
        self.register = Register(mapping, Homes(stated, made), _entries(self.beside, "organisations"))
        self.clock = _entries(self.beside, "clock") or self._clock()
        day = mapping.file.date
        start = _day(self.clock.get("start"), day)
        until = _day(self.clock.get("until"), start + dt.timedelta(days=365 * _YEARS))
        given = Given(sheet, mapping, start, until, _entries(self.beside, "classes"))
        self.inputs = Inputs(given, self.register, parts)
        self.comments: dict[tuple[str, ...], str] = {}

    def draft(self) -> Draft:
        lines = self._lines()
        refuse(self.inputs.problems)
        makers = {str(line["maker"]): line for line in lines.values()}
        exposed = self._exposed(lines)
        asked = self.mapping.what_if
        stops = None if asked.stops is None else self._asked_supplier(asked.stops, exposed)
        sections, comments = questions(exposed, asked, stops)
        headline = self.inputs.orders.headline(len(self.parts))
        head: dict[str, object] = {"title": self._question(exposed, stops), "question": self._asks()}
        head |= {"look_at": headline} if headline is not None else {}
        head["hypothetical"] = True
        if asked == WhatIf() and ("title", "") in self.beside:  # the list brings its question along
            head = self._brought(headline)
            sections = {name: _entries(self.beside, name) for name in QUESTION_SECTIONS}
            sections = {name: section for name, section in sections.items() if section}
            comments = {}
        self.comments |= {**self.inputs.comments, **comments}
        tree: dict[str, object] = {"schema": "runout/2", **head}
        tree |= {"clock": self.clock, "use": self._used(), "references": {}}
        if rates := self._rates():
            tree["currencies"] = rates
        tree["organisations"] = self._organisations(makers)
        if classes := self._classes():
            tree["classes"] = classes
        if item_lists := _entries(self.beside, "item_lists"):
            tree["item_lists"] = item_lists
        if pools := _entries(self.beside, "pools"):
            tree["pools"] = pools
        tree |= {name: sections[name] for name in QUESTION_SECTIONS[:-1] if name in sections}
        tree |= {"lines": lines, "variants": sections.get("variants")}
        if not tree["variants"]:
            del tree["variants"]
        tree["references"] = self._references(refs_of(tree))
        text = "\n".join([*self._head(), *Text(self.comments).lines(tree)]) + "\n"
        self._check_size(text, values_of(tree))
        orders = self.inputs.orders.remarks()
        return Draft(
            text,
            self.inputs.filled,
            orders,
            None if headline is None else f"{headline} {self.inputs.orders.remedy}",
            self.inputs.orders.lead_times(len(set(self.inputs.filled.making)), len(self.parts)),
            self.inputs.classes,
            self.register.as_mapping(),
            tuple(self.register.firms.values()),
            self.register.taken_as_new(),
            self.inputs.shares(),
            self.register.homes_taken(),
            self.register.contradicted,
            self._implausible(lines),
        )

    def _asked_supplier(self, name: str, exposed: Exposed) -> str:
        firm = self.register.find(name)
        if firm is None or firm.key not in exposed.buyers:
            names = [self.register.firms[each].name for each in exposed.buyers]
            message = f"no supplier of the list is called {quoted(name)}{did_you_mean(name, names)}"
            raise PartsListError(Problem(self.sheet.file, None, "--stops", message))
        return firm.key

    def _check_size(self, text: str, values: int) -> None:
        """A scenario that runout itself would not read is refused."""
        size = len(text.encode())
        if size > MAX_BYTES or values > MAX_VALUES:
            message = (
                f"makes a scenario of {size / 1e6:.1f} MB and {values:,} values; a scenario file holds "
                f"{MAX_BYTES // 1_000_000} MB and {MAX_VALUES:,} values: leave out the parts that matter least"
            )
            refuse([Problem(self.sheet.file, None, "", message)])

    def _lines(self) -> dict[str, dict[str, object]]:
        lines: dict[str, dict[str, object]] = {}
        keys: dict[str, str] = {}
        plans: dict[str, Quantity] = {}
        for part in self.parts:
            if part.product not in keys:
                name = key(part.product or self.mapping.product.title, lines, "product")
                keys[part.product] = name
                lines[name] = self._line(name, part.product or self.mapping.product.title)
                plans[name] = _rate(lines[name]["plan"])
            inputs = lines[keys[part.product]]["inputs"]
            assert isinstance(inputs, dict)  # made so just above
            inputs[part.key] = self.inputs.of(part, keys[part.product], plans[keys[part.product]])
        for name, line in lines.items():
            self._price(name, line)
        return lines

    def _line(self, name: str, title: str) -> dict[str, object]:
        product = self.mapping.product
        stated = self.beside.get(("lines", name), {})
        home = None if product.home == UNKNOWN else product.home
        maker = self.register.maker(str(stated.get("maker", product.maker)), home)
        line: dict[str, object] = {
            "title": title,
            "maker": maker.key,
            "ref": ESTIMATE,
            "represents": {"share": "100 %", "of": "this parts list"},
            "plan": product.plan or _PLAN,
            "price": product.price or "",
            "sold_in": dict(product.sold_in) or dict(_MARKET),
        }
        if stated:
            line |= {"ref": LIST, **stated}
            if "sold_in" not in stated:  # a line that only others take has no markets
                del line["sold_in"]
        for field, given in (("plan", product.plan), ("sold_in", product.sold_in)):
            if not given and field not in stated:
                self.comments["lines", name, field] = "placeholder: write your own, here or in the mapping"
        line["inputs"] = {}
        return line

    def _price(self, name: str, line: dict[str, object]) -> None:
        """Without a price the product sells at twice the cost of its parts; it only weights lines of one maker."""
        if line["price"] == "":
            cost = self.inputs.spent_on[name]
            line["price"] = f"{float(f'{2 * cost:.3g}') or 100.0:.12g} USD"
            self.comments["lines", name, "price"] = "placeholder: twice the cost of the parts"

    def _implausible(self, lines: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
        """What is said of products whose parts cost more than their price, with the parts that cost most."""
        said = []
        for name, line in lines.items():
            price, cost = _usd(line["price"], self.mapping), self.inputs.spent_on[name]
            inputs = line["inputs"]
            assert isinstance(inputs, Mapping)
            if price is not None and 0.0 < price < cost:
                by_cost = sorted(inputs, key=lambda each: -self.inputs.cost_of[name, each])[:2]
                dear = ", ".join(f"{each} {self.inputs.cost_of[name, each]:,.2f} USD" for each in by_cost)
                said.append(
                    f"Implausible: the parts of one product cost {cost:,.2f} USD, and it sells for {price:,.2f} USD; "
                    f"do not trust the answer before this is mended. Most cost {dear}. Remedy: prices, quantities, "
                    f"currencies, {self._rates_said()}`price_per` in the mapping"
                )
        return tuple(said)

    def _rates_said(self) -> str:
        """The rates the costs rest on, which may be the wrong way round."""
        used = {
            part.cost.currency for part in self.parts if part.cost is not None
        } & self.mapping.rates.keys()
        rates = [f"1 {code} = {self.mapping.rates[code].usd.likely:g} USD" for code in sorted(used)]
        return f"rates ({', '.join(rates)}), " if rates else ""

    def _clock(self) -> dict[str, object]:
        day = self.mapping.file.date
        return {"start": day, "until": day + dt.timedelta(days=365 * _YEARS), "as_seen_from": day}

    def _exposed(self, lines: Mapping[str, Mapping[str, object]]) -> Exposed:
        firms = self.register.firms
        makers = dict.fromkeys(str(line["maker"]) for line in lines.values())
        named = {each: spent for each, spent in self.inputs.spent.items() if each not in makers}
        by_cost = sorted(named, key=lambda each: -named[each])  # of equal ones the first in the list
        spent_in = self.inputs.spent_in
        places = sorted(spent_in, key=lambda each: (-spent_in[each], each))
        return Exposed(
            self._title(),
            self.inputs.given.start,
            self.inputs.given.until,
            {maker: firms[maker].name for maker in makers},
            {each: firms[each].name for each in by_cost if firms[each].name != NOT_NAMED},
            places,
            _buyers(lines),
        )

    def _question(self, exposed: Exposed, stops: str | None) -> str:
        asked = self.mapping.what_if
        first = next(iter(exposed.suppliers), None) if stops is None and asked.country is None else stops
        said = [f"{self.register.firms[first].name} stops"] if first is not None else []
        said += [f"{asked.country} forbids exports"] if asked.country is not None else []
        return titled(self._title(), said)

    def _brought(self, headline: str | None) -> dict[str, object]:
        """Title, question and note that a workbook brings along, and what is assumed of this list."""
        names = ("title", "question", "look_at", "hypothetical")
        head: dict[str, object] = {name: self.beside[name, ""] for name in names if (name, "") in self.beside}
        if headline is not None:
            notes = [str(head["look_at"])] if "look_at" in head else []
            head["look_at"] = ". ".join(
                [*(note.rstrip(".") for note in notes if headline not in note), headline]
            )
        return head

    def _title(self) -> str:
        return self.mapping.product.title

    def _asks(self) -> str:
        return "When is it felt, which part runs out first, and how long does production go on?"

    def _used(self) -> list[str]:
        if self.beside:  # the list brings its own organisations and classes; what it lacks is written out
            return []
        firms = shipped_entries("organisations", "organisations")
        classes = shipped_entries("items", "classes")
        files = {firms[firm.key][0] for firm in self.register.firms.values() if firm.shipped}
        return sorted(files | {classes[name][0] for name in self.inputs.classes_used if name in classes})

    def _references(self, used: Container[str]) -> dict[str, object]:
        sheet = f", sheet {self.sheet.name}" if self.sheet.name is not None else ""
        day = self.mapping.file.date
        references: dict[str, object] = {
            LIST: {"what": f"{self.sheet.file}{sheet}", "date": day, "grade": "B"},
            IN_PART: {
                "what": f"{self.sheet.file}{sheet}; what it does not say of these parts is our own estimate",
                "date": day,
                "grade": "E",
            },
            ESTIMATE: {
                "what": "Own estimates and placeholders, made when the list was imported",
                "date": day,
                "grade": "E",
            },
        }
        for name, entry in _entries(self.beside, "references").items():
            # A reference of an import before this one: what it named is now read through this list.
            through = {"what": f"{entry.get('what')}, through {self.sheet.file}{sheet}"}
            references[name] = {**entry, **through} if name in (LIST, IN_PART) else entry
        return {name: entry for name, entry in references.items() if name in used}

    def _rates(self) -> dict[str, object]:
        rates: dict[str, object] = {
            code: {"usd": each.usd, "date": each.date, "ref": ESTIMATE}
            for code, each in sorted(self.mapping.rates.items())
            if code != BASE_CURRENCY
        }
        return rates | {
            code: {"ref": LIST, **entry} for code, entry in _entries(self.beside, "currencies").items()
        }

    def _organisations(self, makers: Mapping[str, object]) -> dict[str, object]:
        entries: dict[str, object] = {}
        own = _entries(self.beside, "organisations")
        for firm in self.register.firms.values():
            if firm.shipped and not self.beside:
                continue
            entries[firm.key] = own.get(firm.key) or {"name": firm.name, "home": firm.home or NOWHERE}
            if firm.home_taken:
                self.comments["organisations", firm.key] = "home: where most of its parts are made; check it"
            if firm.home is None:
                what = "maker" if firm.key in makers else "supplier"
                self.comments["organisations", firm.key] = (
                    f"placeholder: write the {what}'s home for {NOWHERE}"
                )
        return entries

    def _classes(self) -> dict[str, object]:
        if not self.beside:
            return {}
        own = _entries(self.beside, "classes")
        shipped = shipped_entries("items", "classes")
        names = self.inputs.classes_used
        return {name: {"ref": LIST, **(own[name] if name in own else shipped[name][1])} for name in names}

    def _head(self) -> list[str]:
        filled = self.inputs.filled
        head = [
            f"# Made by `runout import` from {slugged(self.sheet.file)}. Every number of the list rests on `{LIST}`."
        ]
        head.append(
            "# Comments mark what was guessed or filled; `runout check` says whether what you change still holds."
        )
        if filled.made_in:
            parts = len(set(filled.made_in))
            head.append(
                f"# `made_in` is unknown for {parts} parts: until it is written, any law, such as the export ban of a "
                "variant, leaves them undetermined."
            )
        return head


def _usd(given: object, mapping: ListMapping) -> float | None:
    """A price in US dollars; None for one that cannot be read, which is refused when the scenario is checked."""
    try:
        price = _MONEY.validate_python(given)
    except ValidationError:
        return None
    return (
        in_usd(price, mapping) if price.currency == BASE_CURRENCY or price.currency in mapping.rates else None
    )


def _rate(given: object) -> Quantity:
    """A plan; one that cannot be read is refused when the scenario is checked."""
    try:
        return _RATE.validate_python(given)
    except ValidationError:
        return exactly(0.0, "rate")


def _day(given: object, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(str(given))
    except ValueError:
        return otherwise


def _buyers(lines: Mapping[str, Any]) -> dict[str, list[str]]:  # Any: lines in the words of the language
    """The makers that take something from each supplier, from ordinary sources or alternatives."""
    buyers: dict[str, list[str]] = {}
    for line in lines.values():
        for item in line["inputs"].values():
            for name, source in (*item["sources"].items(), *item.get("alternatives", {}).items()):
                made_by = lines[source["line"]]["maker"] if source.get("line") in lines else name
                makers = buyers.setdefault(str(source.get("supplier", made_by)), [])
                if line["maker"] not in makers:
                    makers.append(line["maker"])
    return buyers


def slugged(name: str) -> str:
    """A file's name that cannot break out of a comment."""
    return " ".join(name.split()) if slug(name) else "a parts list"


def _beside(sheet: Sheet, problems: list[Problem]) -> dict[tuple[str, str], dict[str, object]]:
    """Facts that stand beside a list, by section and name; a line's are joined of its fields."""
    found: dict[tuple[str, str], dict[str, object]] = {}
    for path, text in sheet.facts.items():
        parts = path.split(".")
        root, wrong = tree_of(f"value: {text}", sheet.file)
        value = root.plain()["value"] if root is not None and not wrong else None
        if value is None or not 1 <= len(parts) <= 3:
            problems.append(
                Problem(sheet.file, None, "sheet `scenario`", f"`{path}` is not a fact of a scenario")
            )
        elif len(parts) == 3:
            found.setdefault((parts[0], parts[1]), {})[parts[2]] = value
        else:
            found[parts[0], parts[1] if len(parts) == 2 else ""] = value
    return found


def _entries(
    beside: Mapping[tuple[str, str], dict[str, object]], section: str
) -> dict[str, dict[str, object]]:
    if (section, "") in beside:
        return dict(beside[section, ""])  # type: ignore[arg-type]  # a section that stands there whole
    return {name: entry for (part, name), entry in beside.items() if part == section}
