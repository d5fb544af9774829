"""This is the check that every currency used has a rate."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Problem
from sim.scenario.checks.subject import Subject, stated_in
from sim.scenario.nearest import nearest
from sim.scenario.quantity import BASE_CURRENCY, Quantity


def problems_of_currencies(subject: Subject) -> Iterator[Problem]:
    """Currencies without a rate, each at the first amount in it; a rate for the one others are converted to."""
    if {"lines", "currencies"} <= subject.same:
        return
    rates = subject.root.entries_at(
        "currencies"
    )  # of the tree: a rate that is wrong is no rate that is missing
    uses: dict[str, list[str]] = {}
    for path, each in stated_in(subject.scenario.lines, "lines"):
        if isinstance(each, Quantity) and each.dimension == "money":
            uses.setdefault(each.currency, []).append(path)
    for code, (first, *others) in uses.items():
        if code != BASE_CURRENCY and code not in rates:
            more = f", which {len(others)} more amounts use" if len(others) > 1 else ""
            more = f", which `{others[0]}` uses too" if len(others) == 1 else more
            near = nearest(code, [*rates, BASE_CURRENCY])
            hint = f"; did you mean `{near}`?" if near else ""
            right = f"add `{code}: {{usd: <rate> USD, date: <day>, ref: <source>}}` to `currencies`"
            yield subject.problem(first, f"there is no rate for `{code}`{more}; {right}{hint}")
    if BASE_CURRENCY in rates:
        message = f"other currencies are converted to {BASE_CURRENCY}, which needs no rate; leave it out"
        yield rates[BASE_CURRENCY].problem(f"currencies.{BASE_CURRENCY}", message)
