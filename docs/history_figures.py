"""This is what runout prints for each history case, beside what happened: written by `python -m docs.build`."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml

import sim
from sim.explain import percent, records
from sim.scenario import scenario_names, shipped_folder

DRAWS = 64
CASES = tuple(name for name in scenario_names() if name.startswith("backtests/"))
_PART = re.compile(r"(<!-- (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)
_STOPS, _DOES_NOT = 0.50, 0.35  # share of draws from which on it stops, and below which it does not
_UNTIL = {"stop": "stop", "full_again": "full output again"}


@cache
def outcome(name: str) -> dict[str, Any]:
    """What happened, and what counts as a hit; no run reads it."""
    folder, _, case = name.partition("/")
    text = (shipped_folder() / folder / "outcomes" / f"{case}.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@cache
def ran(name: str, variant: str | None = None) -> sim.Results:
    """A case with few draws, so that the page can be checked in a minute."""
    return sim.run(name, [variant] if variant else [], replications=DRAWS, workers=2)


def scored(name: str) -> Iterator[tuple[str, str, str, str, str, bool]]:
    """For each band, line and case of undetermined flows: what was printed, the band, and whether it was hit."""
    for band in outcome(name)["bands"]:
        results = ran(name, band.get("variant"))
        for line in band["lines"]:
            for row in records(results.tables["products"]):
                if row["line"] == line:
                    printed, wanted, hit = judged(band, row, results)
                    yield band["name"], line, str(row["case"]), printed, wanted, hit


def judged(band: dict[str, Any], row: Any, results: sim.Results) -> tuple[str, str, bool]:
    """What was printed for a line, what was wanted, and whether that is the same."""
    if "stops" in band:
        share = 1.0 - float(row["stop_beyond"])
        wanted = f"at least {percent(_STOPS)}" if band["stops"] else f"under {percent(_DOES_NOT)}"
        hit = share >= _STOPS if band["stops"] else share < _DOES_NOT
        return f"{percent(share)} of draws stop", wanted, hit
    low, high = band["between"]
    if "until" in band:
        days = days_after(row, band["until"], band["after"])
        printed = f"{days:.0f} days" if math.isfinite(days) else f"no {_UNTIL[band['until']]}"
        return printed, f"{low} to {high} days", low <= days <= high
    share = float(row["lowest_middle"]) if band.get("least") else mean_output(band["output"], row, results)
    wanted = f"{percent(low)} to {percent(high)}" if high <= 1.0 else f"at least {percent(low)}"
    return percent(share), wanted, low <= share <= high


def days_after(row: Any, until: str, after: dt.date) -> float:
    """Days from a day until the median of one indicator; infinity if half of the draws do not get there."""
    weeks = row[f"{until}_middle"]
    if weeks is None or math.isnan(float(weeks)):
        return math.inf
    counted = dt.date.fromisoformat(str(row["counted_from"])[:10])
    return (counted - after).days + 7.0 * float(weeks)


def mean_output(span: dict[str, dt.date], row: Any, results: sim.Results) -> float:
    """The mean of the weekly medians of output in a span, as a share of plan."""
    weeks = results.tables["timeline"]
    own = weeks[(weeks["line"] == row["line"]) & (weeks["case"] == row["case"])]
    days = own["date"].map(lambda day: dt.date.fromisoformat(str(day)[:10]))
    return float(own[(days >= span["from"]) & (days <= span["to"])]["output_middle"].mean())


def about(name: str) -> Iterator[str]:
    """One case: its question, what happened, what was printed."""
    scenario, known = sim.prepare(name).file.scenario, outcome(name)
    yield f"*{scenario.question}* Seen from {scenario.clock.as_seen_from}; `runout run {name}`.\n"
    if "calibration" in known:
        yield f"**A calibration, no test.** {known['calibration']}\n"
    yield "What happened:\n"
    for each in known["happened"]:
        yield f"- {each['what']} ({each['source']}; {each['date']}, grade {each['grade']})."
    yield f"\nNot scored: {known['not_scored']}\n"
    yield f"What runout printed ({DRAWS} draws, seed 1, medians):\n"
    yield "| what | line | undetermined flows | printed | a hit is | |\n|---|---|---|---|---|---|"
    for what, line, case, printed, wanted, hit in scored(name):
        verdict = "hit" if hit else "**miss**"
        yield f"| {what} | `{line}` | {case.removeprefix('undetermined ')} | {printed} | {wanted} | {verdict} |"
    yield f"\nOf the numbers that decide this answer, {percent(ran(name).estimates)} are estimates.\n"


def summary() -> Iterator[str]:
    """Hits and misses of all cases."""
    yield "| case | kind | hits | of | estimates among the numbers that decide |\n|---|---|---|---|---|"
    for name in CASES:
        hits = [hit for *_, hit in scored(name)]
        kind = "calibration" if "calibration" in outcome(name) else "test"
        place, share = name.partition("/")[2], percent(ran(name).estimates)
        yield f"| [{place}](#{place}) | {kind} | {sum(hits)} | {len(hits)} | {share} |"


def with_history(text: str) -> str:
    """The page with its generated parts made anew."""

    def made(found: re.Match[str]) -> str:
        lines = summary() if found[2] == "summary" else about(found[2])
        return found[1] + "\n".join(lines).rstrip("\n") + "\n" + found[3]

    places = [found[2] for found in _PART.finditer(text)]
    assert places == ["summary", *places[1:]], "the page begins with its summary"
    assert sorted(places[1:]) == list(CASES), "each case has one place on the page"
    return _PART.sub(made, text)
