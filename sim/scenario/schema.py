"""This is the JSON schema of scenario files, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from sim.scenario.model import Scenario


def json_schema() -> dict[str, Any]:  # Any: JSON
    """The JSON schema (draft 2020-12) of a whole scenario; sections that `use` brings in may be absent from a file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Scenario.model_json_schema(by_alias=True),
    }
