"""This is a scenario with where each of its values stands, and what backs it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sim.scenario.model import Scenario
from sim.scenario.tree import Node


@dataclass(frozen=True)
class Origin:
    """Where a value stands, and the reference that backs it."""

    file: str  # as shown to people: below the working folder, or `shipped/...`
    line: int
    ref: str | None
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Change:
    """One value a variant has set."""

    variant: str
    key: str  # dotted path
    old: str
    new: str
    # The same as values, nested dicts and lists; None: not given.
    before: object = field(default=None, compare=False)
    after: object = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.key}: {self.old} -> {self.new}"


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario that was read and found sound, with the files it uses and the variants applied."""

    scenario: Scenario
    name: str
    path: Path
    origins: Mapping[str, Origin]  # by dotted path, for every value that is stated somewhere
    changes: tuple[Change, ...] = ()
    variants: tuple[str, ...] = ()
    hypothetical: bool = False  # whether later and made-up facts may be stated, by scenario or variant

    def origin(self, path: str) -> Origin:
        """Where the value at a dotted path stands; for one that is nowhere stated, what it would stand in."""
        while path not in self.origins:
            path = path.rpartition(".")[0]
        return self.origins[path]


def origins(
    root: Node, known: Mapping[str, Origin] | None = None, same: Collection[str] = ()
) -> dict[str, Origin]:
    """The origin of every value of a tree by dotted path; of the whole under the empty path.

    Of the sections in `same`, `known` has them.
    """
    found = {"": Origin(root.file, 1, None)}
    found |= {path: each for path, each in (known or {}).items() if path.partition(".")[0] in same}
    for name, section in root.entries.items():
        if name not in same:
            found[name] = _origin(section)
            found |= {f"{name}.{path}": _origin(node) for path, node in section.walk()}
    return found


def _origin(node: Node) -> Origin:
    return Origin(node.file, node.line, node.ref, node.column)
