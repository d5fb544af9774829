"""The history cases: what was known by then goes in, what happened lies apart, and the page says what a run says."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from pathlib import Path

import pytest
import yaml

import sim
from docs.build import history
from docs.history_figures import CASES, days_after, judged, outcome, ran
from sim.scenario import read_scenario, shipped_folder

TEXT = (Path(__file__).parents[2] / "docs/history.md").read_text("utf-8")
# Of the classes these cases use, as committed before any case was first run.
FROZEN = "80a7ce0d09faa57e"


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_sound_and_knows_nothing_later(name):
    file = read_scenario(name)
    assert not file.hypothetical
    assert file.scenario.clock.as_seen_from < outcome(name)["happened"][0]["date"]
    sim.check(name)


@pytest.mark.parametrize("name", CASES)
def test_a_case_takes_in_no_outcome(name):
    text = (shipped_folder() / f"{name}.yaml").read_text("utf-8")
    assert "outcomes" not in text
    assert all(used.startswith("shipped/") for used in yaml.safe_load(text)["use"])


def test_a_later_fact_is_refused(tmp_path, monkeypatch):
    """The end of ZTE's order, printed on 2018-07-13, as if it had been known on 2018-04-16."""
    text = (shipped_folder() / "backtests/zte-2018.yaml").read_text("utf-8")
    later = "  later: {what: Order lifted, date: 2018-07-13, grade: B}\n"
    text = text.replace("references:\n", "references:\n" + later)
    text = text.replace("    ref: own-zte-phones\n", "    ref: later\n")
    (tmp_path / "zte.yaml").write_text(text)
    with pytest.raises(sim.ScenarioError, match=r"2018-07-13 is later than .* 2018-04-16"):
        read_scenario(tmp_path / "zte.yaml")


def test_every_case_has_its_outcome_and_every_outcome_its_case():
    folder = shipped_folder() / "backtests/outcomes"
    assert [f"backtests/{path.stem}" for path in sorted(folder.glob("*.yaml"))] == list(CASES)
    for name in CASES:
        known = outcome(name)
        assert known["case"] == name
        lines = read_scenario(name).scenario.lines
        for band in known["bands"]:
            assert set(band["lines"]) <= set(lines), band["name"]
        for each in known["happened"]:
            assert isinstance(each["date"], dt.date)
            assert each["grade"] in "ABCD"
            assert each["source"]


def test_a_band_is_hit_inside_it_and_missed_outside():
    """Counted from 1 May, a stop after 2 weeks is on 15 May: 10 days after 5 May."""
    row = {"stop_beyond": 0.4, "stop_middle": 2.0, "counted_from": "2018-05-01", "lowest_middle": 0.94}
    after = dt.date(2018, 5, 5)
    assert days_after(row, "stop", after) == 10.0
    for between, hit in (([10, 12], True), ([11, 12], False)):
        assert judged({"until": "stop", "after": after, "between": between}, row, None)[2] is hit
    assert judged({"stops": True}, row, None)[2]  # 60 % of draws
    assert not judged({"stops": False}, row, None)[2]
    assert not judged({"least": True, "between": [0.95, 1.05]}, row, None)[2]


def test_the_defaults_are_those_of_before_the_first_run():
    """Whoever changes one of these classes lists it on the page, with the score before and after."""
    items = shipped_folder() / "shipped/items"
    classes = {}
    for name in ("classes", "networks-and-fabs"):
        classes |= yaml.safe_load((items / f"{name}.yaml").read_text("utf-8"))["classes"]
    for each in classes.values():
        for beside in (
            "basis",
            "price_factor",
        ):  # words, and what came later: what a part costs moves no output
            each.pop(beside, None)
    used = {
        row.class_
        for name in CASES
        for line in read_scenario(name).scenario.lines.values()
        for row in line.inputs.values()
    }
    text = json.dumps({name: classes[name] for name in sorted(used)}, sort_keys=True)
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == FROZEN, "say so on docs/history.md"
    assert "those of commit `566b917`" in TEXT
    assert "of `5695fca`" in TEXT


def test_every_case_says_what_was_known_and_explains_its_misses():
    parts = re.split(r"\n## ", TEXT)[1:]
    assert sorted(f"backtests/{part.partition(chr(10))[0]}" for part in parts) == list(CASES)
    for part in parts:
        assert part.count("**Known that day.**") == 1, part[:40]
        assert ("**miss**" in part) == ("\n**Misses.**" in part), part[:40]


def test_a_listed_company_of_another_scenario_is_said_to_have_no_line_here():
    said = ran("backtests/hikvision-2019").sentences["dahua"]
    assert said == ("Dahua is listed and not modelled: this scenario has no line for it.",)


def test_the_figures_are_those_of_a_run():
    assert history() == TEXT, "make them anew: python -m docs.build"
