"""This is what one unit of a currency is worth, with the day, as a person writes it: `1.08 USD on 2026-01-02`."""

from __future__ import annotations

import datetime as dt
import re

from sim.intake.amounts import Unreadable
from sim.intake.words import currency_codes
from sim.scenario.model import Currency
from sim.scenario.quantity import BASE_CURRENCY, without_decimal_comma

_OTHER_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})$")  # as German writes it, the day first


def rate_entry(text: str) -> dict[str, str]:
    """A rate in words as an entry of `rates`; raises ValueError, with what is meant if that can be told."""
    try:
        return _entry(text)
    except ValueError:
        if (mended := _mended(text)) is not None:
            raise ValueError(f"is not a rate: {mended[1]}; write `{mended[0]}`") from None
        message = "is not a rate; write what one unit is worth, and of which day: `1.08 USD on 2026-01-02`"
        raise ValueError(message) from None


def _mended(text: str) -> tuple[str, str] | None:
    """A rate with a decimal comma, or its day as German writes it, as it is to be written, and why; None for others."""
    pointed = without_decimal_comma(text.strip())
    right = _OTHER_DAY.sub(lambda day: f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}", pointed)
    why = [
        *(["it has a decimal comma"] if pointed != text.strip() else []),
        *(["its day is not written YYYY-MM-DD"] if right != pointed else []),
    ]
    try:
        _entry(right)
    except ValueError:
        return None
    return (right, " and ".join(why)) if why else None


def _entry(text: str) -> dict[str, str]:
    worth, _, day = text.partition(" on ")
    amount = worth.strip()
    entry = {
        "usd": amount if amount.endswith(BASE_CURRENCY) else f"{amount} {BASE_CURRENCY}",
        "date": day.strip(),
    }
    Currency.model_validate({**entry, "date": dt.date.fromisoformat(entry["date"])})
    return entry


def rate_option(text: str) -> tuple[str, Currency]:
    """A rate as the command line gives it: `EUR=1.08 USD on 2026-01-02`; raises Unreadable."""
    code, _, rest = text.partition("=")
    try:
        entry = rate_entry(rest)
    except ValueError:
        if (mended := _mended(rest)) is not None:
            right = f"{code.strip()}={mended[0]}"
            raise Unreadable(f"`{text}` is not a rate: {mended[1]}; write `{right}`") from None
        known = code.strip().upper() if code.strip().upper() in currency_codes() else "EUR"
        raise Unreadable(
            f"`{text}` is not a rate; write what one {known} is worth, and of which day: "
            f"`{known}=<rate> USD on YYYY-MM-DD`"
        ) from None
    day = dt.date.fromisoformat(entry["date"])
    return code.strip().upper(), Currency.model_validate({**entry, "date": day})
