"""This is a tree of plain values, each with the place it stands at and the reference that backs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, Union

from sim.errors import Problem

Value: TypeAlias = Union[str, int, float, bool, "dict[str, Node]", "tuple[Node, ...]", None]
Path: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A value; an entry of a mapping stands where its key does. Lines and columns count from 1."""

    value: Value
    file: str
    line: int
    column: int
    ref: str | None = None

    @property
    def entries(self) -> Mapping[str, Node]:
        """The entries of a mapping; empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def place(self) -> str:
        """Where it stands, as `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}"

    def problem(self, item: str | Path, message: str) -> Problem:
        """A problem with what stands here."""
        named = item if isinstance(item, str) else ".".join(item)
        return Problem(self.file, self.line, named, message, self.column)

    def step(self, key: str) -> Node | None:
        """What lies under one key of a mapping or one number of a list."""
        if isinstance(self.value, tuple):
            return self.value[int(key)] if key.isdecimal() and int(key) < len(self.value) else None
        return self.entries.get(key)

    def at(self, path: Sequence[str]) -> Node | None:
        """What lies at a path, or None."""
        found: Node | None = self
        for key in path:
            found = found.step(key) if found is not None else None
        return found

    def entries_at(self, *path: str) -> Mapping[str, Node]:
        """The entries of the mapping at a path; empty if there is none."""
        found = self.at(path)
        return found.entries if found is not None else {}

    def nearest(self, path: Sequence[str]) -> Node:
        """What lies at a path, or at its longest part that exists."""
        found = self
        for key in path:
            below = found.step(key)
            if below is None:
                break
            found = below
        return found

    def put(self, path: Sequence[str], new: Node | None) -> Node:
        """A copy with `new` at the path, or with nothing there; all of the path but its end must exist."""
        if not path:
            return self if new is None else new
        key, rest = path[0], path[1:]
        child = self.step(key)
        below = child.put(rest, new) if child is not None and rest else new
        if isinstance(self.value, tuple):
            items = list(self.value)
            items[int(key) : int(key) + 1] = [] if below is None else [below]
            return replace(self, value=tuple(items))
        entries = {name: entry for name, entry in self.entries.items() if name != key or below is not None}
        return replace(self, value=entries if below is None else {**entries, key: below})

    def walk(self) -> Iterator[tuple[str, Node]]:
        """Every node below this one with its dotted path, parents first and in the order of the file."""
        ahead = _children("", self)[::-1]
        while ahead:
            path, node = ahead.pop()
            yield path, node
            if isinstance(node.value, (dict, tuple)):
                ahead += _children(f"{path}.", node)[::-1]

    def plain(self) -> Any:  # Any: whatever the file holds
        """The value alone, as nested dicts and lists."""
        if isinstance(self.value, tuple):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: entry.plain() for key, entry in self.value.items()}
        return self.value

    def __str__(self) -> str:
        """The value on one line, as a scenario file would write it."""
        if isinstance(self.value, tuple):
            return "[" + ", ".join(str(item) for item in self.value) + "]"
        if isinstance(self.value, dict):
            return "{" + ", ".join(f"{key}: {entry}" for key, entry in self.value.items()) + "}"
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        return "nothing" if self.value is None else str(self.value)


def _children(start: str, node: Node) -> list[tuple[str, Node]]:
    items = enumerate(node.value) if isinstance(node.value, tuple) else node.entries.items()
    return [(f"{start}{key}", child) for key, child in items]


def found(value: object) -> str:
    """What was found, for a message: a short value in backticks, otherwise its kind."""
    if value is None:
        return "nothing"
    if isinstance(value, (Mapping, list, tuple)):
        kind = "mapping" if isinstance(value, Mapping) else "list"
        return f"a {kind}" if value else f"an empty {kind}"
    text = str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())
    return f"`{text}`" if len(text) <= 60 else f"`{text[:57]}...`"
