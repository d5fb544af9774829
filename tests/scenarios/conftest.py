"""This is what the tests of policies share: the scenario of policies with changes, run."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.results.results import Results
from tests.policy_scenario import Run, with_policies


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Results of the scenario of policies with these texts replaced."""

    def running(*changes: tuple[str, str], replications: int = 1) -> Results:
        path = tmp_path / "policies.yaml"
        path.write_text(with_policies(*changes))
        return sim.run(path, replications=replications)

    return running
