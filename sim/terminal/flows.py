"""This is what a terminal shows of flows: who no longer supplies what, and everything that decided one flow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import pandas as pd
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from sim.explain import (
    CONFIDENCE,
    GRADES,
    NOT_ASKED,
    OPEN_SAID,
    Record,
    dated,
    missing,
    named_ids,
    number,
    percent,
    records,
    status_said,
    without_law,
)
from sim.results.columns import REASON_BREAK
from sim.rules.reasoning import Branch, reasoning, reasoning_of
from sim.rules.telling import left_out_said, texts_left_out, touching
from sim.rules.verdict import Hit, Verdict
from sim.wording import OWN_WORK, counted

_MOST = 40  # flows that are shown one by one; of more each supplier gets one line
_SUPPLIERS = 15  # that get such a line under one heading
_FEW = 5  # undetermined flows that a brief list shows one by one
_TITLES = 3  # that such a line shows
_LINES = 3  # that are named behind a buyer; more are counted
_SAME = ["own_work", "supplier_name", "title", "content", "decided_by_estimate"]


def cut_flows(
    flows: pd.DataFrame,
    names: dict[str, str],
    elsewhere: str,
    seen_from: dt.date,
    brief: bool = False,
) -> Iterator[RenderableType]:
    """The ordinary flows that are not open, under one heading for each verdict, date and clause.

    `names` are those of the buyers, `seen_from` is the day the scenario is seen from; `elsewhere` says where each flow
    stands when there are too many to show. `brief` leaves of those the facts do not decide their names only.
    """
    yield Text("Who no longer supplies what (ordinary sources)", "bold")
    flows = _as_listed(flows)
    lines = flows.groupby("company")["line"].nunique()
    ordinary = flows[flows["role"] == "ordinary"]
    chosen = ordinary[~ordinary["status"].str.startswith("allowed")]
    if chosen.empty and without_law(flows) is None:
        yield Text("The law cuts no flow, and leaves none undetermined.")
    undecided = chosen[chosen["status"] == "undetermined"]
    brief = brief and len(undecided) > _FEW
    if brief:
        chosen = chosen[chosen["status"] != "undetermined"]
    chosen = chosen.sort_values(["status", "since"], kind="stable")
    heading = [
        "hypothetical",
        "status",
        "licences",
        "since",
        "since_low",
        "since_high",
        "chance",
        "until",
        "clause",
        "nexus",
    ]
    folded = chosen.groupby([*heading, *_SAME], dropna=False).ngroups > _MOST
    for key, own in chosen.groupby(heading, sort=False, dropna=False):
        hypothetical, status, *_, until, clause, nexus = key
        first = records(own)[0]
        yet_to_come = isinstance(first["since"], dt.date) and first["since"] > seen_from
        since = "from" if yet_to_come or number(first, "chance") < 1.0 else "since"
        from_when = f"{since} {dated(first, 'since', 'chance')}"
        assumed = f" ({own.iloc[0]['licences']})" if status == "licence required" else ""
        under = f", {clause}" if isinstance(clause, str) else ""
        if isinstance(nexus, str):
            under += f"; item {'perhaps ' if status == 'undetermined' else ''}subject to it by {nexus}"
        ends = f" until {until}" if isinstance(until, dt.date) and not pd.isna(until) else ""
        verdict = f"Hypothetical: {status}" if hypothetical else str(status).capitalize()
        yield Text(f"{verdict}{assumed} {from_when}{ends}{under}", "bold")
        mark = " (hypothetical)" if hypothetical else ""
        for text in _by_supplier(own, names, lines) if folded else _one_by_one(own, names, lines):
            yield Padding(Text(f"{text}{mark}"), (0, 0, 0, 4))
    if folded:
        yield Text(f"{counted(len(chosen), 'flow')} in all; each of them: {elsewhere}.")
    if brief:
        told = [
            f"{title} ({supplier}{f', {OWN_WORK}' if own_work else ''}{_several(rows, ', {}')})"
            for (own_work, supplier, title), rows in undecided.groupby(_SAME[:3], sort=False)
        ]
        yield Text(
            f"Undetermined ({counted(len(undecided), 'flow')}, each with its rule: {elsewhere})", "bold"
        )
        yield Padding(Text(", ".join(told)), (0, 0, 0, 4))
    stopping = flows[flows["vendor_stop"].notna()]
    for why, own in stopping.groupby("vendor_stop", sort=False):
        yield Text(f"Stops by itself, which no law asks, {why}", "bold")
        for text in _by_supplier(own, names, lines):
            yield Padding(Text(text), (0, 0, 0, 4))


def _as_listed(flows: pd.DataFrame) -> pd.DataFrame:
    """The flows with what parts one entry of a list from the next, so that no two of them read the same.

    The content share counts where it is shown. What a maker does itself (assembly in its own plants) stands among its
    inputs, and the law is asked about it too, but it comes from no supplier.
    """
    return flows.assign(
        content=flows["content"].where(flows["status"] == "undetermined"),
        own_work=flows["supplier"] == flows["company"],
    )


def _one_by_one(own: pd.DataFrame, names: dict[str, str], lines: pd.Series[int]) -> Iterator[str]:
    for (own_work, supplier, title, content, _), rows in own.groupby(_SAME, sort=False, dropna=False):
        same = _several(rows, " ({})") if rows.groupby("line")["input"].nunique().max() > 1 else ""
        what = f"{title}{same}{f'; {content}' if isinstance(content, str) else ''}{_estimated(rows)}"
        buyers = _buyers(rows, names, lines)
        yield f"{buyers}, {OWN_WORK}: {what}" if own_work else f"{supplier}: {what} -> {buyers}"


def _by_supplier(own: pd.DataFrame, names: dict[str, str], lines: pd.Series[int]) -> Iterator[str]:
    """A line for each supplier, that of the most flows first, then one for each maker's own work."""
    own_work, own = own[own["own_work"]], own[~own["own_work"]]
    counts = own["supplier_name"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    for supplier in counts[:_SUPPLIERS].index:
        rows = own[own["supplier_name"] == supplier]
        yield f"{supplier}: {_titles(rows)}{_estimated(rows)} -> {_buyers(rows, names, lines)}"
    if len(counts) > _SUPPLIERS:
        more, rest = len(counts) - _SUPPLIERS, int(counts[_SUPPLIERS:].sum())
        yield f"and {counted(more, 'more supplier')}, {counted(rest, 'flow')}"
    for _, rows in own_work.groupby("company", sort=False):
        yield f"{_buyers(rows, names, lines)}, {OWN_WORK}: {_titles(rows)}{_estimated(rows)}"


def _estimated(rows: pd.DataFrame) -> str:
    """What of the facts that decide these flows is an estimate, if they are not open; of some of them, says so."""
    found = rows["decided_by_estimate"].where(~rows["status"].str.startswith("allowed"))
    told = "; ".join(dict.fromkeys(found.dropna()))
    some = "of some: " if told and found.nunique(dropna=False) > 1 else ""
    return f" [{some}{told}]" if told else ""


def _titles(rows: pd.DataFrame) -> str:
    """The first few titles, each once; `and N more` counts titles, not the flows that go under one of them."""
    same = [f"{title}{_several(each, ' ({})')}" for title, each in rows.groupby("title", sort=False)]
    more = len(same) - _TITLES
    return ", ".join(same[:_TITLES]) + (f" and {more} more" if more > 0 else "")


def _several(rows: pd.DataFrame, form: str) -> str:
    """In how many product lines the flows of one entry go, or how many they are within one line; empty: one flow.

    Different parts of one line may share a title: they are told apart by their ids.
    """
    lines = rows["line"].nunique()
    if rows.groupby("line")["input"].nunique().max() > 1:
        ids = list(rows["input"].unique())
        return form.format(f"{len(ids)} parts: {named_ids(ids)}")
    if lines > 1:
        return form.format(counted(lines, "line"))
    return form.format(counted(len(rows), "flow")) if len(rows) > 1 else ""


def _buyers(rows: pd.DataFrame, names: dict[str, str], lines: pd.Series[int]) -> str:
    """Who buys, and for which product lines where it is not for all of the buyer's (`lines` of each)."""
    buyers = []
    for company, bought in rows.groupby("company", sort=False):
        into, of = bought["line"].unique(), lines[str(company)]
        which = ", ".join(into) if len(into) <= _LINES else f"{len(into)} of {of} lines"
        buyers.append(names.get(str(company), str(company)) + (f" ({which})" if len(into) < of else ""))
    return ", ".join(buyers)


def held_alternatives(flows: pd.DataFrame, names: dict[str, str]) -> Iterator[RenderableType]:
    """The alternatives that the law closes or may close, on which an answer may hang; nothing where all are open."""
    alternatives = _as_listed(flows[flows["role"] == "alternative"])
    held = alternatives[~alternatives["status"].str.startswith("allowed")]
    if held.empty:
        return
    lines = flows.groupby("company")["line"].nunique()
    yield Text("Alternatives the law closes or may close (not among ordinary flows)", "bold")
    for (status, since), own in held.groupby(["status", "since"], sort=False, dropna=False):
        yield Padding(
            Text(f"{str(status).capitalize()} since {since}: {len(own)} of {len(alternatives)}"), (0, 0, 0, 2)
        )
        for text in _by_supplier(own, names, lines):
            yield Padding(Text(text), (0, 0, 0, 4))


def closed_markets(markets: pd.DataFrame, seen_from: dt.date) -> Iterator[RenderableType]:
    """The markets that buy less, under one heading for each rule and day; nothing if all may.

    A rule that is yet to come on the day the scenario is seen from says since when that was known.
    """
    chosen = markets[markets["status"] != "open"]
    for key, own in chosen.groupby(["status", "announced", "since", "rule_title"], sort=False, dropna=False):
        status, announced, since, title = key
        when = f"since {since}"
        if isinstance(since, dt.date) and since > seen_from:  # one that nobody announced by then is assumed
            told = isinstance(announced, dt.date) and announced <= seen_from
            known = f"announced {announced}, in force " if told else ""
            when = f"{known}from {since}"
        yield Text(f"Demand side, {status}, {when}: {title}; others may buy, and no supply is cut", "bold")
        for row in records(own):
            low, high = percent(number(row, "lost_low")), percent(number(row, "lost_high"))
            lost = low if low == high else f"{low} to {high}"
            yield Padding(
                Text(f"{row['market']}: {row['title']} ({row['name']}), {lost} of demand there"), (0, 0, 0, 4)
            )


def show_exposure(
    flows: pd.DataFrame,
    markets: pd.DataFrame,
    names: dict[str, str],
    seen_from: dt.date,
    out: Console,
) -> None:
    """Every ordinary flow by what the law says, with the open ones counted, and the markets that buy less."""
    for line in cut_flows(flows, names, "`--json`", seen_from):
        out.print(line)
    for line in held_alternatives(flows, names):
        out.print(line)
    for line in closed_markets(markets, seen_from):
        out.print(line)
    ordinary = flows[flows["role"] == "ordinary"]
    for company, own in ordinary.groupby("company", sort=False):
        counts = own["status"].str.replace(r" until .*", "", regex=True).value_counts()
        text = ", ".join(
            f"{counts.get(each, 0)} {'open' if each == 'allowed' else each}"
            for each in ("prohibited", "licence required", "undetermined", "allowed")
            if each != "prohibited" or counts.get(each, 0)
        )
        stopping = own["vendor_stop"].notna().sum()
        if stopping:
            text += f" by law ({stopping} of all stopped by the supplier itself)"
        flows_said = counted(len(own), "ordinary flow")
        own_work = (own["supplier"] == company).sum()
        flows_said += f" ({own_work} of them {OWN_WORK})" if own_work else ""
        out.print(Text(f"{names.get(str(company), str(company))}: {text}, of {flows_said}."))
    out.print(Text(f"Open: {OPEN_SAID}. {NOT_ASKED}"))


def show_open(flows: pd.DataFrame, names: dict[str, str], out: Console) -> None:
    """Every ordinary flow that is open, under the rule that came nearest and the reason it is open all the same."""
    chosen = flows[(flows["role"] == "ordinary") & flows["status"].str.startswith("allowed")]
    lines = flows.groupby("company")["line"].nunique()
    out.print(Text(f"Open: {counted(len(chosen), 'ordinary flow')}", "bold"))
    why = pd.Series([_why_open(row) for row in records(chosen)], dtype=object, index=chosen.index)
    for reason, own in chosen.groupby(why, sort=False):
        out.print(Text(str(reason), "bold"))
        for text in _one_by_one(_as_listed(own), names, lines):
            out.print(Padding(Text(text), (0, 0, 0, 4)))


def _why_open(row: Record) -> str:
    """The rule that came nearest to an open flow, since when, its clause, and why it is open all the same."""
    if isinstance(row["nearest_rule"], str):
        since = "" if missing(row["nearest_since"]) else f" since {row['nearest_since']}"
        return f"{row['nearest_rule']}{since}, {row['nearest_clause']}: {row['nearest_why']}"
    reason = str(row["reasons"] or "").partition(REASON_BREAK)[0] or "no rule reaches it"
    asked = row["rules_asked"]
    return f"{reason}; asked: {asked}" if isinstance(asked, str) else f"{reason}; no rule was asked"


def show_flow(row: Record, names: dict[str, str], verdict: Verdict, every: bool, out: Console) -> None:
    """One flow with what decided it; which parties are listed stands in the reasoning, and is said only there.

    Unless `every` rule is wanted, those that are about other goods or parties are left out.
    """
    buyer = names.get(str(row["company"]), str(row["company"]))
    own_work = row["supplier"] == row["company"]
    who = f"{buyer}, {OWN_WORK}" if own_work else f"{row['supplier_name']} -> {buyer}"
    out.print(Text(f"{who}: {row['title']} (line `{row['line']}`, {row['role']})", "bold"))
    labels = (
        "status",
        "since",
        "until",
        "authorised_until",
        "measure",
        "rule",
        "hypothetical",
        "clause",
        "nexus",
        "nearest_rule",
        "nearest_clause",
        "nearest_since",
        "nearest_why",
        "rules_asked",
        "content",
        "policy",
        "licences",
    )
    shown = (
        *labels,
        "pool",
        "pool_shared",
        "made_in",
        "kind",
        "parties",
        "end_use",
        "domestic",
        "secure",
        "vendor_stop",
    )
    _show_cells({**row, "status": status_said(str(row["status"]))}, shown, out)
    if str(row["status"]).startswith("allowed"):
        out.print(Text(f"  {NOT_ASKED}"))
    for text in _how_sure(row):
        out.print(Text(f"  {text}"))
    if not missing(row["note"]):
        out.print(Text(f"  the scenario's note: {row['note']}"))
    unrelated = texts_left_out(verdict)
    for label in ("reasons", "near_misses"):
        for text in str(row[label]).split(REASON_BREAK) if row[label] else ():
            if text in verdict.listings or (not every and text in unrelated):
                continue
            out.print(Text(f"  {'because' if label == 'reasons' else 'near miss'}: {text}"))


def _how_sure(row: Record) -> Iterator[str]:
    """How sure the reading of the law is, and what the facts rest on: two things, each in words."""
    if isinstance(row["confidence"], str):
        yield f"how sure the reading of the law is: {_checked(row['confidence'])}"
    facts = row["decided_by"]
    if isinstance(facts, str):
        names = " and ".join(f"`{name}`" for name in facts.split("; "))
        which = f"deciding fact{'s' if ';' in facts else ''} {names}"
        rest = "rest" if ";" in facts else "rests"
        yield f"what the {which} {rest} on: {_graded(row, 'decided_by_grade', 'decided_by_source')}"
    yield f"what the flow's other facts rest on: {_graded(row, 'grade', 'source')}"


def _checked(confidence: str) -> str:
    return f"{CONFIDENCE[confidence]} ({confidence}; A is best, C least)"


def _graded(row: Record, grade: str, source: str) -> str:
    if not isinstance(row[grade], str):
        return "no source stated"
    return f"{GRADES[str(row[grade])]} ({row[grade]}; A is best, E least), source `{row[source]}`"


def _show_cells(row: Record, labels: Iterable[str], out: Console) -> None:
    """The cells of a row that hold anything, each with its label."""
    for label in labels:
        value = row[label]
        if not missing(value) and (label != "hypothetical" or value):
            out.print(Text(f"  {label.replace('_', ' ')}: {value}"))


def show_market(row: Record, barrier: Hit | None, out: Console) -> None:
    """One market of one line with everything that keeps it from buying."""
    out.print(Text(f"{row['name']} -> {row['market']}: {row['title']} (line `{row['line']}`)", "bold"))
    if barrier is None:
        out.print(Text("  status: open; no measure of this scenario keeps buyers in this market from it"))
        return
    low, likely, high = (percent(number(row, f"lost_{end}")) for end in ("low", "likely", "high"))
    lost = low if low == high else f"{low} / {likely} / {high}"
    out.print(Text(f"  demand lost: {lost} of what {row['market']} was to buy"))
    shown = (
        "status",
        "announced",
        "since",
        "until",
        "measure",
        "rule",
        "reference",
    )
    _show_cells(row, shown, out)
    out.print(Text(f"  what the share that is lost rests on: {_graded(row, 'grade', 'source')}"))
    _show_branches(reasoning_of(barrier), out)


def show_reasoning(verdict: Verdict, day: dt.date | None, every: bool, out: Console) -> None:
    """The reasoning behind a verdict, one question a line; `yes` beside one: the rule's test is met."""
    near, left_out = touching(verdict)
    _show_branches(reasoning(verdict, day, None if every else near), out)
    if left_out and not every:
        out.print(Padding(Text(left_out_said(left_out)), (0, 0, 0, 2)))


def _show_branches(branches: Iterable[Branch], out: Console) -> None:
    for branch in branches:
        answer = f" -> {branch.answer}" if branch.answer is not None else ""
        sure = f": {_checked(branch.confidence)}" if branch.confidence is not None else ""
        out.print(Padding(Text(f"{branch.text}{answer}{sure}"), (0, 0, 0, 2 + 2 * branch.depth)))
