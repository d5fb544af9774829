"""This is how a line takes over another line's inputs: `inputs_like`, written out before anything is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from sim.errors import Problem, ScenarioError
from sim.scenario.nearest import did_you_mean
from sim.scenario.tree import Node, found
from sim.scenario.yaml_tree import MAX_VALUES


def with_inputs_of_others(root: Node) -> tuple[Node, list[Problem]]:
    """The scenario with every `inputs_like` written out, and what is wrong with them.

    A line's own keys win. What is taken over keeps its place and its reference, since it stands where it stood.
    Raises ScenarioError if so much is taken over that the scenario outgrows its bounds.
    """
    lines = root.entries.get("lines")
    if lines is None or not any("inputs_like" in line.entries for line in lines.entries.values()):
        return root, []
    written = _WrittenOut(lines.entries)
    root = root.put(("lines",), replace(lines, value=written.lines()))
    if sum(1 for _ in islice(root.walk(), MAX_VALUES + 1)) > MAX_VALUES:
        message = f"more than {MAX_VALUES:,} values once `inputs_like` is written out; no scenario needs that"
        raise ScenarioError([*written.problems, lines.problem("lines", message)])
    return root, written.problems


class _WrittenOut:
    """Lines with their inputs written out; a line may stand in for others and have a stand-in itself."""

    def __init__(self, lines: Mapping[str, Node]) -> None:
        self.problems: list[Problem] = []
        self._lines = lines
        self._done: dict[str, Node] = {}

    def lines(self) -> dict[str, Node]:
        """All lines, in their order."""
        for name in self._lines:
            if name not in self._done:
                for each in reversed(self._chain(name)):
                    self._done[each] = self._with_inputs(each)
        return {name: self._done[name] for name in self._lines}

    def _chain(self, name: str) -> list[str]:
        """The line, the line whose inputs it takes over, and so on, up to one that is written out."""
        chain = {name: None}  # a dict for its order and its speed: a chain may be long
        last = name
        while (other := self._other(last)) is not None and other not in self._done:
            if other in chain:
                names = list(chain)
                circle = " -> ".join([*names[names.index(other) :], other])
                message = f"these lines take over each other's inputs in a circle: {circle}"
                self.problems.append(self._like(last).problem(("lines", last, "inputs_like"), message))
                break
            if other not in self._lines:
                known = [each for each in self._lines if each != last]
                message = f"there is no line {found(other)}{did_you_mean(other, known)}"
                self.problems.append(self._like(last).problem(("lines", last, "inputs_like"), message))
                break
            chain[other] = None
            last = other
        return list(chain)

    def _like(self, name: str) -> Node:
        return self._lines[name].entries["inputs_like"]

    def _other(self, name: str) -> str | None:
        like = self._lines[name].entries.get("inputs_like")
        # What is no text is said when the line is read.
        return like.value if like is not None and isinstance(like.value, str) else None

    def _with_inputs(self, name: str) -> Node:
        line = self._lines[name]
        other = self._done.get(self._other(name) or "")
        theirs = None if other is None else other.entries.get("inputs")
        if theirs is None:
            return line
        own = line.entries.get("inputs")
        return line.put(("inputs",), theirs if own is None or own.value is None else merged(own, theirs))


def merged(own: Node, other: Node) -> Node:
    """Two mappings as one, the other's entries first; where both have a value, `own` wins."""
    if not isinstance(own.value, dict) or not isinstance(other.value, dict):
        return own
    both = {
        key: merged(own.value[key], entry) if key in own.value else entry
        for key, entry in other.value.items()
    }
    return replace(own, value=both | {key: entry for key, entry in own.value.items() if key not in both})
