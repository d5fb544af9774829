"""The commands of the page on screening run, and its numbers are those of the code."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

from sim.intake.screening_list import MAX_BYTES, read_list
from sim.intake.screening_matching import DEFAULT_MIN_SCORE, NEAR
from tests.intake.screening_example import LISTED, as_json

TEXT = (Path(__file__).parents[2] / "docs/screening.md").read_text("utf-8")
COMMANDS = [
    line.partition("  #")[0] for line in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)[0].splitlines()
]


def test_the_commands_of_the_page_run_one_after_the_other(tmp_path):
    (tmp_path / "suppliers.csv").write_text("maker,supplier\nHikvision,Quillmark Optics\n")
    (tmp_path / "consolidated.json").write_text(as_json(*LISTED))
    assert len(COMMANDS) == 4
    for command in COMMANDS:
        words = shlex.split(command)
        assert words[:2] == ["runout", "screen"]
        done = subprocess.run(
            [sys.executable, "-m", "sim", *words[1:]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), command


def test_the_numbers_of_the_page_are_those_of_the_code():
    assert f"shipped extract of {len(read_list('CSL').entries)} rows dated {read_list('CSL').date}" in TEXT
    assert f"up to\n  {MAX_BYTES // 1_000_000} MB" in TEXT
    assert f"| near | {NEAR:.0f} to 99 |" in TEXT
    assert f"| low | {DEFAULT_MIN_SCORE:.0f} to {NEAR - 1:.0f} |" in TEXT
