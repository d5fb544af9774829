"""This is a run of every file of rule tests, and of what `runout rules` says and refuses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.rules.vector_file import read_vectors
from sim.rules.vectors import Outcome, run_vectors
from sim.scenario.law_book import law_book
from sim.scenario.tree import Node

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILES = ("control_vectors", "edges", "made_up", "doubts", "small_print")


def outcomes(name: str) -> list[Outcome]:
    return list(run_vectors(read_vectors(HERE / f"{name}.yaml")))


@pytest.mark.parametrize(
    "outcome", [each for name in FILES for each in outcomes(name)], ids=lambda o: o.vector.id
)
def test_the_law_says_what_is_expected(outcome: Outcome) -> None:
    assert outcome.agrees, (outcome.vector.says, outcome.differences, outcome.verdict.reasons)


def test_every_vector_of_the_research_is_there() -> None:
    assert len(outcomes("control_vectors")) == 40


def test_a_status_that_is_not_verified_warns_wherever_it_decides() -> None:
    warned = {each.vector.id for each in outcomes("control_vectors") if each.warnings}
    assert warned == {"V37", "V51"}


def test_measures_against_buying_are_kept_apart() -> None:
    (found,) = [each for each in outcomes("edges") if each.vector.id == "section-889"]
    assert [hit.rule for hit in found.verdict.demand] == [
        "us-section-889-a",
        "us-section-889-b",
        "us-fcc-covered",
    ]
    assert (found.verdict.status, found.verdict.hits) == ("allowed", ())


def test_no_shipped_name_and_no_year_is_in_the_engine() -> None:
    law = law_book(Node({}, "none", 1, 1), ROOT / "none.yaml")
    sections = (law.organisations, law.lists, law.rules, law.ownership_rules, law.country_groups)
    names = {name for section in sections for name in section}
    names |= {each.name for each in law.organisations.values()}
    pattern = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, sorted(names))) + r")(?![\w-])")
    for path in (ROOT / "sim/rules").glob("*.py"):
        text = path.read_text("utf-8")
        assert not re.search(r"\b(19|20)\d\d\b", text), path.name
        assert not (found := set(pattern.findall(text))), f"{path.name} names {found}"


def test_the_rule_test_of_the_docs_agrees(tmp_path: Path) -> None:
    page = (ROOT / "docs/law.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(schema: .*?)```", page, re.DOTALL)
    (tmp_path / "example.yaml").write_text(example, "utf-8")
    assert [each.agrees for each in run_vectors(read_vectors(tmp_path / "example.yaml"))] == [True]


# --- the command ----------------------------------------------------------------------------------------------------


def rules(*words: str, folder: Path = HERE) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sim", "rules", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_command_says_that_all_agree() -> None:
    done = rules("control_vectors.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    said = " ".join(done.stdout.split())
    assert "control_vectors.yaml: 40 of 40 rule tests agree. 11 of them are debatable: V07," in said
    assert "WARNING: status not verified" in done.stdout


WRONG = """schema: control-vectors/1
vectors:
- {id: V02, says: Too early., made_in: US, content: {us_origin: true}, to: {entity: hikvision}, date: 2019-10-08,
   expect: {cut: 'yes', since: 2019-10-08, rule: us-el}}
"""


def test_a_disagreement_shows_expected_got_and_reasons(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(WRONG)
    done = rules("wrong.yaml", folder=tmp_path)
    assert done.returncode == 1
    assert "V02: Too early." in done.stdout
    assert "cut: expected yes, got no (open)" in done.stdout
    assert "because: Hikvision has been listed since 2019-10-09" in done.stdout
    assert "0 of 1 rule tests agree" in done.stdout


def test_json_has_one_record_for_each_vector() -> None:
    done = rules("control_vectors.yaml", "--json")
    records = {each["id"]: each for each in json.loads(done.stdout)}
    assert (len(records), records["V16"]["since"]) == (40, "2022-10-21")
    assert records["V16"]["rules"] == ["us-el-fdp4", "84-fr-54002"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("schema: runout/2\n", "write `schema: control-vectors/1`"),
        ("schema: control-vectors/1\n", "write a list of vectors"),
        ("schema: control-vectors/1\nvectors: [7]\n", "a vector is a mapping"),
        (WRONG.replace("made_in", "mde_in"), "`mde_in` is not known here; did you mean `made_in`?"),
        (
            WRONG.replace("hikvision", "hikvisoin"),
            "there is no organisation `hikvisoin`; did you mean `hikvision`?",
        ),
        (WRONG.replace("2019-10-08,\n", "2019-10-32,\n"), "V02.date"),
        (WRONG.replace("'yes'", "maybe"), "V02.expect.cut"),
        (WRONG.replace("cut:", "cutt:"), "did you mean `cut`?"),
        (WRONG.replace("says", "switch: {tgl: unknown}, says"), "there is no switch `tgl`"),
        (WRONG + WRONG.partition("vectors:\n")[2], "the id is taken"),
        (WRONG.replace("made_in", "item: {eccn: 3E001}, made_in"), "in quotes where it looks like a number"),
        (WRONG + "rules:\n  x: {titel: y}\n", "`titel` is not known here; did you mean `title`?"),
    ],
)
def test_a_malformed_file_is_refused_with_its_place(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(ScenarioError) as refused:
        read_vectors(path)
    assert message in str(refused.value)
    assert all(problem.line is not None for problem in refused.value.problems)


def test_a_malformed_file_ends_with_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(WRONG.replace("made_in", "mde_in"))
    done = rules("bad.yaml", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("bad.yaml:3:")
