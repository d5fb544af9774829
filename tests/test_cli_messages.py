"""What the command line says at its edges: days outside the clock, output nobody reads, files of the wrong kind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.example_scenario import EXAMPLE

VECTORS = Path(__file__).parent / "rules" / "control_vectors.yaml"


def runout(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sim", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("day", ["2019-04-30", "2020-12-31", "2031-01-01"])
def test_a_day_outside_the_clock_is_said_to_be_outside(day: str, tmp_path: Path) -> None:
    (tmp_path / "camera.yaml").write_text(EXAMPLE)
    done = runout("exposure", "camera.yaml", "--date", day, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"--date: {day} lies outside the clock, 2019-05-01 to the day before 2020-12-31\n1 problem.\n"
    )


@pytest.mark.parametrize("words", [("exposure", "entity-list-2019-10"), ("schema",), ("rules", str(VECTORS))])
def test_output_that_nobody_reads_to_its_end_is_no_fault(words: tuple[str, ...], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sim", *words]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()  # before anything is written
        said = running.stderr.read()
    assert (running.returncode, said) == (0, b"")


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n"])
def test_a_file_of_rule_tests_is_not_told_to_be_a_scenario(text: str, tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text(text)
    done = runout("rules", "empty.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "control-vectors/1" in done.stderr
    assert "scenario" not in done.stderr


def test_debatable_rule_tests_are_named(tmp_path: Path) -> None:
    said = " ".join(runout("rules", str(VECTORS), cwd=tmp_path).stdout.split())
    count, _, names = said.partition("rule tests agree. ")[2].partition(" of them are debatable: ")
    assert len(names.rstrip(".").split(", ")) == int(count) > 1
