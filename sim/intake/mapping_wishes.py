"""This is what options say beside a mapping: they fill what it leaves open, and never overrule what it says."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from sim.errors import Problem
from sim.intake.guessing import Wishes
from sim.intake.mapping import ListMapping, Product
from sim.intake.sheet import PartsListError, quoted
from sim.intake.yaml_text import inline, quantity_text
from sim.scenario.quantity import Quantity

Section = TypeVar("Section", bound=BaseModel)
_OPTIONS = {"sold_in": "market"}


def with_wishes(mapping: ListMapping, wishes: Wishes, file: Path) -> ListMapping:
    """The mapping with what the options add; raises PartsListError for each that it contradicts.

    A title that is the file's name, a maker and a home that were never said are placeholders.
    """
    problems: list[Problem] = []
    product, what_if = mapping.product, mapping.what_if
    if wishes.product is not None:
        usual = {file.stem, Product.model_fields["maker"].default, "unknown"}
        product = _filled(product, wishes.product, "product", usual, problems)
    what_if = _filled(what_if, wishes.what_if, "what_if", (), problems)
    rates = dict(mapping.rates)
    for code, rate in wishes.rates.items():
        if rates.setdefault(code, rate) != rate:
            stated = f"{quantity_text(rates[code].usd)} on {rates[code].date}"
            problems.append(_contradicts("rate", f"rates: {{{code}: {stated}}}"))
    if wishes.date not in (None, mapping.file.date):
        problems.append(_contradicts("date", f"file: {{date: {mapping.file.date}}}"))
    if wishes.open_orders not in (None, mapping.open_orders):
        problems.append(_contradicts("open-orders", f"open_orders: {mapping.open_orders}"))
    if problems:
        raise PartsListError(problems)
    return mapping.model_copy(update={"product": product, "what_if": what_if, "rates": rates})


def _filled(
    section: Section, wished: Section, name: str, usual: Collection[str], problems: list[Problem]
) -> Section:
    """A section with the fields that are wished and that it leaves open, or at one of the `usual` placeholders."""
    filled: dict[str, object] = {}
    for field in wished.model_fields_set:
        stated, new = getattr(section, field), getattr(wished, field)
        is_open = stated is None or stated == {} or (isinstance(stated, str) and stated in usual)
        if is_open:
            filled[field] = new
        elif new != stated and not (isinstance(new, str) and new in usual):
            shown = f"{name}: {{{field}: {_shown(stated)}}}"
            problems.append(_contradicts(_OPTIONS.get(field, field), shown))
    return section.model_copy(update=filled)


def _contradicts(option: str, stated: str) -> Problem:
    message = f"the mapping says {quoted(stated)}; change it there, or leave the option out"
    return Problem("", None, f"--{option}", message)


def _shown(value: Any) -> str:  # Any: whatever a field of a mapping holds
    return quantity_text(value) if isinstance(value, Quantity) else inline(value)
