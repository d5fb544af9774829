"""This is the compiling of the physics: its modules become one text, which numba compiles for tables in arrays.

The text is kept under its own fingerprint in the user's cache: numba notices changes of a compiled function only in
its own file, and a changed text is a new file.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import inspect
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

from sim.simulation import (
    between,
    calendar,
    compiled_journal,
    conducting,
    faults,
    making,
    ordering,
    pairs,
    physics,
    rationing,
    sharing,
    starting,
    stocking,
    transit,
    waking,
    world,
)

# In the order in which they call each other.
_PHYSICS = (
    *(faults, pairs, sharing, compiled_journal, transit, waking, ordering),
    *(rationing, stocking, between, making, starting, physics, conducting),
)
_NEVER_IN_TEXT = {"__future__", "sim.simulation.journal", *(module.__name__ for module in _PHYSICS)}
Kinds = Mapping[str, np.dtype[Any]]
Kernel = Callable[[NDArray[np.int64], NDArray[np.int64], float], None]


def kernel_text(tables: tuple[str, ...]) -> str:
    """The physics as one text: functions and constants of its modules, without what they import from each other.

    Its last function takes addresses and lengths of `tables` and of the calendar's rows, and conducts a run.
    """
    kept = ["from collections import namedtuple", "from numba import njit"]
    for module in _PHYSICS:
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.FunctionDef):
                node.returns = None
                for argument in node.args.args:
                    argument.annotation = None
                kept.append(f"@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)\n{ast.unparse(node)}")
            elif isinstance(node, ast.Import | ast.Assign | ast.AnnAssign) or (
                isinstance(node, ast.ImportFrom) and node.module not in _NEVER_IN_TEXT
            ):
                kept.append(ast.unparse(node))
    parts = [f"{name}_table(addresses[{place}], lengths[{place}])" for place, name in enumerate(tables)]
    rows = f"row_table(addresses[{len(tables)}], lengths[{len(tables)}])"
    kept.append(f"World = namedtuple('World', {' '.join(tables)!r})")
    kept.append(
        "@njit(cache=True)\ndef conduct_tables(addresses, lengths, horizon):\n"
        f"    conduct(World({', '.join(parts)}), {rows}, horizon)"
    )
    return "\n\n".join(kept) + "\n"


@cache
def kernel_file() -> Path:
    """Where the text of the physics lies, or is to lie; beside it numba keeps what it compiled."""
    read = (*_PHYSICS, calendar, world, sys.modules[__name__])
    known = [inspect.getsource(module) for module in read]
    known.append(Path(__file__).with_name("compiled_tables.py").read_text("utf-8"))
    known += [version("numba"), version("numpy"), sys.version]
    fingerprint = hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]
    return platformdirs.user_cache_path("runout") / f"physics_{fingerprint}.py"


def is_compiled() -> bool:
    """Whether the physics has been compiled on this machine before."""
    return kernel_file().with_suffix(".compiled").exists()


def compile_kernel(tables: Kinds, row: np.dtype[np.void]) -> Kernel:
    """The last function of the text: loaded from the cache, or compiled if this machine has not done so before."""
    text = kernel_text(tuple(tables))
    try:
        file = write_whole(kernel_file(), text)
    except OSError:  # no place for a cache: it is compiled for this process alone
        file = write_whole(Path(tempfile.mkdtemp(prefix="runout-")) / kernel_file().name, text)
    return compile_text(file, tables, row)


def compile_text(file: Path, tables: Kinds, row: np.dtype[np.void]) -> Kernel:
    """The last function of a text, compiled; `tables` and `row` tell what lies in the tables and the calendar."""
    import numba  # half a second, only where it is used

    from sim.simulation.compiled_tables import table_of

    described = importlib.util.spec_from_file_location(file.stem, file)
    assert described is not None  # it is a file of Python, and so has a loader
    assert described.loader is not None
    module = importlib.util.module_from_spec(described)
    sys.modules[file.stem] = module
    for name, kind in {**tables, "row": row}.items():
        setattr(module, f"{name}_table", table_of(kind))
    described.loader.exec_module(module)
    numbers = numba.int64[::1]
    module.conduct_tables.compile(numba.void(numbers, numbers, numba.float64))
    file.with_suffix(".compiled").touch()
    kernel: Kernel = module.conduct_tables
    return kernel


def write_whole(file: Path, text: str) -> Path:
    """Write a file whole or not at all, unless it is there; returns it."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(temporary).replace(file)
    return file
