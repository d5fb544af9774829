"""This is how a scenario and the files it uses become one: sections merged by name, nothing defined twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.scenario.catalogue import shipped_folder
from sim.scenario.fields import OWN_SECTIONS, fields
from sim.scenario.model import Scenario
from sim.scenario.nearest import did_you_mean, nearest
from sim.scenario.text_file import read_tree
from sim.scenario.tree import Node, found

_RIGHT = "write `shipped/...`, or `./...` for a file beside this one"


def with_used_files(root: Node, path: Path) -> tuple[Node, list[Problem]]:
    """The scenario with the sections of the files it uses, and what is wrong with them or between them.

    Raises ScenarioError if a used file cannot be read, since every name in it would seem unknown.
    """
    problems: list[Problem] = []
    unreadable: list[Problem] = []
    parts = []
    seen = {path.resolve(): root}
    for entry in _used(root):
        try:
            target = _target(entry, path.parent)
            first = seen.setdefault(target.resolve(), entry)
            if first is not entry:
                before = "this scenario itself" if first is root else f"already used on line {first.line}"
                problems.append(entry.problem("use", f"{found(entry.value)} is {before}; leave it out"))
                continue
            part, wrong = read_tree(target)
            parts.append(_sections(part, wrong))
            problems += wrong
        except ScenarioError as error:
            unreadable += error.problems
    if unreadable:
        raise ScenarioError([*problems, *unreadable])
    for part in parts:
        root = _merged(root, part, problems)
    return root, problems


def _used(root: Node) -> tuple[Node, ...]:
    use = root.entries.get("use")
    if use is None or use.value is None:
        return ()
    if not isinstance(use.value, tuple):
        raise ScenarioError(
            use.problem("use", f"found {found(use.value)}; write a list such as `[shipped/rules]`")
        )
    return use.value


def _target(entry: Node, beside: Path) -> Path:
    """The file an entry of `use` names; raises ScenarioError if it lies outside its folder or is missing."""
    given = entry.value
    if not isinstance(given, str) or not given.startswith(("shipped/", "./")):
        raise ScenarioError(entry.problem("use", f"found {found(given)}; {_RIGHT}"))
    base, folder = (
        (beside, beside) if given.startswith("./") else (shipped_folder(), shipped_folder() / "shipped")
    )
    path = base / (given if given.endswith((".yaml", ".yml")) else f"{given}.yaml")
    try:
        # Resolved, so that neither `..` nor a link leads out.
        inside = path.resolve().is_relative_to(folder.resolve())
        exists = inside and path.is_file()
    except (OSError, ValueError, RuntimeError):  # a name no file can have, or links in a circle
        raise ScenarioError(
            entry.problem("use", f"{found(given)} cannot be the name of a file; {_RIGHT}")
        ) from None
    if not inside:
        kept = "the shipped folder" if folder != beside else "the folder of this scenario"
        raise ScenarioError(entry.problem("use", f"{found(given)} lies outside {kept}; {_RIGHT}"))
    if not exists:
        raise ScenarioError(
            entry.problem("use", f"there is no file {found(given)}{_suggestion(given, base, folder)}")
        )
    return path


def _suggestion(given: str, base: Path, folder: Path) -> str:
    # Beside a scenario we look only into the folder named: what lies below may be anything.
    files = folder.rglob("*.yaml") if folder != base else (base / given).parent.glob("*.yaml")
    start = "./" if given.startswith("./") else ""
    names = [start + each.relative_to(base).with_suffix("").as_posix() for each in files]
    wanted = given.removesuffix(".yaml").removesuffix(".yml")
    by_file_name = {name.rpartition("/")[2]: name for name in names}
    match = nearest(wanted, names) or by_file_name.get(nearest(wanted.rpartition("/")[2], by_file_name) or "")
    return f"; did you mean `{match}`?" if match else did_you_mean(wanted, names)


def _sections(part: Node, problems: list[Problem]) -> Node:
    """A used file without what belongs into the scenario itself, or nowhere."""
    allowed = [name for name in fields(Scenario) if name not in OWN_SECTIONS]
    kept = {}
    for key, entry in part.entries.items():
        if key == "use":
            problems.append(entry.problem(key, "a used file uses no others; name them all in the scenario"))
        elif key in OWN_SECTIONS:
            problems.append(entry.problem(key, "belongs into the scenario, not into a file it uses"))
        elif key not in allowed:
            problems.append(entry.problem(key, f"`{key}` is not known here{did_you_mean(key, allowed)}"))
        else:
            kept[key] = entry
    return replace(part, value=kept)


def _merged(root: Node, part: Node, problems: list[Problem]) -> Node:
    for section, added in part.entries.items():
        own = root.entries.get(section)
        if own is None or own.value is None:
            root = root.put((section,), added)
            continue
        if not isinstance(own.value, dict):  # said when the whole is read
            continue
        if not isinstance(added.value, dict):
            if added.value is not None:  # an empty section adds nothing
                message = f"found {found(added.value)}; write names with what belongs to each below it"
                problems.append(added.problem(section, message))
            continue
        for name, first in own.value.items():
            if name in added.value:
                message = f"is defined here and at {added.value[name].place}; keep one of the two"
                problems.append(first.problem((section, name), message))
        new = {name: entry for name, entry in added.value.items() if name not in own.value}
        root = root.put((section,), replace(own, value={**own.value, **new}))
    return root
