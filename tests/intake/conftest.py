"""This is what the tests of intake share: a working folder, imports of small lists, and the problems of bad ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.errors import InputError
from sim.intake.importing import Imported, ImportPlan, import_parts
from sim.intake.wishes import wishes_of
from sim.scenario.model import Scenario
from sim.scenario.reading import read_scenario

Import = Callable[..., tuple[Imported, Scenario]]
Refused = Callable[..., list[str]]
GOOD = """\
Part number,Description,Supplier,Made in,Qty,Unit price (USD),Stock,Lead time (weeks)
SOC-1,Camera SoC,HiSilicon,TW,1,6.10,60000,16
LENS-1,Lens,Lens Works,JP,2,1.25,9000,4
CASE-1,Housing,Case Makers,DE,1,2.00,,
"""
DAY = "2026-01-15"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, so that files are shown by their bare names."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def plan(file: Path, options: dict[str, Any]) -> ImportPlan:
    """An import of a file with the options of the command line."""
    ours = {name: options.pop(name, None) for name in ("output", "mapping", "sheet")}
    force = bool(options.pop("force", False))
    wishes = options if ours["mapping"] is not None else {"date": DAY, **options}
    return ImportPlan(file, ours["output"], ours["mapping"], ours["sheet"], force, wishes_of(file, wishes))


@pytest.fixture
def imported(here: Path) -> Import:
    """Imports a list and reads the scenario it makes."""

    def importing(
        content: str | bytes | None, name: str = "parts.csv", **options: Any
    ) -> tuple[Imported, Scenario]:
        if content is not None:
            Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
        done = import_parts(plan(Path(name), options))
        return done, read_scenario(done.scenario).scenario

    return importing


@pytest.fixture
def refused(here: Path) -> Refused:
    """The problems of an import that must be refused, each as one line; nothing is written."""

    def problems(content: str | bytes | None, name: str = "parts.csv", **options: Any) -> list[str]:
        if content is not None:
            Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
        before = {path: path.lstat().st_mtime_ns for path in here.rglob("*")}
        with pytest.raises(InputError) as caught:
            import_parts(plan(Path(name), options))
        assert {path: path.lstat().st_mtime_ns for path in here.rglob("*")} == before, "something was written"
        assert caught.value.exit_code == 2
        return [str(problem) for problem in caught.value.problems]

    return problems


def changed(old: str, new: str) -> str:
    """The good list with one thing changed."""
    assert old in GOOD, f"the good list has no {old!r}"
    return GOOD.replace(old, new, 1)
