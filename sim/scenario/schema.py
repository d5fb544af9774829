"""This is the JSON schema of scenario files, for editors that complete and check while one types."""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias

from sim.scenario.fields import OWN_SECTIONS
from sim.scenario.model import Scenario

Json: TypeAlias = dict[str, Any]  # Any: JSON

_DEFS = "#/$defs/"


def json_schema() -> Json:
    """The JSON schema (draft 2020-12) of a scenario, or of a file it uses: that is one without `schema`.

    It knows keys, kinds of values and what is required; names, sums and units are for `runout check`.
    """
    whole = Scenario.model_json_schema(by_alias=True)
    _tidy(whole)
    _allow_partial_inputs(whole["$defs"])
    required = whole.pop("required")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **whole,
        "if": {"required": ["schema"]},
        "then": {"required": required},
        "else": {"properties": dict.fromkeys(OWN_SECTIONS, False)},
    }


def _tidy(schema: object) -> None:
    """Names that do not fit their pattern are refused, and examples are values, not sentences."""
    if isinstance(schema, dict):
        if "patternProperties" in schema:
            schema["additionalProperties"] = False
        if isinstance(schema.get("examples"), list):
            schema["examples"] = [
                part for text in schema["examples"] for part in re.findall(r"`([^`]+)`", text)
            ]
        for inner in schema.values():
            _tidy(inner)
    elif isinstance(schema, list):
        for inner in schema:
            _tidy(inner)


def _allow_partial_inputs(models: dict[str, Json]) -> None:
    """A line with `inputs_like` states only what differs, at any depth; any other line states its inputs whole."""
    line = models["Line"]
    whole = line["properties"]["inputs"]
    part = json.loads(json.dumps(whole).replace(f"{_DEFS}Input", f"{_DEFS}PartOfInput"))
    models |= _parts_of(models, "Input")
    line["properties"]["inputs"] = {"type": "object", "description": whole["description"]}
    line["required"].remove("inputs")
    line["if"] = {"required": ["inputs_like"]}
    line["then"] = {"properties": {"inputs": part}}
    line["else"] = {"properties": {"inputs": whole}, "required": ["inputs"]}


def _parts_of(models: dict[str, Json], name: str) -> dict[str, Json]:
    """A model and those it holds, as `PartOf...`, with nothing required."""
    parts: dict[str, Json] = {}
    ahead = [name]
    while ahead:
        here = ahead.pop()
        text = json.dumps(models[here])
        inner = set(re.findall(rf'"{re.escape(_DEFS)}(\w+)"', text))
        part = json.loads(text.replace(_DEFS, f"{_DEFS}PartOf"))
        part.pop("required", None)
        parts[f"PartOf{here}"] = part
        ahead += sorted(each for each in inner if f"PartOf{each}" not in parts and each not in ahead)
    return parts
