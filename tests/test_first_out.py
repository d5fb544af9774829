"""Each part by itself: what runs out first, and the last day to begin qualifying another source, on paper.

The camera's maker is not listed. Glass Works stops on 2020-02-01, day 276; its lens has 150 days of stock and travels
7, so that it is gone on day 433. Another glass maker needs 90 days to be qualified, 30 to ramp up and 7 for the way: it
must begin 112 days before, 15 for half the ramp, on day 321.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import binom

import sim
from sim.errors import ScenarioError
from sim.experiments.one_by_one import decided_alone
from sim.explain import cut_inputs, in_common
from sim.pipeline import prepare
from sim.report.page import page
from sim.results.lasts_alone import confidence_of_sure_day, latest_start, sure_day
from sim.results.results import Results
from sim.terminal import console, show_run
from sim.terminal.first_out import first_out_lines
from tests.example_scenario import EXAMPLE

STOPS = """\
vendor_stops:
  glass: {title: Glass Works stops, ref: estimate, supplier: glass-works, buyers: [camera-maker], from: 2020-02-01}
"""
LENS = """\
        stock: {covers: 150 days}
        sources:
          glass-works: {share: 100 %, made_in: CN, content: {US: {total: 0 %}}}
        alternatives:
          home-chips: {serves: SERVES, made_in: CN, content: {US: {total: 0 %}}, qualification: DAYS days}
"""


def text(serves: str = "100 %", days: int = 90) -> str:
    head = EXAMPLE.partition("variants:")[0]
    lens = LENS.replace("SERVES", serves).replace("DAYS", str(days))
    old = "        sources:\n          glass-works: {share: 100 %, made_in: CN}\n"
    measure = "measures:\n  october-2019: {list: entity-list, batch: october-2019, licences: none}\n"
    assert old in head
    assert measure in head
    return head.replace(old, lens).replace(measure, STOPS)


def run(folder: Path, scenario: str, replications: int = 1) -> Results:
    path = folder / "camera.yaml"
    path.write_text(scenario)
    return sim.run(path, replications=replications)


def part(results: Results) -> pd.Series:
    (row,) = [row for _, row in results.tables["first_out"].iterrows()]
    return row


def test_a_part_lasts_as_long_as_its_stock_and_what_is_under_way(tmp_path: Path) -> None:
    found = part(run(tmp_path, text()))
    assert (found["input"], found["suppliers"], found["made_in"]) == ("lens", "Glass Works", "CN")
    assert found["lasts"] == pytest.approx(157 / 7)
    assert found["lasts_middle"] == pytest.approx(157 / 7)


def test_the_last_day_to_begin_is_worked_out_from_there(tmp_path: Path) -> None:
    found = part(run(tmp_path, text()))
    assert found["start_by"] == dt.date(2019, 5, 1) + dt.timedelta(days=321)
    assert found["start_with"] == "Home Chips"


def test_beginning_on_that_day_avoids_the_shortfall_and_a_day_later_does_not(tmp_path: Path) -> None:
    """Here qualification begins with the stop, on day 276, so that so many days more stand for a later beginning."""
    later = 321 - 276
    in_time = run(tmp_path, text(days=90 + later)).tables["products"]
    too_late = run(tmp_path, text(days=91 + later)).tables["products"]
    assert in_time["full_output_beyond"].item() == 1.0
    assert too_late["full_output_beyond"].item() == 0.0


def test_an_alternative_that_cannot_serve_all_gives_way_to_one_that_takes_what_its_class_takes(
    tmp_path: Path,
) -> None:
    found = part(run(tmp_path, text("60 %", 10)))
    assert found["start_with"] == "another source"
    assert found["start_by"] == dt.date(2019, 5, 1) + dt.timedelta(
        days=321
    )  # the class says the same 90, 30 and 7


@pytest.mark.parametrize(("quoted", "day"), [("364 days", -36), ("1 day", 321)])
def test_a_source_nobody_named_needs_at_least_the_lead_time_that_is_quoted(
    quoted: str, day: int, tmp_path: Path
) -> None:
    """The part is gone on day 433; 90 to qualify, 15 for half the ramp, and 364 from order to delivery, not 7."""
    glass = "glass-works: {share: 100 %, made_in: CN, content: {US: {total: 0 %}}"
    scenario = text("60 %", 10).replace(glass, f"{glass}, lead_time: 1 day, quoted_lead_time: {quoted}")
    scenario = scenario.replace("covers: 150 days", "covers: 156 days")  # the way is 6 days shorter
    found = part(run(tmp_path, scenario))
    assert found["start_with"] == "another source"
    assert found["start_by"] == dt.date(2019, 5, 1) + dt.timedelta(days=day)


def test_a_quoted_lead_time_shorter_than_the_way_is_refused(tmp_path: Path) -> None:
    glass = "glass-works: {share: 100 %, made_in: CN"
    wrong = text().replace(glass, f"{glass}, lead_time: 9 days, quoted_lead_time: 8 days")
    with pytest.raises(ScenarioError, match="is 8 days, less than `lead_time`, 9 days"):
        run(tmp_path, wrong)


def test_the_day_is_early_enough_in_four_of_five_draws_in_which_the_part_runs_out() -> None:
    """However unlikely the stop: what one should begin by, if it comes, does not move with its chance."""
    assert sure_day([5.0, 1.0, 4.0, 3.0, 2.0]) == 2.0
    assert sure_day([5.0, 1.0, 4.0, 3.0, 2.0] + [math.inf] * 95) == 2.0
    assert sure_day([math.inf] * 3 + [-3.0, -math.inf]) == -math.inf
    assert sure_day([math.inf] * 3) == math.inf


def test_a_larger_source_may_begin_later_for_its_ramp_reaches_the_need_sooner() -> None:
    assert latest_start(433, 90, 7, 30, 1.0) == 321
    assert latest_start(433, 90, 7, 30, 2.0) == 328.5
    assert latest_start(433, 90, 7, 30, 0.9) == -math.inf
    assert latest_start(math.inf, 90, 7, 30, 1.0) == math.inf


def test_a_part_that_is_cut_only_in_part_has_no_day(tmp_path: Path) -> None:
    """What goes on is asked for more, or not: no plain sum tells the day."""
    half = "glass-works: {share: 50 %, made_in: CN, content: {US: {total: 0 %}}}"
    other = "          optics: {share: 50 %, made_in: CN, content: {US: {total: 0 %}}}"
    scenario = text().replace(
        "glass-works: {share: 100 %, made_in: CN, content: {US: {total: 0 %}}}", f"{half}\n{other}"
    )
    scenario = scenario.replace("organisations:\n", "organisations:\n  optics: {name: Optics, home: CN}\n", 1)
    found = part(run(tmp_path, scenario.replace("covers: 150 days", "covers: 60 days")))
    assert found["lasts"] > 67 / 7  # what goes on makes it last longer
    assert found["start_by"] is None


def test_the_parts_of_a_listed_maker_are_not_followed(tmp_path: Path) -> None:
    results = run(tmp_path, EXAMPLE)
    assert results.tables["first_out"].empty
    out = io.StringIO()
    show_run(results, console(out), every=True)
    assert "run out first" not in out.getvalue()


def test_screen_answer_and_report_say_it(tmp_path: Path) -> None:
    results = run(tmp_path, text())
    out = io.StringIO()
    show_run(results, console(out), every=True)
    assert max(map(len, out.getvalue().splitlines())) <= 80
    shown = " ".join(out.getvalue().split())
    assert "lens: Lens (Glass Works, made in CN), with Home Chips 22* 2020-03-17" in shown
    assert any("the first to run out by itself: Lens (lens, Glass Works)." in each for each in results.answer)
    assert any(
        "Another source must be begun with first for Lens (lens) by 2020-03-17 (1 draw)." in each
        for each in results.answer
    )
    report = " ".join(page(results).split())
    assert "Camera: who must begin what first, each part by itself" in report
    assert "17&nbsp;Mar 2020" in report or "17 Mar 2020" in report


def test_what_is_past_when_the_scenario_is_seen_should_have_begun(tmp_path: Path) -> None:
    results = run(tmp_path, text().replace("covers: 150 days", "covers: 10 days"))
    out = io.StringIO()
    show_run(results, console(out), every=True)
    assert "with Home Chips 2* 2019-10-29" in " ".join(out.getvalue().split())
    results = run(tmp_path, text(days=150).replace("covers: 150 days", "covers: 10 days"))
    out = io.StringIO()
    show_run(results, console(out), every=True)
    begin = results.tables["first_out"]["start_by"].iloc[0]
    days = (results.as_seen_from - begin).days
    assert days == 40
    assert f"with Home Chips 2* {begin}, 40 days ago" in " ".join(out.getvalue().split())
    assert "should have begun 40 days ago" in page(results).replace("\N{NO-BREAK SPACE}", " ")
    assert max(map(len, out.getvalue().splitlines())) <= 80


def test_what_parts_share_is_counted(tmp_path: Path) -> None:
    scenario = text().replace(
        "chip-maker: {share: 100 %, made_in: US}", "glass-works: {share: 100 %, made_in: CN}"
    )
    results = run(tmp_path, scenario)
    assert list(results.tables["first_out"]["input"]) == ["soc", "lens"]
    assert any(
        "Of 2 parts that run out, 2 come from Glass Works and 2 are made in CN." in e for e in results.answer
    )


def both_stop() -> str:
    """Glass Works makes the chip too, which lasts 214 days, to day 490; another needs 180 + 14 + 45: from day 251."""
    scenario = text().replace(
        "chip-maker: {share: 100 %, made_in: US}", "glass-works: {share: 100 %, made_in: CN}"
    )
    return scenario.replace("covers: 60 / 90 / 180 days", "covers: 200 days")


def test_what_must_be_begun_first_comes_first_though_it_runs_out_later(tmp_path: Path) -> None:
    results = run(tmp_path, both_stop())
    table = results.tables["first_out"]
    assert list(table["input"]) == ["soc", "lens"]
    assert list(table["rank"]) == [2, 1]
    begin = [(day - dt.date(2019, 5, 1)).days for day in table["start_by"]]
    assert begin == [251, 321]
    out = io.StringIO()
    show_run(results, console(out))
    assert out.getvalue().index("soc: Main chip") < out.getvalue().index("lens: Lens")
    assert any(
        "first to run out by itself: Lens (lens, Glass Works) and Main" in each for each in results.answer
    )
    told = page(results)
    table_of_parts = told[told.index("who must begin what first, each part by itself") :]
    assert table_of_parts.index("Main chip") < table_of_parts.index(">Lens<")


def test_every_part_that_runs_out_has_a_day_however_many(tmp_path: Path) -> None:
    """25 more lenses, of 151, 152 ... days, each with the day of the first and so many days more."""
    scenario = text()
    start = scenario.index("      lens:\n")
    end = scenario.index("qualification: 90 days}\n", start) + len("qualification: 90 days}\n")
    lens = scenario[start:end]
    more = "".join(
        lens.replace("      lens:", f"      lens-{number}:").replace("covers: 150", f"covers: {150 + number}")
        for number in range(1, 26)
    )
    table = run(tmp_path, scenario[:end] + more + scenario[end:]).tables["first_out"]
    begin = [(day - dt.date(2019, 5, 1)).days for day in table["start_by"]]
    assert begin == [321 + number for number in range(26)]
    assert list(table["lasts_middle"]) == pytest.approx([(157 + number) / 7 for number in range(26)])


def test_a_part_that_runs_out_in_some_draws_only_has_a_row(tmp_path: Path) -> None:
    """334 days are left after the stop; a stock of 200 / 400 / 420 days and 7 outlasts them in most draws.

    It is less than 327 days in the share (327 - 200)^2 / (220 x 200) = 37 % of draws.
    """
    found = part(run(tmp_path, text().replace("covers: 150 days", "covers: 200 / 400 / 420 days"), 128))
    assert math.isnan(found["lasts"])
    assert found["lasts_beyond"] == pytest.approx(1.0 - 127**2 / (220 * 200), abs=1 / 128)
    assert dt.date(2019, 5, 1) + dt.timedelta(days=276 + 207 - 112) <= found["start_by"]
    assert found["start_by_low"] <= found["start_by"] <= found["start_by_high"]


def test_one_chance_alone_leaves_all_draws_and_moves_no_day(tmp_path: Path) -> None:
    """Whether the stop comes with 15 % or for certain, what holds if it comes is the same, from as many draws."""
    scenario = text().replace("covers: 150 days", "covers: 100 / 150 / 200 days")
    certain = run(tmp_path, scenario, 64).tables["first_out"]
    results = run(tmp_path, scenario.replace(" from: 2020", " chance: 15 %, from: 2020"), 64)
    perhaps = results.tables["first_out"]
    assert (perhaps["chance"].item(), certain["chance"].item()) == (0.15, 1.0)
    assert perhaps["lasts_draws"].item() == 64
    pd.testing.assert_frame_equal(perhaps.drop(columns="chance"), certain.drop(columns="chance"))
    told = " ".join(results.answer)
    assert re.search(
        r"begun with first for Lens \(lens\) by [-\d]+ ± \d+ days \(with 15 % chance; if it is cut\)\.", told
    )


def test_of_several_that_may_cut_a_part_the_draws_decide(tmp_path: Path) -> None:
    """Two stops of one supplier, each with 50 %: 75 %, of 64 draws about 48, and the earlier of those that come.

    Weeks count from the one that comes, so that they are 157 / 7 whichever it is.
    """
    again = STOPS.partition("\n")[2].replace("  glass:", "  again:").replace("2020-02-01", "2020-04-01")
    both = (STOPS + again).replace("from:", "chance: 50 %, from:")
    found = part(run(tmp_path, text().replace(STOPS, both), 64))
    assert found["chance"] == 0.75
    assert 40 <= found["lasts_draws"] <= 56
    assert (found["lasts_low"], found["lasts_high"]) == pytest.approx((157 / 7, 157 / 7))


def test_an_unlikely_stop_puts_no_part_first(tmp_path: Path) -> None:
    """The lens lasts to day 276 + 157, the chip of 140 days and 14 under way to day 276 + 154: it is the first.

    A stop of the lens with 1 %, in June 2019, that comes in none of 8 draws would have it gone in November 2019.
    """
    scenario = both_stop().replace("covers: 200 days", "covers: 140 days")
    again = STOPS.partition("\n")[2].replace("  glass:", "  again:")
    again = again.replace("from: 2020-02-01", "inputs: [lens], chance: 1 %, from: 2019-06-01")
    table = run(tmp_path, scenario.replace(STOPS, STOPS + again), 8).tables["first_out"].set_index("input")
    assert table["rank"].to_dict() == {"soc": 1, "lens": 2}
    assert table["lasts_middle"].to_dict() == pytest.approx({"soc": 154 / 7, "lens": 157 / 7})


@pytest.mark.parametrize("chance", ["1 %", "50 %"])
def test_where_several_may_cut_a_part_nothing_is_likeliest(chance: str, tmp_path: Path) -> None:
    """One in February perhaps, one in April for certain: the weeks are 157 / 7 from either."""
    again = STOPS.partition("\n")[2].replace("  glass:", "  again:").replace("2020-02-01", "2020-04-01")
    both = (STOPS + again).replace("from:", f"chance: {chance}, from:", 1)
    found = part(run(tmp_path, text().replace(STOPS, both), 8))
    assert math.isnan(found["lasts"])
    assert found["lasts_middle"] == pytest.approx(157 / 7)


GLASS_STOP = """\
rules:
  glass-stop:
    title: No glass
    issuer: CN
    reference: [made up]
    confidence: C
    when: {fact: made_in, is: CN}
    authorisations:
      general:
        title: general licence
        when: {fact: kind, is: goods}
        windows: [{from: 2020-02-01, until: 2020-12-31, published: 2019-10-09, reference: made up}]
"""


def test_a_part_that_only_some_drawn_days_cut_has_a_row(tmp_path: Path) -> None:
    """A rule holds glass back from a day that is drawn; a general licence lets it through from February.

    In (92 / 152)^2 = 37 % of draws the day lies before that; on the likeliest day, 1 April, nothing is cut.
    """
    measure = (
        "measures:\n  glass: {rules: [glass-stop], announced: 2019-10-09, licences: none, ref: estimate, "
        "effective: 2019-11-01 / 2020-04-01 / 2020-04-01}\n"
    )
    scenario = text().replace(STOPS, measure).replace("question:", "hypothetical: true\nquestion:", 1)
    scenario = scenario.replace("rules:\n", GLASS_STOP, 1).replace("covers: 150 days", "covers: 5 days")
    found = part(run(tmp_path, scenario, 64))
    assert found["chance"] == pytest.approx((92 / 152) ** 2, abs=0.02)
    assert found["lasts_draws"] == 64 * found["chance"]
    assert (found["suppliers"], found["lasts_middle"]) == ("Glass Works", pytest.approx((5 + 7) / 7))
    assert math.isnan(found["lasts"])


def test_one_chance_counts_from_its_own_stop(tmp_path: Path) -> None:
    """A certain stop of the chip on 2020-02-01 beside one of the lens with 1 % on 2019-06-01: 157 days from there."""
    chip = STOPS.replace("glass-works, buyers", "chip-maker, buyers")
    again = STOPS.partition("\n")[2].replace("  glass:", "  again:")
    again = again.replace("from: 2020-02-01", "chance: 1 %, from: 2019-06-01")
    table = run(tmp_path, text().replace(STOPS, chip + again), 8).tables["first_out"].set_index("input")
    assert table.loc["lens", ["lasts", "lasts_middle"]].tolist() == pytest.approx([157 / 7, 157 / 7])


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("", "assumed"),
        (", on_order: []", "assumed"),  # what is ordered from the start on comes until the stop,
        (", on_order: [{pieces: 1000, due: 2019-06-01, ref: notice}]", "stated"),
        (", on_order: [{pieces: 1000, due: 2019-06-01, ref: estimate}]", "partly assumed"),
    ],
)
def test_a_row_says_whether_it_rests_on_assumed_orders(order: str, told: str, tmp_path: Path) -> None:
    scenario = text().replace("stock: {covers: 150 days}", f"stock: {{covers: 150 days{order}}}")
    results = run(tmp_path, scenario)
    assert part(results)["orders"] == told
    out = io.StringIO()
    show_run(results, console(out))
    assert ("*" in out.getvalue()) == (told != "stated")
    assert (f"open orders {told}" in page(results).replace("\N{NO-BREAK SPACE}", " ")) == (told != "stated")


def test_the_screen_of_a_list_names_the_part_it_is_short_of_and_what_that_rests_on(tmp_path: Path) -> None:
    """The lens, of 150 days and 7 under way, is all that is cut; `unclassified` is the class of unknown kinds."""
    scenario = text(days=900)
    out = io.StringIO()
    show_run(run(tmp_path, scenario), console(out))
    shown = " ".join(out.getvalue().split())
    assert "short of Lens (lens), which rests on assumed open orders." in shown
    assert "class unknown" not in shown
    results = run(tmp_path, scenario)
    results.tables["first_out"]["class"] = "unclassified"
    show_run(results, console(out := io.StringIO()))
    shown = " ".join(out.getvalue().split())
    assert "(Glass Works, made in CN, class unknown)" in shown
    assert "Class unknown: careful defaults." in shown
    order = ", on_order: [{pieces: 1000, due: 2019-06-01, ref: notice}]"
    stated = scenario.replace("stock: {covers: 150 days}", f"stock: {{covers: 150 days{order}}}")
    out = io.StringIO()
    show_run(run(tmp_path, stated), console(out))
    shown = " ".join(out.getvalue().split())
    assert "short of Lens (lens)." in shown
    assert "assumed open orders" not in shown


def test_parts_cut_for_certain_stand_before_those_the_facts_may_not_cut(tmp_path: Path) -> None:
    """The lens stops; said to be undetermined, it stands under a line that says so."""
    results = run(tmp_path, text())
    shown = lambda: " ".join(" ".join(map(str, first_out_lines(results))).split())  # noqa: E731
    assert "Undetermined, cut only if" not in shown()
    flows = results.tables["flows"]
    flows.loc[flows["input"] == "lens", "held_back"] = "undetermined"
    assert shown().index("Undetermined, cut only if") < shown().index("lens: Lens")
    line = results.tables["first_out"]["line"].iloc[0]
    assert cut_inputs(results.tables, "as decided", line) == 0
    assert cut_inputs(results.tables, "undetermined cut", line) == 1
    parts = results.tables["first_out"].to_dict("records") * 2
    assert (in_common(parts, 3) or "").startswith(
        "Of 3 parts that are cut, 2 run out. Of 2 parts that run out, "
    )


def test_of_a_part_with_nothing_under_way_that_is_cut_at_once_all_is_stated(tmp_path: Path) -> None:
    """No order is open and none can be placed: 150 days of stock and nothing else."""
    scenario = text().replace("stock: {covers: 150 days}", "stock: {covers: 150 days, on_order: []}")
    found = part(run(tmp_path, scenario.replace("from: 2020-02-01", "from: 2019-05-01")))
    assert found["orders"] == "stated"
    assert found["lasts"] == pytest.approx(150 / 7)


def test_the_confidence_interval_of_the_day_is_that_of_its_place_among_the_draws() -> None:
    """Of 100 draws 20 lie before the day, with a deviation of 4: 1.96 times that reaches the 13th and the 29th.

    All of 16 draws lie behind it with 0.8^16 = 2.8 %, more than the 2.5 % to either side; of 17 with 2.3 %.
    """
    assert confidence_of_sure_day([float(day) for day in range(100)]) == (12.0, 28.0)
    assert confidence_of_sure_day([float(day) for day in range(100)] + [math.inf] * 900) == (12.0, 28.0)
    assert confidence_of_sure_day([float(day) for day in range(16)]) is None
    assert confidence_of_sure_day([float(day) for day in range(17)]) == (0.0, 7.0)
    assert confidence_of_sure_day([5.0]) is None
    assert confidence_of_sure_day([math.inf] * 100) is None


@pytest.mark.parametrize("draws", [17, 24, 32, 64, 128, 1000])
def test_that_interval_holds_the_day_with_95_per_cent(draws: int) -> None:
    """Days are ranks here: the quantile lies from the one to the other if so many draws lie before it."""
    found = confidence_of_sure_day([float(day) for day in range(draws)])
    assert found is not None
    first, last = found
    before = binom(draws, 0.2)
    assert before.cdf(last) - before.cdf(first) >= 0.95


def test_a_day_that_rests_on_few_draws_does_not_look_exact(tmp_path: Path) -> None:
    few, enough = (run(tmp_path, text(), draws) for draws in (16, 17))
    assert part(few)["start_by"] == part(enough)["start_by"]
    assert part(few)["start_by_low"] is None
    assert part(enough)["start_by_low"] == part(enough)["start_by_high"] == part(enough)["start_by"]
    assert (part(few)["start_by_draws"], part(enough)["start_by_draws"]) == (16, 17)
    for results, told in ((few, True), (enough, False)):
        out = io.StringIO()
        show_run(results, console(out))
        for said in (out.getvalue(), " ".join(results.answer), page(results)):
            assert ("(16 draws)" in said) == told


def test_nothing_is_undetermined_here(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(text())
    assert decided_alone(prepare(path)) == ()
