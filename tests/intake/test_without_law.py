"""A list holds no law: what is asked of it says so, and where to look who is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from tests.commands import runout
from tests.intake.conftest import GOOD

SAID = "No law is applied. Who may be listed: `runout screen parts.yaml`."


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "parts.csv").write_text(GOOD)
    assert runout("import", "parts.csv", "--home", "DE", folder=tmp_path).code == 0
    return tmp_path


@pytest.mark.parametrize(
    "command", [("exposure", "parts.yaml"), ("run", "parts.yaml", "--replications", "1", "-o", "out")]
)
def test_a_list_without_law_says_so_and_nothing_of_what_law_would_do(
    command: tuple[str, ...], place: Path
) -> None:
    said = " ".join(runout(*command, folder=place).out.split())
    assert SAID in said
    assert "needs a licence for certain" not in said
    assert "The law cuts no flow" not in said
    assert "Beyond what the law asks" not in said
    assert said.count("No law is applied") == 1


def test_the_screen_of_a_list_is_short_and_says_each_thing_once(place: Path) -> None:
    said = runout("run", "parts.yaml", "--replications", "2", "-o", "out", folder=place).out
    assert sum(any(sign.isalnum() for sign in word) for word in said.split()) <= 300
    assert said.lower().count("hypothetical") == 1
    assert said.count("of the numbers that decide it are estimates") == 1  # the caveat stays
    assert "weeks until" not in said  # one sentence tells it all
    assert not any(line.endswith(" ") for line in said.splitlines())
    more = runout("run", "parts.yaml", "--replications", "2", "-o", "out", "--all", folder=place).out
    assert "How long: weeks from" in more
    assert "corrections welcome" in more


def test_a_ban_that_is_asked_about_is_law(place: Path) -> None:
    said = runout("exposure", "parts.yaml", "--variant", "export-ban-jp", folder=place).out
    assert "No law is applied" not in said
    assert "Hypothetical: licence required" in said


def test_python_tells_the_same(place: Path) -> None:
    assert SAID in sim.run(place / "parts.yaml", replications=1).answer
