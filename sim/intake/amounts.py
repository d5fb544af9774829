"""This is how cells become amounts: pieces, durations, money, shares, places and days, in the words of many lists."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sim.intake.price_units import in_cell
from sim.intake.sheet import Amount, Cell, NoCachedValue, PerCent, clean, quoted
from sim.intake.words import country, currency_codes, currency_signs, factors, unit_word
from sim.scenario.quantity import Quantity

# What people write into a cell of which they know nothing.
_NOTHING_KNOWN = frozenset(
    (
        "n/a",
        "n.a.",
        "tbd",
        "tbc",
        "tba",
        "-",
        "--",
        "---",
        "–",
        "—",
        "?",
        "??",
        "unknown",
        "none",
        "null",
        "nil",
    )
) | frozenset(("k.a.", "k. a.", "unbekannt", "offen", "keine", "未知", "无", "待定", "暂无", "/"))
_SPACES = "'’ \u00a0\u202f"
_LANGUAGE = re.compile(r"^\s*([\d.eE+]+)\s*/\s*([\d.eE+]+)\s*/\s*([\d.eE+]+)\s*(.*?)\s*$")
_RANGE = re.compile(r"^\s*([\d.,'’\s]+?)\s*(?:-|–|—|~|bis|to|至)\s*([\d.,'’\s]+?)\s*(\D*)$")
_LEADING = re.compile(
    r"^\s*([-+−]?[\d.,'’\u00a0\u202f]*\d(?:[ ]\d{3})*[\d.,'’]*(?:[eE][-+]?\d+)?)\s*(.*?)\s*$", re.DOTALL
)
_SIGNS_OF_ONE = re.compile(r"\s*(?:\bper\b|\bje\b|\bpro\b|/)[^/]*$", re.IGNORECASE)
_ERROR = re.compile(r"^#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)$")
_DATE_FORMS = (
    re.compile(r"^(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?:[T ].*)?$"),
    re.compile(r"^(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4})$"),
)
_ENGLISH = ("%d %b %Y", "%d-%b-%Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y")


class Unreadable(ValueError):
    """A cell that does not hold what its column says."""


class UnknownUnit(Unreadable):
    """An amount in a unit that is not known; `unit` as it stands there, `of` what it should measure."""

    def __init__(self, unit: str, of: str) -> None:
        self.unit, self.of = unit, of
        super().__init__(unknown_units(of, [unit]))


def unknown_units(of: str, units: Sequence[str]) -> str:
    """What is said of units of pieces or of time that are not known."""
    named = ", ".join(map(quoted, units))
    what = f"{named} is not a unit of {of}" if len(units) == 1 else f"{named} are no units of {of}"
    if of != "pieces":
        return f"{what}; known are days, weeks, months"
    sizes = ", ".join(f"{quoted(unit)[1:-1]}: <pieces>" for unit in units)
    return f"{what}; known are pcs, k pcs; or say in the mapping what one holds: `pieces_in: {{{sizes}}}`"


@dataclass(frozen=True)
class Style:
    """How a file writes numbers and dates, and what cells mean that name no unit."""

    decimal: str = "."
    day_first: bool = True
    pieces: str = "pcs"
    duration: str = "days"
    currency: str = "USD"
    pieces_in: Mapping[str, float] = field(default_factory=dict)  # units of the list's own: `reel` -> 5000

    def number(self, text: str) -> float:
        """A number in the file's own writing."""
        body = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
        thousands = "".join({".", ","} - {self.decimal}) + _SPACES
        point = re.escape(self.decimal)
        grouped = rf"[-+]?\d{{1,3}}(?:[{re.escape(thousands)}]\d{{3}})+(?:{point}\d+)?"
        simple = rf"[-+]?(?:\d+(?:{point}\d*)?|{point}\d+)(?:[eE][-+]?\d{{1,3}})?"
        if re.fullmatch(grouped, body) or re.fullmatch(simple, body):
            digits = "".join(each for each in body if each not in thousands)
            return float(digits.replace(self.decimal, "."))
        raise Unreadable(
            f"{quoted(text)} is not a number as this file writes them (decimal `{self.decimal}`)"
        )

    def count(self, cell: Cell | NoCachedValue, unit: str | None = None) -> Quantity:
        """Pieces: `1,200`, `3 k pcs`, `10 / 20 / 30`."""
        return self._amount(cell, "count", unit or self.pieces)

    def pieces_of(self, unit: str) -> float | None:
        """How many pieces one of a unit is; None for one that is not known."""
        word = unit_word(unit)
        return self.pieces_in.get(word, factors("pieces").get(word))

    def priced_for(self, cell: Cell | NoCachedValue) -> float | None:
        """How many pieces a price is for: `1000`, `1 k pcs`, or a bare unit such as `reel`; None for 0."""
        given = checked(cell)
        if isinstance(given, str) and not any(each.isdecimal() for each in given):
            if (pieces := self.pieces_of(given)) is None:
                raise UnknownUnit(clean(given), "pieces")
            return pieces
        return self.count(given).likely or None

    def days(self, cell: Cell | NoCachedValue) -> Quantity:
        """A duration in days: `12 weeks`, `6-8 Wochen`, `14 / 21 / 30 days`; bare numbers in the column's unit."""
        return self._amount(cell, "duration", self.duration)

    def share(self, cell: Cell | NoCachedValue) -> Quantity:
        """A share of 1: `70 %`, `0.7`, or a bare `70`, which means per cent."""
        given = checked(cell)
        if isinstance(given, str) and given.rstrip().endswith(("%", "％")):
            found = _per_cent(self._spread(given.rstrip().rstrip("%％"), "share"))
        else:
            found = self._spread(given, "share")
            found = _per_cent(found) if found.high > 1.0 else found
        if found.high > 1.0:
            raise Unreadable(f"{quoted(given)} is more than 100 %")
        return found

    def money(self, cell: Cell | NoCachedValue, code: str | None = None) -> Quantity:
        """An amount with its currency: `1.50 EUR`, `€1,50`, `12 元`; bare numbers: its format's, row's, column's."""
        given = checked(cell)
        if not isinstance(given, str):
            shown = self.currency_of(given.sign) if isinstance(given, Amount) else None
            if shown is not None and code is not None and shown != code:
                raise Unreadable(
                    f"{quoted(given)} is formatted in {shown}, and its row says {code}; which is it?"
                )
            found = self._spread(given, "money")
            return found.model_copy(update={"currency": shown or code or self.currency})
        if (unit := in_cell(given)) is not None and not _LANGUAGE.match(given):
            message = f"{quoted(given)} is a price for more than its cell can say"
            if unit != 1.0:
                raise Unreadable(f"{message}; write the amount alone, and the count of pieces in `Price per`")
            given = _SIGNS_OF_ONE.sub("", given)
        named, rest = [], unicodedata.normalize("NFKC", given)
        for word in re.findall(r"[^\d\s.,'’/+\-]+(?:\s*[$¥])?", rest):
            named.append(self.currency_of(word))
            rest = rest.replace(word, " ", 1)
        if len(set(named)) > 1:
            raise Unreadable(f"{quoted(given)} names {len(set(named))} currencies; write one amount in one")
        if len(re.findall(r"\d[\d.,'’]*", rest)) > 1 and rest.count("/") != 2 and " " in rest.strip():
            self.number(rest)  # digits grouped by spaces are one number; anything else is two
        found = self._spread(rest, "money")
        return found.model_copy(update={"currency": named[0] if named else code or self.currency})

    def currency_of(self, text: str) -> str:
        """The code of a currency sign or name."""
        word = unit_word(text)
        code = currency_signs().get(word)
        if code == "?":
            if self.currency in ("CNY", "JPY"):
                return self.currency
            raise Unreadable(
                f"{quoted(text)} may be CNY or JPY; write the code, or `currency` in the mapping"
            )
        if code is None:
            known = f"; known are codes such as {', '.join(sorted(currency_codes() & {'USD', 'EUR', 'CNY'}))}"
            raise Unreadable(f"{quoted(text)} is not a currency{known}")
        return code

    def day(self, cell: Cell | NoCachedValue) -> dt.date:
        """A day: a date cell, `2025-03-01`, `01.03.2025`, `1 Mar 2025`, `2025年3月1日`."""
        given = checked(cell)
        if isinstance(given, dt.date):
            return given.date() if isinstance(given, dt.datetime) else given
        text = clean(given)
        for form in _DATE_FORMS:
            if (match := form.match(text)) is not None:
                parts = match.groupdict()
                first, second = parts.get("a"), parts.get("b")
                if first is not None and second is not None:
                    day, month = (first, second) if self.day_first or "." in text else (second, first)
                else:
                    day, month = parts["d"], parts["m"]
                try:
                    return dt.date(int(parts["y"]), int(month), int(day))
                except ValueError:
                    order = "day first" if self.day_first or "." in text else "month first"
                    raise Unreadable(f"{quoted(text)} is no day of the calendar (read {order})") from None
        for pattern in _ENGLISH:
            try:
                return dt.datetime.strptime(text, pattern).replace(tzinfo=dt.UTC).date()
            except ValueError:
                continue
        raise Unreadable(f"{quoted(text)} is not a date; write it as 2025-03-01")

    def places(self, cell: Cell | NoCachedValue) -> str | tuple[str, ...] | dict[str, float] | None:
        """Where something is made: one place, several (split not known), or shares by place; None if not stated."""
        text = clean(checked(cell))
        if says_nothing(text):
            return None
        if (whole := country(text)) is not None:
            return whole
        shares: dict[str, float] = {}
        found: list[str] = []
        for piece in re.split(r"[,;/|、+]| and | und ", text):
            match = re.match(r"^(.*?)\s*:?\s*([\d.,]+)\s*%$", piece.strip())
            name = (match[1] if match else piece).strip()
            code = country(name)
            if code is None:
                raise Unreadable(f"{quoted(name)} is not a country; write its name or two-letter code")
            found.append(code)
            if match:
                shares[code] = self.number(match[2]) / 100.0
        if shares and len(shares) == len(found):
            if not math.isclose(sum(shares.values()), 1.0, abs_tol=1e-6):
                raise Unreadable(f"the shares in {quoted(text)} add up to {100 * sum(shares.values()):g} %")
            return shares
        return tuple(dict.fromkeys(found)) if len(set(found)) > 1 else found[0]

    def _amount(self, cell: Cell | NoCachedValue, dimension: str, unit: str) -> Quantity:
        given = checked(cell)
        table = factors("pieces" if dimension == "count" else "duration")
        rest = ""
        if isinstance(given, str):
            spread = _LANGUAGE.match(given) or _RANGE.match(given)
            match = None if spread else _LEADING.match(given)
            rest = spread[spread.lastindex or 1] if spread else match[2] if match else ""
            given = given[: len(given.rstrip()) - len(rest)] if rest else given
        word = unit_word(rest or unit)
        factor = self.pieces_in.get(word) if dimension == "count" else None
        factor = table.get(word) if factor is None else factor
        if factor is None:
            raise UnknownUnit(rest or unit, "pieces" if dimension == "count" else "time")
        return scaled(self._spread(given, dimension), factor)

    def _spread(self, given: Cell, dimension: str) -> Quantity:
        """One number, `low / likely / high`, or `low - high` with the middle as likeliest."""
        if isinstance(given, (bool, dt.date)) or given is None:
            raise Unreadable(f"{quoted(given)} is not a number")
        if isinstance(given, PerCent) and dimension != "share":
            raise Unreadable(f"{quoted(given)} is shown in per cent, which this column does not hold")
        if isinstance(given, (int, float)):
            low = likely = high = float(given)
        elif (match := _LANGUAGE.match(given)) is not None:
            low, likely, high = (_float(match[at]) for at in (1, 2, 3))
        elif (span := _RANGE.match(given)) is not None:
            low, high = self.number(span[1]), self.number(span[2])
            likely = (low + high) / 2
        else:
            low = likely = high = self.number(given)
        if low < 0:
            raise Unreadable(f"{quoted(given)} is negative; write zero or more")
        if not all(map(math.isfinite, (low, likely, high))) or high > 1e15:
            raise Unreadable(f"{quoted(given)} is beyond what can be counted")
        if not low <= likely <= high:
            raise Unreadable(f"{quoted(given)} is not in the order low / likely / high")
        return Quantity(low=low, likely=likely, high=high, dimension=dimension)


def _per_cent(quantity: Quantity) -> Quantity:
    """Per cent as shares of 1; divided, so that `35 %` is exactly 0.35."""
    ends = {end: getattr(quantity, end) / 100.0 for end in ("low", "likely", "high")}
    return quantity.model_copy(update=ends)


def scaled(quantity: Quantity, factor: float) -> Quantity:
    """The number so many times as large, in the digits that people write: 1036.84 thousand are 1036840."""
    return quantity if factor == 1.0 else without_noise(quantity.times(factor))


def without_noise(quantity: Quantity) -> Quantity:
    """A number that was computed, without what binary arithmetic adds behind twelve digits."""
    ends = {end: float(f"{getattr(quantity, end):.12g}") for end in ("low", "likely", "high")}
    return quantity.model_copy(update=ends)


def says_nothing(cell: object) -> bool:
    """Whether a cell is blank, or holds what stands for a blank: `n/a`, `tbd`, `-`."""
    return cell is None or (
        isinstance(cell, str) and (not clean(cell) or clean(cell).casefold() in _NOTHING_KNOWN)
    )


def checked(cell: Cell | NoCachedValue) -> Cell:
    """The cell, unless it is a formula without a result, or an error of one."""
    if isinstance(cell, NoCachedValue):
        raise Unreadable(
            "is a formula without a saved result; open the file, let it calculate, and save it again"
        )
    if isinstance(cell, str) and _ERROR.match(cell):
        raise Unreadable(f"{quoted(cell)} is the error of a formula; mend it, or write the value")
    return cell


def decimal_signs(cells: Iterable[object]) -> dict[str, str]:
    """What the numbers of a file show about its decimal sign: `.` and `,` with a cell that shows it."""
    seen: dict[str, str] = {}
    for cell in cells:
        if not isinstance(cell, str):
            continue
        for number in re.findall(r"\d[\d.,]*\d", cell):
            sign = _decimal_shown(number)
            if sign is not None:
                seen.setdefault(sign, clean(cell))
    return seen


def _decimal_shown(number: str) -> str | None:
    """The decimal sign one number shows, if it does: `1.234` may be either."""
    dots, commas = number.count("."), number.count(",")
    if dots and commas:
        return "." if number.rfind(".") > number.rfind(",") else ","
    if dots + commas > 1:
        return "," if dots else "."  # what stands twice sets thousands apart
    if dots + commas == 0:
        return None
    before, after = re.split("[.,]", number)
    if len(after) != 3 or before == "0" or len(before) > 3:
        return "." if dots else ","
    return None


def day_orders(cells: Iterable[object]) -> dict[bool, str]:
    """What dates such as 13/04/2025 show: whether the day stands first, with a cell that shows it."""
    seen: dict[bool, str] = {}
    for cell in cells:
        match = _DATE_FORMS[1].match(cell.strip()) if isinstance(cell, str) else None
        if match is not None and "." not in match[0] and (int(match["a"]) > 12) != (int(match["b"]) > 12):
            seen.setdefault(int(match["a"]) > 12, match[0])
    return seen


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Unreadable(f"{quoted(text)} is not a number") from None
