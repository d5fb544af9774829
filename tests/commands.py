"""This is a run of the command as a person meets it: what it said, and what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

# The command notes its largest size itself: what the system tells of a child counts the parent it was forked from.
_WATCHED = r"""
import atexit, re, sys
from pathlib import Path
from sim.cli import main

place = Path(sys.argv.pop())
size = lambda: re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]
atexit.register(lambda: place.write_text(size()))
main()
"""


class Ran(NamedTuple):
    """What a command left: exit code, output, errors; seconds of work, not of waiting; largest size in MB."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


def runout(*words: str, folder: Path) -> Ran:
    """Run `runout` with these words in a folder."""
    with tempfile.TemporaryDirectory() as name:
        elsewhere = Path(name)
        with (elsewhere / "out").open("w") as out, (elsewhere / "err").open("w") as err:
            command = subprocess.Popen(
                [sys.executable, "-c", _WATCHED, *words, str(elsewhere / "size")],
                cwd=folder,
                stdout=out,
                stderr=err,
            )
            _, status, used = os.wait4(command.pid, 0)
            command.returncode = os.waitstatus_to_exitcode(status)
        said = [(elsewhere / each).read_text("utf-8") for each in ("out", "err")]
        megabytes = int((elsewhere / "size").read_text()) / 1024
    return Ran(command.returncode, *said, used.ru_utime + used.ru_stime, megabytes)
