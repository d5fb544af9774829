"""What an import says first: what decides the answer, each with its remedy; the rest is said when asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.intake.importing import ImportPlan, guess_mapping, import_parts
from sim.intake.organisations import near_shipped
from sim.scenario.reading import read_scenario
from tests.intake.conftest import DAY, GOOD, Import, plan

NAMES = "Part,Description,Supplier,Made in,Qty,Price (USD)\n"


def told(imported: Import, rows: str, start: str, **options: object) -> list[str]:
    done, _ = imported(NAMES + rows, **options)
    return [remark for remark in done.remarks[: done.deciding] if start in remark]


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Op amp dual", "Resistor 10k 0402", True),  # of two classes
        ("Gizmo", "Widget", True),  # of no class, and no word in common
        ("Resistor", "Capacitor", True),  # of one class, and no word in common
        ("Op-amp dual", "OPAMP dual", False),
        ("Resistor", "Resistors", False),
        ("Resistor 10k", "Widerstand 10k", False),
        ("Op amp dual", "", False),
        ("Gizmo", "Gizmo of steel", False),
    ],
)
def test_a_part_number_that_stands_for_two_parts_is_said_first(
    one: str, other: str, differ: bool, imported: Import
) -> None:
    said = told(imported, f"A-1,{one},Murata,JP,1,1\nA-1,{other},Yageo,TW,1,1\n", "different descriptions")
    assert bool(said) == differ
    if differ:
        assert said[0].startswith(
            f"1 part number stands for different descriptions, each taken as one part: A-1 (`{one}`, `{other}`). "
        )


def test_a_variant_for_another_supplier_is_answered_with_the_way_to_ask_it(imported: Import) -> None:
    done, _ = imported(GOOD)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(done.scenario, ["murata-stops"])
    (problem,) = caught.value.problems
    assert "there is no variant `murata-stops`; known: `" in problem.message
    assert problem.message.endswith("another supplier is asked with `runout import ... --stops SUPPLIER`")


def test_parts_of_no_known_class_or_origin_stand_by_their_share_of_parts_cost(imported: Import) -> None:
    """Of 100 dollars: A 5, B 55, C 1, D 10 of no known kind, 71 in all; the lens is the rest."""
    rows = "A,gizmo,Murata,JP,1,5\nB,gizmo,Murata,,5,11\nC,gizmo,Murata,JP,1,1\n"
    rows += "L,lens,Murata,JP,1,29\nD,widget,Murata,,1,10\n"
    done, _ = imported(NAMES + rows)
    said = " ".join(done.remarks[: done.deciding])
    assert "`unclassified`, a careful default: 4 parts, 71 % of parts cost, largest B 55 %, D 10 %." in said
    assert "made_in is unknown: 2 parts, 65 % of parts cost, largest B 55 %, D 10 %." in said


def test_an_origin_that_only_an_alternate_lacks_does_not_decide(imported: Import) -> None:
    done, _ = imported("Part,Supplier,Made in,Qty,Alternates\nA,Murata,JP,1,Yageo\n")
    assert not any(remark.startswith("made_in is unknown") for remark in done.remarks)
    assert "made_in of an alternate is unknown, the list does not say: A" in done.remarks


def test_an_organisation_that_shipped_law_lists_is_said_with_list_day_and_citation(imported: Import) -> None:
    said = told(imported, "A,Camera SoC,HiSilicon,TW,1,1\nB,MLCC,Murata,JP,1,1\n", "on a list of law")
    assert said == [
        "on a list of law that ships with runout: HiSilicon (US Entity List, since 2019-05-16, 84 FR 22961). No law is "
        "applied here; `runout screen` compares names with a list as published"
    ]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Hi-Silicon", "hisilicon"),
        ("Hisillicon", "hisilicon"),
        ("HiSilicon Optoelectronics", "hisilicon"),
        ("Murata Europe", "murata"),
        ("Acme", None),
        ("Optik Meyer", None),
        ("Lens Works", None),
    ],
)
def test_a_new_firm_with_a_name_near_to_a_shipped_one_is_asked_about(name: str, near: str | None) -> None:
    found = near_shipped(name)
    assert (None if found is None else found[0]) == near


def test_the_question_names_the_line_to_write_and_ends_once_the_mapping_says_who_it_is(
    imported: Import,
) -> None:
    rows = "A,Camera SoC,Hi-Silicon,TW,1,1\n"
    assert told(imported, rows, "is taken as a new firm") == [
        "`Hi-Silicon` is taken as a new firm; is it HiSilicon? Then write `Hi-Silicon: {is: hisilicon}` under "
        "`suppliers` in the mapping"
    ]
    mapping = Path("parts.csv.mapping.yaml")
    assert told(imported, rows, "is taken as a new firm", mapping=mapping, force=True) == []
    mapping.write_text(mapping.read_text().replace("Hi-Silicon: {home: TW}", "Hi-Silicon: {is: hisilicon}"))
    done, scenario = imported(NAMES + rows, mapping=mapping, force=True)
    assert "hisilicon" in next(iter(scenario.lines.values())).inputs["a"].sources
    assert any(remark.startswith("on a list of law") for remark in done.remarks)


def test_the_day_of_the_list_is_said_with_where_it_comes_from_unless_it_was_set(here: Path) -> None:
    Path("parts.csv").write_text(NAMES + "A,lens,Murata,JP,1,1\n")
    os.utime("parts.csv", (1_700_000_000, 1_700_000_000))  # 2023-11-14, 22:13 UTC
    for done in (
        guess_mapping(ImportPlan(Path("parts.csv"))),
        import_parts(ImportPlan(Path("parts.csv"), force=True)),
    ):
        assert (
            "the day of the list is 2023-11-14, when the file was last changed (a copy may have another); --date sets "
            "it" in done.remarks[: done.deciding]
        )
    done = import_parts(plan(Path("parts.csv"), {"date": DAY, "force": True}))
    assert not any(remark.startswith("the day of the list") for remark in done.remarks)


def test_classes_are_counted_the_same_by_a_guess_and_by_the_import(here: Path) -> None:
    """Rows of A-1, however it is written, are one part, which the first that describes it tells: a lens."""
    rows = "A-1,,Murata,JP,1,1\na 1,lens,Murata,JP,1,1\nA-1,MLCC,Yageo,TW,1,1\nB,MLCC,Yageo,TW,1,1\n"
    Path("parts.csv").write_text(NAMES + rows)
    counted = [
        [remark for remark in done.remarks if remark.startswith("classes: ")]
        for done in (
            guess_mapping(plan(Path("parts.csv"), {})),
            import_parts(plan(Path("parts.csv"), {"force": True})),
        )
    ]
    assert counted == [["classes: lens 1, small-parts 1"]] * 2


def test_the_screen_says_what_decides_and_all_of_it_when_asked(imported: Import) -> None:
    done, _ = imported(NAMES + "A,gizmo,Murata,JP,1,5\n")
    brief, every = done.lines(), done.lines(every=True)
    assert brief[0] == every[0] == f"- {done.remarks[0]}"
    assert brief[done.deciding] == f"- {len(done.remarks) - done.deciding} more: --all"
    assert every[: len(done.remarks)] == [f"- {remark}" for remark in done.remarks]
    assert brief[-2:] == every[-2:]
