"""This is what is said of single flows and parts: the flow that moves the answer most, the parts that run out first."""

from __future__ import annotations

from collections.abc import Sequence

from sim.results.words import Record, Tables, case_said, join, number, percent, records

_FEW = 3  # parts that are named in a sentence


def moving_most(tables: Tables, cases: list[str]) -> tuple[str, ...]:
    """The undetermined flow that moves a line most of all, in one sentence; nothing if the facts decide all."""
    if "undetermined cut" not in cases or "undetermined" not in tables:
        return ()
    first = [row for row in records(tables["undetermined"]) if number(row, "rank") == 1.0]
    if not first:
        return ("None of the undetermined flows moves any line by itself, at likeliest values.",)
    row = max(first, key=lambda each: (number(each, "moves_output"), number(each, "moves_full_output")))
    hangs = f"{percent(number(row, 'moves_output'))} of the planned output of {product_name(row)}"
    if number(row, "moves_output") < 0.005:
        hangs = f"{number(row, 'moves_full_output'):.0f} weeks of full output of {product_name(row)}"
    buyer = f" for {row['buyer_name']}" if row["buyer"] != row["company"] else ""
    return (
        f"The undetermined flow that moves the answer most is {row['input_title']} ({row['supplier_name']}){buyer}: "
        f"decided alone the other way, at likeliest values, {hangs} hangs on it.",
    )


def product_name(row: Record) -> str:
    """A line by its title, and by its maker if the title does not name it."""
    title, maker = str(row["title"]), str(row["name"])
    return title if maker in title else f"{maker}: {title}"


def in_common(parts: Sequence[Record]) -> str | None:
    """What the parts that run out share most, in one sentence; None for a single part."""
    if len(parts) < 2:
        return None
    told = []
    for column, words in (("suppliers", "come from"), ("made_in", "are made in"), ("class", "are of class")):
        values = [str(part[column]) for part in parts if part[column]]
        most = max(dict.fromkeys(values), key=values.count, default="")
        if values.count(most) > 1:
            told.append((values.count(most), f"{words} {most}"))
    shared = [f"{count} {words}" for count, words in sorted(told, key=lambda each: -each[0])]
    return f"Of {len(parts)} parts that run out, {join(shared)}." if shared else None


def first_out(tables: Tables, case: str) -> tuple[str, ...]:
    """For each line of a maker that is not listed, the parts that run out first, and what they share."""
    found: dict[str, list[dict[str, object]]] = {}
    for row in records(tables["first_out"]) if "first_out" in tables else ():
        if row["case"] == case:
            found.setdefault(str(row["line"]), []).append(row)
    products = records(tables["products"]) if found else []
    titles = {str(row["line"]): product_name(row) for row in products}
    sentences = []
    for line, parts in found.items():
        first = join([f"{part['title']} ({part['input']}, {part['suppliers']})" for part in parts[:_FEW]])
        shared = f" {text}" if (text := in_common(parts)) is not None else ""
        sentences.append(
            f"Of {titles[line]}, the first to run out by itself{case_said(case)}: {first}.{shared}"
        )
    return tuple(sentences)
