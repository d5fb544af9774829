"""This is the licence process: each flow files, waits, is approved, denied or returned, uses, and comes to an end."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.errors import ScenarioError
from sim.explain import records
from sim.exposure import Closure, closures
from sim.network import Application
from sim.pipeline import Prepared, prepare
from sim.results.evidence import Evidence
from sim.results.supply import flows_table
from sim.results.who import who
from sim.uncertainty.draws import Draws, likely
from tests.example_scenario import EXAMPLE

FIRM = "granted_after: 90 days, volume: 50 %, ref: estimate"
GRANT = f"licences: {{{FIRM}}}"


def prepared(folder: Path, licences: str) -> Prepared:
    path = folder / "camera.yaml"
    path.write_text(EXAMPLE.replace("licences: none}", f"{licences}}}", 1))
    return prepare(str(path))


def closed(case: Prepared) -> dict[str, Closure]:
    return closures(case.exposure, likely(case.network), case.file.scenario, "undetermined cut")


def shares(folder: Path, more: str = "") -> list[tuple[float, float]]:
    """Days after the cut, and the share shipped from then, of the first flow that is cut."""
    found = next(iter(closed(prepared(folder, f"licences: {{{FIRM}{more}}}")).values()))
    return [(step.day - found.cut, step.share) for step in found.steps]


def test_a_plain_grant_is_as_it_was(tmp_path: Path) -> None:
    assert shares(tmp_path) == [(0.0, 0.0), (90.0, 0.5)]


def test_filing_comes_before_the_wait(tmp_path: Path) -> None:
    assert shares(tmp_path, ", filed_after: 30 days") == [(0.0, 0.0), (120.0, 0.5)]


def test_what_is_not_used_is_not_shipped(tmp_path: Path) -> None:
    assert shares(tmp_path, ", used: 40 %") == [(0.0, 0.0), (90.0, 0.2)]


def test_a_licence_ends(tmp_path: Path) -> None:
    assert shares(tmp_path, ", lasts: 100 days") == [(0.0, 0.0), (90.0, 0.5), (190.0, 0.0)]


def test_an_application_returned_without_action_starts_again(tmp_path: Path) -> None:
    assert shares(tmp_path, ", returned: 60 %") == [(0.0, 0.0), (180.0, 0.5)]


@pytest.mark.parametrize(("refiled", "granted"), [(0, None), (1, 180.0), (2, 270.0), (3, 360.0)])
def test_a_returned_application_is_filed_again_as_often_as_is_stated(
    refiled: int, granted: float | None, tmp_path: Path
) -> None:
    """Each filing is likelier returned than not and takes 90 days; the last is decided: 90 x (refiled + 1)."""
    steps = [(0.0, 0.0)] if granted is None else [(0.0, 0.0), (granted, 0.5)]
    assert shares(tmp_path, f", returned: 60 %, refiled: {refiled}") == steps


def test_an_application_goes_as_it_is_likelier_to_in_the_story(tmp_path: Path) -> None:
    assert shares(tmp_path, ", approved: 49 %") == [(0.0, 0.0)]
    assert shares(tmp_path, ", approved: 50 %") == [(0.0, 0.0), (90.0, 0.5)]


def test_a_licence_expires_or_is_revoked_and_these_are_two_things(tmp_path: Path) -> None:
    def ends(more: str) -> list[tuple[float, str]]:
        case = prepared(tmp_path, f"licences: {{{FIRM}, {more}}}")
        found = next(iter(closed(case).values()))
        return [(step.day - found.cut, step.cause) for step in found.steps[2:]]

    assert ends("lasts: 100 days") == [(190.0, "licence expired")]
    assert ends("revoked: {after: 60 days}") == [(150.0, "licence revoked")]
    assert ends("lasts: 100 days, revoked: {after: 60 days}") == [(150.0, "licence revoked")]
    assert ends("lasts: 40 days, revoked: {after: 60 days}") == [(130.0, "licence expired")]
    assert ends("revoked: {on: 2020-02-06}") == [(120.0, "licence revoked")]
    assert ends("revoked: {on: 2020-02-06, chance: 49 %}") == []


def test_after_the_day_of_a_revocation_nothing_is_granted(tmp_path: Path) -> None:
    assert shares(tmp_path, ", revoked: {on: 2020-01-06}") == [(0.0, 0.0)]
    assert shares(tmp_path, ", revoked: {on: 2020-01-08}") == [(0.0, 0.0), (90.0, 0.5), (91.0, 0.0)]


def test_what_nobody_files_for_is_not_granted(tmp_path: Path) -> None:
    assert shares(tmp_path, ", filed: 49 %") == [(0.0, 0.0)]
    assert shares(tmp_path, ", filed: 50 %") == [(0.0, 0.0), (90.0, 0.5)]


def drawn(folder: Path, licences: str) -> list[list[Application[float]]]:
    """The applications of 400 draws, all of one draw together."""
    case = prepared(folder, f"licences: {{{licences}}}")
    draws = Draws(case.network, seed=7, replications=400)
    found = []
    for number in range(400):
        terms = draws.draw(number).measures["october-2019"].licences
        assert terms is not None
        found.append(list(terms.applications.values()))
    return found


SPREAD = (
    "granted_after: 30 / 90 / 300 days, volume: 10 / 50 / 90 %, lasts: 100 / 200 / 300 days, ref: estimate"
)


def test_each_application_draws_its_own_wait_volume_and_end(tmp_path: Path) -> None:
    own = drawn(tmp_path, f"{SPREAD}, revoked: {{after: 10 / 20 / 30 days, chance: 50 %}}")
    for number in ("granted_after", "volume", "lasts", "revoked_after", "revoked"):
        first, second = ([getattr(draw[at], number) for draw in own] for at in (0, 1))
        assert abs(np.corrcoef(first, second)[0, 1]) < 0.15, number
    again = [[draw[at].granted_after_return[0] for draw in own] for at in (0, 1)]
    assert abs(np.corrcoef(*again)[0, 1]) < 0.15
    waits = [[draw[0].granted_after for draw in own], again[0]]
    assert abs(np.corrcoef(*waits)[0, 1]) < 0.15


def test_each_filing_draws_its_own_return_and_wait(tmp_path: Path) -> None:
    """Of 400 draws half are returned at first, and half of all at second; the two do not go together."""
    own = [draw[0] for draw in drawn(tmp_path, f"{SPREAD}, returned: 50 %, refiled: 2")]
    for numbers in ("returned", "granted_after_return"):
        first, second = ([getattr(each, numbers)[at] for each in own] for at in (0, 1))
        assert abs(np.corrcoef(first, second)[0, 1]) < 0.15, numbers


def test_another_flow_leaves_the_draws_of_an_application_as_they_are(tmp_path: Path) -> None:
    before = drawn(tmp_path, SPREAD)
    more = EXAMPLE.replace(
        "glass-works: {share: 100 %, made_in: CN}",
        "glass-works: {share: 50 %, made_in: CN}\n          chip-maker: {share: 50 %, made_in: US}",
    )
    path = tmp_path / "more.yaml"
    path.write_text(more.replace("licences: none}", f"licences: {{{SPREAD}}}}}", 1))
    network = Draws(prepare(str(path)).network, seed=7, replications=400).draw(5)
    terms = network.measures["october-2019"].licences
    assert terms is not None
    assert list(terms.applications.values())[:2] == before[5][:2]
    assert len(terms.applications) == len(before[5]) + 1


def test_each_application_is_decided_for_itself_as_often_as_its_chance_says(tmp_path: Path) -> None:
    outcomes = [tuple(each.approved for each in draw) for draw in drawn(tmp_path, f"{FIRM}, approved: 30 %")]
    each = [sum(column) / 400 for column in zip(*outcomes, strict=True)]
    assert all(0.22 < share < 0.38 for share in each)
    assert len(set(zip(*outcomes, strict=True))) == len(each) > 1


def test_a_denial_order_leaves_no_licence_to_apply_for(tmp_path: Path) -> None:
    text = EXAMPLE.replace("    confidence: A\n", "    confidence: A\n    effect: prohibited\n", 1)
    path = tmp_path / "camera.yaml"
    path.write_text(text.replace("licences: none}", f"{GRANT}}}", 1))
    case = prepare(str(path))
    found = closed(case)["lines.camera.inputs.soc.sources.chip-maker"]
    assert [step.share for step in found.steps] == [0.0]
    evidence = Evidence(case.file, case.network, case.exposure, (), {}, 0)
    counted = who(evidence, "camera-maker", evidence.lines_of("camera-maker"))
    assert counted["suppliers_cut"] == 1
    row = flows_table(evidence).iloc[0]
    assert (row["status"], row["licences"]) == ("prohibited", "none to apply for")


def test_the_table_of_applications_tells_how_they_went(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    terms = f"{FIRM}, filed: 80 %, approved: 50 %, returned: 25 %, used: 40 %"
    terms += ", revoked: {after: 60 days, chance: 50 %}"
    path.write_text(EXAMPLE.replace("licences: none}", f"licences: {{{terms}}}}}", 1))
    rows = records(sim.run(str(path), replications=256).tables["applications"])
    (row,) = [each for each in rows if each["supplier"] == "chip-maker"]
    assert row["filed"] == pytest.approx(0.8, abs=0.08)
    assert row["returned"] == pytest.approx(0.2, abs=0.08)
    assert row["approved"] == pytest.approx(0.4, abs=0.08)
    assert row["revoked"] == pytest.approx(0.2, abs=0.08)
    assert (row["granted_low"], row["volume_middle"], row["expired"]) == (
        pytest.approx(90 / 7),
        pytest.approx(0.2),
        0.0,
    )
    assert row["granted_beyond"] == pytest.approx(1.0 - row["approved"])


def test_the_words_say_the_whole_way(tmp_path: Path) -> None:
    terms = f"{FIRM}, filed: 80 %, returned: 25 %, used: 40 %"
    terms += ", lasts: 400 days, revoked: {on: 2020-06-01, chance: 50 %}"
    case = prepared(tmp_path, f"licences: {{{terms}}}")
    told = str(sim.flows_on(case)["licences"].iloc[0])
    assert told == (
        "assumed granted after 90 days for 50 % of volume; filed with a chance of 80 %; returned without action "
        "with a chance of 25 %, then filed again once; 40 % of it used; expires after 400 days; revoked on "
        "2020-06-01 with a chance of 50 %, each application drawn by itself"
    )


def test_an_assumption_about_licences_is_listed_once_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(EXAMPLE.replace("licences: none}", f"licences: {{{SPREAD}}}}}", 1))
    table = sim.run(str(path), replications=1).tables["assumptions"]
    own = [each for each in table["path"] if ".licences." in each]
    assert own == [f"measures.october-2019.licences.{each}" for each in ("granted_after", "volume", "lasts")]


def test_a_revocation_has_a_day_for_all_or_a_time_after_each_grant(tmp_path: Path) -> None:
    for wrong in ("{chance: 50 %}", "{on: 2020-06-01, after: 60 days}"):
        with pytest.raises(
            ScenarioError, match=r"either on a day for all \(`on`\) or some time `after` each grant"
        ):
            prepared(tmp_path, f"licences: {{{FIRM}, revoked: {wrong}}}")


def test_a_chance_is_one_share(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="`approved` is one share"):
        prepared(tmp_path, f"licences: {{{FIRM}, approved: 10 / 20 / 30 %}}")


def test_a_share_of_licences_published_years_later_makes_its_variant_hypothetical(tmp_path: Path) -> None:
    """38 % was published on 2024-07-03; seen from 2019-10-09 it is refused, unless the variant says what it is."""
    assert prepare("entity-list-2019-10", ["some-licences"]).file.hypothetical
    shipped = Path(__file__).parents[2] / "scenarios" / "entity-list-2019-10.yaml"
    flag = "    hypothetical: true # the share was published in 2024\n"
    text = shipped.read_text("utf-8")
    assert text.count(flag) == 1
    (tmp_path / "plain.yaml").write_text(text.replace(flag, ""), "utf-8")
    with pytest.raises(ScenarioError, match=r"references\.later-licences\.date: 2024-07-03 is later"):
        prepare(str(tmp_path / "plain.yaml"), ["some-licences"])
