"""This is what a sound scenario may still want mended: numbers nobody printed, defaults, facts left open."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sim.scenario.barring import markets_not_told_apart
from sim.scenario.model import Line
from sim.scenario.origin import ScenarioFile
from sim.scenario.quantity import BASE_CURRENCY, Quantity
from sim.scenario.supply import Alternative, Input, Source, Supply
from sim.scenario.unused import asked_content, unused_names
from sim.wording import counted

# In the order they are shown: what bears most on the answer first.
KINDS = {
    "not verified": "law whose status nobody verified decides flows",
    "estimate cuts": "a flow is cut on a place or content share of grade D or E",
    "estimate opens": "flows are open on places or content of grade D or E",
    "implausible": "parts that cost more than what they are made into",
    "thousands": "pieces that are no whole number, perhaps thousands",
    "evidence": "parts value (cost x share) without a source of grade A to C",
    "content": "content that law may ask about is not stated",
    "market": "sold in places that do not tell apart a country that buys less",
    "trouble not felt": "what holds a supplier back does not reach its source",
    "split": "made in one or several of a list, the split not known",
    "known day": "a day stated as uncertain that was past, and so known",
    "old stock": "stock described long before the start",
    "thin stock": "stock of less than half a lot, which there is on average; it counts as that",
    "class default": "numbers taken from the class, not stated for the part",
    "no rationing": "stock is used at full output until it is gone",
    "serves nothing": "alternatives that serve 0 %",
    "unused": "defined and not used",
}
_LONG_BEFORE = 180  # days


@dataclass(frozen=True)
class ScenarioWarning:
    """Something a reader of the answer should know, or an author mend: where, what, and of which kind."""

    file: str
    line: int
    column: int
    item: str
    message: str
    kind: str  # of KINDS
    rows: tuple[str, ...] = ()  # what is counted, one by one

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.item}: {self.message}"


def scenario_warnings(file: ScenarioFile) -> list[ScenarioWarning]:
    """Every warning about a scenario that is fine, those that bear most on the answer first."""
    found = [
        *_class_defaults(file),
        *_known_days(file),
        *_markets(file),
        *(warning(file, "unused", name, what) for name, what in unused_names(file)),
    ]
    for name, line in file.scenario.lines.items():
        found += _of_line(file, name, line)
    return in_order(found)


def in_order(found: Iterable[ScenarioWarning]) -> list[ScenarioWarning]:
    """Warnings by kind, what bears most on the answer first, and then by where they stand."""
    kinds = list(KINDS)
    return sorted(
        found, key=lambda each: (kinds.index(each.kind), each.file, each.line, each.column, each.item)
    )


def warning(
    file: ScenarioFile, kind: str, item: str, message: str, rows: Sequence[str] = ()
) -> ScenarioWarning:
    """A warning of one of `KINDS` about what stands at a dotted path."""
    origin = file.origin(item)
    return ScenarioWarning(origin.file, origin.line, origin.column, item, message, kind, tuple(rows))


def _markets(file: ScenarioFile) -> Iterator[ScenarioWarning]:
    rows: dict[str, list[str]] = {}
    for line, what in markets_not_told_apart(file.scenario):
        rows.setdefault(line, []).append(what)
    for line, told in rows.items():
        message = (
            f"{counted(len(told), 'rule')} may keep a country from buying that the markets do not tell apart"
        )
        yield warning(file, "market", f"lines.{line}.sold_in", message, told)


def _of_line(file: ScenarioFile, name: str, line: Line) -> Iterator[ScenarioWarning]:
    path = f"lines.{name}"
    yield from _implausible(file, path, line)
    yield from _evidence(file, path, line)
    asked = asked_content(file.scenario)
    silent, spread = [], []
    for key, source, supply in _supplies(line):
        row = f"{path}.inputs.{key}: {source}"
        of = [each for each in asked if each not in supply.content and supply.places != (each,)]
        if of and not supply.published:
            silent.append(f"{row} ({', '.join(of)})")
        if isinstance(supply.made_in, tuple) and len(supply.places) > 1:
            spread.append(f"{row} ({', '.join(supply.places)})")
    if silent:
        message = f"{counted(len(silent), 'source')} with no content stated; law may not decide"
        yield warning(file, "content", path, message, silent)
    if spread:
        yield warning(file, "split", path, f"{counted(len(spread), 'source')} made in several places", spread)
    yield from _own_troubles(file, path, line)
    yield from _old_stocks(file, path, line)
    yield from _thin_stocks(file, path, line)
    yield from _thousands(file, path, line)
    if line.ration is None:
        yield warning(file, "no rationing", path, "has no `ration`; makers stretch what is scarce")
    for key, source, supply in _supplies(line):
        if isinstance(supply, Source) and supply.last_buy is not None and not _stockpiles(line, key):
            where = f"{path}.inputs.{key}.sources.{source}.last_buy"
            yield warning(
                file, "unused", where, "nobody buys; say by `stockpile` of the line what the maker buys"
            )
        if isinstance(supply, Alternative) and supply.serves.high <= 0.0:
            where = f"{path}.inputs.{key}.alternatives.{source}"
            yield warning(file, "serves nothing", where, "serves 0 %; leave it out, or say why in `note`")


def _own_troubles(file: ScenarioFile, path: str, line: Line) -> Iterator[ScenarioWarning]:
    """Sources that stand beside the lines of their supplier: a cut of what those need is not felt through them."""
    makers = {each.maker for each in file.scenario.lines.values()} - {line.maker}
    apart = [
        f"{path}.inputs.{key}: {source}"
        for key, source, supply in _supplies(line)
        if supply.line is None and (supply.supplier or source) in makers
    ]
    if apart:
        message = (
            f"{counted(len(apart), 'source')} of suppliers whose lines are here; say `line` if one makes it"
        )
        yield warning(file, "trouble not felt", path, message, apart)


def _stockpiles(line: Line, key: str) -> bool:
    """Whether a line builds up stock of an input."""
    policy = line.stockpile
    return policy is not None and (not policy.inputs or key in policy.inputs)


def _supplies(line: Line) -> Iterator[tuple[str, str, Supply]]:
    """Every source and alternative with its input and its own name."""
    for key, item in line.inputs.items():
        yield from ((key, name, each) for name, each in item.sources.items())
        yield from ((key, name, each) for name, each in item.alternatives.items())


def implausible(file: ScenarioFile) -> tuple[str, ...]:
    """A sentence for each number that can hardly be so, with where it stands; no answer is to be trusted over it."""
    return tuple(
        f"Implausible: {each.message} ({each.item}, {each.file}:{each.line})."
        for each in scenario_warnings(file)
        if each.kind == "implausible"
    )


def _implausible(file: ScenarioFile, path: str, line: Line) -> Iterator[ScenarioWarning]:
    """A price under the cost of the parts: of a unit, a currency or a quantity that was read wrong."""
    costs = {
        f"{path}.inputs.{key}": _usd(file, item.cost) * _ordinary_factor(item)
        for key, item in line.inputs.items()
    }
    total, price = sum(costs.values()), _usd(file, line.price)
    if 0.0 < price < total:
        rows = [f"{where}: {usd:.2f} USD" for where, usd in sorted(costs.items(), key=lambda each: -each[1])]
        message = f"parts of {total:,.2f} USD in one product, and a price of {price:,.2f} USD"
        yield warning(file, "implausible", f"{path}.price", message, rows)


def _ordinary_factor(item: Input) -> float:
    """What a part costs before any measure, as a multiple of the input's cost."""
    return math.fsum(
        each.share.likely * (1.0 if each.price_factor is None else each.price_factor.likely)
        for each in item.sources.values()
    )


def _evidence(file: ScenarioFile, path: str, line: Line) -> Iterator[ScenarioWarning]:
    """Share of the value of a line's parts whose cost, or whose sources' shares, nobody printed."""
    total = 0.0
    bare: dict[str, float] = {}
    for key, item in line.inputs.items():
        where = f"{path}.inputs.{key}"
        cost = _usd(file, item.cost)
        printed = {name for name in item.sources if _is_printed(file, f"{where}.sources.{name}.share")}
        printed = printed if _is_printed(file, f"{where}.cost") else set()
        without = sum(each.share.likely for name, each in item.sources.items() if name not in printed)
        total += cost
        if cost * without > 0.0:
            bare[where] = cost * without
    if bare:
        largest = sorted(bare.items(), key=lambda each: -each[1])
        message = f"{100 * sum(bare.values()) / total:.0f} % of {total:.2f} USD"
        yield warning(file, "evidence", path, message, [f"{where}: {usd:.2f} USD" for where, usd in largest])


def _usd(file: ScenarioFile, money: Quantity) -> float:
    if money.currency == BASE_CURRENCY:
        return money.likely
    return money.likely * file.scenario.currencies[money.currency].usd.likely


def _is_printed(file: ScenarioFile, path: str) -> bool:
    reference = file.scenario.references.get(file.origin(path).ref or "")
    return reference is not None and not reference.is_estimate


def _old_stocks(file: ScenarioFile, path: str, line: Line) -> Iterator[ScenarioWarning]:
    oldest = file.scenario.clock.start - dt.timedelta(days=_LONG_BEFORE)
    rows = [
        f"{path}.inputs.{key}: {item.stock.as_of}"
        for key, item in line.inputs.items()
        if item.stock is not None and item.stock.as_of is not None and item.stock.as_of < oldest
    ]
    if rows:
        yield warning(
            file, "old stock", path, f"{counted(len(rows), 'stock')} over {_LONG_BEFORE} days old", rows
        )


def _thin_stocks(file: ScenarioFile, path: str, line: Line) -> Iterator[ScenarioWarning]:
    """Stock below what deliveries in lots have on hand on average, half of each."""
    rows = []
    for key, item in line.inputs.items():
        each = (
            0.5 * source.share.likely * source.lots_every.likely
            for source in item.sources.values()
            if source.lots_every is not None
        )
        half = math.fsum(each)
        stated = file.scenario.classes[item.class_].stock if item.stock is None else item.stock.covers
        if stated is not None and stated.likely < half:
            rows.append(f"{path}.inputs.{key}: {stated.likely:g} days, and half a lot is {half:g} days")
    if rows:
        yield warning(
            file, "thin stock", path, f"{counted(len(rows), 'stock')} of less than half a lot", rows
        )


def _thousands(file: ScenarioFile, path: str, line: Line) -> Iterator[ScenarioWarning]:
    """Pieces with a fraction, of a thousand at most: `22.516` may be 22,516 as German is written."""
    for key, item in line.inputs.items():
        if item.stock is None:
            continue
        where = f"{path}.inputs.{key}.stock"
        stated = [] if item.stock.pieces is None else [(f"{where}.pieces", item.stock.pieces)]
        stated += [
            (f"{where}.on_order.{at}.pieces", each.pieces)
            for at, each in enumerate(item.stock.on_order or ())
        ]
        for place, pieces in stated:
            if pieces.likely < 1000.0 and not pieces.likely.is_integer():
                meant = f"{1000.0 * pieces.likely:.0f}"
                message = (
                    f"{pieces.likely:g} is no whole number of pieces; write {meant} if thousands are meant"
                )
                yield warning(file, "thousands", place, message)


def _class_defaults(file: ScenarioFile) -> Iterator[ScenarioWarning]:
    rows: dict[str, list[str]] = {}
    counts: dict[str, Counter[str]] = {}
    for name, line in file.scenario.lines.items():
        for key, item in line.inputs.items():
            for field, whose in _defaults(item):
                rows.setdefault(item.class_, []).append(f"lines.{name}.inputs.{key}: {field}{whose}")
                counts.setdefault(item.class_, Counter())[field] += 1
    for name, count in counts.items():
        shown = ", ".join(f"{number} {field}" for field, number in count.most_common())
        yield warning(file, "class default", f"classes.{name}", shown, rows[name])


def _defaults(item: Input) -> Iterator[tuple[str, str]]:
    """The numbers an input takes from its class, and of which source."""
    if item.stock is None and item.fleet is None:
        yield "stock", ""
    for name, source in item.sources.items():
        if source.lead_time is None:
            yield "lead_time", f" of {name}"
    for name, other in item.alternatives.items():
        missing = (each for each in ("lead_time", "qualification", "ramp") if getattr(other, each) is None)
        yield from ((field, f" of {name}") for field in missing)


def _known_days(file: ScenarioFile) -> Iterator[ScenarioWarning]:
    """Uncertain days that lie wholly before the day the scenario is seen from."""
    seen_from = file.scenario.clock.as_seen_from.toordinal()
    days: dict[str, Quantity | None] = {}
    for name, measure in file.scenario.measures.items():
        path = f"measures.{name}"
        days |= {f"{path}.announced": measure.announced, f"{path}.effective": measure.effective}
    for name, stop in file.scenario.vendor_stops.items():
        days |= {f"vendor_stops.{name}.from": stop.from_, f"vendor_stops.{name}.until": stop.until}
    for path, day in days.items():
        if day is not None and not day.certain and day.high <= seen_from:
            message = f"`{day}` was past by `as_seen_from`; state the day it was"
            yield warning(file, "known day", path, message)
