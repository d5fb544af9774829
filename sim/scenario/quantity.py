"""This is a number as people state it: one value or `low / likely / high`, with its unit."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from sim.scenario.nearest import nearest

DAYS_PER_MONTH = 30.44  # mean month; stated in docs/scenario-language.md
_UNITS: dict[str, dict[str, float]] = {
    "duration": {
        "days": 1.0,
        "day": 1.0,
        "weeks": 7.0,
        "week": 7.0,
        "months": DAYS_PER_MONTH,
        "month": DAYS_PER_MONTH,
        "years": 365.25,
        "year": 365.25,
    },
    "rate": {
        "units/day": 1.0,
        "units/week": 1 / 7.0,
        "units/month": 1 / DAYS_PER_MONTH,
        "units/year": 1 / 365.25,
    },
    "money": {},  # any currency code; the scenario's `currencies` say what one is worth
    "share": {"%": 0.01},
    "count": {"": 1.0},
}
_EXAMPLES = {
    "duration": "`90 days` or `60 / 90 / 180 days`",
    "rate": "`60000 units/day`",
    "money": "`12.50 USD` or `80 CNY`",
    "share": "`70 %`, `0.7` or `10 / 30 / 50 %`",
    "count": "`2`",
    "day": "`2019-10-09` or `2020-01-15 / 2020-03-01 / 2020-06-30`",
}
_CALLED = {"money": "an amount of money", "day": "a date"}  # the others are called what they are: a duration
BASE_UNIT = {
    "duration": "days",
    "rate": "units/day",
    "money": "USD",
    "share": "share",
    "count": "per unit",
    "day": "date",
}
BASE_CURRENCY = "USD"
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)  # that can be simulated
# What lies beyond is a slip of the pen, and sums of it would drown what is small beside it.
_MOST = {"duration": 36525.0, "rate": 1e12, "money": 1e12, "share": 1.0, "count": 1e12}
_MOST_SHOWN = {"duration": "100 years", "rate": "1e12 units/day", "money": "1e12", "count": "1e12"}
_LEAST = 1e-9  # of what is not zero
_LONGEST = 120  # characters of a number with its unit
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_PATTERN = re.compile(rf"^\s*({_NUMBER}(?:\s*/\s*{_NUMBER}){{0,2}})\s*(.*?)\s*$")
# A comma that can only set off decimals: not three digits behind it, or 0 alone before it.
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(?:(\d[\d.]*),(\d{1,2}|\d{4,})|(0),(\d{3}))(?![\d.,])")
_THOUSANDS = re.compile(r"(?<![\d.])[1-9]\d{0,2}\.000(?!\d|[eE])")  # as German is written, or for nothing


class Quantity(BaseModel):
    """A number in its dimension's base unit: days, units/day, money, a share of 1, a count, or a day.

    A spread is read as a triangular distribution with these lowest, likeliest and highest values. Money stays in the
    currency it is stated in until a network is made of it; a day is counted from the first day of the year 1.
    `name` is the path of the number in the scenario; it keys the random stream and the provenance.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    low: float
    likely: float
    high: float
    dimension: str
    name: str = ""
    currency: str = BASE_CURRENCY  # of money

    @property
    def certain(self) -> bool:
        """Whether the number was given as one value."""
        return self.low == self.high

    def called(self, name: str) -> Quantity:
        """The same number under the path it has in the scenario."""
        return self.model_copy(update={"name": name})

    def __str__(self) -> str:
        shown = [self.likely] if self.certain else [self.low, self.likely, self.high]
        if self.dimension == "share":
            return " / ".join(f"{100 * value:.12g}" for value in shown) + " %"
        if self.dimension == "day":
            return " / ".join(str(dt.date.fromordinal(round(value))) for value in shown)
        unit = {"count": "", "money": self.currency}.get(self.dimension, BASE_UNIT[self.dimension])
        return (" / ".join(f"{value:g}" for value in shown) + f" {unit}").strip()

    def times(self, factor: float) -> Quantity:
        """The same number, `factor` times as large."""
        return self.model_copy(update={end: getattr(self, end) * factor for end in ("low", "likely", "high")})


def exactly(value: float, dimension: str = "count") -> Quantity:
    """A number known as one value, in the base unit of its dimension."""
    return Quantity(low=value, likely=value, high=value, dimension=dimension)


def _parse(dimension: str) -> Callable[[Any], Quantity]:
    def parse(given: object) -> Quantity:
        if isinstance(given, Quantity):
            return given
        # An example of a bare count would be taken for advice, as other units make clear that it is one.
        right = "write a number" if dimension == "count" else f"write {_EXAMPLES[dimension]}"
        if isinstance(given, bool) or not isinstance(given, (int, float, str)):
            raise ValueError(f"{_shown(given)} is not {_called(dimension)}; {right}")
        if isinstance(given, str) and (mended := without_decimal_comma(given)) != given:
            bare = re.fullmatch(_NUMBER, mended.strip()) is not None and dimension not in ("share", "count")
            meant = (
                f"write `{mended} {BASE_UNIT[dimension]}`, if that is meant" if bare else f"write `{mended}`"
            )
            raise ValueError(f"{_shown(given)} has a decimal comma; {meant}")
        match = _PATTERN.match(str(given))
        if match is None or len(str(given)) > _LONGEST:
            raise ValueError(f"{_shown(given)} is not {_called(dimension)}; {right}")
        if isinstance(given, str) and (thousands := _THOUSANDS.search(match[1])) is not None:
            read, meant = thousands[0].partition(".")[0], thousands[0].replace(".", "")
            raise ValueError(
                f"`{thousands[0]}` is read as {read}; write {meant} if thousands are meant, or {read}"
            )
        values = [float(text) for text in match[1].split("/")]
        factor = _factor(dimension, (match[1], match[2]), given, right)
        if len(values) == 2:
            raise ValueError(
                f"`{given}` has two numbers; write one value or `low / likely / high`, "
                f"for instance {_EXAMPLES[dimension]}"
            )
        low, likely, high = (_based(value, factor) for value in (values * 3 if len(values) == 1 else values))
        if not all(math.isfinite(value) for value in (low, likely, high)):
            raise ValueError(f"`{given}` is not finite; {right}")
        if low < 0:
            raise ValueError(f"`{given}` is negative; {_called(dimension)} is zero or more")
        if not low <= likely <= high:
            raise ValueError(f"`{given}` is not in the order low / likely / high")
        if dimension == "share" and high > 1:
            if match[2] == "":
                raise ValueError(
                    f"`{given}` as a bare share would be {100 * high:g} %; write `{high:g} %` or a number from 0 to 1"
                )
            raise ValueError(f"`{given}` is more than 100 %")
        if high > _MOST[dimension]:
            raise ValueError(
                f"`{given}` is too much; {_called(dimension)} is at most {_MOST_SHOWN[dimension]}"
            )
        if any(0.0 < value < _LEAST for value in (low, likely, high)):
            unit = f" {BASE_UNIT[dimension]}" if dimension in ("duration", "rate", "money") else ""
            raise ValueError(f"`{given}` is too little; write 0, or {_LEAST:g}{unit} or more")
        currency = match[2] if dimension == "money" else BASE_CURRENCY
        return Quantity(low=low, likely=likely, high=high, dimension=dimension, currency=currency)

    return parse


def _parse_day(given: object) -> Quantity:
    if isinstance(given, Quantity):
        return given
    texts = [text.strip() for text in str(given).split("/")] if isinstance(given, (str, dt.date)) else []
    try:
        days = [float(dt.date.fromisoformat(text).toordinal()) for text in texts]
    except ValueError:
        days = []
    if len(days) not in (1, 3):
        raise ValueError(f"{_shown(given)} is not {_called('day')}; write {_EXAMPLES['day']}")
    low, likely, high = days * 3 if len(days) == 1 else days
    if not low <= likely <= high:
        raise ValueError(f"`{given}` is not in the order earliest / likeliest / latest")
    if low < FIRST_DAY.toordinal() or high > LAST_DAY.toordinal():
        raise ValueError(f"`{given}` is beyond the days that can be simulated, {FIRST_DAY} to {LAST_DAY}")
    return Quantity(low=low, likely=likely, high=high, dimension="day")


def _based(value: float, factor: float) -> float:
    """The value in the base unit; per cent are divided, so that `35 %` is exactly 0.35."""
    return value / 100.0 if factor == 0.01 else value * factor


def without_decimal_comma(text: str) -> str:
    """A text with a point for each decimal comma: `1.291,53 USD` is `1291.53 USD`; `1,000` may be either, and stays."""
    return _DECIMAL_COMMA.sub(
        lambda found: f"{(found[1] or found[3]).replace('.', '')}.{found[2] or found[4]}", text
    )


def _factor(dimension: str, stated: tuple[str, str], given: object, right: str) -> float:
    number, unit = stated
    units = _UNITS[dimension]
    if unit in units or (dimension == "money" and re.fullmatch("[A-Z]{3}", unit)):
        return units.get(unit, 1.0)
    if unit == "" and dimension == "share":
        return 1.0
    if unit == "":
        raise ValueError(f"`{given}` has no unit; write `{given} {BASE_UNIT[dimension]}`, if that is meant")
    known = [name for name in units if name]
    if re.search(r"/\s*[-+.]?\d", unit):
        raise ValueError(
            f"`{given}` repeats its unit; write it once, after the last number: {_EXAMPLES[dimension]}"
        )
    if re.match(r"(-|–|to\b|\.\.)\s*\d", unit):
        raise ValueError(f"`{given}` is a spread without its likeliest value; {right}")
    if re.match(r"[,'_\d]", unit):
        raise ValueError(
            f"`{given}` has a comma, a sign or a space inside a number; write plain digits and a decimal point"
        )
    hint = nearest(unit, known) if known else None
    # The number stays what it was: another in an example would be taken for advice.
    if hint is not None:
        right = f"did you mean `{number} {hint}`?"
    elif known and (dimension != "share" or float(number.rpartition("/")[2]) <= 100.0):
        several = [name for name in known if f"{name}s" not in known]
        others = f"; known are {', '.join(several)}" if len(several) > 1 else ""
        right = f"write `{number} {known[0]}`, if that is meant{others}"
    elif dimension == "money":
        right = f"write a code of three letters, such as `{number} {BASE_CURRENCY}`"
    raise ValueError(f"`{given}` has the unit `{unit}`, which is not a unit of {_called(dimension)}; {right}")


def _called(dimension: str) -> str:
    return _CALLED.get(dimension, f"a {dimension}")


def _shown(given: object) -> str:
    if given is None or isinstance(given, (dict, list, tuple)):
        return "nothing" if given is None else "a mapping" if isinstance(given, dict) else "a list"
    text = str(given).lower() if isinstance(given, bool) else str(given)
    return f"`{text}`" if len(text) <= _LONGEST else f"`{text[:_LONGEST]}...`"


def _schema(dimension: str) -> WithJsonSchema:
    kinds: list[dict[str, Any]] = [{"type": "string", "examples": [_EXAMPLES[dimension]]}]
    if dimension in ("share", "count"):
        kinds.append({"type": "number", "minimum": 0})
    return WithJsonSchema({"anyOf": kinds, "description": f"A {dimension}: {_EXAMPLES[dimension]}."})


Duration = Annotated[Quantity, BeforeValidator(_parse("duration")), _schema("duration")]
Rate = Annotated[Quantity, BeforeValidator(_parse("rate")), _schema("rate")]
Money = Annotated[Quantity, BeforeValidator(_parse("money")), _schema("money")]
Share = Annotated[Quantity, BeforeValidator(_parse("share")), _schema("share")]
Day = Annotated[Quantity, BeforeValidator(_parse_day), _schema("day")]
Count = Annotated[Quantity, BeforeValidator(_parse("count")), _schema("count")]
