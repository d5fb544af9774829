"""`runout check`: problems, warnings, and its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.example_scenario import EXAMPLE

BROKEN = EXAMPLE.replace("price: 55 USD", "price: 55").replace("cost: 3 USD", "cost: 3")


def check(text: str, *words: str, folder) -> subprocess.CompletedProcess[str]:
    (folder / "camera.yaml").write_text(text)
    command = [sys.executable, "-m", "sim", "check", "camera.yaml", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_warnings_are_shown_and_the_scenario_is_fine(tmp_path):
    done = check(EXAMPLE, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no rationing (1)" in done.stdout
    assert "camera: fine, with 6 warnings. 1 line, 2 inputs, 3 flows," in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "lens: lead_time of glass-works" not in done.stdout


def test_all_lists_what_is_counted(tmp_path):
    done = check(EXAMPLE, "--all", folder=tmp_path)
    assert "lens: lead_time of glass-works" in done.stdout


def test_strict_makes_warnings_fail(tmp_path):
    done = check(EXAMPLE, "--strict", folder=tmp_path)
    assert done.returncode == 2
    assert "no rationing (1)" in done.stdout


def test_json_holds_problems_and_warnings_and_nothing_else(tmp_path):
    done = check(EXAMPLE, "--json", folder=tmp_path)
    found = json.loads(done.stdout)
    assert (done.returncode, found["problems"]) == (0, [])
    assert {each["kind"] for each in found["warnings"]} == {
        "estimate cuts",
        "evidence",
        "content",
        "class default",
        "no rationing",
    }
    assert found["warnings"][1]["rows"]


def test_json_of_a_wrong_scenario_holds_its_problems(tmp_path):
    done = check(BROKEN, "--json", folder=tmp_path)
    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr, found["warnings"]) == (2, "", [])
    assert [(each["line"], each["column"], each["item"]) for each in found["problems"]] == [
        (64, 5, "lines.camera.price"),
        (79, 9, "lines.camera.inputs.lens.cost"),
    ]


@pytest.mark.parametrize("words", [(), ("--strict",), ("--all",)])
def test_problems_come_alone_with_exit_code_2(tmp_path, words):
    done = check(BROKEN, *words, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("camera.yaml:64:5: lines.camera.price: `55` has no unit")
    assert done.stderr.endswith("2 problems.\n")
