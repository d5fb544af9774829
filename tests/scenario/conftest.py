"""This is what the tests of reading share: a working folder of their own, and the problems found in a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import ScenarioFile, read_scenario

Read = Callable[..., ScenarioFile]
Refused = Callable[..., list[str]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, so that files are shown by their bare names."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def read(here: Path) -> Read:
    """Reads a text as the file `scenario.yaml` in the working folder."""

    def reading(text: str | bytes, variants: Sequence[str] = ()) -> ScenarioFile:
        path = Path("scenario.yaml")
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_scenario(path, variants)

    return reading


@pytest.fixture
def refused(read: Read) -> Refused:
    """The problems found in a text that must be refused, each as one line."""

    def problems(text: str | bytes, variants: Sequence[str] = ()) -> list[str]:
        with pytest.raises(ScenarioError) as caught:
            read(text, variants)
        return [str(problem) for problem in caught.value.problems]

    return problems
