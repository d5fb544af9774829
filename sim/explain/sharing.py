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


def short_by_pool(tables: Tables, row: Record) -> str:
    """Why the input that holds a product back most gets no more of a pool: which that is, who comes first, what part.

    Empty if it draws on none, or on one of which there is always enough.
    """
    table = tables.get("pools")
    if table is None or table.empty or not row["binding"]:
        return ""
    told = []
    of_case = records(table[table["case"] == row["case"]])
    for own in of_case:
        if (own["line"], own["input"]) != (row["line"], row["binding"]) or number(
            own, "all_taken_beyond"
        ) >= 1.0:
            continue
        others = [each for each in of_case if each["pool"] == own["pool"] and each is not own]
        got = number(own, "got_middle")
        part = "nothing of it" if math.isnan(got) else f"{percent(got)} of what it delivers"
        told.append(f"{own['title']} ({_all_taken(own)}): it gets {part}, {_turn(own, others)}")
    return f"{row['binding_title']} draws on {join(told)}" if told else ""


def _turn(own: Record, others: Sequence[Record]) -> str:
    """After whom one who draws on a pool is served, with whom it shares, and before whom."""
    place = number(own, "priority")
    before = [each for each in others if number(each, "priority") < place]
    beside = [each for each in others if number(each, "priority") == place]
    after = [each for each in others if number(each, "priority") > place]
    told = [f"served after {_lines(own, before)}"] if before else []
    if beside:
        all_needs = sum(number(each, "need") for each in (own, *beside))
        need = f"{number(own, 'need'):,.0f} of {all_needs:,.0f} a day"
        told.append(f"shared with {_lines(own, beside)} by planned need, {need}")
    if after:
        told.append(f"served before {_lines(own, after)}")
    return ", ".join(told) or "and nothing else draws on it"


def _lines(own: Record, others: Sequence[Record]) -> str:
    """Product lines by their titles, with the maker where that is another."""
    return join(
        [
            str(each["line_title"]) + ("" if each["company"] == own["company"] else f" of {each['name']}")
            for each in others
        ]
    )


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
    why = f", {first['served']}" if same else ""
    return title, f"{join(got)}{why}; {_all_taken(first)}"


def _all_taken(row: Record) -> str:
    """When all of a pool is first taken."""
    taken = number(row, "all_taken_middle")
    if number(row, "all_taken_beyond") >= 1.0:
        return "it is never all taken"
    if math.isnan(taken):
        return f"it is all taken in {percent(1.0 - number(row, 'all_taken_beyond'))} of draws"
    return f"all of it is first taken after about {weeks_said(taken)}"
