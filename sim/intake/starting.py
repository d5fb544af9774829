"""This is `runout new`: commented scenarios to start from."""

from __future__ import annotations

from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.intake.placing import check_places, put
from sim.scenario.model import Scenario
from sim.scenario.nearest import did_you_mean

_FOLDER = Path(__file__).parent / "starters"


def starter_kinds() -> list[str]:
    """The questions there is a starting scenario for."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


def start_scenario(kind: str, output: Path | None = None, *, force: bool = False) -> Path:
    """Write the starting scenario of a kind; raises ScenarioError for an unknown kind, OutputError for the place."""
    if kind not in starter_kinds():
        message = f"there is no starting scenario `{kind}`{did_you_mean(kind, starter_kinds())}"
        raise ScenarioError(Problem("", None, "--kind", message))
    place = output or Path(f"{kind}.yaml")
    check_places([place], force=force)
    text = (_FOLDER / f"{kind}.yaml").read_text(encoding="utf-8")
    if "hypothetical" in Scenario.model_fields:
        text = text.replace("\nclock:", "\nhypothetical: true\nclock:", 1)
    put({place: text.encode()})
    return place
