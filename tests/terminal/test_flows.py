"""This is a test of the list of flows on the first screen: one by one, or folded where a long list cuts many."""

from __future__ import annotations

import datetime as dt
import io

import pandas as pd
import pytest

from sim.terminal import console
from sim.terminal.flows import closed_markets, cut_flows, held_alternatives, show_exposure

SEEN_FROM = dt.date(2026, 12, 31)


def shown(suppliers: dict[str, int], until: dt.date | None = None) -> list[str]:
    """The screen of a maker whose suppliers are cut, each in so many flows of parts with names of their own."""
    rows: list[dict[str, object]] = [
        {
            "role": "ordinary",
            "status": "licence required",
            "since": "2026-07-14",
            "since_low": "2026-07-14",
            "since_high": "2026-07-14",
            "chance": 1.0,
            "until": until,
            "clause": None,
            "nexus": None,
            "licences": "assumed not granted",
            "supplier": supplier,
            "supplier_name": supplier,
            "title": f"{supplier} part {number}",
            "input": f"{supplier}-{number}",
            "content": None,
            "company": "us",
            "line": "ours",
            "vendor_stop": None,
            "hypothetical": False,
            "decided_by_estimate": None,
        }
        for supplier, count in suppliers.items()
        for number in range(count)
    ]
    return printed(rows)


def printed(rows: list[dict[str, object]]) -> list[str]:
    """The screen of these flows."""
    out = io.StringIO()
    screen = console(out)
    for part in cut_flows(pd.DataFrame(rows), {"us": "Our firm"}, "flows.csv", SEEN_FROM):
        screen.print(part)
    return [line.strip() for line in out.getvalue().splitlines()]


def test_forty_flows_are_shown_one_by_one() -> None:
    lines = shown({"A": 39, "B": 1})
    assert len(lines) == 42
    assert lines[-1] == "B: B part 0 -> Our firm"


def test_more_flows_are_one_line_for_each_supplier_and_say_where_all_are() -> None:
    assert shown({"B": 1, "A": 40})[2:] == [
        "A: A part 0, A part 1, A part 2 and 37 more -> Our firm",
        "B: B part 0 -> Our firm",
        "41 flows in all; each of them: flows.csv.",
    ]


def rows_of(*flows: tuple[str, str, str, str], since: str = "2026-07-14") -> list[dict[str, object]]:
    """Flows that are cut, each of a supplier, a title, a buyer and a line."""
    days = {"since": since, "since_low": since, "since_high": since, "chance": 1.0, "until": None}
    law = {"role": "ordinary", "status": "licence required", "licences": "assumed not granted"}
    rest: dict[str, object] = {"clause": None, "nexus": None, "content": None, "vendor_stop": None}
    rest |= {"hypothetical": False, "decided_by_estimate": None}
    return [
        {
            **days,
            **law,
            **rest,
            "supplier": name,
            "supplier_name": name,
            "title": title,
            "input": title,
            "company": company,
            "line": line,
        }
        for name, title, company, line in flows
    ]


FORTY = rows_of(
    *(("Z", f"part {number}", "us", f"l{number % 2}") for number in range(40)), since="2026-07-15"
)


def test_a_folded_line_names_each_title_once_and_counts_the_further_titles() -> None:
    """A supplies five titles in eight flows: a in two lines, b in two flows of one, c, d, e in two: two titles more."""
    titles = (
        ("a", "l0"),
        ("a", "l1"),
        ("b", "l0"),
        ("b", "l0"),
        ("c", "l0"),
        ("d", "l0"),
        ("e", "l0"),
        ("e", "l1"),
    )
    told = printed(rows_of(*(("A", title, "us", line) for title, line in titles)) + FORTY)
    assert told[2] == "A: a (2 lines), b (2 flows), c and 2 more -> Our firm"


def test_a_folded_line_says_which_lines_where_another_date_holds_for_the_rest() -> None:
    """The same part is cut for one line on July 14, for the other a day later: two entries, each with its line."""
    early, late = (("A", "part", "us", line) for line in ("l0", "l1"))
    told = printed(rows_of(early) + rows_of(late, since="2026-07-15") + FORTY)
    assert [each for each in told if each.startswith("A: ")] == [
        "A: part -> Our firm (l0)",
        "A: part -> Our firm (l1)",
    ]


def test_many_lines_of_a_buyer_are_counted_not_named() -> None:
    """Of the buyer's six lines, l0 to l5, A delivers to four: `4 of 6 lines`."""
    rows = rows_of(*(("A", "part", "us", f"l{number}") for number in (0, 1, 2, 3)), ("B", "part", "us", "l4"))
    told = printed(rows + rows_of(("C", "part", "us", "l5")) + FORTY)
    assert "A: part (4 lines) -> Our firm (4 of 6 lines)" in told


def test_one_by_one_no_two_entries_read_the_same() -> None:
    """Two shares of content under a verdict that does not rest on them: one entry, not the same words twice."""
    rows = rows_of(("A", "part", "us", "l0"), ("A", "part", "us", "l1"))
    rows[0]["content"], rows[1]["content"] = "US content 30 %", "US content 40 %"
    assert printed(rows)[2:] == ["A: part -> Our firm"]


def test_what_a_maker_does_itself_is_its_own_work_and_no_supplier() -> None:
    """One by one, folded (where it is none of the 16 suppliers, one of them beyond the fifteen shown), and brief."""
    (own,) = rows_of(("us", "assembly", "us", "l0"))
    assert printed([own, *rows_of(("A", "part", "us", "l0"))])[2:] == [
        "Our firm, own work: assembly",
        "A: part -> Our firm",
    ]
    many = rows_of(*((f"F{number % 16}", f"part {number}", "us", "l0") for number in range(48)))
    assert printed([own, *many])[-3:] == [
        "and 1 more supplier, 3 flows",
        "Our firm, own work: assembly",
        "49 flows in all; each of them: flows.csv.",
    ]
    undecided = [each | {"status": "undetermined"} for each in (own, *many[:6])]
    told = [
        str(getattr(each, "renderable", each))
        for each in cut_flows(pd.DataFrame(undecided), {}, "", SEEN_FROM, brief=True)
    ]
    assert told[2].startswith("assembly (us, own work), part 0 (F0), ")


def test_the_counts_of_the_exposure_say_how_many_flows_are_own_work() -> None:
    rows = rows_of(("us", "assembly", "us", "l0"), ("A", "part", "us", "l0"))
    out = io.StringIO()
    markets = pd.DataFrame(columns=["status", "announced", "since", "rule_title"], dtype=str)
    show_exposure(pd.DataFrame(rows), markets, {"us": "Our firm"}, SEEN_FROM, console(out))
    told = " ".join(out.getvalue().split())
    assert (
        "Our firm: 2 licence required, 0 undetermined, 0 open, of 2 ordinary flows (1 of them own work)."
        in told
    )
    assert (
        "Open: no licence required on the facts stated, by the rules asked. Not asked, unless a measure "
        in told
    )
    assert "Commerce Control List and Country Chart" in told
    assert "allowed" not in told


@pytest.mark.parametrize("count", [15, 18])
def test_of_many_suppliers_those_of_the_most_flows_are_shown_and_the_rest_counted(count: int) -> None:
    lines = shown({"Big": 9} | {f"F{number}": 3 for number in range(count - 1)})
    assert lines[2].startswith("Big: ")
    folded = [line for line in lines if "more supplier" in line]
    assert folded == ([] if count == 15 else ["and 3 more suppliers, 9 flows"])


def test_the_heading_says_until_when_where_the_verdict_ends() -> None:
    assert shown({"A": 1})[1] == "Licence required (assumed not granted) since 2026-07-14"
    ends = shown({"A": 1}, dt.date(2026, 9, 1))[1]
    assert ends == "Licence required (assumed not granted) since 2026-07-14 until 2026-09-01"


def test_a_brief_list_names_what_the_facts_do_not_decide_and_says_where_the_rules_are() -> None:
    row = {
        "role": "ordinary",
        "status": "undetermined",
        "since": "2026-07-14",
        "chance": 1.0,
        "content": None,
    }
    row |= {
        "since_low": "2026-07-14",
        "since_high": "2026-07-14",
        "until": None,
        "clause": None,
        "nexus": None,
        "licences": None,
    }
    rows = [
        row
        | {
            "supplier": f"F{number}",
            "supplier_name": f"F{number}",
            "title": "part",
            "input": "part",
            "company": "us",
            "line": "ours",
            "vendor_stop": None,
            "hypothetical": False,
            "decided_by_estimate": None,
        }
        for number in range(6)
    ]
    told = [
        str(getattr(each, "renderable", each))
        for each in cut_flows(pd.DataFrame(rows), {}, "flows.csv", SEEN_FROM, brief=True)
    ]
    assert told[1:] == [
        "Undetermined (6 flows, each with its rule: flows.csv)",
        "part (F0), part (F1), part (F2), part (F3), part (F4), part (F5)",
    ]
    rows[5] |= {"supplier_name": "F4", "line": "theirs"}
    told = [
        str(getattr(each, "renderable", each))
        for each in cut_flows(pd.DataFrame(rows), {}, "", SEEN_FROM, brief=True)
    ]
    assert told[2] == "part (F0), part (F1), part (F2), part (F3), part (F4, 2 lines)"


def test_what_is_yet_to_come_is_said_to_be_announced_and_not_to_hold_since() -> None:
    """Seen from October: the cut of November comes `from` its day, and a rule of 2027 was announced in 2025."""
    november, today, enacted, begins = (
        dt.date(2026, 11, 1),
        dt.date(2026, 10, 1),
        dt.date(2025, 8, 13),
        dt.date(2027, 8, 13),
    )
    (flow,) = rows_of(("A", "part", "us", "l0"))
    told = [str(each) for each in cut_flows(pd.DataFrame([flow | {"since": november}]), {}, "", today)]
    assert told[1] == "Licence required (assumed not granted) from 2026-11-01"
    market = {
        "status": "buys less",
        "announced": enacted,
        "rule_title": "A rule",
        "market": "US",
        "name": "us",
    }
    lost = {"lost_low": 0.1, "lost_high": 0.1, "title": "product"}
    (told_of, _) = closed_markets(pd.DataFrame([market | lost | {"since": begins}]), today)
    assert str(told_of) == (
        "Demand side, buys less, announced 2025-08-13, in force from 2027-08-13: A rule; others may buy, and no "
        "supply is cut"
    )
    (told_of, _) = closed_markets(pd.DataFrame([market | lost | {"since": enacted}]), today)
    assert (
        str(told_of)
        == "Demand side, buys less, since 2025-08-13: A rule; others may buy, and no supply is cut"
    )


def same_title(count: int) -> list[dict[str, object]]:
    """So many parts of one line and one supplier that are all called `op amp`: p0, p1, ..."""
    rows = rows_of(*(("A", "op amp", "us", "l0") for _ in range(count)))
    return [row | {"input": f"p{number}"} for number, row in enumerate(rows)]


def test_parts_of_one_line_that_share_a_title_are_told_apart_by_their_ids() -> None:
    """Five op amps: two by id, three counted; of three, none is worth counting. Folded (with forty more) or not."""
    five = "A: op amp (5 parts: p0, p1 and 3 more) -> Our firm"
    assert printed(same_title(5))[-1] == five
    assert five in [line.replace(" (l0)", "") for line in printed(same_title(5) + FORTY)]
    assert printed(same_title(3))[-1] == "A: op amp (3 parts: p0, p1, p2) -> Our firm"


def test_an_alternative_that_may_be_closed_is_listed_and_one_that_is_open_is_only_counted() -> None:
    """Of two alternatives one is undetermined: it is named with its date, and no ordinary flow is undetermined."""
    ordinary, may_help, helps = rows_of(*((name, "chip", "us", "l0") for name in ("A", "B", "C")))
    may_help |= {"role": "alternative", "status": "undetermined"}
    helps |= {"role": "alternative", "status": "allowed"}
    out = io.StringIO()
    screen = console(out)
    for part in held_alternatives(pd.DataFrame([ordinary, may_help, helps]), {"us": "Our firm"}):
        screen.print(part)
    assert [line.strip() for line in out.getvalue().splitlines()][-2:] == [
        "Undetermined since 2026-07-14: 1 of 2",
        "B: chip -> Our firm",
    ]
    assert not list(held_alternatives(pd.DataFrame([ordinary, helps]), {}))
