"""This is what one unit of a currency is worth, with the day, as a person writes it: `1.08 USD on 2026-01-02`."""

from __future__ import annotations

import datetime as dt

from sim.intake.amounts import Unreadable
from sim.intake.words import currency_codes
from sim.scenario.model import Currency
from sim.scenario.quantity import BASE_CURRENCY


def rate_entry(text: str) -> dict[str, str]:
    """A rate in words as an entry of `rates`; raises ValueError for anything else."""
    worth, _, day = text.partition(" on ")
    amount = worth.strip()
    entry = {
        "usd": amount if amount.endswith(BASE_CURRENCY) else f"{amount} {BASE_CURRENCY}",
        "date": day.strip(),
    }
    try:
        Currency.model_validate({**entry, "date": dt.date.fromisoformat(entry["date"])})
    except ValueError:
        message = "is not a rate; write what one unit is worth, and of which day: `1.08 USD on 2026-01-02`"
        raise ValueError(message) from None
    return entry


def rate_option(text: str) -> tuple[str, Currency]:
    """A rate as the command line gives it: `EUR=1.08 USD on 2026-01-02`; raises Unreadable."""
    code, _, rest = text.partition("=")
    try:
        entry = rate_entry(rest)
    except ValueError:
        known = code.strip().upper() if code.strip().upper() in currency_codes() else "EUR"
        raise Unreadable(
            f"`{text}` is not a rate; write what one {known} is worth, and of which day: "
            f"`{known}=<rate> USD on YYYY-MM-DD`"
        ) from None
    day = dt.date.fromisoformat(entry["date"])
    return code.strip().upper(), Currency.model_validate({**entry, "date": day})
