"""This is what is said of capacity that several share, and of the degraded form of a product."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from sim.explain.words import Record, Tables, case_said, join, number, percent, records, weeks_said
from sim.wording import counted


def degraded_form(row: Record) -> str:
    """How much of a product is made in its degraded form, which that is and when; empty if next to nothing is."""
    share = number(row, "degraded")
    if not share >= 0.005:
        return ""
    return f"{percent(share)} is in a degraded form ({row['degraded_title']}){_made(row)}"


def _made(row: Record) -> str:
    """From when and until when the degraded form is made, in half of the draws at the latest."""
    begins, ends = (number(row, f"degraded_{end}_middle") for end in ("from", "until"))
    if math.isnan(begins):
        return f", in {percent(1.0 - number(row, 'degraded_from_beyond'))} of draws"
    until = "the end" if math.isnan(ends) else f"week {ends:.0f}"
    return f", from about week {begins:.0f} to {until}"


def sharing_said(tables: Tables) -> list[tuple[tuple[str, ...], str]]:
    """A sentence for each stock that lines share and each pool, with the companies it is about.

    Of a pool one for each case where they differ.
    """
    return [*_stocks(tables), *_pools(tables)]


def _stocks(tables: Tables) -> Iterator[tuple[tuple[str, ...], str]]:
    """Which products live on one stock, and which of them is served first."""
    parts = tables["parts"]
    shared = parts[parts["shared"].notna() & (parts["case"] == parts["case"].iloc[0])]
    named = {str(row["line"]): row for row in records(tables["products"])}
    for stock, rows in shared.groupby("shared", sort=False):
        own = sorted(records(rows), key=lambda row: number(row, "priority"))
        by_number: dict[float, list[str]] = {}
        for row in own:
            by_number.setdefault(number(row, "priority"), []).append(str(named[str(row["line"])]["title"]))
        order = [join(titles) for titles in by_number.values()]
        first = ", then ".join(order)
        who = (
            f"{first} are served in this order"
            if len(order) > 1
            else f"{first} get parts of it by planned need"
        )
        company = str(named[str(own[0]["line"])]["company"])
        yield (company,), f"Of one stock of {own[0]['title']} (`{stock}`) {who}."


def _pools(tables: Tables) -> Iterator[tuple[tuple[str, ...], str]]:
    table = tables.get("pools")
    if table is None or table.empty:
        return
    for _, rows in table.groupby("pool", sort=False):
        companies = tuple(dict.fromkeys(map(str, rows["company"])))
        by_case = {str(case): _pool(records(own)) for case, own in rows.groupby("case", sort=False)}
        same = len(set(by_case.values())) == 1
        for case, (title, got) in list(by_case.items())[: 1 if same else None]:
            yield companies, f"{title}{'' if same else case_said(case)}: {got}."


def _pool(rows: Sequence[Record]) -> tuple[str, str]:
    """A pool, and who gets how much of it and why."""
    first = rows[0]
    title = f"Of {first['title']}, on which {counted(len(rows), 'input')} draw"
    drawn = [row for row in rows if not math.isnan(number(row, "got_middle"))]
    if not drawn:
        return title, "nothing is taken"
    alone = len({row["company"] for row in rows}) == len(rows)
    same = len({row["served"] for row in rows}) == 1
    got: list[str] = []
    for row in drawn:
        who = f"{row['name'] if alone else row['line_title']} {'' if got else 'gets '}"
        why = "" if same else f" ({row['served']})"
        got.append(f"{who}{percent(number(row, 'got_middle'))}{why}")
    taken = number(first, "all_taken_middle")
    if number(first, "all_taken_beyond") >= 1.0:
        when = "it is never all taken"
    elif math.isnan(taken):
        when = f"it is all taken in {percent(1.0 - number(first, 'all_taken_beyond'))} of draws"
    else:
        when = f"all of it is first taken after about {weeks_said(taken)}"
    why = f", {first['served']}" if same else ""
    return title, f"{join(got)}{why}; {when}"
