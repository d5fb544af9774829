"""This is what is told beside cuts by law: suppliers that stop by themselves, leakage, markets that may not buy."""

from __future__ import annotations

from sim.results.words import join, number, percent


def stopping(flows: list[dict[str, object]]) -> tuple[str, ...]:
    """Who stops by itself, in one sentence; nothing if nobody does."""
    stops: dict[str, set[str]] = {}
    for row in flows:
        if isinstance(row["vendor_stop"], str):
            stops.setdefault(str(row["supplier_name"]), set()).add(f"{row['line']} {row['input']}")
    if not stops:
        return ()
    told = join(
        [f"{name} ({len(items)} input{'s' if len(items) > 1 else ''})" for name, items in stops.items()]
    )
    return (f"Beyond what the law asks, these suppliers are assumed to stop by themselves: {told}.",)


def leaking(parts: list[dict[str, object]]) -> tuple[str, ...]:
    """What leakage the scenario assumes, in one sentence; nothing if none arrives."""
    leaking = [row for row in parts if number(row, "leaked_high") > 0.0]
    if not leaking:
        return ()
    titles = list(dict.fromkeys(str(row["title"]) for row in leaking))
    shares = [number(row, f"leaked_{end}") for row in leaking for end in ("low", "high")]
    low, high = percent(min(shares)), percent(max(shares))
    return (
        f"Leakage is assumed, of items by class and of no supplier, for {join(titles)}: {low} to {high} of the planned "
        "need arrives although it may not be supplied. No flow is open for that, and it is no alternative.",
    )


def not_buying(markets: list[dict[str, object]]) -> tuple[str, ...]:
    """Which markets may not buy what, a sentence for each rule; nothing if all may."""
    told: dict[tuple[str, str], list[dict[str, object]]] = {}
    for row in markets:
        if row["status"] != "open":
            told.setdefault((str(row["rule_title"]), str(row["since"])), []).append(row)
    return tuple(
        f"On the demand side, from {since}{_unless_decided(rows)}, {_in_markets(rows)} may buy less from "
        f"{_whose(rows)} ({title}); the scenario takes {_lost(rows)} of demand there. No supply is cut by it."
        for (title, since), rows in told.items()
    )


def _unless_decided(rows: list[dict[str, object]]) -> str:
    """Says so where the facts do not decide."""
    return ", though the facts do not decide," if all(r["status"] == "undetermined" for r in rows) else ""


def _in_markets(rows: list[dict[str, object]]) -> str:
    return join(list(dict.fromkeys(str(row["market"]) for row in rows)))


def _whose(rows: list[dict[str, object]]) -> str:
    return join(list(dict.fromkeys(str(row["name"]) for row in rows)))


def _lost(rows: list[dict[str, object]]) -> str:
    low = percent(min(number(row, "lost_low") for row in rows))
    high = percent(max(number(row, "lost_high") for row in rows))
    return low if low == high else f"{low} to {high}"
