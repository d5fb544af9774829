"""This is numbers worked out on paper, and the table of what the engine makes of them.

`close(expected)` compares as `pytest.approx` does, and remembers what it was compared with. `make verify` prints the
table; docs/verification.md keeps it, and a test of the docs holds it to what the tests find.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

RELATIVE = 1e-9
_HEAD = """\
# What was verified

For every number worked out on paper in `tests/verification`: what the engine makes of it. The formula stands beside
each test. V numbers are those of the design note the model was built from. `make verify` prints and writes this page.

| test | case | on paper | by the engine | error |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Compared:
    """A number on paper beside that of the engine."""

    test: str
    case: str
    expected: float
    obtained: float


FOUND: list[Compared] = []
_now: dict[str, str] = {"test": "", "case": ""}


class Close:
    """A number that equals what is within `relative` of it, or within `absolute`."""

    def __init__(self, expected: float, relative: float, absolute: float) -> None:
        self.expected = expected
        self._approx = pytest.approx(expected, rel=relative, abs=absolute)

    def __eq__(self, obtained: object) -> bool:
        if isinstance(obtained, (int, float)):
            FOUND.append(Compared(_now["test"], _now["case"], float(self.expected), float(obtained)))
        return bool(obtained == self._approx)

    def __repr__(self) -> str:
        return repr(self._approx)

    __hash__ = None  # type: ignore[assignment]  # equal within a tolerance


def close(expected: float, relative: float = RELATIVE, absolute: float = 1e-9) -> Any:
    """A number on paper."""
    return Close(expected, relative, absolute)


def begin(item: pytest.Item) -> None:
    """What is compared from now on belongs to this test: its docstring's V number, or its name."""
    function = getattr(item, "function", None)
    told = re.match(r"(V\d+(?:, [^:]*)?|P\d+):", (function.__doc__ or "").strip()) if function else None
    name = item.name.partition("[")[0].removeprefix("test_").replace("_", " ")
    bracket = re.search(r"\[(.*)\]", item.name)
    _now["test"] = f"{told.group(1)}: {name}" if told else name
    _now["case"] = bracket.group(1) if bracket else ""


def page() -> str:
    """The table, the V numbers first and in their order; each row once."""
    rows = dict.fromkeys(sorted(FOUND, key=_order))
    return _HEAD + "".join(f"| {' | '.join(_cells(row))} |\n" for row in rows)


def write(path: Path) -> None:
    """Write the table as a page of the docs."""
    path.write_text(page(), encoding="utf-8")


def _order(row: Compared) -> tuple[float, str, str]:
    told = re.match(r"[VP](\d+)", row.test)
    return (float(told.group(1)) if told else math.inf, row.test, row.case)


def _cells(row: Compared) -> tuple[str, ...]:
    return (row.test, row.case, _number(row.expected), _number(row.obtained), _error(row))


def _number(value: float) -> str:
    return "never" if math.isinf(value) else f"{value + 0.0:.9g}"


def _error(row: Compared) -> str:
    """Relative, or absolute where nothing is expected; below the tolerance it is rounding and differs by machine."""
    error = (
        0.0 if row.expected == row.obtained else abs(row.obtained - row.expected) / (abs(row.expected) or 1.0)
    )
    return f"< {RELATIVE:g}" if error < RELATIVE else f"{error:.1e}"
