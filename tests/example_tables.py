"""This is a set of result tables made by hand: two modelled companies, three lines, names that try to be HTML."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

import pandas as pd

from sim.results.columns import COLUMNS, REASON_BREAK

START, UNTIL = dt.date(2019, 5, 1), dt.date(2020, 12, 30)
ANNOUNCED, EFFECTIVE = dt.date(2019, 10, 7), dt.date(2019, 10, 9)  # the horizon lies 64 weeks later
CASES = ("undetermined cut", "undetermined open")
HOSTILE_MAKER = "<script>document.title = 'owned'</script>Camera & Co."
HOSTILE_PART = "main <img src=x onerror=\"document.title='owned'\"> chip %{x} {{ 7 * 7 }}"
HOSTILE_SUPPLIER = "</script><b>Bold</b> Chips"
NAMES = {"camera-maker": HOSTILE_MAKER, "phone-maker": "Phone Maker", "software-house": "Software House"}
LINES = {"camera": "Camera", "doorbell": "Doorbell", "phone": "Phone"}
MAKERS = {"camera": "camera-maker", "doorbell": "camera-maker", "phone": "phone-maker"}
REPRESENTS = {"camera-maker": 0.45, "phone-maker": 0.2, "software-house": math.nan}

_NUMBERS = {"weeks", "share", "share of plan", "share a year", "days", "count"}
_NUMBERS |= {"units/day", "units", "number", "USD", "USD per product"}


def frame(name: str, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """A table of `COLUMNS`; a cell not named is empty, a column unknown is an error."""
    columns = COLUMNS[name]
    unknown = {column for row in rows for column in row} - set(columns)
    assert not unknown, f"{name} has no column {sorted(unknown)}"
    table = pd.DataFrame(
        [{column: row.get(column) for column in columns} for row in rows], columns=list(columns)
    )
    return table.astype({column: float for column, (unit, _) in columns.items() if unit in _NUMBERS})


def spread(
    name: str, low: float | None, middle: float | None = None, high: float | None = None
) -> dict[str, object]:
    return {f"{name}_low": low, f"{name}_middle": middle, f"{name}_high": high}


def duration(
    name: str,
    low: float | None = None,
    middle: float | None = None,
    high: float | None = None,
    beyond: float = 0.0,
) -> dict[str, object]:
    return {**spread(name, low, middle, high), f"{name}_beyond": beyond}


def sure(name: str, chance: str, day: dt.date) -> dict[str, object]:
    return {name: day, f"{name}_low": day, f"{name}_high": day, chance: 1.0}


def _times(case: str) -> dict[str, object]:
    """Stops in every draw when all undetermined flows are cut; mostly beyond the horizon when they are open."""
    if case == "undetermined cut":
        return {
            **duration("full_output", 11.6, 19.4, 26.2),
            **duration("half_output", 14, 22, None, 0.12),
            "rationed_first": 0.2,
            **duration("stop", 20, 29, 57),
            **duration("recovery", 52, 70, None, 0.25),
            **duration("gap", 0, 4, 11),
            **spread("lowest", 0.0, 0.1, 0.3),
            **spread("lowest_at", 20, 29, 50),
            **duration("resumes", 40, 50, None, 0.3),
            **duration("full_again", beyond=1.0),
            **spread("level", 0.2, 0.5, 0.9),
        }
    return {
        **duration("full_output", 40, None, None, 0.62),
        **duration("half_output", beyond=0.97),
        "rationed_first": 0.0,
        **duration("stop", beyond=1.0),
        **duration("recovery", beyond=1.0),
        **duration("gap", 0, 0, 0),
    }


_DOMESTIC = {
    **spread("domestic_level", 0.0, 0.003, 0.14),
    **duration("domestic_from", 33, 48, None, 0.4),
    **duration("domestic_until", beyond=1.0),
}


def _who(company: str) -> dict[str, object]:
    return {
        "company": company,
        "name": NAMES[company],
        **sure("listed_since", "listed_chance", EFFECTIVE),
        **sure("cut_since", "cut_chance", EFFECTIVE),
        "licences": "assumed not granted",
        "announced": ANNOUNCED,
        "counted_from": EFFECTIVE,
        "measure": "october-2019",
    }


_COUNTS: dict[str, object] = {
    "suppliers_cut": 2,
    "suppliers_stopping": 0,
    "suppliers_undetermined": 1,
    "suppliers_open": 7,
    "own_work": None,
    "cost_cut": 0.31,
    "cost_stopping": 0.0,
    "cost_undetermined": 0.004,
    "estimates": 0.83,
}


def _companies() -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for case in CASES:
        for company, share in REPRESENTS.items():
            own = [LINES[line] for line, maker in MAKERS.items() if maker == company]
            row = {"case": case, **_who(company), "lines": "; ".join(own), "represents": share}
            if own:
                row |= {**_COUNTS, **_times(case), **_DOMESTIC, "represents_of": "revenue 2018"}
            else:
                row |= {"not_modelled": "it sells software, which a parts list does not describe"}
            rows.append(row)
    return frame("companies", rows)


def _products() -> pd.DataFrame:
    return frame(
        "products",
        [
            {
                "case": case,
                "line": line,
                "title": title,
                **_who(MAKERS[line]),
                **_COUNTS,
                "plan": 1000,
                "plan_from": dt.date(2019, 9, 19) if line == "doorbell" else START,
                "represents": REPRESENTS[MAKERS[line]] / (2 if MAKERS[line] == "camera-maker" else 1),
                "represents_of": "revenue 2018",
                **_times(case),
                **_DOMESTIC,
                **spread("lost_output", 0.1, 0.25, 0.4),
                **spread("lost_demand", 0.0, 0.0, 0.0),
                **spread("barred_demand", 0.0, 0.0, 0.0),
                "binding": "chip",
                "binding_title": HOSTILE_PART,
                "binding_time": 0.9,
                "rationed_time": 0.2,
                "carried_ordinary": 0.0,
                "carried_foreign": 0.3,
                "carried_domestic": 0.1,
                "carried_licence": 0.0,
                "carried_before": 0.6,
                "parts_cost": 40.0,
                **spread("extra_cost", 0.9, 1.6, 2.4),
                **spread("margin_before", 9.0, 15.0, 21.0),
                **spread("margin_after", 7.0, 13.4, 20.0),
                **spread("margin_lost", 0.016, 0.03, 0.044),
            }
            for case in CASES
            for line, title in LINES.items()
        ],
    )


def _timeline() -> pd.DataFrame:
    rows = []
    for case in CASES:
        for line in LINES:
            for week in range(87):
                before = week < 23
                stock = 0.0 if before else max(0.9 - 0.03 * (week - 23), 0.0)
                foreign = 0.0 if before or case == "undetermined cut" else min(0.02 * (week - 23), 0.55)
                domestic = 0.0 if week < 60 else 0.1
                made = 1.0 if before else stock + foreign + domestic
                rows.append(
                    {
                        "case": case,
                        "line": line,
                        "week": week,
                        "date": START + dt.timedelta(weeks=week),
                        "plan": 1.0,
                        "demand": 1.0 if week < 40 else 0.95,
                        **spread("output", max(made - 0.2, 0.0), made, min(made + 0.1, 1.0)),
                        "output_mean": made,
                        "ordinary": 1.0 if before else 0.0,
                        "foreign": foreign,
                        "domestic": domestic,
                        "licence": 0.0,
                        "before": stock,
                    }
                )
    return frame("timeline", rows)


def _parts() -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for case in CASES:
        cut = EFFECTIVE if case == "undetermined cut" else None
        for line in LINES:
            inputs: list[dict[str, object]] = [
                {
                    "input": "chip",
                    "title": HOSTILE_PART,
                    "status": "cut",
                    "if_missing": "stop",
                    "cut_since": EFFECTIVE,
                    **spread("cover", 60, 95, 170),
                    **duration("run_out", 11.6, 19.4, 26.2),
                    "binding_time": 0.9,
                    **duration("alternative_ready", 20, 30, 45),
                    "alternatives": "Home Chips",
                },
                {
                    "input": "sensor",
                    "title": "image sensor with a name so long that no phone could ever show all of it",
                    "status": "partly cut",
                    "if_missing": "stop",
                    "cut_since": EFFECTIVE,
                    **spread("cover", 40, 50, 60),
                    **duration("run_out", 30, 50, None, 0.3),
                    "binding_time": 0.1,
                    **duration("alternative_ready", 10, 14, 20),
                    "alternatives": "Home Sensors",
                },
                {
                    "input": "glass",
                    "title": "glass",
                    "status": "undetermined",
                    "if_missing": "stop",
                    "cut_since": cut,
                    **spread("cover", 30, 35, 40),
                    **duration("run_out", beyond=1.0),
                    "binding_time": 0.0,
                },
                {
                    "input": "app-store",
                    "title": "app store",
                    "status": "cut",
                    "if_missing": "none",
                    "cut_since": EFFECTIVE,
                    **spread("cover", 0, 0, 0),
                    **duration("run_out", 0, 0, 0),
                    "binding_time": 0.0,
                },
                *(
                    {
                        "input": f"open-{number}",
                        "title": f"open part {number}",
                        "status": "open",
                        "if_missing": "stop",
                        **spread("cover", 20, 30, 40),
                        **duration("run_out", beyond=1.0),
                        "binding_time": 0.0,
                    }
                    for number in range(1, 6)
                ),
            ]
            rows += [{"case": case, "line": line, "fleet": False, **item} for item in inputs]
    return frame("parts", rows)


def _flows() -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for line, maker in MAKERS.items():
        shared: dict[str, object] = {
            "company": maker,
            "line": line,
            "kind": "goods",
            "source": "guess",
            "grade": "E",
        }
        law: dict[str, object] = {
            **sure("since", "chance", EFFECTIVE),
            "measure": "october-2019",
            "rule": "us-entity-list",
            "policy": "Presumption of denial.",
            "licences": "assumed not granted",
            "confidence": "B",
        }
        rows += [
            {
                **shared,
                **law,
                "input": "chip",
                "title": HOSTILE_PART,
                "supplier": "bold-chips",
                "supplier_name": HOSTILE_SUPPLIER,
                "supplier_home": "US",
                "made_in": "US",
                "role": "ordinary",
                "share": 1.0,
                "cost": 12.5,
                "status": "licence required",
                "held_back": "by law",
                "clause": "15 CFR 744.11(a); 84 FR 54002",
                "nexus": "15 CFR 734.3(a)(2)",
                "domestic": False,
                "secure": False,
                "reasons": REASON_BREAK.join(["made in US", "the maker is listed <b>since</b> October"]),
                "near_misses": "",
            },
            {
                **shared,
                **law,
                "input": "glass",
                "title": "glass",
                "supplier": "glass-works",
                "supplier_name": "Glass Works",
                "supplier_home": "JP",
                "made_in": "US, JP",
                "role": "ordinary",
                "share": 1.0,
                "cost": 0.345,
                "status": "undetermined",
                "held_back": "undetermined",
                "nexus": "15 CFR 734.4(d)",
                "content": "controlled US content 0-40 % of value",
                "domestic": False,
                "secure": False,
                "reasons": "whether it is above 25 % is not known",
                "near_misses": "",
            },
            {
                **shared,
                "input": "open-1",
                "title": "open part 1",
                "supplier": "screw-maker",
                "supplier_name": "Screw Maker",
                "supplier_home": "CN",
                "made_in": "CN",
                "role": "ordinary",
                "share": 1.0,
                "cost": 0.02,
                "status": "allowed",
                "held_back": "open",
                "nexus": "15 CFR 734.4(d)",
                "nearest_rule": "us-entity-list",
                "nearest_clause": "15 CFR 744.11(a); 84 FR 54002",
                "nearest_since": dt.date(2019, 10, 9),
                "nearest_why": "open because made in CN",
                "domestic": True,
                "secure": True,
                "reasons": "open because made in CN",
                "near_misses": "",
            },
            {
                **shared,
                "input": "chip",
                "title": HOSTILE_PART,
                "supplier": "home-chips",
                "supplier_name": "Home Chips",
                "supplier_home": "CN",
                "made_in": "CN, TW",
                "role": "alternative",
                "share": 0.3,
                "status": "allowed",
                "held_back": "open",
                "nexus": "15 CFR 734.4(d)",
                "domestic": False,
                "secure": True,
                "reasons": "open because made in CN or TW",
                "near_misses": "",
            },
        ]
    return frame("flows", rows)


def _undetermined() -> pd.DataFrame:
    runs = {
        "all_open": (0.1, None),
        "cut_alone": (0.6, 9.4),
        "open_alone": (0.3, 20.0),
        "all_cut": (0.7, 8.0),
    }
    return frame(
        "undetermined",
        [
            {
                "line": "phone",
                "title": LINES["phone"],
                "company": "phone-maker",
                "name": NAMES["phone-maker"],
                "rank": rank,
                "buyer": "phone-maker",
                "buyer_name": NAMES["phone-maker"],
                "for_lines": "phone",
                "input": "chip",
                "input_title": HOSTILE_PART,
                "supplier": "bold-chips",
                "supplier_name": HOSTILE_SUPPLIER,
                "role": role,
                "moves_output": 0.5 / rank,
                "moves_full_output": 50.0,
                **{f"lost_{run}": lost for run, (lost, _) in runs.items()},
                **{f"full_output_{run}": weeks for run, (_, weeks) in runs.items()},
            }
            for rank, role in ((1, "ordinary"), (2, "alternative"))
        ],
    )


def _first_out() -> pd.DataFrame:
    """Nobody here is unlisted; the rows are there so that hostile names stand in this table too."""
    return frame(
        "first_out",
        [
            {
                "case": case,
                "line": "phone",
                "rank": 1,
                "input": "chip",
                "title": HOSTILE_PART,
                "suppliers": HOSTILE_SUPPLIER,
                "made_in": "US",
                "class": "chip",
                "chance": 1.0,
                "orders": "assumed",
                "lasts": 12.0,
                **duration("lasts", 10.0, 12.0, 14.0, 0.02),
                "lasts_draws": 128,
                "start_by": dt.date(2020, 1, 2),
                "start_by_low": dt.date(2019, 12, 30),
                "start_by_high": dt.date(2020, 1, 9),
                "start_by_draws": 125,
                "start_with": HOSTILE_SUPPLIER,
            }
            for case in CASES
        ],
    )


def _lost_sales() -> pd.DataFrame:
    return frame(
        "lost_sales",
        [
            {
                "case": case,
                "company": maker,
                "line": line,
                "input": item,
                "flow": f"lines.{line}.inputs.{item}.sources.{supplier}",
                "supplier": supplier,
                "supplier_name": name,
                "supplier_home": home,
                "why": why,
                "planned": planned,
                **spread("lost", 0.4 * planned, 0.5 * planned, 0.8 * planned),
            }
            for case in CASES
            for line, maker in MAKERS.items()
            for item, supplier, name, home, why, planned in (
                ("chip", "bold-chips", HOSTILE_SUPPLIER, "US", "cut", 2.4e9),
                ("open-1", "screw-maker", "Screw Maker", "CN", "co-supplier", -31_000.0),
            )
        ],
    )


def _events() -> pd.DataFrame:
    return frame(
        "events",
        [
            {
                "case": case,
                "day": day,
                "date": START + dt.timedelta(days=day),
                "entity": entity,
                "kind": kind,
                "cause": "made in US",
                "before": before,
                "after": after,
            }
            for case in CASES
            for day, entity, kind, before, after in (
                (161, "lines.camera.inputs.chip.sources.bold-chips", "supply cut", 1200.0, 0.0),
                (290, "lines.camera.inputs.chip", "stock ran out", None, 0.0),
            )
        ],
    )


def _assumptions() -> pd.DataFrame:
    return frame(
        "assumptions",
        [
            {
                "path": "lines.camera.inputs.chip.stock.covers",
                "value": "60 / 90 / 180 days",
                "low": 60,
                "likely": 90,
                "high": 180,
                "unit": "days",
                "class_default": True,
                "ref": "guess",
                "what": "own estimate",
                "date": dt.date(2026, 11, 23),
                "grade": "E",
                "estimate": True,
                "decides": True,
                "file": "example.yaml",
                "line": 12,
            },
            {
                "path": "lines.camera.price",
                "value": "55 USD",
                "low": 55,
                "likely": 55,
                "high": 55,
                "unit": "USD",
                "class_default": False,
                "ref": "report",
                "what": "annual report",
                "date": dt.date(2019, 3, 1),
                "grade": "A",
                "estimate": False,
                "decides": True,
                "file": "example.yaml",
                "line": 7,
            },
        ],
    )


def _markets() -> pd.DataFrame:
    return frame(
        "markets",
        [
            {"company": MAKERS[line], "name": NAMES[MAKERS[line]], "line": line, "title": title}
            | {"market": "elsewhere", "share": 1.0, "status": "open"}
            for line, title in LINES.items()
        ],
    )


def _pools() -> pd.DataFrame:
    """Both makers turn to one home maker of chips, which serves the phone first."""
    drawn = (("camera", 1, "last", 600.0, 0.35), ("phone", 0, "first", 400.0, 0.65))
    return frame(
        "pools",
        [
            {
                "case": case,
                "pool": "home-chips",
                "title": "network chips of Home Chips, all that can be made in three shifts",
                "capacity": 500.0,
                "company": MAKERS[line],
                "name": NAMES[MAKERS[line]],
                "line": line,
                "line_title": LINES[line],
                "input": "chip",
                "item": HOSTILE_PART,
                "flow": f"lines.{line}.inputs.chip.alternatives.home-chips",
                "role": "alternative",
                "priority": priority,
                "need": need,
                "served": served,
                **duration("all_taken", 11.6, 19.4, None, 0.2),
                "delivered": 1000.0 * got,
                **spread("got", got - 0.05, got, got + 0.05),
            }
            for case in CASES
            for line, priority, served, need, got in drawn
        ],
    )


def example_tables() -> dict[str, pd.DataFrame]:
    return {
        "companies": _companies(),
        "products": _products(),
        "timeline": _timeline(),
        "parts": _parts(),
        "flows": _flows(),
        "pools": _pools(),
        "applications": frame("applications", []),
        "markets": _markets(),
        "undetermined": _undetermined(),
        "first_out": _first_out(),
        "lost_sales": _lost_sales(),
        "events": _events(),
        "assumptions": _assumptions(),
    }
