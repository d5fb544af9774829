"""This is how the parts of a list become inputs of a line: stated facts kept, missing ones filled and marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from sim.errors import Problem, ScenarioError
from sim.intake.classes import class_by_mapping, class_of
from sim.intake.mapping import UNKNOWN, ListMapping
from sim.intake.naming import key
from sim.intake.orders import Orders, Pipe
from sim.intake.organisations import Firm, Register, shipped_entries
from sim.intake.parts import Part, PartSource, one_of_each
from sim.intake.rows import ListRow, Order, Places
from sim.intake.sheet import Sheet
from sim.intake.words import plain
from sim.scenario.quantity import BASE_CURRENCY, Duration, Quantity, exactly
from sim.scenario.yaml_tree import tree_of
from sim.wording import NOT_NAMED, UNCLASSIFIED

LIST, IN_PART, ESTIMATE = "parts-list", "parts-list-in-part", "own-estimate"
SERVES = Quantity(
    low=0.5, likely=0.8, high=1.0, dimension="share"
)  # an alternate of which nothing else is known
_DURATION: TypeAdapter[Quantity] = TypeAdapter(Duration)


@dataclass
class Filled:
    """What the list did not say, by how many parts; what a summary tells."""

    made_in: list[str] = field(default_factory=list)
    made_in_of_alternates: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    cost: list[str] = field(default_factory=list)
    stock: list[str] = field(default_factory=list)
    lead_time: list[str] = field(default_factory=list)
    making: list[str] = field(default_factory=list)  # a lead time longer than goods of the class travel
    waiting: list[str] = field(default_factory=list)  # alternates taken to need the lead time of the part
    supplier: list[str] = field(default_factory=list)
    serves: list[str] = field(default_factory=list)
    home_taken: list[str] = field(default_factory=list)
    unclassified: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Given:
    """What the parts of a list are read with: the sheet, its mapping, the clock, and classes the list brings along."""

    sheet: Sheet
    mapping: ListMapping
    start: dt.date
    until: dt.date
    own_classes: Mapping[str, Mapping[str, object]]

    def default(self, name: str, field: str) -> str:
        """What a class gives: of the list's own, or of those that ship; that of a part of no known kind otherwise."""
        shipped = shipped_entries("items", "classes")
        entry = self.own_classes.get(name) or shipped.get(name, shipped[UNCLASSIFIED])[1]
        return str(entry[field])


class _Use(NamedTuple):
    """Pieces of a part used a day."""

    likely: float
    high: float

    @classmethod
    def of(cls, plan: Quantity, needs: Quantity) -> _Use:
        return cls(plan.likely * needs.likely, plan.high * needs.high)


class Inputs:
    """Writes inputs; holds their comments, what was filled, and who supplies what for how much."""

    def __init__(self, given: Given, register: Register, parts: Sequence[Part]) -> None:
        self.given, self.sheet, self.mapping, self.register = given, given.sheet, given.mapping, register
        self.orders = Orders(given.start, given.until)
        self.comments: dict[tuple[str, ...], str] = {}
        self.filled = Filled()
        self.problems: list[Problem] = []
        self.classes: dict[str, str] = {}  # by part, as the mapping keeps them
        self.classes_used: dict[str, None] = {}  # in the order of the list
        self.spent: dict[str, float] = {}  # US dollars in one product, by supplier
        self.spent_in: dict[str, float] = {}  # by place
        self.spent_on: dict[str, float] = {}  # by line
        self.cost_of: dict[tuple[str, str], float] = {}  # by line and part
        self._cost_by_name: dict[str, float] = {}  # of all products: they share one plan
        products: dict[str, set[str]] = {}
        for part in parts:
            products.setdefault(part.name, set()).add(part.product)
        self._twice = {name for name, several in products.items() if len(several) > 1}
        self._costs = _Costs(parts, given.mapping)
        self._by_part = {(part.product, plain(part.name)): part for part in parts}

    def of(self, part: Part, line: str, plan: Quantity) -> dict[str, object]:
        """One input of a line, which makes `plan` units a day."""
        name, why = self._class(part)
        guess = self._costs.guess(name) if part.cost is None else None
        needs = part.needs or one_of_each()
        entry: dict[str, object] = {
            "title": part.title,
            "class": name,
            "ref": LIST if part.needs is not None and part.cost is not None else IN_PART,
            "needs": needs,
            "cost": part.cost if guess is None else guess,
        }
        path = ("lines", line, "inputs", part.key)
        if why:
            self.comments[*path, "class"] = why
        if part.needs is None:
            self.comments[*path, "needs"] = "not in the list: one is assumed"
            self.filled.needs.append(part.name)
        if guess is not None:
            self.comments[*path, "cost"] = "not in the list: the middle of its class, or of the list"
            self.filled.cost.append(part.name)
        facts = self._facts(part.rows[0], part.rows[0].input_facts)
        taken: dict[str, object] = {}
        for each in part.sources:
            taken |= self._source(each, (part, taken), path, name)
        brought = facts.pop("stock", None)
        if (stock := self._stock(part, list(taken), name, _Use.of(plan, needs))) is not None:
            entry["stock"] = stock
            if "on_order" in self.mapping.columns and "on_order" not in stock:
                self.comments[*path, "stock"] = (
                    "open orders left out: it does not last on them until new ones arrive"
                )
        elif not isinstance(brought, dict) or not {"pieces", "covers"} & set(brought):
            self.filled.stock.append(part.name)
        if isinstance(brought, dict):
            entry["stock"] = {**(stock or {}), **brought}
        entry["sources"] = taken
        if alternatives := self._alternatives(part, path, name):
            entry["alternatives"] = alternatives
        entry |= facts
        cost = in_usd(part.cost or guess or exactly(0.0, "money"), self.mapping)
        self.spent_on[line] = self.spent_on.get(line, 0.0) + cost
        self.cost_of[line, part.key] = cost
        self._cost_by_name[part.name] = self._cost_by_name.get(part.name, 0.0) + cost
        self._spend(part, cost)
        return entry

    def shares(self) -> dict[str, float]:
        """The share of each part in the parts cost of all products, by part number."""
        total = sum(self._cost_by_name.values()) or 1.0
        return {name: cost / total for name, cost in self._cost_by_name.items()}

    def _class(self, part: Part) -> tuple[str, str]:
        if part.commodity in self.given.own_classes:
            self.classes_used[part.commodity] = None
            return part.commodity, ""
        guess, word = class_of(part.title, part.commodity)
        known_as = part.name if part.name not in self._twice else f"{part.product}: {part.name}"
        name = class_by_mapping(self.mapping, known_as, part.title, guess) or guess
        self.classes[known_as] = name
        self.classes_used[name] = None
        if name == UNCLASSIFIED:
            self.filled.unclassified.append(part.name)
        if name != guess:
            return name, "by the mapping"
        return name, f"by `{word}`" if word else "no word of the list tells its kind: a careful default"

    def _source(
        self, source: PartSource, taken: tuple[Part, Mapping[str, object]], path: tuple[str, ...], kind: str
    ) -> dict[str, object]:
        part, others = taken
        row = source.row
        firm = self._firm(row, part)
        named = key(row.source or firm.key, others, "source")
        made_in, comment = self._places(row.made_in, firm, part, self.filled.made_in)
        if comment:
            self.comments[*path, "sources"] = f"{comment}\n"
        share = exactly(source.share, "share") if isinstance(source.share, float) else source.share
        entry: dict[str, object] = {} if named == firm.key else {"supplier": firm.key}
        entry |= {"share": share or exactly(1.0, "share"), "made_in": made_in}
        more = self._more(row)
        if row.lead_time is None and not {"lead_time", "quoted_lead_time"} & set(more):
            self.filled.lead_time.append(part.name)
        if part.needs is None or part.cost is None:
            entry["ref"] = LIST
        if row.lead_time is not None:
            entry |= self._under_way(row.lead_time, part, kind)
        return {named: entry | more}

    def _under_way(self, lead_time: Quantity, part: Part, kind: str) -> dict[str, object]:
        """How long goods of a part travel, as far as its lead time tells it.

        A buyer's lead time runs from order to delivery. Most of a long one is the making: taken as travel, all that is
        ordered would be on its way, and the slowest parts would last longest after their supplier stops. It is what
        another source would need, so that it is kept beside.
        """
        if _travels(lead_time, self._usual(kind)) is not None:
            return {"lead_time": lead_time}
        self.filled.making.append(part.name)
        return {"quoted_lead_time": lead_time}

    def _usual(self, kind: str) -> Quantity:
        return _DURATION.validate_python(self.given.default(kind, "lead_time"))

    def _quoted(self, part: Part, kind: str) -> Quantity | None:
        """The longest lead time of the part that goods of its class do not travel; None if all are shorter."""
        stated = [each.row.lead_time for each in part.sources if each.row.lead_time is not None]
        longest = max(stated, key=lambda each: each.likely, default=None)
        return longest if longest is not None and _travels(longest, self._usual(kind)) is None else None

    def _alternatives(self, part: Part, path: tuple[str, ...], kind: str) -> dict[str, object]:
        found: dict[str, object] = {}
        quoted = self._quoted(part, kind)
        for alternate in part.alternates:
            row = alternate.row
            firm = self._firm(row, part)
            named = key(row.source or firm.key, found, "alternate")
            made_in, _ = self._places(row.made_in, firm, part, self.filled.made_in_of_alternates)
            entry: dict[str, object] = {} if named == firm.key else {"supplier": firm.key}
            entry |= {"serves": alternate.share or SERVES, "made_in": made_in}
            if alternate.share is not None:
                entry["ref"] = LIST
            else:
                entry["ref"] = ESTIMATE
                self.filled.serves.append(part.name)
            more = self._more(row)
            if row.lead_time is not None:
                # Nothing is on its way yet: all of it passes before the first arrives.
                entry["lead_time"] = row.lead_time
            elif quoted is not None and "lead_time" not in more:
                entry["lead_time"] = quoted
                entry["ref"] = IN_PART if entry["ref"] == LIST else entry["ref"]
                self.filled.waiting.append(part.name)
            found[named] = entry | more
        for text in part.substitutes:
            firm, like = self._substitute(text, part)
            named = key(firm.key, found, "alternate")
            stated = None if like is None else like.made_in
            made_in, _ = self._places(stated, firm, part, self.filled.made_in_of_alternates)
            entry = {} if named == firm.key else {"supplier": firm.key}
            entry |= {"serves": SERVES, "made_in": made_in, "ref": ESTIMATE}
            own = None if like is None else like.lead_time
            if own is not None or quoted is not None:
                entry["lead_time"] = own or quoted
            if own is None and quoted is not None:
                self.filled.waiting.append(part.name)
            found[named] = entry
            self.filled.serves.append(part.name)
        if found and any(isinstance(each, dict) and each.get("ref") == ESTIMATE for each in found.values()):
            self.comments[*path, "alternatives"] = (
                "how much of the need it could serve is an estimate: set `serves`\n"
            )
        return found

    def _substitute(self, text: str, part: Part) -> tuple[Firm, ListRow | None]:
        """Who supplies a substitute: `Supplier: part`, another part of the list, or a supplier's name."""
        supplier, _, rest = text.partition(":")
        if rest.strip():
            return self.register.firm(supplier.strip()), None
        other = self._by_part.get((part.product, plain(text)))
        if other is not None:
            row = other.sources[0].row
            return self._firm(row, other), row
        return self.register.firm(text), None

    def _firm(self, row: ListRow, part: Part) -> Firm:
        if not row.supplier:
            self.filled.supplier.append(part.name)
        return self.register.firm(row.supplier or NOT_NAMED)

    def _places(self, stated: Places, firm: Firm, part: Part, unknown: list[str]) -> tuple[object, str]:
        """Where a part is made, and a comment on it; `unknown` takes the parts of which nobody says it."""
        if stated is not None:
            return (list(stated) if isinstance(stated, tuple) else stated), ""
        if self.mapping.assume_made_in_home and firm.home is not None:
            self.filled.home_taken.append(part.name)
            return (
                firm.home,
                "made_in is the home of the supplier, as the mapping asks; the list does not say",
            )
        unknown.append(part.name)
        return (
            UNKNOWN,
            "made_in is not in the list: while it is unknown, any law leaves the part undetermined",
        )

    def _more(self, row: ListRow) -> dict[str, object]:
        more: dict[str, object] = {}
        if row.content:
            more["content"] = {place: {"total": share} for place, share in row.content.items()}
        return more | self._facts(row, row.source_facts)

    def _stock(self, part: Part, sources: Sequence[str], name: str, use: _Use) -> dict[str, object] | None:
        """The stock of a part of which so many pieces a day are used."""
        whole = part.needs is not None and part.cost is not None
        orders = [
            (order, at)
            for at, source in enumerate(part.sources)
            for order in self.orders.counted(part.name, source.orders or source.row.orders)
        ]
        if part.stock is None and part.cover is None and not orders:
            return None
        stock: dict[str, object] = {}
        if part.stock is not None:
            stock["pieces"] = part.stock
        elif part.cover is not None:
            stock["covers"] = part.cover
        else:
            stock |= {"covers": self.given.default(name, "stock"), "ref": ESTIMATE}
            self.filled.stock.append(part.name)
        if "on_order" in self.mapping.columns:
            extra = self._extra(part, name, use, [order for order, _ in orders])
            if extra is not None:
                stock["on_order"] = [
                    {"pieces": order.pieces, "due": order.due}
                    | ({"source": sources[at]} if len(sources) > 1 else {})
                    | ({"ref": ref} if ref == ESTIMATE or "ref" in stock else {})
                    for order, at, ref in (*((*each, LIST) for each in orders), *extra)
                ]
        if (
            "ref" not in stock and not whole
        ):  # what stands in the list rests on it, whatever the input rests on
            stock["ref"] = LIST
        return stock

    def _extra(
        self, part: Part, name: str, use: _Use, orders: Sequence[Order]
    ) -> list[tuple[Order, int, str]] | None:
        """What is ordered beyond the list for a part to last, mostly nothing; None if its orders are left out."""
        covers = part.cover or _DURATION.validate_python(self.given.default(name, "stock"))
        held = part.stock.low if part.stock is not None else covers.low * use.high
        usual = self._usual(name)
        pipes = [
            Pipe(_likely(each.share), _travels(each.row.lead_time, usual) or usual) for each in part.sources
        ]
        soonest = min(
            (each.row.lead_time or usual for each in part.sources),
            key=lambda time: time.likely,
            default=usual,
        )
        if _travels(soonest, usual) is None:
            stock = part.stock.likely if part.stock is not None else covers.likely * use.likely
            self.orders.note_gone(part.name, stock, use.likely, orders, soonest.likely)
        if any(
            each.row.source_facts for each in part.sources
        ):  # which may say who delivers first: the careful end
            pipes = [Pipe(1.0, max((each.lead_time for each in pipes), key=lambda time: time.high))]
        if self.orders.carry(held, use.high, orders, pipes):
            return []
        if self.mapping.open_orders == "bridged":
            missing = self.orders.bridge(held, use.high, orders, pipes)
            if missing is not None and self.orders.carry(held, use.high, [*orders, missing], pipes):
                self.orders.bridged.append(part.name)
                return [(missing, 0, ESTIMATE)]
        self.orders.left_out.append(part.name)
        return None

    def _facts(self, row: ListRow, text: str) -> dict[str, Any]:  # Any: what the cell holds
        """Facts in the words of the scenario language, as an export writes them beside the columns."""
        if not text:
            return {}
        try:
            root, wrong = tree_of(text, self.sheet.file)
        except ScenarioError as error:
            root, wrong = None, list(error.problems)
        if wrong or root is None or not isinstance(root.value, dict):
            message = wrong[0].message if wrong else "holds no `{key: value}`"
            self.problems.append(self.sheet.problem(row.number, None, f"facts: {message}"))
            return {}
        return dict(root.plain())

    def _spend(self, part: Part, cost: float) -> None:
        for source in part.sources:
            share = _likely(source.share)
            firm = self.register.firm(source.row.supplier or NOT_NAMED)
            self.spent[firm.key] = self.spent.get(firm.key, 0.0) + cost * share
            places = source.row.made_in
            parts = places if isinstance(places, dict) else dict.fromkeys(_listed(places), 1.0)
            for place, part_made in parts.items():
                self.spent_in[place] = self.spent_in.get(place, 0.0) + cost * share * part_made


def _travels(lead_time: Quantity | None, usual: Quantity) -> Quantity | None:
    """A lead time that is no longer than goods of the class travel."""
    return lead_time if lead_time is not None and lead_time.likely <= usual.likely else None


class _Costs:
    """What parts cost where the list does not say: the middle of their class, or of the list, or one dollar each."""

    def __init__(self, parts: Sequence[Part], mapping: ListMapping) -> None:
        by_class: dict[str, list[float]] = {}
        for part in parts:
            if part.cost is not None:
                guess = class_of(part.title, part.commodity)[0]
                name = class_by_mapping(mapping, part.name, part.title, guess) or guess
                by_class.setdefault(name, []).append(in_usd(part.cost, mapping))
        self._middle = {name: median(costs) for name, costs in by_class.items()}
        self._overall = median([cost for costs in by_class.values() for cost in costs]) if by_class else 1.0

    def guess(self, name: str) -> Quantity:
        return exactly(float(f"{self._middle.get(name, self._overall):.3g}"), "money")


def in_usd(cost: Quantity, mapping: ListMapping) -> float:
    """An amount in US dollars, at the rates of the mapping."""
    return cost.likely * (1.0 if cost.currency == BASE_CURRENCY else mapping.rates[cost.currency].usd.likely)


def _likely(share: float | Quantity | None) -> float:
    return share if isinstance(share, float) else 1.0 if share is None else share.likely


def _listed(places: Places) -> Sequence[str]:
    return (places,) if isinstance(places, str) else tuple(places or ())
