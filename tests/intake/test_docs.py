"""This is a test of docs/import.md: its commands run, and its table names the fields there are."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

from sim.intake.words import fields_by_header
from tests.intake.conftest import GOOD

PAGE = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")


def commands() -> list[list[str]]:
    shell = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))
    lines = [shlex.split(line, comments=True) for line in shell.splitlines()]
    return [words[1:] for words in lines if words and words[0] == "runout"]


def test_the_commands_of_the_page_run_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "parts.csv").write_text(GOOD)
    assert {"import", "check", "run", "export", "new"} <= {words[0] for words in commands()}
    for words in commands():
        done = subprocess.run(
            [sys.executable, "-m", "sim", *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (words, done.stderr)


def test_every_field_of_the_table_is_known() -> None:
    named = set(re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE))))
    assert named <= set(fields_by_header().values())
    assert len(named) >= 18
