"""This is the words that tables, sentences and figures share: cells, shares, cases and carriers."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from sim.wording import OWN_WORK, counted

_NEXT_TO_NOTHING = 0.001  # of parts cost
_IDS = 2  # of one title that are named; of more the rest is counted
Record = Mapping[str, object]
Tables = Mapping[str, pd.DataFrame]
HYPOTHETICAL = "Hypothetical: this assumes facts that were not known, or that did not happen."
_CASES = {
    "as decided": "",
    "undetermined cut": " if every undetermined flow is cut",
    "undetermined open": " if every undetermined flow stays open",
}
STOCK_HELD = "stock from before the cut"
FLEET_HELD = "a fleet in use from before the cut"
_CARRIERS = {
    "carried_before": STOCK_HELD,
    "carried_licence": "licensed supply",
    "carried_domestic": "domestic alternatives",
    "carried_foreign": "foreign alternatives",
    "carried_ordinary": "ordinary supply",
}


# A flow that is open is not thereby allowed: what no rule of a scenario asks is not looked at.
OPEN_SAID = "no licence required on the facts stated, by the rules asked"
NOT_ASKED = (
    "Not asked, unless a measure brings it in: the Commerce Control List and Country Chart (licence by item and "
    "destination), goods in transit through the United States (15 CFR 734.3(a)(1)), end-use rules; see docs/law.md, "
    "What is not covered."
)


# How well the text of a rule was checked, and how good the source of a fact is: two scales, never to be mixed.
CONFIDENCE = {"A": "a primary text was read", "B": "a summary or an excerpt was read", "C": "not checked"}
GRADES = {
    "A": "primary source",
    "B": "good secondary source",
    "C": "weak secondary source",
    "D": "derived",
    "E": "own estimate",
}


def records(table: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a table by column name."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict(orient="records")]


def status_said(status: str) -> str:
    """A status of the table `flows` in words: `allowed` is a legal conclusion that no table can draw."""
    if status.startswith("allowed until"):
        return f"open{status.removeprefix('allowed')}, let through: no licence required until then"
    return f"open: {OPEN_SAID}" if status == "allowed" else status


def missing(cell: object) -> bool:
    """Whether a cell of a table holds nothing."""
    return cell is None or bool(pd.isna(cell))  # type: ignore[call-overload]


def number(row: Record, column: str) -> float:
    """A cell as a float; what is missing is not-a-number."""
    value = row[column]
    return float(value) if isinstance(value, (int, float)) else math.nan


def percent(share: float) -> str:
    """A share in whole per cent; a share that is not quite none or all says so."""
    if math.isnan(share):
        return "unknown"
    if 0.0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1.0:
        return "over 99 %"
    return f"{100 * share:.0f} %"


def weeks_said(weeks: float) -> str:
    """Whole weeks: `1 week`, `2 weeks`."""
    return counted(int(f"{weeks:.0f}"), "week")


def named_ids(ids: list[str]) -> str:
    """The first few of several ids, and how many more: `p-1, p-2 and 5 more`."""
    return ", ".join(ids) if len(ids) <= _IDS + 1 else f"{', '.join(ids[:_IDS])} and {len(ids) - _IDS} more"


def join(items: list[str], word: str = "and") -> str:
    """`a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def from_to(values: list[float], form: str) -> str:
    """The smallest and the largest of some values, once if they look the same."""
    low, high = form.format(min(values)), form.format(max(values))
    return low if low == high else f"{low} to {high}"


def supplied_by(row: Record, buyer: str = "company") -> str:
    """A supplier by name; what a maker does itself comes from no supplier, and is its own work."""
    return OWN_WORK if row["supplier"] == row[buyer] else str(row["supplier_name"])


def names(tables: Tables) -> dict[str, str]:
    """The companies of a result by id."""
    return {str(row["company"]): str(row["name"]) for row in records(tables["companies"])}


def counted_kinds(companies: pd.DataFrame) -> tuple[str, ...]:
    """How suppliers are counted: cut, stopping by themselves where any does, undetermined, open."""
    stopping = ("stopping",) if companies["suppliers_stopping"].gt(0.0).any() else ()
    return ("cut", *stopping, "undetermined", "open")


def suppliers(row: Record) -> float:
    """How many ordinary suppliers a company or line has."""
    return sum(number(row, f"suppliers_{kind}") for kind in ("cut", "stopping", "undetermined", "open"))


def horizon_weeks(row: Record, until: dt.date) -> float:
    """Weeks from the day a maker's durations count from to the horizon."""
    since = row["counted_from"]
    assert isinstance(since, dt.date)
    return (until - since).days / 7.0


def uncertain_day(row: Record, name: str, chance: str) -> str:
    """What follows a day that may be uncertain: its span, and the chance that it comes; empty if it is certain."""
    low, high, likely = row[f"{name}_low"], row[f"{name}_high"], number(row, chance)
    told = [f"{low} to {high}"] if low != high and isinstance(low, dt.date) else []
    told += [f"chance {percent(likely)}"] if likely < 1.0 else []
    return f" ({'; '.join(told)})" if told else ""


def dated(row: Record, name: str, chance: str) -> str:
    """A day with its span and chance where it is uncertain: `2026-06-01 (2026-04-01 to 2026-12-31; chance 60 %)`."""
    return f"{row[name]}{uncertain_day(row, name, chance)}"


def if_it_happens(row: Record) -> str:
    """`with 15 % chance; if it happens`: what figures of a row rest on; empty if that is certain, or nothing happens.

    All figures of a row are of the draws in which a measure or a stop reaches it.
    """
    chance = number(row, "reached_chance")
    if not 0.0 < chance < 1.0:
        return ""
    if number(row, "reached_draws") == 0.0:
        return f"with {percent(chance)} chance, but in none of these draws, so that nothing happens"
    return f"with {percent(chance)} chance; if it happens"


def conditions(rows: Sequence[Record]) -> tuple[str, list[str]]:
    """What figures of several rows rest on: for a heading, if all rest on the same; else a word for each row."""
    each = [if_it_happens(row) for row in rows]
    return (each[0], [""] * len(each)) if len(set(each)) == 1 else ("", each)


def case_said(case: str) -> str:
    """A case in words that follow a sentence; empty where the facts decide."""
    return _CASES[case]


def product_name(row: Record) -> str:
    """A line by its title, and by its maker if the title does not name it."""
    title, maker = str(row["title"]), str(row["name"])
    return title if maker in title else f"{maker}: {title}"


def for_want_of_demand(row: Record) -> str:
    """In how many draws output is under half of plan though it never falls short of demand; empty if in none.

    Where some draws do fall short, that share is a lower bound: a draw may be under half first, and short later.
    """
    short, half = (1.0 - number(row, f"{name}_beyond") for name in ("full_output", "half_output"))
    share = half - short
    if not share > 0.0:  # a company without a line has neither
        return ""
    at_least = "at least " if short > 0.0 else ""
    return f"under half of plan in {at_least}{percent(share)} of draws, for want of demand"


def days_past(begin: dt.date, today: dt.date) -> str:
    """How long ago a day was: `12 days ago`; empty if it is still to come."""
    days = (today - begin).days
    return f"{counted(days, 'day')} ago" if days > 0 else ""


def overdue(begin: dt.date, today: dt.date) -> str:
    """How long ago the last day to begin was: `should have begun 12 days ago`; empty if it is still to come."""
    past = days_past(begin, today)
    return f"should have begun {past}" if past else ""


def confidence(row: Record) -> str:
    """How far the last day to begin is sure: `± 9 days` with 95 % confidence, or `(7 draws)` where these are too few.

    Empty if it is sure to the day, or if there is no day.
    """
    begin, low, high = (row[name] for name in ("start_by", "start_by_low", "start_by_high"))
    if missing(begin):
        return ""
    if missing(low) or missing(high):
        return f"({counted(int(number(row, 'start_by_draws')), 'draw')})"
    assert isinstance(begin, dt.date)
    assert isinstance(low, dt.date)
    assert isinstance(high, dt.date)
    away = max((begin - low).days, (high - begin).days)
    return f"± {counted(away, 'day')}" if away else ""


def represents(row: Record) -> str:
    """How much of its company a line, or all lines, stand for: `about 45 % of revenue 2018`."""
    share = number(row, "represents")
    if math.isnan(share):
        return f"about, line by line, {row['represents_of']}"  # of different wholes, which do not add up
    return f"about {percent(share)} of {row['represents_of']}"


def held_before(parts: Iterable[Record]) -> str:
    """What a line holds from before a cut, in words; `parts` are its rows of the table `parts`, in any cases."""
    kinds = {bool(row["fleet"]) for row in parts if row["if_missing"] != "none" and row["status"] != "open"}
    if kinds == {True, False}:
        return "a fleet in use, or stock, from before the cut"
    return FLEET_HELD if kinds == {True} else STOCK_HELD


def ordinary_supply(parts: Iterable[Record]) -> str:
    """What ordinary supply of a line is called: what is assumed to leak comes through it, so it is said."""
    leaks = any(number(row, "leaked_high") > 0.0 for row in parts)
    return "ordinary supply and assumed leakage" if leaks else _CARRIERS["carried_ordinary"]


def growth(row: Record) -> str:
    """How the plan of a product grows, in words; empty if it does not."""
    grows = number(row, "plan_grows")
    return f"the plan grows each year by {percent(grows)} of the first day's plan" if grows >= 0.005 else ""


def carried_shares(row: Record) -> dict[str, float]:
    """Shares of a line's output after the cut by what carried it, the most precarious first.

    A row that knows `held`, the words of `held_before`, names what it holds by them; `ordinary` likewise.
    """
    words = _CARRIERS | {"carried_before": str(row.get("held", STOCK_HELD))}
    words["carried_ordinary"] = str(row.get("ordinary", words["carried_ordinary"]))
    return {what: number(row, column) for column, what in words.items()}


def carriers(row: Record) -> list[str]:
    """What carried a line's output after the cut, the most precarious first, with its share."""
    return [f"{what} {percent(share)}" for what, share in carried_shares(row).items() if share >= 0.005]


def dearer(row: Record) -> str:
    """What parts cost more a product, in words that follow the product; empty if it is next to nothing."""
    low, middle, high = (number(row, f"extra_cost_{end}") for end in ("low", "middle", "high"))
    cost = number(row, "parts_cost")
    most = max(abs(low), abs(high))
    if not most > _NEXT_TO_NOTHING * cost:  # nor where nothing is made
        return ""
    if number(row, "margin_before_middle") < 0.0:
        return (
            "what parts cost more is not told, for the price is implausible: under what the parts cost before"
        )
    decimals = max(1 - math.floor(math.log10(most)), 0)
    if low < 0.0 < high:
        return f"parts cost from {-low:.{decimals}f} USD less to {high:.{decimals}f} USD more a product"
    ends = [low, middle, high] if high > 0.0 else [-high, -middle, -low]
    shown = [f"{end:.{decimals}f}" for end in ends]
    shares = [f"{shown[0]} to {shown[2]} in eight of ten draws"] if len(set(shown)) > 1 else []
    shares += [f"{percent(abs(middle) / cost)} of parts cost"] if cost > 0.0 else []
    # With a degraded form the margin loses more than what parts cost more; that is told apart.
    if not math.isnan(lost := number(row, "margin_lost_middle")) and not row.get("degraded"):
        shares.append(f"{percent(abs(lost))} of the price")
    of = f" ({', '.join(shares)})" if shares else ""
    return f"parts cost {shown[1]} USD {'more' if high > 0.0 else 'less'} a product{of}"
