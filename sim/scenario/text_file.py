"""This is how a scenario file becomes a tree: bounded, strictly UTF-8, and named as people know it."""

from __future__ import annotations

import os
from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.scenario.catalogue import shipped_folder
from sim.scenario.tree import Node, found
from sim.scenario.yaml_tree import tree_of

MAX_BYTES = 6_000_000
_EMPTY = "is empty; a scenario file begins with `schema: runout/2`"


def shown(path: Path) -> str:
    """The name of a file for people: `shipped/...`, below the working folder, or as it was given."""
    whole = Path(os.path.abspath(path))
    scenarios = shipped_folder()
    if whole.is_relative_to(scenarios / "shipped"):
        return whole.relative_to(scenarios).as_posix()
    for folder in (Path.cwd(), scenarios):
        if whole.is_relative_to(folder):
            return whole.relative_to(folder).as_posix()
    return path.as_posix()


def read_tree(path: Path) -> tuple[Node, list[Problem]]:
    """The mapping a file holds, and what is wrong with it but can be left out.

    Raises ScenarioError if it cannot be read at all.
    """
    file = shown(path)
    root, problems = tree_of(_text(path, file), file)
    if root is None or root.value is None:
        raise ScenarioError(problems or Problem(file, 1, "", _EMPTY, 1))
    if not isinstance(root.value, dict):
        message = (
            f"holds {found(root.value)}; a scenario file holds `key: value` lines from `schema: runout/2` on"
        )
        raise ScenarioError([*problems, root.problem("", message)])
    return root, problems


def _text(path: Path, file: str) -> str:
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ScenarioError(Problem(file, None, "", f"cannot be read: {error.strerror}")) from None
    if len(raw) > MAX_BYTES:
        message = f"is larger than {MAX_BYTES // 1_000_000} MB; no scenario needs that"
        raise ScenarioError(Problem(file, None, "", message))
    if not raw.strip():
        raise ScenarioError(Problem(file, 1, "", _EMPTY, 1))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode()) + 1
        message = (
            f"is not valid UTF-8: byte 0x{raw[error.start]:02X} cannot stand here; save the file as UTF-8"
        )
        raise ScenarioError(Problem(file, line, "", message, column)) from None
