"""This is what a terminal shows of parts by themselves: who must begin what first, and what they share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from sim.explain import (
    Record,
    case_said,
    confidence,
    cut_inputs,
    days_past,
    in_common,
    missing,
    number,
    percent,
    product_name,
    records,
)
from sim.results.first_out import ANOTHER, STATED
from sim.results.held_back import BY_ITSELF, BY_LAW
from sim.results.lasts_alone import SURE
from sim.results.results import Results
from sim.terminal.how_long import in_short
from sim.wording import UNCLASSIFIED, lines_of

_MOST = 5  # parts of a line
_PERHAPS = 2  # of these, so many at most that the facts may not cut, while more are cut for certain
_LABEL = 24
_LASTS = 14


def first_out_lines(results: Results, short: bool = False) -> Iterator[RenderableType]:
    """For each line of a maker that is not listed, the parts to act on first; in the first case only.

    `short`: how to read them is said in few words; `--all` and the report say besides how the day is reckoned.
    """
    table = results.tables["first_out"]
    own = table[table["case"] == results.cases[0]] if not table.empty else table
    if own.empty:
        return
    perhaps = any(number(row, "chance") < 1.0 for row in records(own))
    said = case_said(results.cases[0]).replace(" if every", " if it and every" if perhaps else " if every")
    said = said or (", if it is cut" if perhaps else "")
    yield Text(f"Who must begin what first, each part by itself{said}", "bold")
    yield Text(_columns("", "lasts, weeks", "begin by, ± 95 % confidence"))
    yield Text("-" * 80)
    titles = {str(row["line"]): product_name(row) for row in records(results.tables["products"])}
    flows = results.tables["flows"]
    held = flows[(flows["role"] == "ordinary") & flows["held_back"].isin((BY_LAW, BY_ITSELF))]
    sure = set(zip(held["line"], held["input"], strict=True))
    shown: list[Record] = []
    for line, parts in own.groupby("line", sort=False):
        yield Text(titles[str(line)], "bold")
        certain = [key in sure for key in zip(parts["line"], parts["input"], strict=True)]
        first, later = records(parts[certain]), records(parts[[not each for each in certain]])
        few = first[: _MOST - min(len(later), _PERHAPS)]
        perhaps_cut = later[: _MOST - len(few)]
        shown += [*few, *perhaps_cut]
        for row in few:
            yield from _part(row, results.as_seen_from)
        if perhaps_cut:
            yield Text("  Undetermined, cut only if the facts say so (such as if made there):")
        for row in perhaps_cut:
            yield from _part(row, results.as_seen_from)
        cut = cut_inputs(results.tables, results.cases[0], str(line))
        if (text := in_common(records(parts), cut)) is not None:
            yield Padding(Text(text), (0, 0, 0, 2))
    yield Text(_in_short(shown) if short else _in_full(shown, perhaps))


def _in_short(shown: Sequence[Record]) -> str:
    """How to read the parts, in few words."""
    without_day = " (-: no one day tells)" if any(missing(row["start_by"]) for row in shown) else ""
    return (
        f"Lasts: in 10-50-90 % of draws; one number: all three. {_marks(shown)}Begin by{without_day}: the last day to "
        f"begin to qualify another source that avoids the shortfall in {percent(SURE)} of the draws in which the part "
        "runs out. More: --all."
    )


def _in_full(shown: Sequence[Record], perhaps: bool) -> str:
    """How to read the parts; `perhaps`: some may not be cut at all."""
    return (
        "Lasts: on stock and goods under way, 10-50-90 % of draws (one number: all three), + and shares as above"
        f"{', in which the part is cut' if perhaps else ''}. Begin by: last day on which beginning to qualify another "
        f"source avoids the shortfall in {percent(SURE)} of the draws in which the part runs out; unless an "
        "alternative is named, one that could serve all, takes what its class takes, and delivers no sooner than the "
        "lead time quoted for the part. -: part of the need goes on being served, so that no one day tells. "
        f"{_marks(shown)}All parts: first_out.csv in the result folder."
    )


def _marks(shown: Sequence[Record]) -> str:
    """The marks of the parts, each explained where it is shown."""
    said = []
    if any(number(row, "lasts_beyond") > 0.0 for row in shown):
        said.append("+: after the end; a share: of draws, after it.")
    if any(row["orders"] != STATED for row in shown):
        said.append("*: rests on assumed open orders.")
    told = [confidence(row) for row in shown]
    if any("±" in each for each in told):
        said.append("±: 95 % confidence.")
    if any("draw" in each for each in told):
        said.append("(draws): too few for ±.")
    if any(row["class"] == UNCLASSIFIED for row in shown):
        said.append("Class unknown: careful defaults.")
    return "".join(f"{each} " for each in said)


def _part(row: Record, today: dt.date) -> Iterator[RenderableType]:
    place = f"made in {row['made_in']}" if row["made_in"] else "nobody said where made"
    chance = f", {percent(number(row, 'chance'))} chance" if number(row, "chance") < 1.0 else ""
    kind = ", class unknown" if row["class"] == UNCLASSIFIED else ""
    label = f"  {row['input']}: {row['title']} ({row['suppliers']}, {place}{kind}{chance})"
    begin, told = row["start_by"], "-"
    if isinstance(begin, dt.date) and not missing(begin):
        past = days_past(begin, today)
        told = f"{begin}{f', {past}' if past else ''} {confidence(row)}".strip()
        if row["start_with"] != ANOTHER:
            label += f", with {row['start_with']}"
    mark = "" if row["orders"] == STATED else "*"
    cells = (f"{in_short(row, 'lasts')}{mark}", told)
    if cell_len(label) <= _LABEL:
        yield Text(_columns(label, *cells))
        return
    yield Text("\n".join(lines_of(label.strip(), first="  ", later="    ")))
    yield Text(_columns("", *cells))


def _columns(label: str, lasts: str, begin: str) -> str:
    filled = label + " " * (_LABEL - cell_len(label))  # Han characters take two columns
    return f"{filled}{lasts:>{_LASTS}}{begin:>{80 - _LABEL - _LASTS}}"
