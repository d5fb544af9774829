"""This is how long each company and product goes on: the tables `companies`, `products` and `timeline`."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from sim.exposure import Case
from sim.network import LineNode
from sim.results.barred import barred_demand
from sim.results.cost import costs
from sim.results.dip import Dip, dips, no_dips
from sim.results.evidence import Evidence
from sim.results.outcome import DomesticOutcome, LineOutcome, Milestones, week_edges
from sim.results.spread import duration, no_duration, no_spread, spread, worst
from sim.results.who import who
from sim.scenario.quantity import Quantity

_CARRIED = ("ordinary", "foreign", "domestic", "licence", "before")
_DURATIONS = ("full_output", "half_output", "stop", "recovery", "domestic_from", "domestic_until", "gap")


def companies_table(evidence: Evidence) -> pd.DataFrame:
    """The table `companies`: one row for each listed or modelled company and case."""
    organisations = evidence.file.scenario.organisations
    makers = {line.maker for line in evidence.network.lines}
    listed = sorted(evidence.exposure.listings, key=lambda name: (evidence.exposure.listings[name], name))
    shown = [name for name in listed if organisations[name].kind == "company"] + sorted(makers - set(listed))
    rows = []
    for case in evidence.exposure.cases:
        for maker in shown:
            lines = evidence.lines_of(maker)
            rows.append(
                {
                    "case": case,
                    "company": maker,
                    "name": evidence.name(maker),
                    **who(evidence, maker, lines),
                    "lines": "; ".join(line.title for line in lines),
                    **_represents(lines),
                    "not_modelled": organisations[maker].not_modelled,
                    **_company_times(evidence, case, maker, [line.name for line in lines]),
                }
            )
    return pd.DataFrame(rows)


def _represents(lines: Sequence[LineNode[Quantity]]) -> dict[str, object]:
    """What lines stand for together; shares of different wholes, and more than a whole, are not added up."""
    wholes = {line.represents_of for line in lines}
    share = sum(line.represents.likely for line in lines)
    if not lines:
        return {"represents": math.nan, "represents_of": ""}
    if len(wholes) == 1 and share <= 1.0 + 1e-9:
        return {"represents": share, "represents_of": wholes.pop()}
    parts = dict.fromkeys(f"{100 * line.represents.likely:.0f} % of {line.represents_of}" for line in lines)
    return {"represents": math.nan, "represents_of": "; ".join(parts)}


def _company_times(evidence: Evidence, case: Case, maker: str, lines: Sequence[str]) -> dict[str, object]:
    if not lines:
        empty = {key: value for name in _DURATIONS for key, value in no_duration(name).items()}
        alone = dict.fromkeys(("rationed_first", "reached_chance", "reached_draws"), math.nan)
        return {"reached_by": None, **empty, **no_spread("domestic_level"), **no_dips(), **alone}
    draws = evidence.reached(case, lines)
    milestones = [draw.cases[case].makers[maker] for draw in draws]
    domestic = [draw.domestic[case][f"maker {maker}"] for draw in draws]
    since = [draw.since[maker] for draw in draws]
    found = [draw.cases[case].dips[maker] for draw in draws]
    return (
        evidence.reached_columns(case, lines)
        | _times(milestones, since)
        | _dips(found, milestones, since)
        | _domestic(milestones, domestic, since)
    )


def _dips(found: Sequence[Dip], milestones: Sequence[Milestones], since: Sequence[float]) -> dict[str, float]:
    stops = (each.stop for each in milestones)
    return dips(found, since, stops, (each.first_shortfall for each in milestones))


def _after(days: Iterable[float], since: Sequence[float]) -> list[float]:
    """Durations from each draw's own day on."""
    return [day - first for day, first in zip(days, since, strict=True)]


def _times(milestones: Sequence[Milestones], since: Sequence[float]) -> dict[str, float]:
    short = [each.rationed_first for each in milestones if math.isfinite(each.first_shortfall)]
    fallen = [
        each.recovery - first
        for each, first in zip(milestones, since, strict=True)
        if math.isfinite(each.half)
    ]
    return (
        duration("full_output", _after((each.first_shortfall for each in milestones), since))
        | {"rationed_first": sum(short) / len(short) if short else math.nan}
        | duration("half_output", _after((each.half for each in milestones), since))
        | duration("stop", _after((each.stop for each in milestones), since))
        | (duration("recovery", fallen) if fallen else no_duration("recovery"))
    )


def _domestic(
    milestones: Sequence[Milestones], domestic: Sequence[DomesticOutcome], since: Sequence[float]
) -> dict[str, float]:
    gaps = [
        max(home.begins - each.stop, 0.0)
        for each, home in zip(milestones, domestic, strict=True)
        if math.isfinite(each.stop)
    ]
    return (
        spread("domestic_level", [home.level for home in domestic])
        | duration("domestic_from", _after((home.begins for home in domestic), since))
        | duration("domestic_until", _after((home.ends for home in domestic), since))
        | (duration("gap", gaps) if gaps else no_duration("gap"))
    )


def products_table(evidence: Evidence) -> pd.DataFrame:
    """The table `products`: one row for each line and case."""
    rows = []
    for case in evidence.exposure.cases:
        for number, line in enumerate(evidence.network.lines):
            draws = evidence.reached(case, [line.name])
            since = [draw.since[line.maker] for draw in draws]
            outcomes = [draw.cases[case].lines[line.name] for draw in draws]
            domestic = [draw.domestic[case][line.name] for draw in draws]
            milestones = [outcome.milestones for outcome in outcomes]
            rows.append(
                {
                    "case": case,
                    "line": line.name,
                    "title": line.title,
                    "company": line.maker,
                    "name": evidence.name(line.maker),
                    **who(evidence, line.maker, [line]),
                    "plan": evidence.planned[line.name][0],
                    "plan_from": evidence.network.start + dt.timedelta(days=line.starts),
                    "plan_grows": max(
                        365.25 * evidence.planned[line.name][1] / evidence.planned[line.name][0], 0.0
                    ),
                    "represents": line.represents.likely,
                    "represents_of": line.represents_of,
                    **evidence.reached_columns(case, [line.name]),
                    **_times(milestones, since),
                    **_dips([outcome.dip for outcome in outcomes], milestones, since),
                    **_domestic(milestones, domestic, since),
                    **spread("lost_output", [outcome.lost_output / outcome.planned for outcome in outcomes]),
                    "lost_output_tail": worst(
                        [outcome.lost_output / outcome.planned for outcome in outcomes]
                    ),
                    "demand_served": float(np.mean([_served(outcome) for outcome in outcomes])),
                    **spread("lost_value", [outcome.lost_value for outcome in outcomes]),
                    "degraded": float(
                        np.mean([outcome.degraded / max(outcome.made, 1e-300) for outcome in outcomes])
                    ),
                    **_while_degraded(outcomes, since),
                    "degraded_title": line.degraded and line.degraded.title,
                    **spread("lost_demand", [outcome.lost_demand / outcome.planned for outcome in outcomes]),
                    **spread("barred_demand", _barred(evidence, case, number)),
                    **_binding(evidence, case, line),
                    **_carried(evidence, case, line),
                    **costs(draws, case, number, line),
                }
            )
    return pd.DataFrame(rows)


def _served(outcome: LineOutcome) -> float:
    """Of what is wanted, the share that is made; all where nothing is wanted."""
    wanted = outcome.planned - outcome.lost_demand
    return 1.0 - outcome.lost_output / wanted if wanted > 0.0 else 1.0


def _while_degraded(outcomes: Sequence[LineOutcome], since: Sequence[float]) -> dict[str, float]:
    """From when and until when the degraded form is made, the latter of the draws that make it."""
    begins = [outcome.degraded_from for outcome in outcomes]
    ends = [
        outcome.degraded_until - first
        for outcome, first in zip(outcomes, since, strict=True)
        if math.isfinite(outcome.degraded_from)
    ]
    if not ends:
        return no_duration("degraded_from") | no_duration("degraded_until")
    return duration("degraded_from", _after(begins, since)) | duration("degraded_until", ends)


def _barred(evidence: Evidence, case: Case, number: int) -> list[float]:
    """In each draw, the share of a line's plan that measures keep from buying."""
    return [
        barred_demand(evidence, draw, number, case)
        / draw.cases[case].lines[draw.network.lines[number].name].planned
        for draw in evidence.reached(case, [evidence.network.lines[number].name])
    ]


def binding_shares(evidence: Evidence, case: Case, line: LineNode[Quantity]) -> dict[str, float]:
    """Share, by input key, of the time in which some input limits output, over the draws, that it is this one."""
    days: dict[str, float] = {}
    for draw in evidence.reached(case, [line.name]):
        for key, length in draw.cases[case].lines[line.name].binding.items():
            days[key] = days.get(key, 0.0) + length
    total = sum(days.values())
    return {key: length / total for key, length in days.items()} if total > 0.0 else {}


def _binding(evidence: Evidence, case: Case, line: LineNode[Quantity]) -> dict[str, object]:
    shares = binding_shares(evidence, case, line)
    key = max(sorted(shares), key=lambda each: shares[each], default=None)
    item = next((each for each in line.inputs if each.key == key), None)
    rationed = [
        draw.cases[case].lines[line.name].rationed
        / (evidence.network.horizon - max(draw.since[line.maker], line.starts))
        for draw in evidence.reached(case, [line.name])
    ]
    return {
        "binding": item.name if item else None,
        "binding_title": item.title if item else None,
        "binding_time": shares[key] if key else 0.0,
        "rationed_time": float(np.mean(rationed)),
    }


def _carried(evidence: Evidence, case: Case, line: LineNode[Quantity]) -> dict[str, float]:
    outcomes = [draw.cases[case].lines[line.name] for draw in evidence.reached(case, [line.name])]
    carried = np.mean([own.carried_after / max(own.planned, 1e-300) for own in outcomes], axis=0)
    total = carried.sum()
    shares = carried / total if total > 0.0 else np.zeros_like(carried)
    return {f"carried_{name}": float(share) for name, share in zip(_CARRIED, shares, strict=True)}


def timeline_table(evidence: Evidence) -> pd.DataFrame:
    """The table `timeline`: one row for each line, case and week."""
    edges = week_edges(evidence.network.horizon)
    frames = []
    for case in evidence.exposure.cases:
        for line in evidence.network.lines:
            outcomes = [draw.cases[case].lines[line.name] for draw in evidence.reached(case, [line.name])]
            carried = np.stack([outcome.carried for outcome in outcomes])  # (draws, channels, weeks)
            output = np.sort(carried.sum(axis=1), axis=0)
            ranks = {
                end: max(math.ceil(p * len(outcomes)) - 1, 0)
                for end, p in (("low", 0.1), ("middle", 0.5), ("high", 0.9))
            }
            columns = {
                "case": case,
                "line": line.name,
                "week": np.arange(len(edges) - 1),
                "date": [evidence.network.start + dt.timedelta(days=float(edge)) for edge in edges[:-1]],
                "plan": np.mean([outcome.plan for outcome in outcomes], axis=0),
                "demand": np.mean([outcome.demand for outcome in outcomes], axis=0),
                **evidence.reached_columns(case, [line.name]),
                **{f"output_{end}": output[rank] for end, rank in ranks.items()},
                "output_mean": output.mean(axis=0),
                **dict(zip(_CARRIED, carried.mean(axis=0), strict=True)),
            }
            frames.append(pd.DataFrame(columns))
    return pd.concat(frames, ignore_index=True)
