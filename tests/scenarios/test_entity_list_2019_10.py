"""The scenario of October 2019: what it holds, and what follows from it by hand."""

from __future__ import annotations

import datetime as dt
import io

import pytest

import sim
from sim.exposure import closures
from sim.network import domestic_only
from sim.pipeline import prepare
from sim.results.outcome import measure_domestic
from sim.scenario import scenario_names
from sim.simulation.compilation import compile_run
from sim.simulation.driver import simulate
from sim.terminal import console, show_run
from sim.uncertainty.draws import likely

NAME = "entity-list-2019-10"


@pytest.fixture(scope="module")
def prepared():
    return prepare(NAME)


@pytest.fixture(scope="module")
def results():
    return sim.run(NAME, replications=12)


@pytest.mark.parametrize("name", scenario_names())
def test_every_shipped_scenario_and_each_of_its_variants_is_valid(name):
    for variant in prepare(name).file.scenario.variants:
        assert prepare(name, [variant]).file.variants == (variant,)


def test_it_lists_the_28_entities_of_october_and_names_the_eight_companies(prepared):
    scenario = prepared.file.scenario
    entries = scenario.lists["us-entity-list"].batches["84-fr-54002"].entries
    kinds = [scenario.organisations[entity].kind for entity in entries]
    assert (kinds.count("company"), kinds.count("public body")) == (8, 20)
    modelled = {line.maker for line in scenario.lines.values()}
    for entity in entries:
        organisation = scenario.organisations[entity]
        assert organisation.kind == "public body" or entity in modelled or organisation.not_modelled


def test_the_phone_has_29_rows_of_which_26_stand_for_1631_parts_and_cost_what_the_teardown_says(prepared):
    inputs = prepared.file.scenario.lines["huawei-p30-pro"].inputs
    counted = [item for item in inputs.values() if item.parts]
    assert (len(inputs), len(counted)) == (29, 26)
    assert sum(item.parts or 0 for item in counted) == 1631
    assert sum(item.cost.likely for item in inputs.values()) == pytest.approx(363.83)


def test_the_mate_30_stands_on_the_same_rows_but_its_google_services_are_new(prepared):
    phone, mate = (prepared.file.scenario.lines[name] for name in ("huawei-p30-pro", "huawei-mate-30"))
    assert list(mate.inputs) == list(phone.inputs)
    assert (phone.inputs["gms"].stage, mate.inputs["gms"].stage) == ("support", "new")
    assert mate.plan_from == dt.date(2019, 9, 19)


def verdict(prepared, line, source):
    return prepared.exposure.flows[f"lines.{line}.inputs.{source}"].verdict


def test_google_is_cut_for_the_mate_30_at_once_and_for_the_p30_pro_when_the_known_general_licence_ends(
    prepared,
):
    assert verdict(prepared, "huawei-mate-30", "gms.sources.google").since == dt.date(2019, 5, 16)
    assert verdict(prepared, "huawei-p30-pro", "gms.sources.google").since == dt.date(2019, 11, 19)
    later = prepare(NAME, ["hindsight"])
    assert verdict(later, "huawei-p30-pro", "gms.sources.google").since == dt.date(2020, 8, 14)


@pytest.mark.parametrize("name", ["footnote-4-from-2019-10-09", "huawei-rule-for-all", "allies-follow"])
def test_a_variant_changes_no_law_that_it_does_not_name(prepared, name):
    """Google is cut for the P30 Pro on the day after the general licence known on 2019-10-09 ends: 2019-11-18.

    All that a variant may add to the law of the day comes from its own measure.
    """
    varied = prepare(NAME, [name])
    assert verdict(varied, "huawei-p30-pro", "gms.sources.google").since == dt.date(2019, 11, 19)
    own = varied.file.scenario.measures.keys() - prepared.file.scenario.measures.keys()
    for key, flow in prepared.exposure.flows.items():
        others = [hit for hit in varied.exposure.flows[key].verdict.hits if hit.measure not in own]
        assert [(hit.measure, hit.since, hit.status, hit.clause) for hit in others] == [
            (hit.measure, hit.since, hit.status, hit.clause) for hit in flow.verdict.hits
        ]


def test_a_chip_made_in_taiwan_for_hikvision_stays_open_and_a_us_made_one_is_cut(prepared):
    assert verdict(prepared, "hikvision-camera", "soc.sources.hisilicon").status == "allowed"
    cut = verdict(prepared, "hikvision-camera", "poe-pd.sources.texas-instruments")
    assert (cut.status, cut.since) == ("licence required", dt.date(2019, 10, 9))
    assert verdict(prepared, "hikvision-camera", "phy.sources.microchip").status == "undetermined"


@pytest.mark.parametrize(
    ("line", "level", "limit", "begins"),
    [
        # HiSilicon's processor from a Chinese factory: 5 %, qualified 720 days after 2019-05-15 (day 14), in a straight
        # line over 720 days: 180 days of it by day 914
        ("huawei-p30-pro", 0.05 * 180 / 720, "soc", float("inf")),
        ("huawei-mate-30", 0.05 * 180 / 720, "soc", float("inf")),
        # Motorcomm's network chip: 10 %, qualified 365 days after 2019-10-07 (day 159), over 720 days: 390 by day 914;
        # 5 % of plan is reached half-way, on day 524 + 360
        ("hikvision-camera", 0.10 * 390 / 720, "phy", 884.0),
    ],
)
def test_the_domestic_level_is_what_a_hand_computation_says(prepared, line, level, limit, begins):
    drawn = likely(prepared.network)
    alone = domestic_only(drawn)
    listings = prepared.exposure.listings
    for case in prepared.exposure.cases:
        closed = closures(prepared.exposure, drawn, prepared.file.scenario, case)
        announced = {name: drawn.day(listing.announced) for name, listing in listings.items()}
        effective = {name: drawn.day(listing.effective) for name, listing in listings.items()}
        run = compile_run(alone, closed, announced)
        simulate(run.world, run.rows, run.horizon)
        found = measure_domestic([(alone, run)], effective)[line]
        assert found.level == pytest.approx(level, rel=1e-9)
        assert found.begins == pytest.approx(begins)
        number = run.lines.index(f"lines.{line}")
        assert run.stocks[run.world.line[number].binding].endswith(f".{limit}")


def test_every_number_has_a_source_with_title_date_and_grade_and_none_is_later_than_the_day_it_is_seen_from(
    results,
):
    assumptions = results.tables["assumptions"]
    assert not assumptions[["ref", "what", "date", "grade"]].isna().any().any()
    facts = assumptions[~assumptions["estimate"] | (assumptions["grade"] == "D")]
    assert (facts["date"] <= results.as_seen_from).all()
    assert assumptions[assumptions["grade"] == "E"]["estimate"].all()
    assert set(assumptions["ref"]) <= set(results.references["ref"])


def test_the_answer_counts_who_is_cut(results):
    companies = results.tables["companies"].drop_duplicates("company").set_index("company")
    assert companies.loc["huawei", ["suppliers_cut", "suppliers_undetermined"]].tolist() == [6, 2]
    assert companies.loc["hikvision", ["suppliers_cut", "suppliers_undetermined"]].tolist() == [1, 5]


def test_cutting_the_undetermined_flows_never_brings_more_output(results):
    """Within 2 % of plan: in some draws of the P30 Pro stock that is stretched from the first day loses less later."""
    products = results.tables["products"].set_index(["line", "case"])["lost_output_middle"].unstack()
    assert (products["undetermined cut"] >= products["undetermined open"] - 0.02).all()


def test_lines_that_are_not_listed_and_bodies_are_said_to_be_not_modelled(results):
    companies = results.tables["companies"]
    absent = companies[companies["lines"] == ""]
    assert set(absent["company"]) == {"meiya-pico", "yixin"}
    assert absent["not_modelled"].str.len().gt(10).all()
    assert results.public_bodies == 20


def test_the_printed_share_of_estimates_can_be_counted_in_the_table_of_assumptions(results):
    table = results.tables["assumptions"]
    deciding = table[table["decides"]]
    assert results.estimates == deciding["estimate"].mean()
    assert deciding["estimate"].tolist() == deciding["grade"].isin(["D", "E"]).tolist()
    assert 0 < len(deciding) < len(table)
    screen = io.StringIO()
    show_run(results, console(screen), every=True)
    printed = f"{100 * deciding['estimate'].mean():.0f} % of the numbers that decide it are estimates"
    assert printed in " ".join(screen.getvalue().split())
    for _, row in results.tables["products"].iterrows():
        own = deciding[[row["line"] in lines.split(", ") for lines in deciding["for_lines"]]]
        assert row["estimates"] == own["estimate"].mean()
