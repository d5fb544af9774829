"""This is a test of the list of flows on the first screen: one by one, or folded where a long list cuts many."""

from __future__ import annotations

import datetime as dt
import io

import pandas as pd
import pytest

from sim.terminal import console
from sim.terminal.flows import cut_flows


def shown(suppliers: dict[str, int], until: dt.date | None = None) -> list[str]:
    """The screen of a maker whose suppliers are cut, each in so many flows of parts with names of their own."""
    rows = [
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
            "supplier_name": supplier,
            "title": f"{supplier} part {number}",
            "content": None,
            "company": "us",
            "line": "ours",
            "vendor_stop": None,
        }
        for supplier, count in suppliers.items()
        for number in range(count)
    ]
    out = io.StringIO()
    screen = console(out)
    for part in cut_flows(pd.DataFrame(rows), {"us": "Our firm"}, "flows.csv"):
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


@pytest.mark.parametrize("count", [15, 18])
def test_of_many_suppliers_those_of_the_most_flows_are_shown_and_the_rest_counted(count: int) -> None:
    lines = shown({"Big": 9} | {f"F{number}": 3 for number in range(count - 1)})
    assert lines[2].startswith("Big: ")
    folded = [line for line in lines if "more suppliers" in line]
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
            "supplier_name": f"F{number}",
            "title": "part",
            "company": "us",
            "line": "ours",
            "vendor_stop": None,
        }
        for number in range(6)
    ]
    told = [
        str(getattr(each, "renderable", each))
        for each in cut_flows(pd.DataFrame(rows), {}, "flows.csv", brief=True)
    ]
    assert told[1:] == [
        "Undetermined (6 flows, each with its rule: flows.csv)",
        "part (F0), part (F1), part (F2), part (F3), part (F4), part (F5)",
    ]
