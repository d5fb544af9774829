"""This is the second block of the first screen: how long each company and product goes on, and on what."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pandas as pd
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from sim.explain import (
    Record,
    carried_shares,
    case_said,
    conditions,
    dearer,
    degraded_form,
    for_want_of_demand,
    growth,
    held_before,
    number,
    percent,
    records,
    represents,
    sharing_said,
    short_by_pool,
)
from sim.report.order import hit
from sim.results.results import Results

_TIMES = ("full_output", "half_output", "stop")
_SAME_SHARES = 0.05  # a second case that is carried by the same within this needs no second line
BEYOND = "beyond"  # the horizon


def how_long(results: Results) -> Iterator[RenderableType]:
    """A title for each company and product, hit worst first; a row for each case, and under it what explains it."""
    yield Text("How long: weeks from the day a maker is listed (of others: from", "bold")
    yield Text("the first measure or stop that reaches a supplier), 10-50-90 % of draws", "bold")
    yield Text(_columns("", ["full output until", "half output until", "stop"]))
    yield Text("-" * 80)
    companies, products = results.tables["companies"], results.tables["products"]
    parts = results.tables["parts"]
    calm = []
    modelled = companies[companies["lines"] != ""]
    for both in worst_first(pd.concat([modelled, products]), "company"):
        company = both.iloc[0]["company"]
        own, lines = (table[table["company"] == company] for table in (modelled, products))
        name = str(own.iloc[0]["name"])
        if own["full_output_beyond"].min() >= 1.0:
            calm.append(f"{name}{little_wanted(lines)}{conditions_by_case(records(own))}")
            continue
        if lines["line"].nunique() > 1:
            yield Text(f"{name}: all its lines ({_represents(own)}){_condition(own)}", "bold")
            yield from _case_rows(own)
        for each in worst_first(lines, "line"):
            title = str(each.iloc[0]["title"]).removeprefix(f"{name} ")
            yield Text(f"{name}: {title} ({_represents(each)}){_condition(each)}", "bold")
            yield from _case_rows(each)
            held = held_before(records(parts[parts["line"] == each.iloc[0]["line"]]))
            pooled = [short_by_pool(results.tables, row) for row in records(each)]
            yield from _under(each, held, pooled)
    for _, said in sharing_said(results.tables):
        yield Text(said)
    if calm:
        yield Text(f"Output meets demand to the horizon in every draw: {', '.join(calm)}.")


def worst_first(rows: pd.DataFrame, column: str) -> list[pd.DataFrame]:
    """The rows of each company or line, in the order of the report."""
    groups = [own for _, own in rows.groupby(column, sort=False)]
    return sorted(groups, key=lambda own: hit(records(own)))


def little_wanted(lines: pd.DataFrame) -> str:
    """Which line is most often under half of plan because little is wanted any more; empty if none is."""
    row = min(records(lines), key=lambda each: number(each, "half_output_beyond"))
    told = for_want_of_demand(row)
    return f" ({row['title']} {told})" if told else ""


def conditions_by_case(rows: Sequence[Record]) -> str:
    """What is told of all rows at once rests on; with line and case of each where they do not rest on the same."""
    of_all, of_each = conditions(rows)
    told = [of_all] if of_all else []
    several = len({row.get("line") for row in rows}) > 1
    told += [
        (f"{row['title']}: " if several else "") + rests_on + case_said(str(row["case"]))
        for row, rests_on in zip(rows, of_each, strict=True)
        if rests_on
    ]
    return f" ({'; '.join(dict.fromkeys(told))})" if told else ""


def _condition(rows: pd.DataFrame) -> str:
    """What follows a title where all figures under it hold only if the same happens."""
    told, _ = conditions(records(rows))
    return f", {told}:" if told else ""


def _represents(rows: pd.DataFrame) -> str:
    return represents(records(rows)[0])


def _case_rows(rows: pd.DataFrame) -> Iterator[RenderableType]:
    told = {str(row["case"]): [span(row, name) for name in _TIMES] for row in records(rows)}
    _, of_each = conditions(records(rows))
    if any(of_each):
        for (case, cells), rests_on in zip(told.items(), of_each, strict=True):
            if rests_on:
                yield Text(f"  {case}, {rests_on}:")
            yield Text(_columns("" if rests_on else f"  {case}", cells))
        return
    if len(told) > 1 and len({tuple(cells) for cells in told.values()}) == 1:
        told = {"either case": next(iter(told.values()))}
    for case, cells in told.items():
        yield Text(_columns(f"  {case}", cells))


def _under(rows: pd.DataFrame, held: str, pooled: Sequence[str]) -> Iterator[RenderableType]:
    """What explains the rows of a product: what cases share once, what differs with its case.

    `pooled` is what is said in each case of a pool that the input draws on which holds it back most.
    """
    told_of = [
        row | {"held": held, "pooled": said, "cases": len(rows)}
        for row, said in zip(records(rows), pooled, strict=True)
    ]
    cases = [dict(_remarks(row)) for row in told_of]
    names = [str(row["case"]) for row in told_of]
    if all("carried" in told for told in cases) and not _carried_apart(told_of):
        cases = [told | {"carried": cases[0]["carried"]} for told in cases]
    kinds = list(dict.fromkeys(kind for told in cases for kind in told))
    shared = [kind for kind in kinds if len({told.get(kind) for told in cases}) == 1]
    for name, told in zip(names, cases, strict=True):
        own = [told[kind] for kind in kinds if kind in told and kind not in shared]
        if own:
            yield Padding(Text(f"{name}: {'; '.join(own)}"), (0, 0, 0, 4))
    if shared:
        yield Padding(Text("; ".join(cases[0][kind] for kind in shared)), (0, 0, 0, 4))


def _dip(row: Record) -> str:
    """How low output goes and in which week, when it runs or is full again, and where it ends, in few words."""
    if _per_cent(row, "lowest") == _per_cent(row, "level"):
        return f"ends at its lowest, {_per_cent(row, 'level')} of plan"
    told = [f"lowest {_per_cent(row, 'lowest')} of plan in week {number(row, 'lowest_at_middle'):.0f}"]
    if number(row, "resumes_beyond") < 1.0:
        told.append(f"runs again after {span(row, 'resumes')}")
    if number(row, "full_again_beyond") < 1.0:
        told.append(f"full again after {span(row, 'full_again')}")
    if number(row, "full_again_beyond") > 0.0:
        told.append(f"ends at {_per_cent(row, 'level')}")
    return ", ".join(told)


def _per_cent(row: Record, name: str) -> str:
    """A share as `2-6-10 %`."""
    found = (percent(number(row, f"{name}_{end}")) for end in ("low", "middle", "high"))
    ends = [each.replace("under ", "<").replace("over ", ">").removesuffix(" %") for each in found]
    return f"{ends[1] if len(set(ends)) == 1 else '-'.join(ends)} %"


def _carried_apart(rows: Sequence[Record]) -> bool:
    """Whether the cases of a product are carried by what differs enough to be said."""
    first = carried_shares(rows[0])
    return any(
        abs(share - first[what]) >= _SAME_SHARES
        for row in rows
        for what, share in carried_shares(row).items()
    )


def _carried(row: Record) -> str:
    """What carried the output, the largest share first, in few words."""
    told = sorted(carried_shares(row).items(), key=lambda each: -each[1])
    words = (
        f"{what.replace(', from before the cut', '').removesuffix(' from before the cut')} {percent(share)}"
        for what, share in told
        if share >= 0.005
    )
    return f"on {', '.join(words)}"


def _remarks(row: Record) -> Iterator[tuple[str, str]]:
    if number(row, "full_output_beyond") < 1.0 or row["cases"] == 1:
        yield "carried", _carried(row)
    if told := dearer(row):
        yield "cost", told
    if told := degraded_form(row):
        yield "degraded", f"of output, {told}"
    if told := growth(row):
        yield "plan", told
    if (share := number(row, "rationed_first")) >= 0.5:
        of = "" if share >= 0.995 else f" in {percent(share)} of draws that do"
        yield "ration", f"first short because the maker stretches its stock{of}"
    if row["binding_title"] and number(row, "binding_time") > 0.0:
        share = number(row, "binding_time")
        of = "" if share >= 0.995 else f" ({percent(share)} of that time)"
        yield "binds", f"when an input is out, it is {'mostly ' if of else ''}{row['binding_title']}{of}"
    if row["pooled"]:
        yield "pool", str(row["pooled"])
    if number(row, "full_output_beyond") < 0.5:
        yield "dip", _dip(row)
    if number(row, "short_before") > 0.0:
        yield "before", f"short before week 0 in {percent(number(row, 'short_before'))} of draws, told as 0"
    if number(row, "recovery_beyond") < 1.0 and number(row, "full_again_beyond") != 0.0:
        yield "recovery", f"back at half of plan after {span(row, 'recovery')}"
    level = number(row, "domestic_level_middle")
    if math.isnan(level):
        return
    if number(row, "domestic_level_high") < 0.005:
        yield "home", "home supply alone sustains nothing of it"
        return
    begins = span(row, "domestic_from").partition(" ")[0]
    late = "" if begins in ("0", BEYOND) else f", from week {begins}"
    yield "home", f"home supply alone sustains {_per_cent(row, 'domestic_level')} of plan{late}"


def _columns(label: str, cells: list[str]) -> str:
    return f"{label:<20}" + "".join(f"{cell:>20}" for cell in cells)


def span(row: Record, name: str) -> str:
    """A duration in weeks as `low-middle-high`, and the share of draws that get to the horizon without it."""
    beyond = number(row, f"{name}_beyond")
    if math.isnan(beyond):
        return "-"
    if beyond >= 1.0:
        return BEYOND
    ends = [number(row, f"{name}_{end}") for end in ("low", "middle", "high")]
    shown = [f"{end:.0f}" for end in ends if not math.isnan(end)]
    if not shown:
        return f"{BEYOND} in {percent(beyond)}"
    text = (
        shown[0]
        if len(set(shown)) == 1 and len(shown) == 3
        else "-".join([*shown, *[BEYOND][: 3 - len(shown)]])
    )
    return text if beyond == 0.0 else f"{text} {percent(beyond)}"


def in_short(row: Record, name: str) -> str:
    """The same for narrow columns: `+` for beyond the horizon."""
    return span(row, name).replace(f"{BEYOND} in", "+").replace(BEYOND, "+")


def legend(results: Results) -> str:
    """How to read the block."""
    text = (
        "Full output: until it falls short of demand; half: under 50 % of plan; stop: under 5 %. "
        f"Beyond: not before the horizon, {results.until}; the share of draws of which that is so stands behind it. "
        "On: what carried the output after the cut."
    )
    if len(results.cases) > 1:
        text += " The facts leave some flows undetermined: all cut and all open are two cases, not bounds."
    return text
