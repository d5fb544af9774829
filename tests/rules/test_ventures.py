"""This is a test of what rules about owners spare: joint ventures under a general licence, and what was under way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sim.pipeline import Prepared, prepare
from sim.rules.hindsight import as_known
from sim.rules.in_force import law_of
from tests.rules.test_law_in_scenarios import owned

CHIP = "lines.camera.inputs.soc.sources.chip-maker"
LICENCE = """\
    savings: [{title: goods aboard, en_route_on: 2020-03-01, until: 2020-03-31}]
    joint_ventures:
      title: licence for ventures
      countries: [TW]
      windows: [{from: 2020-03-01, until: 2020-09-30, published: 2020-02-20, reference: made up}]
"""


def venture(folder: Path, partner: str, measure: str = "{rules: [half]}") -> Prepared:
    """A camera maker of which a listed parent owns 60 %, and somebody else the rest."""
    owned("60 %", folder)
    path = folder / "camera.yaml"
    text = path.read_text("utf-8")
    for old, new in (
        ("{entity: parent, share: 60 %}]", f"{{entity: parent, share: 60 %}}{partner}]"),
        ("    at_least: 50 %\n", f"    at_least: 50 %\n{LICENCE}"),
        (
            "  parent: {name",
            "  partner: {name: Partner, home: TW}\n  other: {name: Other, home: CN}\n  parent: {name",
        ),
        ("half: {rules: [half]}", f"half: {measure}"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    return prepare(str(path))


@pytest.mark.parametrize(
    ("partner", "status"),
    [
        (", {entity: partner, share: 40 %}", "allowed"),
        (", {entity: other, share: 40 %}", "licence required"),
        ("", "undetermined"),  # nobody says who owns the other 40 %
        (", {entity: other, share: 39 %}", "undetermined"),  # nor who owns the last one
    ],
)
def test_a_joint_venture_goes_on_if_its_partner_is_known_to_be_of_the_right_country(
    partner: str, status: str, tmp_path: Path
) -> None:
    verdict = venture(tmp_path, partner).exposure.flows[CHIP].verdict
    assert verdict.status == status
    told = "whether the licence for ventures covers it is not known"
    assert any(told in each for each in verdict.reasons) is (status == "undetermined")


def test_the_licence_is_not_seen_before_it_was_published(tmp_path: Path) -> None:
    scenario = venture(tmp_path, "").file.scenario
    assert as_known(scenario, dt.date(2020, 2, 19)).ownership_rules["half"].joint_ventures is None
    assert as_known(scenario, dt.date(2020, 2, 20)).ownership_rules["half"].joint_ventures is not None


def test_what_a_rule_about_owners_spares_moves_with_the_day_of_its_measure(tmp_path: Path) -> None:
    """The rule is of 2020-03-01; the measure brings it in on 2020-04-11, 41 days later."""
    case = venture(tmp_path, "", "{rules: [half], announced: 2020-04-01, effective: 2020-04-11, ref: notice}")
    (provision,) = [each for each in law_of(case.file.scenario).provisions if each.owned]
    (spared,) = provision.owned["half"].savings
    assert (str(spared.en_route_on), str(spared.until)) == ("2020-04-11", "2020-05-11")
