"""This is a tree read as a scenario, with everything wrong said in plain words where it stands."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sim.errors import Problem
from sim.scenario.countries import named
from sim.scenario.fields import MOST_PROBLEMS, fields, model_of, shape_at
from sim.scenario.model import Scenario
from sim.scenario.nearest import nearest
from sim.scenario.tree import Node, Path, found

_COUNTRY = "^[A-Z]{2}$"
_PATTERNS = {
    _COUNTRY: "a two-letter country code in capitals such as `CN`",
    "^[A-Z]{3}$": "a currency code of three capitals such as `CNY`",
    "^[a-z0-9][a-z0-9-]*$": "a name of small letters, digits and hyphens such as `main-chip`",
}
_WANTED = {
    "bool": "`true` or `false`",
    "int": "a whole number",
    "date": "a date such as `2019-10-09`",
    "tuple": "a list such as `[a, b]`",
    "dict": "names with what belongs to each below it",
    "too": "at least one entry",
}


def validated(
    root: Node, known: Scenario | None = None, same: Collection[str] = ()
) -> tuple[Scenario | None, list[Problem]]:
    """The scenario a tree holds, and what is wrong with it; its sections in `same` are those of `known`.

    With problems, the scenario is its sound part: entries with an error are left out, so that the rest can be
    checked too; None if an error leaves nothing to check.
    """
    if known is not None and (alike := _read_rest(root, known, same)) is not None:
        return alike, []
    scenario, errors = _read(root)
    problems = _problems(root, errors)
    while scenario is None:
        smaller = _without(root, errors) if len(errors) <= MOST_PROBLEMS else None
        if smaller is None or smaller is root:
            return None, problems
        root = smaller
        scenario, errors = _read(root)
    return scenario, problems


def _read_rest(root: Node, known: Scenario, same: Collection[str]) -> Scenario | None:
    """The scenario, with only those sections read that are not taken from another; None if one of them is wrong."""
    taken = [name for name in same if name in Scenario.model_fields and not _is_required(Scenario, name)]
    entries = {name: node for name, node in root.entries.items() if name not in taken}
    scenario, _ = _read(replace(root, value=entries))
    return scenario and scenario.model_copy(update={name: getattr(known, name) for name in taken})


def _read(root: Node) -> tuple[Scenario | None, list[ErrorDetails]]:
    # Through JSON, for which pydantic's strict mode is what we want: text to dates, but not `yes` or 1 to true.
    try:
        return Scenario.model_validate_json(json.dumps(root.plain()), strict=True), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _path(root: Node, error: ErrorDetails) -> Path:
    """The path an error is about; pydantic also names the branch of a union, which is no part of the file."""
    path: list[str] = []
    here: Node | None = root
    for part in error["loc"]:
        below = here.step(str(part)) if here is not None else None
        if below is not None:
            path.append(str(part))
            here = below
    if error["type"] == "missing":
        path.append(str(error["loc"][-1]))
    return tuple(path)


def _without(root: Node, errors: Sequence[ErrorDetails]) -> Node | None:
    """The tree without the smallest entries that hold the errors; None if one is in what every scenario needs."""
    for path in {_path(root, error): None for error in errors}:
        while path and not _may_be_left_out(path):
            path = path[:-1]
        if not path:
            return None
        if root.at(path) is not None:
            root = root.put(path, None)
    return root


def _may_be_left_out(path: Path) -> bool:
    model = model_of(shape_at(path[:-1]))
    return not path[-1].isdecimal() and (model is None or not _is_required(model, path[-1]))


def _is_required(model: type[BaseModel], name: str) -> bool:
    info = fields(model).get(name)
    return info is not None and info.is_required()


def _problems(root: Node, errors: Sequence[ErrorDetails]) -> list[Problem]:
    """One problem for each path: of a union, what is wrong inside the branch that was meant, if any is."""
    at: dict[Path, list[ErrorDetails]] = {}
    for error in errors[:MOST_PROBLEMS]:
        at.setdefault(_path(root, error), []).append(error)
    inner = {path[:end] for path in at for end in range(len(path))}
    return [
        root.nearest(path).problem(path, _message(path, here))
        for path, here in at.items()
        if path not in inner or not any(_is_of_a_union(error) for error in here)
    ]


def _is_of_a_union(error: ErrorDetails) -> bool:
    return error["type"] in ("literal_error", "model_type", "dict_type", "tuple_type", "string_type")


def _message(path: Path, errors: Sequence[ErrorDetails]) -> str:
    first = errors[0]
    if first["type"] == "missing":
        return f"is missing: {_description(path)}"
    if first["loc"][-1:] == ("[key]",) and first["type"] == "value_error":
        return str(first["ctx"]["error"])
    if first["loc"][-1:] == ("[key]",):
        return f"{found(path[-1])} cannot be a name here; write {_wanted(path, first)}"
    own = [str(error["ctx"]["error"]) for error in errors if error["type"] == "value_error"]
    others = [_wanted(path, error) for error in errors if error["type"] != "value_error"]
    if own:
        return "; or write ".join([own[0], *others])
    wanted = list(dict.fromkeys(others))
    about = "" if _is_scalar(first["input"]) else f": {_description(path)}"
    return f"found {found(first['input'])}; write {' or '.join(wanted)}{about}{_nearest_allowed(errors)}"


def _is_scalar(value: object) -> bool:
    return isinstance(value, (str, int, float))


def _description(path: Path) -> str:
    model = model_of(shape_at(path[:-1]))
    info = fields(model).get(path[-1]) if model is not None else None
    text = (info.description if info is not None else None) or "See docs/scenario-language.md."
    return text[:1].lower() + text[1:]


def _wanted(path: Path, error: ErrorDetails) -> str:
    """What would be right, for one branch of what is allowed."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], f"text like `{context['pattern']}`")
    if kind == "literal_error":
        return _either(_allowed(context))
    if kind == "model_type":
        return _mapping_wanted(model_of(shape_at(path)))
    if kind == "string_type":
        given = error["input"]
        quotable = isinstance(given, (int, float)) and not isinstance(given, bool)
        return f'it in quotes, as text: "{given}"' if quotable else "text"
    if kind.startswith("date") and "error" in context:
        return f"{_WANTED['date']} ({context['error']})"
    if kind == "greater_than_equal":
        return f"{context['ge']} or more"
    if kind == "less_than_equal":
        return f"{context['le']} or less"
    return _WANTED.get(kind.split("_")[0], error["msg"])


def _mapping_wanted(model: type[BaseModel] | None) -> str:
    names = list(fields(model)) if model is not None else []
    needed = [f"`{name}`" for name in names if model is not None and _is_required(model, name)]
    return f"a mapping with {', '.join(needed)}" if needed else "a mapping of its fields"


def _allowed(context: Mapping[str, Any]) -> list[str]:  # Any: what pydantic tells about an error
    return str(context["expected"]).replace(" or ", ", ").replace("'", "").split(", ")


def _either(names: Sequence[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + f" or {quoted[-1]}"


def _nearest_allowed(errors: Sequence[ErrorDetails]) -> str:
    for error in errors:
        if error["type"] == "string_pattern_mismatch" and error["ctx"]["pattern"] == _COUNTRY:
            return named(str(error["input"]))
    for error in errors:
        if error["type"] == "literal_error" and isinstance(error["input"], str):
            allowed = _allowed(error["ctx"])
            match = nearest(error["input"], allowed) if len(allowed) > 1 else None
            return f"; did you mean `{match}`?" if match else ""
    return ""
