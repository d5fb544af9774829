"""What only perhaps happens is told as it is if it happens, with its chance beside it, on paper.

Glass Works stops on 2020-02-01, day 276; its lens has 150 days of stock and travels 7, so that it is gone on day 433,
22.4 weeks later, and for 177 of the 334 days from the stop to the horizon, day 610, nothing is made. All that is made
in the first 157 comes from before the stop. Every number but the chance is certain: all draws in which it happens are
alike.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.exposure import Case, Causes
from sim.figures.rows import Rows
from sim.pipeline import prepare
from sim.report.lost_sales import by_supplier
from sim.report.page import page
from sim.results.results import Results
from sim.terminal import console, show_run
from sim.uncertainty.draws import likely
from tests.example_scenario import EXAMPLE
from tests.test_first_out import STOPS, text

NOBODY_ELSE = "home-chips: {serves: 0 %, made_in: CN"


def run(folder: Path, chance: str, replications: int = 128) -> Results:
    path = folder / "camera.yaml"
    scenario = text().replace(STOPS, STOPS.replace("from:", f"chance: {chance}, from:"))
    scenario = scenario.replace("covers: 60 / 90 / 180 days", "covers: 90 days")
    path.write_text(scenario.replace("home-chips: {serves: 100 %, made_in: CN", NOBODY_ELSE))
    return sim.run(path, replications=replications)


@pytest.fixture(scope="module")
def perhaps(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run(tmp_path_factory.mktemp("perhaps"), "15 %")


@pytest.fixture(scope="module")
def certain(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run(tmp_path_factory.mktemp("certain"), "100 %", 8)


def test_figures_are_of_the_draws_in_which_it_happens(perhaps: Results) -> None:
    row = perhaps.tables["products"].iloc[0]
    assert row["reached_chance"] == pytest.approx(0.15)
    assert row["reached_draws"] in (19, 20)  # 19.2 of 128
    assert row["full_output_low"] == row["full_output_high"] == pytest.approx(157 / 7)
    assert (row["full_output_beyond"], row["stop_beyond"]) == (0.0, 0.0)
    assert row["lost_output_middle"] == pytest.approx(177 / 334)
    assert row["carried_before"] == pytest.approx(1.0)
    assert row["carried_ordinary"] == pytest.approx(0.0)


@pytest.mark.parametrize("table", ["companies", "products", "timeline", "parts", "lost_sales"])
def test_they_say_what_a_run_says_in_which_it_is_certain(
    table: str, perhaps: Results, certain: Results
) -> None:
    chances = ("reached_chance", "reached_draws", "stops_chance", "estimates")
    one, other = (
        results.tables[table].drop(columns=[*chances], errors="ignore") for results in (perhaps, certain)
    )
    pd.testing.assert_frame_equal(one, other)


def test_what_is_certain_has_its_chance_and_no_words(certain: Results) -> None:
    row = certain.tables["products"].iloc[0]
    assert (row["reached_chance"], row["reached_draws"]) == (1.0, 8)
    assert "if it happens" not in shown(certain, every=True)


def test_chances_of_several_that_may_happen_add_up(tmp_path: Path) -> None:
    """Neither of two, with 50 % and 20 %, stays away: 1 less 0.5 times 0.8 is 60 %; 38.4 of 64 draws in the mean."""
    both = STOPS.replace("from:", "chance: 50 %, from:") + STOPS.partition("\n")[2].replace(
        "  glass:", "  again:"
    ).replace("from:", "chance: 20 %, from:")
    path = tmp_path / "camera.yaml"
    path.write_text(text().replace(STOPS, both))
    row = sim.run(path, replications=64).tables["products"].iloc[0]
    assert row["reached_chance"] == pytest.approx(0.6)
    assert 34 <= row["reached_draws"] <= 43


def test_what_does_not_come_sets_no_day_from_which_weeks_count(tmp_path: Path) -> None:
    """Glass Works stops for certain, with 157 days; a stop in June 2019 that comes in none of 8 draws changes nothing.

    With 60 % it is likelier than not: then the likeliest day is the 1st of June.
    """
    path = tmp_path / "camera.yaml"

    def row(chance: str) -> pd.Series:
        again = STOPS.partition("\n")[2].replace("  glass:", "  again:")
        again = again.replace("from: 2020-02-01", f"chance: {chance}, from: 2019-06-01")
        scenario = (
            text().replace(STOPS, STOPS + again).replace("covers: 60 / 90 / 180 days", "covers: 90 days")
        )
        path.write_text(scenario.replace("home-chips: {serves: 100 %, made_in: CN", NOBODY_ELSE))
        return sim.run(path, replications=8).tables["products"].iloc[0]

    never = row("1 %")
    assert never["counted_from"] == never["counted_from_low"] == dt.date(2020, 2, 1)
    assert never["full_output_low"] == never["full_output_high"] == pytest.approx(157 / 7)
    assert row("60 %")["counted_from"] == dt.date(2019, 6, 1)


def test_an_alternative_of_another_part_leaves_the_condition(tmp_path: Path) -> None:
    """It stops for certain, but is not used: 157 days and 15 % remain what they are."""
    beside = (
        "  home: {title: Home Chips stops, ref: estimate, supplier: home-chips, buyers: [camera-maker], inputs: [soc], "
        "from: 2020-02-01}\n"
    )
    path = tmp_path / "camera.yaml"
    stops = STOPS.replace("from:", "chance: 15 %, from:") + beside
    scenario = text().replace(STOPS, stops).replace("covers: 60 / 90 / 180 days", "covers: 90 days")
    path.write_text(scenario.replace("home-chips: {serves: 100 %, made_in: CN", NOBODY_ELSE))
    row = sim.run(path, replications=128).tables["products"].iloc[0]
    assert row["reached_chance"] == pytest.approx(0.15)
    assert row["reached_draws"] in (19, 20)
    assert row["full_output_low"] == row["full_output_high"] == pytest.approx(157 / 7)


GENERAL = """\
        goods_en_route: honoured
        authorisations:
          general:
            title: general licence
            when: {fact: kind, is: goods}
            windows:
              - {from: 2020-02-01, until: 2020-12-31, published: 2019-10-09, reference: made up}
"""


def test_a_day_that_is_drawn_has_the_chance_of_the_draws_it_closes_something_in(tmp_path: Path) -> None:
    """A general licence lets all through from 2020-02-01, the likeliest day 2020-04-01 comes after it.

    From 1 November there are 92 days to 1 February and 152 to the end of a triangle that only rises: the day lies
    before in (92 / 152)^2 = 37 % of draws. With a chance of 50 % that is 18 %.
    """
    path = tmp_path / "camera.yaml"
    scenario = EXAMPLE.partition("variants:")[0].replace("question:", "hypothetical: true\nquestion:", 1)
    scenario = scenario.replace("        goods_en_route: honoured\n", GENERAL, 1)
    measure = "october-2019: {list: entity-list, batch: october-2019, licences: none"
    days = "announced: 2019-10-09, effective: 2019-11-01 / 2020-04-01 / 2020-04-01, ref: estimate"
    for chance in (1.0, 0.5):
        path.write_text(scenario.replace(measure, f"{measure}, {days}, chance: {100 * chance:.0f} %"))
        row = sim.run(path, replications=64).tables["products"].iloc[0]
        assert row["reached_chance"] == pytest.approx(chance * (92 / 152) ** 2, abs=0.02)
        assert row["reached_draws"] / 64 == pytest.approx(row["reached_chance"], abs=0.07)


def test_what_cannot_happen_is_not_followed_as_if_it_did(tmp_path: Path) -> None:
    results = run(tmp_path, "0 %", 8)
    row = results.tables["products"].iloc[0]
    assert (row["reached_chance"], row["reached_draws"], row["full_output_beyond"]) == (0.0, 0, 1.0)
    assert results.tables["first_out"].empty


def test_where_it_happens_in_no_draw_that_is_said(tmp_path: Path) -> None:
    results = run(tmp_path, "1 %", 2)
    row = results.tables["products"].iloc[0]
    assert (row["reached_draws"], row["full_output_beyond"]) == (0, 1.0)
    assert "With 1 % chance, but in none of these draws, so that nothing happens, Camera Maker" in " ".join(
        results.answer
    )


def test_what_nothing_reaches_has_no_chance(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(text().replace(STOPS, ""))
    row = sim.run(path, replications=2).tables["products"].iloc[0]
    assert (row["reached_chance"], row["reached_draws"]) == (0.0, 0)


def printed(results: Results, every: bool = False) -> list[str]:
    out = io.StringIO()
    show_run(results, console(out), every=every)
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    return lines


def shown(results: Results, every: bool = False) -> str:
    return " ".join(" ".join(printed(results, every)).split())


def test_screen_answer_and_report_say_the_chance_first(perhaps: Results) -> None:
    said = "With 15 % chance; if it happens, Camera Maker (modelled lines: about 45 % of revenue 2018) keeps full"
    assert any(said in each for each in perhaps.answer)
    assert f"{said} output for about 22 weeks" in shown(perhaps)
    assert "Camera (about 45 % of revenue 2018), with 15 % chance; if it happens:" in shown(perhaps, True)
    assert "with 15 % chance; if it happens, output meets demand for about 22 weeks" in " ".join(
        perhaps.sentences["camera-maker"]
    )
    report = " ".join(page(perhaps).replace("\N{NO-BREAK SPACE}", " ").split())
    assert report.count("with 15 % chance; if it happens") >= 4  # summary, how long, sentence, figure


def two_lines(phone: str) -> str:
    """A phone beside the camera, each with a lens that runs out on day 433 if its own maker stops; `phone`: how."""
    one = text().replace("covers: 60 / 90 / 180 days", "covers: 90 days")
    one = one.replace("home-chips: {serves: 100 %, made_in: CN", NOBODY_ELSE)
    start = one.index("  camera:\n    title: Camera")
    camera = one[start:]
    other = camera.replace("  camera:", "  phone:", 1).replace("title: Camera", "title: Phone", 1)
    other = other.replace("glass-works:", "optics:").replace("share: 45 %", "share: 40 %")
    stops = f"  optics: {{title: Optics stops, ref: estimate, supplier: optics, buyers: [camera-maker], {phone}}}\n"
    return (
        one.replace(camera, camera + other)
        .replace("organisations:\n", "organisations:\n  optics: {name: Optics, home: CN}\n", 1)
        .replace(STOPS, STOPS.replace("from:", "chance: 15 %, from:") + stops)
    )


def test_of_two_lines_each_says_what_it_rests_on(tmp_path: Path) -> None:
    """The phone's lens is gone for certain after 22 weeks, the camera's with 15 % only: of its company nothing may."""
    path = tmp_path / "camera.yaml"
    path.write_text(two_lines("from: 2020-02-01"))
    results = sim.run(path, replications=32)
    companies, products = results.tables["companies"], results.tables["products"]
    assert (companies["reached_chance"].item(), list(products["reached_chance"])) == (1.0, [0.15, 1.0])
    screen = printed(results)
    camera, phone = (
        next(row for row in screen if row.startswith(f"  {name}")) for name in ("Camera", "Phone")
    )
    assert camera.startswith("  Camera, with 15 % chance; if it ")
    assert [camera.split()[-6:-3], phone.split()[:4]] == [["22"] * 3, ["Phone", *["22"] * 3]]
    assert (
        " ".join(screen).count("if it happens") == 1
    )  # in the answer above; beside the row it is on two lines
    report = re.sub(r"\s+", " ", page(results).replace("\N{NO-BREAK SPACE}", " "))
    for name in ("Camera", "Phone"):
        rows = re.findall(rf'<th scope="row[^>]*>{name}<br><span class="note">([^<]*)</span>', report)
        assert len(rows) == 2  # at a glance, and how long
        assert all(("with 15 % chance; if it happens" in row) == (name == "Camera") for row in rows)


def test_a_line_that_hardly_ever_falls_short_is_not_hidden_in_its_company(tmp_path: Path) -> None:
    """Of 32 draws 1 or 2 fall short: 4 % of those of the company, and all of those in which it happens."""
    path = tmp_path / "camera.yaml"
    scenario = two_lines("from: 2020-12-30").replace("chance: 15 %", "chance: 4 %")
    path.write_text(scenario)
    results = sim.run(path, replications=32)
    assert results.tables["companies"]["full_output_beyond"].item() > 0.9
    assert "  Camera, with 4 % chance" in "\n".join(printed(results))


def test_of_two_cases_each_says_what_it_rests_on(tmp_path: Path) -> None:
    """The chip is cut for certain where what is undetermined is; else the lens only may be missing, with 15 %."""
    head = EXAMPLE.partition("variants:")[0]
    for old, new in (
        ("chip-maker: {share: 100 %, made_in: US}", "chip-maker: {share: 100 %, made_in: CN}"),
        ("glass-works: {share: 100 %, made_in: CN}", "glass-works: {share: 100 %, made_in: CN, CONTENT}"),
        ("serves: 10 / 30 / 50 %, made_in: CN}", "serves: 10 / 30 / 50 %, made_in: CN, CONTENT}"),
        ("lines:\n  camera:", STOPS.replace("from:", "chance: 15 %, from:") + "lines:\n  camera:"),
    ):
        assert old in head
        head = head.replace(old, new.replace("CONTENT", "content: {US: {total: 0 %}}"), 1)
    path = tmp_path / "camera.yaml"
    path.write_text(head)
    results = sim.run(path, replications=32)
    assert list(results.tables["products"]["reached_chance"]) == [1.0, 0.15]
    opened = next(row for row in printed(results) if row.startswith("  with 15 % chance"))
    assert opened.split()[-6:-2] == ["22", "22", "22", "ordinary"]
    assert "undetermined open, with 15 % chance; if it happens:" in shown(results, True)
    report = re.sub(r"\s+", " ", page(results).replace("\N{NO-BREAK SPACE}", " "))
    assert '<td class="case">undetermined open, with 15 % chance; if it happens</td>' in report
    assert '<span class="soft">all open, with 15 % chance; if it happens</span>' in report
    assert '<td class="case">undetermined cut</td>' in report


def test_what_rests_on_different_chances_is_not_summed(tmp_path: Path) -> None:
    """Each line stands still for 177 days if its own lens maker stops, with 15 %: so much the chip maker loses on each.

    That is 177 x 1,000 x 12.50 USD, 2.2 m, but no event of 15 % takes both. If one stop reached both lines, it would.
    """
    path = tmp_path / "camera.yaml"
    path.write_text(two_lines("chance: 15 %, from: 2020-02-01"))
    results = sim.run(path, replications=32)
    sales = results.tables["lost_sales"]
    assert list(sales["lost_middle"]) == pytest.approx([2_212_500.0, 1_002_000.0] * 2)
    assert list(sales["reached_by"]) == ["glass", "glass", "optics", "optics"]
    assert set(sales["reached_chance"]) == {0.15}

    def lost(tables: Mapping[str, pd.DataFrame]) -> dict[str, tuple[str, str, str]]:
        return {each.name: each.lost[0] for each in by_supplier(Rows(tables), results.cases)}

    told, said = lost(results.tables), "with 15 % chance; if it happens"
    assert told["Chip Maker"] == ("–", "–", "no sum: its supplies rest on different chances")
    assert told["Glass Works"] == ("USD 1 m", "100 %", said)
    together = {**results.tables, "lost_sales": sales.assign(reached_by="glass")}
    assert lost(together)["Chip Maker"] == ("USD 4.4 m", "0 %", said)
    report = page(results).replace("\N{NO-BREAK SPACE}", " ")
    assert report.count('<br><span class="note">no sum: its supplies rest on different chances</span>') == 4
    assert report.count(f'<td class="amount">USD 2.2 m<br><span class="note">{said}</span></td>') == 2


def test_that_output_meets_demand_says_of_which_draws(tmp_path: Path) -> None:
    """A stop two days before the end is never felt, for the lens lasts 150 days."""
    path = tmp_path / "camera.yaml"
    path.write_text(
        text().replace(STOPS, STOPS.replace("from: 2020-02-01", "chance: 15 %, from: 2020-12-29"))
    )
    results = sim.run(path, replications=8)
    assert "in every draw: Camera Maker (with 15 % chance; if it happens)." in shown(results, True)


def test_what_only_an_undetermined_flow_meets_is_a_cause_where_such_flows_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(
        EXAMPLE.replace("chip-maker: {share: 100 %, made_in: US}", "chip-maker: {share: 100 %, made_in: CN}")
    )
    known = prepare(path)
    chip = "lines.camera.inputs.soc.sources.chip-maker"

    def names(case: Case) -> frozenset[str]:
        drawn = [likely(known.network)]
        return Causes(known.network, known.exposure, known.file.scenario, drawn, case).names([chip])

    assert names("undetermined cut") == {"october-2019"}
    assert names("undetermined open") == frozenset()
