"""Capacity that makers share, worked out on paper. All times are days from the start, 2019-10-01.

Both makers are cut off on day 10 with chips for 20 days and nothing under way; home chips are qualified on day 30, the
day they run out. The horizon is day 100. Plans are 600 and 400 a day, the pool gives 500.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import sim
from sim.cli import runout
from sim.report.page import page
from sim.results.results import Results
from sim.terminal import console, show_run
from tests.pooled_scenario import POOLED
from tests.wide_scenario import WIDE

SMALL_CHIPS = "home-chips: {serves: 100 %, made_in: CN, pool: home-capacity"


def run(folder: Path, text: str) -> Results:
    path = folder / "pooled.yaml"
    path.write_text(text)
    return sim.run(path, replications=2)


def made_after_cut(results: Results) -> dict[str, float]:
    """Products each line makes from day 10 to day 100."""
    products = results.tables["products"].set_index("line")
    kept = 1.0 - products["lost_output_middle"]
    return {line: float(kept[line] * products.loc[line, "plan"] * 90.0) for line in products.index}


def of_last(old: str, new: str, text: str = POOLED) -> str:
    """The scenario with a change at the last place of a text: that of the small maker."""
    before, found, after = text.rpartition(old)
    assert found
    return before + new + after


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-9)


def test_makers_share_a_pool_by_what_they_plan(tmp_path: Path) -> None:
    """500 for 600 and 400: 300 and 200. From day 10: 20 days of all, 70 of these: 33 000 and 22 000."""
    results = run(tmp_path, POOLED)
    assert made_after_cut(results) == {"big": close(33_000.0), "small": close(22_000.0)}


def test_who_has_the_lower_number_is_served_first(tmp_path: Path) -> None:
    """The small maker has all of 400, the big one is left 100: 12 000 + 7 000, 8 000 + 28 000."""
    results = run(tmp_path, of_last(SMALL_CHIPS, f"{SMALL_CHIPS}, priority: 0"))
    assert made_after_cut(results) == {"big": close(19_000.0), "small": close(36_000.0)}


def test_parts_go_by_the_need_each_may_serve(tmp_path: Path) -> None:
    """The small maker may serve half of its need, 200, from it: 500 x 600 / 800 = 375 and 125.

    12 000 + 70 x 375 and 8 000 + 70 x 125.
    """
    results = run(tmp_path, of_last("serves: 100 %", "serves: 50 %"))
    assert made_after_cut(results) == {"big": close(38_250.0), "small": close(16_750.0)}


def test_a_maker_draws_its_part_also_while_it_lives_on_stock(tmp_path: Path) -> None:
    """The small maker holds chips for 110 days; open sources that cannot serve a need ship all they can."""
    text = of_last("        sources:\n", "        stock: {covers: 110 days}\n        sources:\n")
    assert made_after_cut(run(tmp_path, text)) == {"big": close(33_000.0), "small": close(36_000.0)}


def test_a_maker_that_is_qualified_later_leaves_all_to_the_other_until_then(tmp_path: Path) -> None:
    """The small maker qualifies on day 60: 500 for the big one for 30 days, then 300 and 200 for 40 days."""
    results = run(tmp_path, of_last(SMALL_CHIPS, f"{SMALL_CHIPS}, qualification: 50 days"))
    assert made_after_cut(results) == {
        "big": close(12_000.0 + 15_000.0 + 12_000.0),
        "small": close(8_000.0 + 8_000.0),
    }


def test_the_ramp_of_one_maker_takes_from_the_other_as_it_rises(tmp_path: Path) -> None:
    """The small maker ramps to 400 over 40 days, 10 u a day on day 30 + u, until its part, 200, is reached on day 50.

    It makes 10 x 20 ^ 2 / 2 = 2 000 by then, the big one 20 x 500 less that; then 200 and 300 for 50 days.
    """
    results = run(tmp_path, of_last(SMALL_CHIPS, f"{SMALL_CHIPS}, ramp: 40 days"))
    assert made_after_cut(results) == {
        "big": close(12_000.0 + 8_000.0 + 15_000.0),
        "small": close(8_000.0 + 2_000.0 + 10_000.0),
    }


def test_a_pool_grows_on_its_day(tmp_path: Path) -> None:
    """From day 80 (2019-12-20) on it gives 1 500: all of 600 and 400 for 20 days, and no stock is left to refill."""
    text = POOLED.replace(
        "capacity: 500 units/day",
        "capacity: 500 units/day\n    later: [{from: 2019-12-20, capacity: 1500 units/day}]",
    )
    results = run(tmp_path, text)
    assert made_after_cut(results) == {
        "big": close(12_000.0 + 50 * 300.0 + 20 * 600.0),
        "small": close(8_000.0 + 50 * 200.0 + 20 * 400.0),
    }


def test_domestic_supply_alone_shares_the_pool_too(tmp_path: Path) -> None:
    products = run(tmp_path, POOLED).tables["products"]
    assert list(products["domestic_level_middle"]) == [close(0.5), close(0.5)]
    assert list(products["carried_domestic"]) == [close(21_000.0 / 33_000.0), close(14_000.0 / 22_000.0)]


def test_flows_and_events_name_the_pool(tmp_path: Path) -> None:
    results = run(tmp_path, POOLED)
    flows = results.tables["flows"]
    assert set(flows.loc[flows["role"] == "alternative", "pool"]) == {"Network chips of Home Chips"}
    events = results.tables["events"]
    (taken,) = events[events["entity"] == "pools.home-capacity"].to_dict("records")
    assert (taken["day"], taken["kind"], taken["after"]) == (30.0, "all capacity taken", 500.0)


def test_who_got_how_much_of_a_pool_and_why_is_told(tmp_path: Path) -> None:
    """The small maker, served first, takes 70 x 400 of 35 000; the big one is left 7 000. All is taken on day 30."""
    results = run(tmp_path, of_last(SMALL_CHIPS, f"{SMALL_CHIPS}, priority: 0"))
    rows = results.tables["pools"].set_index("line")
    assert rows["delivered"].to_dict() == {"big": close(7_000.0), "small": close(28_000.0)}
    assert rows["got_middle"].to_dict() == {"big": close(0.2), "small": close(0.8)}
    assert rows["need"].to_dict() == {"big": 600.0, "small": 400.0}
    assert rows["served"].to_dict() == {"big": "last", "small": "first"}
    assert list(rows["all_taken_middle"]) == [close(20.0 / 7.0)] * 2
    said = (
        "Of Network chips of Home Chips, on which 2 inputs draw: Big Maker gets 20 % (last) and Small Maker 80 % "
        "(first); all of it is first taken after about 3 weeks."
    )
    assert results.sentences["big-maker"][-1] == results.sentences["small-maker"][-1] == said
    for every in (False, True):
        shown = io.StringIO()
        show_run(results, console(shown), every=every)
        assert said in " ".join(shown.getvalue().split())
    html = re.sub(r"<[^>]*>", "|", page(results)).replace("\u00a0", " ")
    assert "Who gets what of shared capacity" in html
    assert re.search(r"Small Maker\|+Small camera\|+Network chip\|+alternative\|+0: first\|+400\|+80 %", html)


# By what the scenario says of priority: the big line gets 300 or 100 of 500 a day, the small one 200 or 400.
SHORT = {
    "": (
        "shared with Small camera of Small Maker by planned need, 600 of 1,000 a day",
        "shared with Big camera of Big Maker by planned need, 400 of 1,000 a day",
        ("60 %", "40 %"),
    ),
    ", priority: 0": (
        "served after Small camera of Small Maker",
        "served before Big camera of Big Maker",
        ("20 %", "80 %"),
    ),
}


@pytest.mark.parametrize("priority", SHORT)
def test_a_line_that_is_short_since_a_pool_is_shared_says_which_and_why(
    tmp_path: Path, priority: str
) -> None:
    """300 and 200 of 500, 60 % and 40 %, by planned need; 100 and 400 if the small one comes first: it is not short."""
    results = run(tmp_path, of_last(SMALL_CHIPS, f"{SMALL_CHIPS}{priority}"))
    *why, got = SHORT[priority]
    for maker, reason, part in zip(("big-maker", "small-maker"), why, got, strict=True):
        said = (
            "Network chip draws on Network chips of Home Chips (all of it is first taken after about 3 weeks): "
            f"it gets {part} of what it delivers, {reason}"
        )
        if part == "80 %":
            assert "draws on" not in results.sentences[maker][1]
            continue
        assert said in results.sentences[maker][1]
        shown = io.StringIO()
        show_run(results, console(shown), every=True)
        assert said in " ".join(shown.getvalue().split())


def test_a_pool_that_is_never_all_taken_explains_no_shortfall(tmp_path: Path) -> None:
    """5,000 a day are more than both can use; they are short until home chips ramp up to half of the need."""
    text = POOLED.replace("capacity: 500 units/day", "capacity: 5000 units/day").replace(
        "serves: 100 %", "serves: 50 %"
    )
    results = run(tmp_path, text)
    assert all("Network chip" in own[1] and "draws on" not in own[1] for own in results.sentences.values())


@pytest.mark.parametrize("priority", SHORT)
def test_what_decided_a_flow_says_how_its_pool_is_shared(tmp_path: Path, priority: str) -> None:
    text = of_last(SMALL_CHIPS, f"{SMALL_CHIPS}{priority}").replace(
        "capacity: 500 units/day",
        "capacity: 500 units/day\n    later: [{from: 2019-12-20, capacity: 1500 units/day}]",
    )
    path = tmp_path / "pooled.yaml"
    path.write_text(text)
    for maker, reason in zip(("big-maker", "small-maker"), SHORT[priority][:2], strict=True):
        found = CliRunner().invoke(runout, ["exposure", str(path), "--explain", maker, "home-chips", "chip"])
        shown = " ".join(found.output.split())
        assert "pool: Network chips of Home Chips " in shown
        assert (
            f"pool shared: 500 a day, 1,500 from 2019-12-20; where that is not enough, {reason} made in"
            in shown
        )


def test_makers_of_one_priority_are_told_apart_by_their_need_alone(tmp_path: Path) -> None:
    (said,) = {each for own in run(tmp_path, POOLED).sentences.values() for each in own if "draw:" in each}
    assert "Big Maker gets 60 % and Small Maker 40 %, by planned need; all of it is first taken" in said


def test_an_ordinary_source_may_draw_on_a_pool_that_serves_the_plan(tmp_path: Path) -> None:
    """Only the big maker is cut off from abroad; the small one has always had home chips, and is served first.

    100 of 500 are left: 12 000 + 70 x 100, and 90 x 400.
    """
    ordinary = "          home-chips: {share: 100 %, made_in: CN, pool: home-capacity, priority: 0}\n"
    text = of_last(
        "          chip-maker: {share: 100 %, made_in: US}\n        alternatives:\n"
        "          home-chips: {serves: 100 %, made_in: CN, pool: home-capacity}\n",
        ordinary,
    )
    assert made_after_cut(run(tmp_path, text)) == {"big": close(19_000.0), "small": close(36_000.0)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "pool: home-capacity}",
            "pool: home-capacitie}",
            "there is no pool `home-capacitie`; did you mean `home-cap",
        ),
        ("capacity: 500 units/day", "capacity: 0 units/day", "never more; leave the pool out"),
        ("pool: home-capacity}", "priority: 2}", "name one, or leave it out"),
        (
            "pool: home-capacity}",
            "pool: home-capacity, line: big}",
            "from a `line` or from a `pool`, not from both",
        ),
        ("made_in: US}", "made_in: US, pool: home-capacity, delivery: push}", "which delivers to order"),
        ("made_in: US}", "made_in: US, pool: home-capacity, lots_every: 9 days}", "which delivers to order"),
        (
            "capacity: 500 units/day",
            "capacity: 500 units/day\n    later: [{from: 2019-12-20, capacity: 5 units/day}, "
            "{from: 2019-12-20, capacity: 6 units/day}]",
            "the days in `later` must come one after the other",
        ),
        (
            "capacity: 500 units/day",
            "capacity: 500 units/day\n    later: [{from: 2018-12-20, capacity: 5 units/day}]",
            "2018-12-20 lies outside the clock",
        ),
        (
            "{share: 100 %, made_in: US}",
            "{share: 100 %, made_in: US, pool: home-capacity}",
            "is less than what is planned to be drawn on it",
        ),
    ],
)
def test_what_is_wrong_with_a_pool_is_said(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(sim.ScenarioError, match=re.escape(said)):
        run(tmp_path, POOLED.replace(old, new))


def test_a_pool_nobody_draws_on_is_pointed_out(tmp_path: Path) -> None:
    path = tmp_path / "pooled.yaml"
    path.write_text(POOLED.replace(", pool: home-capacity", ""))
    assert "no source draws on it" in " ".join(map(str, sim.check(path)))


def test_an_alternative_that_would_take_its_own_source_s_part_is_refused(tmp_path: Path) -> None:
    """The small maker draws twice on the pool: what the later one asks it would take from the one asked first."""
    more = "serves: 50 %, made_in: CN, supplier: home-chips, pool: home-capacity"
    twice = f"{SMALL_CHIPS}}}\n          more-chips: {{{more}"
    said = "draws on `home-capacity` for the same stock as `home-chips`, which is asked before it; give it a `priority`"
    with pytest.raises(sim.ScenarioError, match=re.escape(said)):
        run(tmp_path, of_last(SMALL_CHIPS, twice))
    assert made_after_cut(run(tmp_path, of_last(SMALL_CHIPS, f"{twice}, priority: 2"))) == {
        "big": close(33_000.0),
        "small": close(22_000.0),
    }


def test_an_alternative_that_would_take_its_own_line_s_part_is_refused(tmp_path: Path) -> None:
    """The same of a line: what the later source asks of it, it would take from the one that is asked first."""
    path = tmp_path / "wide.yaml"
    again = "          own-chip: {line: processor, share: 100 %, made_in: TW}\n"
    more = "        alternatives:\n          more: {supplier: chip-house, line: processor, serves: 50 %, made_in: TW}\n"
    path.write_text(WIDE.replace(again, again + more))
    said = "draws on `processor` for the same stock as `own-chip`, which is asked before it; give it a `priority`"
    with pytest.raises(sim.ScenarioError, match=re.escape(said)):
        sim.check(path)
    path.write_text(WIDE.replace(again, again + more.replace("TW}", "TW, priority: 2}")))
    sim.check(path)
