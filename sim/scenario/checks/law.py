"""This is the check of law against itself: names in conditions, circles of conditions and lists."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Problem
from sim.scenario.checks.circles import circle_in, components
from sim.scenario.nearest import did_you_mean
from sim.scenario.tree import Node, found

# What a condition names, and the section it comes from.
_NAMED = {"condition": "conditions", "in_group": "country_groups"}
_PLACES = ("rules", "lists", "ownership_rules", "conditions")


def problems_of_law(root: Node) -> Iterator[Problem]:
    """What law names and nobody defines, and what names itself."""
    for section in _PLACES:
        node = root.entries.get(section)
        for dotted, each in node.walk() if node is not None else ():
            yield from _condition(root, f"{section}.{dotted}", each)
    yield from _circles(root)


def _condition(root: Node, path: str, node: Node) -> Iterator[Problem]:
    """Names in a mapping that is a condition or stands where one may."""
    entries = node.entries
    if path.rpartition(".")[2] == "for_groups":
        for name, entry in entries.items():
            yield from _unknown(root, (path, name), entry, "country_groups")
    for key, section in _NAMED.items():
        named = entries.get(key)
        if named is not None and isinstance(named.value, str):
            yield from _unknown(root, (f"{path}.{key}", named.value), named, section)
    fact = entries.get("fact")
    if fact is not None and fact.value == "item_list":
        wanted = entries.get("is")
        several = entries.get("in")
        asked = [wanted] if wanted is not None else []
        asked += several.value if several is not None and isinstance(several.value, tuple) else ()
        for each in asked:
            if isinstance(each.value, str):
                yield from _unknown(root, (path, each.value), each, "item_lists")


def _unknown(root: Node, named: tuple[str, str], node: Node, section: str) -> Iterator[Problem]:
    path, name = named
    known = list(root.entries_at(section))
    if name not in known:
        hint = did_you_mean(name, known) or f"; the section `{section}` is empty"
        yield node.problem(path, f"`{section}` has no {found(name)}{hint}")


def _circles(root: Node) -> Iterator[Problem]:
    conditions = root.entries_at("conditions")
    graph = {
        name: [
            each.value
            for dotted, each in [("", node), *node.walk()]
            if dotted.rpartition(".")[2] == "condition" and isinstance(each.value, str)
        ]
        for name, node in conditions.items()
    }
    graph = {name: [each for each in others if each in graph] for name, others in graph.items()}
    for part in components(graph):
        if circle := circle_in(graph, part):
            way = " -> ".join(circle)
            yield conditions[circle[0]].problem(f"conditions.{circle[0]}", f"asks for itself: {way}")
    for name, node in root.entries_at("lists").items():
        whole = node.entries.get("part_of")
        if whole is not None and isinstance(whole.value, str):
            other = root.entries_at("lists", whole.value).get("part_of")
            if whole.value == name or other is not None:
                message = f"{found(whole.value)} is itself part of a list; name the whole list"
                yield whole.problem(f"lists.{name}.part_of", message)
