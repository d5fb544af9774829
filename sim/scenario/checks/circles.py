"""This is a graph of names and the circles in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

Graph: TypeAlias = Mapping[str, Collection[str]]


def components(graph: Graph) -> list[list[str]]:
    """The strongly connected parts of a graph, each before all it leads to (Kosaraju), in the graph's order inside."""
    backwards: dict[str, list[str]] = {name: [] for name in graph}
    for name, others in graph.items():
        for other in others:
            backwards[other].append(name)
    place = {name: at for at, name in enumerate(graph)}
    seen: set[str] = set()
    found = []
    for name in reversed(list(_deepest_first(graph, graph, set()))):
        part = sorted(_deepest_first(backwards, [name], seen), key=lambda each: place[each])
        if part:
            found.append(part)
    return found


def circle_in(graph: Graph, component: Sequence[str]) -> list[str]:
    """One circle of a strongly connected part, its first name again at its end; empty if there is none."""
    inside = set(component)
    here = component[0]
    walked: dict[str, None] = {}
    while here not in walked:
        walked[here] = None
        ahead = next((other for other in graph[here] if other in inside), None)
        if ahead is None:
            return []
        here = ahead
    names = list(walked)
    return [*names[names.index(here) :], here]


def _deepest_first(graph: Graph, starts: Collection[str], seen: set[str]) -> Iterator[str]:
    """Everything the starts lead to that was not seen, what a name leads to before it; without recursion."""
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        ahead = [(start, iter(graph[start]))]
        while ahead:
            name, others = ahead[-1]
            other = next((each for each in others if each not in seen), None)
            if other is None:
                ahead.pop()
                yield name
            else:
                seen.add(other)
                ahead.append((other, iter(graph[other])))
