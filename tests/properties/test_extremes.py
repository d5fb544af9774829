"""Whatever numbers and dates a scenario holds, it is refused where it is read, or it runs to the end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from sim.errors import ScenarioError
from sim.results import folder
from sim.scenario import read_scenario

FIELDS = {
    "start": "2019-05-01",
    "until": "2020-12-31",
    "seen_from": "2019-10-09",
    "known": "2019-10-09",
    "announced": "2019-10-07",
    "effective": "2019-10-09",
    "opens": "2019-10-20",
    "closes": "2019-11-19",
    "public_since": "2019-01-01",
    "public_by": "2019-05-16",
    "plan_from": "2019-06-01",
    "as_of": "2019-05-01",
    "ships": "2019-09-01",
    "stock": "60 days",
    "lead": "14 days",
    "qualification": "90 days",
    "ramp": "60 days",
    "threshold": "30 days",
    "granted": "90 days",
    "lot": "10 days",
    "plan": "1000 units/day",
    "price": "55 USD",
    "cost": "12.50 USD",
    "needs": "1",
    "ration": "50 %",
    "serves": "40 %",
    "volume": "50 %",
}
SCENARIO = """\
schema: runout/2
title: Extremes
question: What runs?
clock: {{start: {start}, until: {until}, as_seen_from: {seen_from}}}
references: {{guess: {{what: a guess, date: {known}, grade: D}}}}
organisations:
  maker: {{name: Maker, home: CN}}
  cut: {{name: Cut, home: US}}
  home: {{name: Home, home: CN}}
rules:
  origin:
    title: Origin
    issuer: US
    reference: [made up]
    confidence: C
    when: {{all: [{{fact: made_in, is: US}}, {{not: {{fact: product_public, on_or_before: {public_by}}}}}]}}
lists:
  listed:
    title: List
    rule: origin
    batches:
      first:
        title: First
        announced: {announced}
        effective: {effective}
        reference: made up
        policy: denial
        goods_en_route: honoured
        entries: {{maker: {{listed_as: Maker}}}}
        authorisations:
          window:
            title: Window
            when: {{fact: kind, is: goods}}
            windows: [{{from: {opens}, until: {closes}, published: {known}, reference: made up}}]
classes:
  part:
    title: Part
    stock: {stock}
    lead_time: {lead}
    qualification: {qualification}
    ramp: {ramp}
    basis: made up
    ref: guess
measures:
  first: {{list: listed, batch: first, licences: {{granted_after: {granted}, volume: {volume}, ref: guess}}}}
lines:
  product:
    title: Product
    maker: maker
    ref: guess
    represents: {{share: 50 %, of: revenue}}
    plan: {plan}
    plan_from: {plan_from}
    public_since: {public_since}
    price: {price}
    sold_in: {{CN: 100 %}}
    ration: {{output: {ration}, when_a_cut_part_covers_under: {threshold}}}
    inputs:
      part:
        title: Part
        class: part
        cost: {cost}
        needs: {needs}
        stock: {{covers: {stock}, as_of: {as_of}}}
        sources:
          cut: {{share: 60 %, made_in: US, lots: [{{ships: {ships}, covers: {lot}}}]}}
          home: {{share: 40 %, made_in: CN}}
        alternatives:
          other: {{supplier: home, serves: {serves}, made_in: CN}}
"""
DATES = [name for name, value in FIELDS.items() if value.count("-") == 2]
DAYS = [
    "0001-01-01",
    "0001-01-02",
    "1600-02-29",
    "1969-12-31",
    "2019-10-08",
    "2024-02-29",
    "2069-04-30",
    "9999-12-31",
]
SIZES = ["0", "1e-300", "1e-12", "1e-9", "1e-6", "0.001", "1 / 2 / 1e3", "0 / 1e-9 / 1e12"]
SIZES += ["36525", "1e6", "1e12", "1e15", "1e308"]
SHARES = ["0 %", "0.0000001 %", "0 / 0.0000001 / 100 %", "50 %", "100 %", "101 %"]


def values(name: str) -> st.SearchStrategy[str]:
    if name in DATES:
        return st.sampled_from(DAYS)
    _, _, unit = FIELDS[name].partition(" ")
    return st.sampled_from(SHARES if unit == "%" else [f"{size} {unit}".strip() for size in SIZES])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("extremes")


def runs_or_is_refused(place: Path, changes: dict[str, str]) -> bool:
    path = place / "extremes.yaml"
    path.write_text(SCENARIO.format(**FIELDS | changes))
    try:
        results = sim.run(path, replications=2)
    except ScenarioError:
        return False
    folder.as_json(results)
    folder.write_folder(results, {"report.html": sim.page(results)}, place / "run")
    return True


def test_the_scenario_without_extremes_runs(place: Path) -> None:
    assert runs_or_is_refused(place, {})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"until": "9999-12-31"}, "reaches beyond the days that can be simulated, 1900-01-01 to 2199-12-31"),
        ({"start": "0001-01-01"}, "reaches beyond the days that can be simulated"),
        ({"until": "2069-05-02"}, "until 2069-05-02 lies more than 50 years after start 2019-05-01"),
        ({"closes": "9999-12-31"}, "until 9999-12-31 is after 2199-12-31"),
        ({"plan": "1e308 units/day"}, "`1e308 units/day` is too much; a rate is at most 1e12 units/day"),
        ({"cost": "1000000000001 USD"}, "an amount of money is at most 1e12"),
        ({"needs": "2e12"}, "a count is at most 1e12"),
        ({"stock": "100.01 years"}, "a duration is at most 100 years"),
        ({"plan": "0.9e-9 units/day"}, "is too little; write 0, or 1e-09 units/day or more"),
        ({"stock": "0 / 1e-300 / 1 days"}, "is too little; write 0, or 1e-09 days or more"),
        ({"serves": "0.00000001 %"}, "is too little; write 0, or 1e-09 or more"),
    ],
)
def test_what_is_out_of_bounds_is_refused_with_what_would_be_right(
    place: Path, changes: dict[str, str], said: str
) -> None:
    path = place / "extremes.yaml"
    path.write_text(SCENARIO.format(**FIELDS | changes))
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    assert any(said in problem.message for problem in caught.value.problems), caught.value


@pytest.mark.parametrize(
    "changes",
    [
        {"until": "2069-05-01"},
        {"start": "1970-02-28", "until": "2020-02-28"},
        {"cost": "1e12 USD", "price": "1e12 USD", "needs": "1e12"},
        {"stock": "100 years", "lead": "100 years"},
        {"plan": "1e-9 units/day"},
    ],
)
def test_what_lies_on_a_bound_runs(place: Path, changes: dict[str, str]) -> None:
    assert runs_or_is_refused(place, changes)


@settings(
    max_examples=int(os.environ.get("EXAMPLES", "30")), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_a_scenario_with_extreme_numbers_and_dates_is_refused_or_runs(
    place: Path, data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=4, unique=True))
    runs_or_is_refused(place, {name: data.draw(values(name)) for name in names})
