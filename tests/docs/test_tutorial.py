"""The tutorial: its scenario is sound, and what it says of it is what runout says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest

from docs.build import FOLDER
from sim.scenario import read_scenario, scenario_warnings

TEXT = (FOLDER / "tutorial.md").read_text(encoding="utf-8")
SCENARIO = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)[0]
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]


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
    assert "status: undetermined" in before
    stated = SCENARIO.replace(
        "cn-glass: {share: 100 %, made_in: CN}",
        "cn-glass: {share: 100 %, made_in: CN, content: {US: {total: 0 %}}}",
    )
    assert stated != SCENARIO
    (place / "camera.yaml").write_text(stated, encoding="utf-8")
    assert "status: open" in say("runout exposure camera.yaml --explain lumen cn-glass lens", place)


@pytest.mark.parametrize("command", [each for each in COMMANDS if " run " in each])
def test_its_runs_leave_a_report_and_tables(command, place):
    command = command.replace("--replications 64", "--replications 2")
    assert "Report: runs/camera" in say(command, place)
    folder = "camera+full-alternative" if "--variant" in command else "camera"
    assert (place / "runs" / folder / "report.html").exists()
    assert (place / "runs" / folder / "products.csv").exists()
