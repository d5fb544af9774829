"""This is what is told of a result: the answer in a paragraph, and sentences about each company and product."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from sim.explain.beyond_cuts import leaking, not_buying, stopping
from sim.results.singled_out import first_out, moving_most
from sim.results.words import CASES, Record, Tables, join, number, percent, records

HYPOTHETICAL = "Hypothetical: this assumes facts that were not known, or that did not happen."

_FEW = 3  # companies that are counted one by one in the first sentence
STOCK_HELD = "stock from before the cut"
FLEET_HELD = "a fleet in use from before the cut"
_CARRIERS = {
    "carried_before": STOCK_HELD,
    "carried_licence": "licensed supply",
    "carried_domestic": "domestic alternatives",
    "carried_foreign": "foreign alternatives",
    "carried_ordinary": "ordinary supply",
}


def names(tables: Tables) -> dict[str, str]:
    """The companies of a result by id."""
    return {str(row["company"]): str(row["name"]) for row in records(tables["companies"])}


def horizon_weeks(row: Record, until: dt.date) -> float:
    """Weeks from the day a maker's durations count from to the horizon."""
    since = row["counted_from"]
    assert isinstance(since, dt.date)
    return (until - since).days / 7.0


def held_for(row: Record, name: str, horizon: float) -> str:
    """A duration to follow the word `for`, low to high; what lies beyond the horizon is said so."""
    low, high, beyond = (number(row, f"{name}_{end}") for end in ("low", "high", "beyond"))
    whole = f"the whole horizon of {horizon:.0f} weeks"
    if beyond >= 1.0:
        return f"{whole} in every draw"
    if math.isnan(low):
        return f"{whole} in {percent(beyond)} of draws"
    if math.isnan(high):
        return f"{low:.0f} weeks or more ({whole} in {percent(beyond)} of draws)"
    if round(low) == round(high):
        return f"about {low:.0f} weeks"
    return f"{low:.0f} to {high:.0f} weeks"


def short_by_rationing(row: Record) -> str:
    """The cause of the first shortfall where it is mostly the maker's rationing, after `it`."""
    share = number(row, "rationed_first")
    if math.isnan(share) or share < 0.5:
        return ""
    draws = (
        "every draw that falls short" if share >= 1.0 else f"{percent(share)} of the draws that fall short"
    )
    return f"first falls short because the maker stretches its stock in {draws}"


def stops(row: Record) -> str:
    """Whether and when it stops, to follow the word `and`."""
    low, high, beyond = (number(row, f"stop_{end}") for end in ("low", "high", "beyond"))
    if beyond >= 1.0:
        return "no draw stops within the horizon"
    if beyond > 0.0:
        return f"{percent(1.0 - beyond)} of draws stop within the horizon"
    return (
        f"it stops after {low:.0f} to {high:.0f} weeks"
        if round(low) != round(high)
        else f"it stops after {low:.0f} weeks"
    )


def recovers(row: Record) -> str:
    """How many draws that fell under half of plan are back there at the end."""
    low, high, beyond = (number(row, f"recovery_{end}") for end in ("low", "high", "beyond"))
    if math.isnan(beyond):
        return ""
    if beyond >= 1.0:
        return "no draw that falls under half of plan is back at half by the end"
    after = ""
    if not math.isnan(low):
        weeks = f"{low:.0f} weeks or more" if math.isnan(high) else f"{low:.0f} to {high:.0f} weeks"
        after = f", after {weeks if f'{low:.0f}' != f'{high:.0f}' else f'about {low:.0f} weeks'}"
    share = "all" if beyond == 0.0 else percent(1.0 - beyond)
    return f"of the draws that fall under half of plan, {share} run at half or more again by the end{after}"


def answer(tables: Tables, until: dt.date) -> tuple[str, ...]:
    """Who is cut off; how long all go on, if there is more than one line; and a sentence for each company."""
    modelled = [row for row in records(tables["companies"]) if row["lines"]]
    if not modelled:
        return ("No modelled company is affected.",)
    first = [row for row in modelled if row["case"] == modelled[0]["case"]]
    products = records(tables["products"])
    overall = (_overall(products),) if len({row["line"] for row in products}) > 1 else ()
    flows = records(tables["flows"]) if "flows" in tables else []
    return (
        _who_overall(first),
        *stopping(flows),
        *leaking(records(tables["parts"]) if "parts" in tables else []),
        *not_buying(records(tables["markets"]) if "markets" in tables else []),
        *overall,
        *moving_most(tables, [str(row["case"]) for row in modelled]),
        *first_out(tables, str(modelled[0]["case"])),
        *(
            _company_answer([row for row in modelled if row["company"] == one["company"]], until)
            for one in first
        ),
    )


def said_of_all(told: tuple[str, ...], tables: Tables) -> tuple[str, ...]:
    """What an answer says of all companies together; where they are few, what it says of each as well."""
    count = len(_modelled(tables))
    return told if count <= _FEW else told[: max(len(told) - count, 1)]


def said_of_each(told: tuple[str, ...], tables: Tables) -> dict[str, str]:
    """What an answer says of each company that `said_of_all` leaves out, by company id."""
    left = told[len(said_of_all(told, tables)) :]
    return dict(zip(_modelled(tables), left, strict=True)) if left else {}


def _modelled(tables: Tables) -> list[str]:
    """Companies with a modelled line, in the order in which an answer speaks of them."""
    companies = tables["companies"]
    return [str(company) for company in companies[companies["lines"] != ""]["company"].unique()]


def _who_overall(rows: list[dict[str, object]]) -> str:
    """For whom a licence is required; with counts where there are few."""
    cut = [row for row in rows if number(row, "suppliers_cut") > 0.0]
    undetermined = sum(number(row, "suppliers_undetermined") for row in rows)
    more = (
        f"; for {undetermined:.0f} more the facts do not decide, so two cases are shown"
        if undetermined
        else ""
    )
    if not cut:
        return f"No supplier needs a licence for certain{more}."
    if len(cut) <= _FEW:
        who = join(
            [
                f"{number(row, 'suppliers_cut'):.0f} of {_suppliers(row):.0f} suppliers of {row['name']}"
                + _of_cost(row)
                for row in cut
            ]
        )
    else:
        who = f"some suppliers of {join([str(row['name']) for row in cut])}: "
        who += _from_to([number(row, "suppliers_cut") for row in cut], "{:.0f}") + " each, "
        costs = sorted(number(row, "cost_cut") for row in cut)
        who += f"{' to '.join(dict.fromkeys(percent(cost) for cost in (costs[0], costs[-1])))} of parts cost"
    return (
        f"A licence is required, and assumed not granted unless the scenario says otherwise, for {who}{more}."
    )


def _of_cost(row: Record) -> str:
    cost = number(row, "cost_cut")
    return "" if math.isnan(cost) else f" ({percent(cost)} of parts cost)"


def _from_to(values: list[float], form: str) -> str:
    low, high = form.format(min(values)), form.format(max(values))
    return low if low == high else f"{low} to {high}"


def _overall(products: list[dict[str, object]]) -> str:
    """Which lines stop, and how many fall short."""
    count = len({row["line"] for row in products})
    stopping = [
        f"{row['title']} ({row['name']}) in {percent(1.0 - number(row, 'stop_beyond'))} of draws"
        + CASES[str(row["case"])]
        for row in products
        if number(row, "stop_beyond") < 1.0
    ]
    short = {row["line"] for row in products if number(row, "full_output_beyond") < 0.5}
    never = count - len({row["line"] for row in products if number(row, "full_output_beyond") < 1.0})
    text = (
        f"Of {count} product lines {len(short)} fall short of demand in most draws, in one case at least, and "
        f"{never} in none"
    )
    if not stopping:
        return f"{text}; no line stops within the horizon in any draw."
    return f"{text}. Some stop within the horizon: {join(stopping)}."


def _company_answer(rows: list[dict[str, object]], until: dt.date) -> str:
    horizon = horizon_weeks(rows[0], until)
    long = [f"for {held_for(row, 'full_output', horizon)}{CASES[str(row['case'])]}" for row in rows]
    causes = [f"it {cause}" if (cause := short_by_rationing(row)) else "" for row in rows]
    others = (causes, [stops(row) for row in rows], [recovers(row) for row in rows])
    ends = "; ".join(text for each in others if (text := _by_case(each, rows)))
    represents = (
        f"modelled lines: about {percent(number(rows[0], 'represents'))} of {rows[0]['represents_of']}"
    )
    return f"{rows[0]['name']} ({represents}) keeps full output {join(long, 'and')}; {ends}."


def _by_case(texts: list[str], rows: list[dict[str, object]]) -> str:
    """One text if all cases have the same; else each with its case, those with nothing to say left out."""
    if len(set(texts)) == 1:
        return texts[0]
    told = [f"{text}{CASES[str(row['case'])]}" for text, row in zip(texts, rows, strict=True) if text]
    return join(told, "or")


def sentences(tables: Tables, until: dt.date) -> dict[str, tuple[str, ...]]:
    """For each company: who no longer supplies; and for each line and case how long, what binds, what carries it."""
    found: dict[str, list[str]] = {}
    for row in records(tables["companies"]):
        company = str(row["company"])
        if not row["lines"]:
            found.setdefault(
                company, [f"{row['name']} is listed and not modelled: {row['not_modelled'] or 'no line'}."]
            )
        elif company not in found:
            found[company] = [_who_sentence(row)]
    parts = records(tables["parts"])
    taken = set(tables["flows"]["made_by"]) if "flows" in tables else set()
    for row in records(tables["products"]):
        held = held_before(part for part in parts if part["line"] == row["line"])
        known = row | {"held": held, "taken": row["line"] in taken}
        found[str(row["company"])].append(_product_sentence(known, horizon_weeks(row, until)))
    return {company: tuple(lines) for company, lines in found.items()}


def _suppliers(row: Record) -> float:
    return sum(number(row, f"suppliers_{kind}") for kind in ("cut", "undetermined", "open"))


def _who_sentence(row: Record) -> str:
    represents = (
        f"the modelled lines stand for about {percent(number(row, 'represents'))} of {row['represents_of']}"
    )
    if number(row, "suppliers_cut") + number(row, "suppliers_undetermined") == 0.0:
        listed = "" if row["listed_since"] else ", which is not listed"
        return f"{row['name']}{listed}: every one of its {_suppliers(row):.0f} suppliers stays open ({represents})."
    # A maker that is not listed counts from the first measure that reaches a supplier.
    since = row["listed_since"] or row["counted_from"]
    text = (
        f"{row['name']}: since {since} a licence (assumed not granted) is required for "
        f"{number(row, 'suppliers_cut'):.0f} of {_suppliers(row):.0f} suppliers, "
        f"{percent(number(row, 'cost_cut'))} of parts cost"
    )
    if number(row, "suppliers_undetermined"):
        text += (
            f"; for {number(row, 'suppliers_undetermined'):.0f} more "
            f"({percent(number(row, 'cost_undetermined'))} of parts cost) the facts do not decide"
        )
    return f"{text}; {represents}."


def _product_sentence(row: Record, horizon: float) -> str:
    represents = f"about {percent(number(row, 'represents'))} of {row['represents_of']}"
    text = (
        f"{row['title']} ({represents}){CASES[str(row['case'])]}: output meets demand for "
        f"{held_for(row, 'full_output', horizon)}"
    )
    if number(row, "full_output_beyond") < 1.0:
        cause = short_by_rationing(row)
        text += f"; it {cause}" if cause else ""
        binding = number(row, "binding_time")
        if row["binding_title"] and binding > 0.0:
            title = row["binding_title"]
            text += f"; where an input runs out, it is most often {title} ({percent(binding)} of that time)"
        if number(row, "rationed_time") >= 0.005:
            text += f"; the maker stretches its stock {percent(number(row, 'rationed_time'))} of the time"
        back = recovers(row)
        text += f"; {stops(row)}" + (f"; {back}" if back else "")
    carried = carriers(row)
    text += f". Output after the cut is carried by {join(carried)}" if carried else ""
    barred = number(row, "barred_demand_middle")
    lost = number(row, "lost_demand_middle") - barred
    if lost >= 0.005:
        text += (
            f". About {percent(lost)} of planned demand is lost with a missing service"
            f"{', or since buyers of it take less' if row.get('taken') else ''}, not for want of parts"
        )
    if barred > 0.0:
        text += f". {percent(barred).capitalize()} of planned demand is lost because a market may not buy"
    estimates = percent(number(row, "estimates"))
    return f"{text}. {estimates} of the numbers that decide this are estimates (grades D and E: derived, or our own)."


def held_before(parts: Iterable[Record]) -> str:
    """What a line holds from before a cut, in words; `parts` are its rows of the table `parts`, in any cases."""
    kinds = {bool(row["fleet"]) for row in parts if row["if_missing"] == "stop" and row["status"] != "open"}
    if kinds == {True, False}:
        return "a fleet in use, or stock, from before the cut"
    return FLEET_HELD if kinds == {True} else STOCK_HELD


def growth(row: Record) -> str:
    """How the plan of a product grows, in words; empty if it does not."""
    grows = number(row, "plan_grows")
    return f"the plan grows by {percent(grows)} of its first year's a year" if grows >= 0.005 else ""


def carried_shares(row: Record) -> dict[str, float]:
    """Shares of a line's output after the cut by what carried it, the most precarious first.

    A row that knows `held`, the words of `held_before`, names what it holds by them.
    """
    words = _CARRIERS | {"carried_before": str(row.get("held", STOCK_HELD))}
    return {what: number(row, column) for column, what in words.items()}


def carriers(row: Record) -> list[str]:
    """What carried a line's output after the cut, the most precarious first, with its share."""
    return [f"{what} {percent(share)}" for what, share in carried_shares(row).items() if share >= 0.005]
