"""This is what is undetermined, for the report: whose flows, for want of which facts, and which moves which line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.explain import number, percent, supplied_by
from sim.figures.cells import Record, text
from sim.figures.rows import Rows
from sim.report.flows import Flow
from sim.wording import OWN_WORK

RUNS = {
    "all_open": "all open",
    "cut_alone": "only it cut",
    "open_alone": "only it open",
    "all_cut": "all cut",
}
MOST = 60  # rows that a page shows; a list of a thousand parts has hundreds


_NOT_KNOWN = "not known"  # what the law as data calls a fact that it asks for and that nobody states


@dataclass(frozen=True)
class Undecided:
    """The undetermined flows of one company that one rule would cut for want of the same facts."""

    rule: str
    clause: str
    since: str
    missing: tuple[str, ...]
    flows: tuple[str, ...]


def undecided(flows: Sequence[Flow]) -> dict[str, list[Undecided]]:
    """By id of the company: which flows are undetermined, which rule would cut them, and which facts are missing."""
    found: dict[str, dict[tuple[str, str, str, tuple[str, ...]], list[str]]] = {}
    for flow in flows:
        missing = tuple(reason for reason in flow.reasons if _NOT_KNOWN in reason) or flow.reasons
        rule = f"hypothetical: {flow.rule}" if flow.hypothetical else flow.rule
        same = found.setdefault(flow.buyer, {}).setdefault((rule, flow.clause, flow.since, missing), [])
        own_work = flow.supplier == OWN_WORK
        same.append(f"{flow.item} ({OWN_WORK})" if own_work else f"{flow.item} from {flow.supplier}")
    return {
        company: [Undecided(*key, tuple(dict.fromkeys(named))) for key, named in own.items()]
        for company, own in found.items()
    }


@dataclass(frozen=True)
class Moving:
    """One line and one flow that moves it by itself."""

    line: str
    name: str  # of its maker
    item: str
    flow: str  # from whom to whom, or whose own work
    lost: tuple[str, ...]  # share of plan, run by run
    full_output: tuple[str, ...]  # weeks, run by run


def moving_flows(rows: Rows) -> tuple[list[Moving], list[Moving]]:
    """The flow that moves each line most, the line that is moved most first; and every other flow that moves one."""
    found = sorted(rows.of("undetermined"), key=lambda row: -number(row, "moves_output"))
    first = [_moving(row) for row in found if number(row, "rank") == 1.0]
    return first, [_moving(row) for row in found if number(row, "rank") > 1.0][:MOST]


def _moving(row: Record) -> Moving:
    own_work = row["supplier"] == row["buyer"]
    role = ", an alternative" if text(row, "role") == "alternative" else ""
    return Moving(
        line=text(row, "title"),
        name=text(row, "name"),
        item=text(row, "input_title"),
        flow=f"{supplied_by(row, 'buyer')}{role} {'of' if own_work else 'to'} {text(row, 'buyer_name')}",
        lost=tuple(percent(number(row, f"lost_{run}")) for run in RUNS),
        full_output=tuple(_weeks(number(row, f"full_output_{run}")) for run in RUNS),
    )


def _weeks(weeks: float) -> str:
    return "all" if math.isnan(weeks) else f"{weeks:.0f}"
