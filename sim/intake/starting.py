"""This is `runout new`: commented scenarios to start from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.intake.placing import check_places, kept_lines, put
from sim.scenario.model import Scenario
from sim.scenario.nearest import did_you_mean

_FOLDER = Path(__file__).parent / "starters"


@dataclass(frozen=True)
class Started:
    """A scenario that was written to start from, and where what it replaced is kept."""

    scenario: Path
    kept: tuple[Path, ...]

    def lines(self) -> list[str]:
        """What a person is told."""
        next_step = f"Next: edit it, then runout check {self.scenario}"
        return [*kept_lines(self.kept), f"Scenario: {self.scenario}. {next_step}"]


def starter_kinds() -> list[str]:
    """The questions there is a starting scenario for."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


def start_scenario(kind: str, output: Path | None = None, *, force: bool = False) -> Started:
    """Write the starting scenario of a kind; raises ScenarioError for an unknown kind, OutputError for the place."""
    if kind not in starter_kinds():
        message = f"there is no starting scenario `{kind}`{did_you_mean(kind, starter_kinds())}"
        raise ScenarioError(Problem("", None, "--kind", message))
    place = output or Path(f"{kind}.yaml")
    check_places([place], force=force)
    text = (_FOLDER / f"{kind}.yaml").read_text(encoding="utf-8")
    if "hypothetical" in Scenario.model_fields:
        text = text.replace("\nclock:", "\nhypothetical: true\nclock:", 1)
    return Started(place, put({place: text.encode()}))
