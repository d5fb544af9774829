"""This is a run of the acceptance vectors that the first slice of law can express."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any  # Any: parsed YAML

import pytest
import yaml

from sim.rules.verdict import Verdict

VECTORS = yaml.safe_load(Path(__file__).with_name("vectors.yaml").read_text("utf-8"))["vectors"]


@pytest.mark.parametrize("vector", VECTORS.values(), ids=list(VECTORS))
def test_the_vector_holds(vector: dict[str, Any], decided: Callable[..., Verdict]) -> None:
    verdict = decided(**vector["flow"], hindsight=vector.get("hindsight", False))
    expect = vector["expect"]
    assert verdict.on(vector["day"]) == expect["status"], vector["says"]
    if "since" in expect:
        assert (verdict.since, verdict.rule) == (expect["since"], expect["rule"]), vector["says"]
    assert expect.get("policy", "") in (verdict.policy or ""), vector["says"]
