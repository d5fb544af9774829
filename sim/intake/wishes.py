"""This is what the options of `runout import` say beside the list, checked like everything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.errors import Problem
from sim.intake.amounts import Unreadable
from sim.intake.guessing import Wishes
from sim.intake.mapping import Product, WhatIf
from sim.intake.rates import rate_option
from sim.intake.sheet import PartsListError, quoted
from sim.intake.words import country, no_country
from sim.scenario.model import Currency

_PRODUCT = ("title", "maker", "home", "plan", "price", "markets")


def wishes_of(file: Path, options: Mapping[str, Any]) -> Wishes:  # Any: text, or several texts
    """What the options wish; raises PartsListError with everything that is wrong with them."""
    stated = {name: value for name, value in options.items() if value not in (None, ())}
    problems: list[Problem] = []
    product = _product(file, stated, problems) if any(name in stated for name in _PRODUCT) else None
    asked = {"stops": stated.get("stops"), "country": _country("country", stated, problems)}
    rates: dict[str, Currency] = {}
    for text in stated.get("rates", ()):
        try:
            code, worth = rate_option(text)
            rates[code] = worth
        except Unreadable as error:
            problems.append(Problem("", None, "--rate", str(error)))
    date = _day(stated, problems)
    if problems:
        raise PartsListError(problems)
    what_if = WhatIf.model_validate({k: v for k, v in asked.items() if v is not None})
    return Wishes(product, what_if, rates, date, stated.get("open_orders"))


def _product(file: Path, stated: Mapping[str, Any], problems: list[Problem]) -> Product | None:
    entry: dict[str, object] = {
        "title": file.stem,
        **{name: stated[name] for name in _PRODUCT[:5] if name in stated and name != "home"},
    }
    if (home := _country("home", stated, problems)) is not None:
        entry["home"] = home
    markets: dict[str, str] = {}
    for text in stated.get("markets", ()):
        name, found, share = str(text).partition("=")
        if not found:
            message = f"found {quoted(text)}; write a market and its share: EU=60%"
            problems.append(Problem("", None, "--market", message))
        markets[name.strip()] = share.strip()
    try:
        product = Product.model_validate(entry | ({"sold_in": markets} if markets else {}))
    except ValidationError as error:
        for each in error.errors():
            option = {"sold_in": "market"}.get(str(each["loc"][0]), str(each["loc"][0]))
            problems.append(Problem("", None, f"--{option}", each["msg"].removeprefix("Value error, ")))
        return None
    total = sum(share.likely for share in product.sold_in.values())
    if product.sold_in and abs(total - 1) > 1e-6:
        problems.append(Problem("", None, "--market", f"the shares add up to {100 * total:g} %, not 100 %"))
    return product


def _day(stated: Mapping[str, Any], problems: list[Problem]) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(stated["date"])) if "date" in stated else None
    except ValueError:
        problems.append(
            Problem("", None, "--date", f"{quoted(stated['date'])} is not a date; write YYYY-MM-DD")
        )
        return None


def _country(name: str, stated: Mapping[str, Any], problems: list[Problem]) -> str | None:
    text = stated.get(name)
    if text is None:
        return None
    code = country(str(text))
    if code is None:
        message = f"{quoted(text)} is not a country; {no_country(str(text))}"
        problems.append(Problem("", None, f"--{name}", message))
    return code
