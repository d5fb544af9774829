"""The tutorial: its scenario is sound, and what it says of it is what runout says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest

import sim
from docs.build import FOLDER
from sim.scenario import read_scenario, scenario_warnings

TEXT = (FOLDER / "tutorial.md").read_text(encoding="utf-8")
SCENARIO = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)[0]
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]

ENDS = ("low", "middle", "high")
STATED = SCENARIO.replace(
    "cn-glass: {share: 100 %, made_in: CN}",
    "cn-glass: {share: 100 %, made_in: CN, content: {US: {total: 0 %}}}",
)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "camera.yaml").write_text(SCENARIO, encoding="utf-8")
    return tmp_path


def say(command: str, folder) -> str:
    words = [sys.executable, "-m", "sim", *shlex.split(command)[1:]]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_goes_from_check_to_run():
    assert [shlex.split(command)[1] for command in COMMANDS] == [
        "check", "check", "exposure", "exposure", "run", "run",
    ]  # fmt: skip


@pytest.mark.parametrize("command", [each for each in COMMANDS if " run " not in each])
def test_its_commands_work(command, place):
    assert say(command, place)


def test_the_warnings_it_names_are_those_there_are(place):
    kinds = {each.kind for each in scenario_warnings(read_scenario(place / "camera.yaml"))}
    assert kinds == {"evidence", "content", "class default", "no rationing"}
    assert all(f"*{kind}*" in " ".join(TEXT.split()) for kind in kinds)


def test_stating_the_content_decides_the_lens_as_it_says(place):
    before = say("runout exposure camera.yaml --explain lumen cn-glass lens", place)
    assert "Lumen Cameras has been listed since 2024-02-22, as `Lumen Cameras Co.`" in " ".join(
        before.split()
    )
    assert "status: undetermined" in before
    assert STATED != SCENARIO
    (place / "camera.yaml").write_text(STATED, encoding="utf-8")
    assert "status: open" in say("runout exposure camera.yaml --explain lumen cn-glass lens", place)
    told = " ".join(say("runout exposure camera.yaml --date 2024-06-01", place).split())
    alternative = "Chinese Chips: Processor [content: our estimate, grade E] -> Lumen Cameras"
    assert f"Undetermined since 2024-02-22: 1 of 1 {alternative}" in told
    assert "Lumen Cameras: 1 licence required, 0 undetermined, 1 open, of 2 ordinary flows." in told


@pytest.mark.parametrize("command", [each for each in COMMANDS if " run " in each])
def test_its_runs_leave_a_report_and_tables(command, place):
    command = command.replace("--replications 64", "--replications 2")
    assert "Report: runs/camera" in say(command, place)
    folder = "camera+full-alternative" if "--variant" in command else "camera"
    assert (place / "runs" / folder / "report.html").exists()
    assert (place / "runs" / folder / "products.csv").exists()


def found(place) -> list[str]:
    """The rows of the table in section 5, from runs as the page has them, the content of the lens stated."""
    (place / "camera.yaml").write_text(STATED, encoding="utf-8")
    told = []
    for variants, run in ((), "as it is"), (("full-alternative",), "`full-alternative`"):
        products = sim.run(place / "camera.yaml", variants, replications=64).tables["products"]
        for row in products.to_dict("records"):
            case = row["case"].removeprefix("undetermined ")
            weeks = [
                "-".join(f"{row[f'{name}_{end}']:.0f}" for end in ENDS)
                if row[f"{name}_beyond"] < 1.0
                else "never"
                for name in ("stop", "resumes")
            ]
            level = list(dict.fromkeys(f"{100 * row[f'level_{end}']:.0f}" for end in ENDS))
            told.append(f"| {run}, {case} | {weeks[0]} | {weeks[1]} | {'-'.join(level)} % |")
    return told


def test_a_learner_finds_the_figures_of_the_page(place):
    assert "\n".join(found(place)) in TEXT


def test_the_alternative_it_explains_is_what_moves_the_answer_most(place):
    (place / "camera.yaml").write_text(STATED, encoding="utf-8")
    told = " ".join(sim.run(place / "camera.yaml", replications=4).answer)
    assert "The undetermined flow that moves the answer most is Processor (Chinese Chips)" in told
