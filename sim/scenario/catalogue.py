"""This is where shipped scenarios are, and how the scenario named on a command line is found."""

from __future__ import annotations

import stat
from pathlib import Path

from sim.errors import Problem, RunoutError, ScenarioError
from sim.scenario.nearest import did_you_mean, nearest

_PACKAGE = Path(__file__).resolve().parents[1]
_SUFFIXES = (".yaml", ".yml")
_LISTS = (".csv", ".tsv", ".xlsx")  # what parts lists are called, and no scenario
# What history did lies in a folder below `backtests`, which no run reads.
_FOLDERS = (".", "backtests")
_EXAMPLES = "examples"  # of made-up firms: they rest on no public figures


def shipped_folder() -> Path:
    """The folder of shipped scenarios; `use: shipped/x` names what lies in its folder `shipped`.

    In an installed package it is `sim/_scenarios`, in the repository `scenarios` beside `sim`.
    """
    for folder in (_PACKAGE / "_scenarios", _PACKAGE.parent / "scenarios"):
        if (folder / "shipped").is_dir():
            return folder
    raise RunoutError(f"the shipped scenarios are missing beside {_PACKAGE}; install runout again")


def scenario_names() -> list[str]:
    """The names of the shipped scenarios, in order; each is a scenario a command takes as `SCENARIO`.

    One that lies in a folder is named with it: `backtests/zte-2018`.
    """
    shipped = shipped_folder()
    found = [path for folder in (*_FOLDERS, _EXAMPLES) for path in (shipped / folder).glob("*.yaml")]
    return sorted(path.relative_to(shipped).with_suffix("").as_posix() for path in found)


def is_shipped(path: Path) -> bool:
    """Whether a scenario file is shipped and rests on public figures; an example, or your own, may rest on any."""
    shipped = shipped_folder().resolve()
    return path.resolve().parent in [(shipped / folder).resolve() for folder in _FOLDERS]


def called(path: Path) -> str:
    """What a command calls a scenario file: the name of one that ships, or its file name."""
    shipped, whole = shipped_folder().resolve(), path.resolve()
    return (
        whole.relative_to(shipped).with_suffix("").as_posix() if whole.is_relative_to(shipped) else path.name
    )


def find_scenario(given: str) -> Path:
    """The file meant by `given`: a shipped scenario's name, or a path.

    A plain name is a shipped scenario first; `./name` always means the file. Raises ScenarioError.
    """
    names = scenario_names()
    if given in names:
        return shipped_folder() / f"{given}.yaml"
    if not given.strip():
        raise _wrong("SCENARIO", "no scenario is named" + did_you_mean(given, names))
    path = Path(given)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise _wrong(given, _unknown(path, names)) from None
    except (OSError, ValueError) as error:  # ValueError: a name no file can have
        raise _wrong(given, f"cannot be read: {getattr(error, 'strerror', error)}") from None
    if stat.S_ISDIR(mode):
        raise _wrong(given, "is a folder; give a scenario file" + _for_instance(path))
    if not stat.S_ISREG(mode):
        raise _wrong(given, "is not a regular file; give a scenario file")
    if path.suffix.lower() in _LISTS:
        raise _wrong(given, f"is a parts list; make a scenario of it first: `runout import {given}`")
    return path


def _wrong(given: str, message: str) -> ScenarioError:
    return ScenarioError(Problem(file=given, line=None, item="", message=message))


def _unknown(path: Path, names: list[str]) -> str:
    if path.suffix not in _SUFFIXES and (len(path.parts) == 1 or path.parts[0] in _FOLDERS):
        return "no shipped scenario has this name, and no file is called so" + did_you_mean(str(path), names)
    beside = nearest(path.name, _files_in(path.parent))
    if beside is not None:
        return f"no such file; did you mean `{path.parent / beside}`?"
    shipped = nearest(path.stem, names)
    return "no such file" + (f"; did you mean the shipped scenario `{shipped}`?" if shipped else "")


def _for_instance(folder: Path) -> str:
    found = _files_in(folder)
    return f", for instance `{folder / found[0]}`" if found else " or the name of a shipped scenario"


def _files_in(folder: Path) -> list[str]:
    try:
        return sorted(each.name for each in folder.iterdir() if each.suffix in _SUFFIXES)
    except OSError:  # missing, or closed to us: then there is nothing to suggest
        return []
