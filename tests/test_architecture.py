"""This is a test of the house: who may import whom, one home for each heavy package, modules of one concept."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import sim

ROOT = Path(__file__).parents[1]
# Each room imports only from those above it (and from itself).
ORDER = (
    *(
        "errors",
        "wording",
        "scenario",
        "network",
        "uncertainty",
        "rules",
        "exposure",
        "simulation",
        "results",
        "explain",
    ),
    *("experiments", "intake", "figures", "report", "terminal", "app", "ending", "cli", "__main__"),
)
# These two show many rooms at once, so the order does not hold them; only these rooms may import them.
MAY_IMPORT = {
    "pipeline": {"experiments", "app", "cli", "__init__"},
    "__init__": {"app", "cli", "__main__"},
}
PIPELINE_NEVER_IMPORTS = {"experiments", "app", "cli", "__main__"}
HOMES = {
    "simpy": {"simulation"},
    "numba": {"simulation"},
    "pandas": {"pipeline", *ORDER[ORDER.index("results") :]},
    "plotly": {"figures"},
    "SALib": {"experiments"},
    "dask": {"experiments"},
    "rapidfuzz": {"intake"},
    "openpyxl": {"intake"},
    "dash": {"app"},
}
MODULES = sorted((ROOT / "sim").rglob("*.py"))


def imports(source: str, package: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import, also inside functions; `package` is where relative ones start."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*start, *([node.module] if node.module else [])))
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def objection(room: str, imported: str) -> str | None:
    """Why `room` may not import `imported`, or None."""
    top, *rest = imported.split(".")
    if top != "sim":
        homes = HOMES.get(top)
        return None if homes is None or room in homes else f"{top} lives only in {', '.join(sorted(homes))}"
    other = rest[0] if rest and rest[0] in (*ORDER, "pipeline") else "__init__"
    if other == room or room == "__init__":
        return None
    if other in MAY_IMPORT:
        return None if room in MAY_IMPORT[other] else f"only {', '.join(sorted(MAY_IMPORT[other]))} may"
    if room == "pipeline":
        return "what runs a pipeline comes after it" if other in PIPELINE_NEVER_IMPORTS else None
    if room not in ORDER:
        return f"{room} is no room of the house; give it a place in ORDER"
    return None if ORDER.index(other) < ORDER.index(room) else f"{other} comes after {room}"


def test_every_import_follows_the_order_and_every_heavy_package_has_one_home() -> None:
    wrong = []
    for path in MODULES:
        parts = path.relative_to(ROOT).with_suffix("").parts
        for line, imported in imports(path.read_text("utf-8"), parts[:-1]):
            if why := objection(parts[1], imported):
                wrong.append(f"{path.relative_to(ROOT)}:{line} imports {imported}, but {why}.")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("sim/rules", "import simpy"),
        ("sim/rules", "def late():\n    import plotly.graph_objects as go"),
        ("sim/report", "from plotly.offline import get_plotlyjs"),
        ("sim/exposure", "import pandas as pd"),
        ("sim/scenario", "from sim.rules.verdict import Verdict"),
        ("sim/scenario", "from sim import rules"),
        ("sim/scenario", "from ..rules import verdict"),
        ("sim/scenario", "from .. import rules"),
        ("sim/scenario", "import sim"),
        ("sim/simulation", "import sim.results.tables"),
        ("sim/report", "from sim.pipeline import run"),
        ("sim/pipeline", "from sim.experiments import ensemble"),
        ("sim/extras", "from sim.errors import Problem"),
    ],
)
def test_an_import_against_the_order_is_seen(package: str, source: str) -> None:
    path = tuple(package.split("/"))
    assert [objection(path[1], name) for _, name in imports(source, path)] != [None]


def public(source: str) -> set[str]:
    """What a package shows: names it defines or imports, for type checkers only or not, without an underscore."""
    shown: set[str] = set()
    ahead = list(ast.parse(source).body)
    while ahead:
        node = ahead.pop()
        if isinstance(node, ast.If):
            ahead += [*node.body, *node.orelse]
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            shown |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            shown.add(node.name)
        else:
            shown |= {
                each.id
                for each in ast.walk(node)
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            }
    return {name for name in shown if not name.startswith("_") and name != "annotations"}


def test_what_is_imported_from_sim_is_what_it_names() -> None:
    shown = public((ROOT / "sim" / "__init__.py").read_text("utf-8"))
    assert shown == set(sim.__all__), f"named and shown differ in {sorted(shown ^ set(sim.__all__))}"
    assert list(sim.__all__) == sorted(sim.__all__)
    found = {name: getattr(sim, name) for name in sim.__all__}
    hidden = [name for name, each in found.items() if isinstance(each, ModuleType)]
    assert not hidden, f"sim.{hidden} are modules: rename the function or the module, they hide each other"
    elsewhere = [name for name, each in found.items() if not each.__module__.startswith("sim.")]
    assert not elsewhere, f"sim.{elsewhere} are not ours"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("import typing as _t\nif _t.TYPE_CHECKING:\n    from sim.pipeline import prepare", {"prepare"}),
        ("import importlib", {"importlib"}),
        ("LIMIT = 3", {"LIMIT"}),
        ("def helper(): ...", {"helper"}),
        ("_HOMES = {}\ndef __getattr__(name): ...", set()),
    ],
)
def test_what_a_package_shows_is_seen(source: str, shown: set[str]) -> None:
    assert public(source) == shown


def test_every_module_is_one_concept_that_says_what_it_is() -> None:
    wrong = []
    for path in MODULES:
        source = path.read_text("utf-8")
        if path.name == "__init__.py" and not source.strip():
            continue
        if (count := len(source.splitlines())) > 435:
            wrong.append(f"{path.relative_to(ROOT)} has {count} lines; a module is one concept, 435 at most.")
        if not (ast.get_docstring(ast.parse(source)) or "").startswith("This is "):
            wrong.append(f"{path.relative_to(ROOT)} does not begin with a docstring `This is ...`.")
    assert not wrong, "\n" + "\n".join(wrong)
