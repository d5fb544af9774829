"""This is how the report words numbers: durations in whole weeks, money in two digits, shares in whole per cent."""

from __future__ import annotations

import math

from sim.explain import number, percent
from sim.figures.cells import Record, calendar_day, day, text
from sim.results.columns import REASON_BREAK

NONE = "–"  # a cell that does not apply
_ENDS = ("low", "middle", "high")
_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k"))


def maybe_day(row: Record, name: str, chance: str) -> str:
    """A date, with its span and chance where it is uncertain: `1 Feb 2020 (9 Oct 2019 to 1 Sep 2020; chance 10 %)`."""
    low, high, likely = day(row, f"{name}_low"), day(row, f"{name}_high"), number(row, chance)
    told = [f"{calendar_day(low)} to {calendar_day(high)}"] if low != high else []
    told += [f"chance {percent(likely)}"] if likely < 1.0 else []
    return calendar_day(day(row, name)) + (f" ({'; '.join(told)})" if told else "")


def reasons_of(row: Record, column: str) -> tuple[str, ...]:
    """The reasons in one cell, one by one."""
    return tuple(reason for reason in text(row, column).split(REASON_BREAK) if reason)


def ends(row: Record, name: str) -> list[float]:
    """The 10 %, 50 % and 90 % quantiles of a column; not-a-number beyond the horizon."""
    return [number(row, f"{name}_{end}") for end in _ENDS]


def weeks(row: Record, name: str, horizon: float) -> str:
    """A duration as `20 – 29 – 57`, in weeks; a quantile beyond the horizon as `beyond 128 (62 % of draws)`."""
    beyond = number(row, f"{name}_beyond")
    if math.isnan(beyond):
        return NONE
    share = "every draw" if beyond >= 1.0 else f"{percent(beyond)} of draws"
    shown = [f"{end:.0f}" for end in ends(row, name) if not math.isnan(end)]
    if len(shown) < 3:
        return f"{' – '.join([*shown, f'beyond {horizon:.0f}'])} ({share})"
    told = shown[0] if len(set(shown)) == 1 else " – ".join(shown)
    return told if beyond == 0.0 else f"{told} (beyond {horizon:.0f}: {share})"


def brief(row: Record, name: str) -> tuple[str, str]:
    """A duration in few words: `2 – 17 – beyond` in weeks, and `beyond 12 %` where some draws do not get there."""
    beyond = number(row, f"{name}_beyond")
    if math.isnan(beyond):
        return NONE, ""
    shown = [f"{end:.0f}" for end in ends(row, name) if not math.isnan(end)]
    if beyond >= 1.0 or not shown:
        return "beyond" if beyond >= 1.0 else f"beyond in {percent(beyond)}", ""
    later = ["beyond"] if len(shown) < 3 else []
    span = shown[0] if len(set(shown)) == 1 and not later else " – ".join([*shown, *later])
    return span, f"beyond {percent(beyond)}" if beyond else ""


def shares(row: Record, name: str) -> str:
    """A share as `10 – 14 – 20 %`."""
    found = ends(row, name)
    if any(math.isnan(end) for end in found):
        return NONE
    whole = [
        "<1" if 0.0 < end < 0.005 else ">99" if 0.995 <= end < 1.0 else f"{round(100 * end)}" for end in found
    ]
    return f"{whole[0] if len(set(whole)) == 1 else ' – '.join(whole)} %"


def spread_weeks(row: Record, name: str) -> str:
    """A spread in weeks, low to high, in whole weeks."""
    found = ends(row, name)
    if any(math.isnan(end) for end in found):
        return NONE
    whole = [f"{end:.0f}" for end in found]
    return whole[0] if len(set(whole)) == 1 else " – ".join(whole)


def days_as_weeks(row: Record, name: str) -> str:
    """A number of days, low to high, in whole weeks."""
    found = ends(row, name)
    if any(math.isnan(end) for end in found):
        return NONE
    whole = [f"{end / 7:.0f}" for end in found]
    return whole[0] if len(set(whole)) == 1 else " – ".join(whole)


def money(value: float) -> str:
    """An amount as `USD 1.2 bn`, to two digits."""
    if math.isnan(value):
        return NONE
    return f"USD {_scaled(value)}"


def money_range(row: Record, name: str) -> str:
    """An amount, low to high, as `USD 1.2 bn – 1.5 bn – 1.9 bn`."""
    found = ends(row, name)
    if any(math.isnan(end) for end in found):
        return NONE
    whole = [_scaled(end) for end in found]
    return f"USD {whole[0]}" if len(set(whole)) == 1 else f"USD {' – '.join(whole)}"


def dollars(row: Record, name: str) -> str:
    """An amount, low to high, to three digits: `USD 12.3 – 15 – 19.8`."""
    found = ends(row, name)
    if any(math.isnan(end) for end in found):
        return NONE
    shown = [plain(end).replace("-", "−") for end in found]
    return f"USD {shown[0] if len(set(shown)) == 1 else ' – '.join(shown)}"


def plain(value: float) -> str:
    """A number to three digits, thousands set apart."""
    if math.isnan(value):
        return NONE
    rounded = _rounded(value, 3)
    return f"{rounded:,.0f}".replace(",", "\u202f") if abs(rounded) >= 100 else f"{rounded:g}"


def _scaled(value: float) -> str:
    rounded = _rounded(value, 2)
    scale, unit = next(((scale, f" {unit}") for scale, unit in _SCALES if abs(rounded) >= scale), (1.0, ""))
    return f"{rounded / scale:g}{unit}".replace("-", "−")


def _rounded(value: float, digits: int) -> float:
    return 0.0 if value == 0.0 else round(value, digits - 1 - math.floor(math.log10(abs(value))))
