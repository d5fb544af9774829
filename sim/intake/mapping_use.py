"""This is what of a mapping no part of the list uses: a part number, supplier or pattern that is not there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from sim.errors import Problem
from sim.intake.classes import is_like
from sim.intake.mapping import ListMapping
from sim.intake.organisations import shipped_entries
from sim.intake.parts import Part
from sim.intake.sheet import quoted
from sim.scenario.nearest import did_you_mean
from sim.scenario.text_file import read_tree


def unused_entries(
    place: Path, mapping: ListMapping, parts: Sequence[Part], suppliers: Collection[str]
) -> list[Problem]:
    """Entries of the mapping file at `place` that stand for nothing in the list, each with the nearest that does."""
    root, _ = read_tree(place)
    problems: list[Problem] = []

    def say(path: tuple[str, ...], message: str) -> None:
        problems.append(root.nearest(path).problem(path, message))

    known = _known_parts(parts)
    for name in _missing(mapping.classes, known):
        say(("classes", name), f"{quoted(name)} is no part of the list{did_you_mean(name, known)}")
    for name in _missing(mapping.suppliers, suppliers):
        say(("suppliers", name), f"{quoted(name)} is no supplier of the list{did_you_mean(name, suppliers)}")
    classes = shipped_entries("items", "classes")
    titles = [part.title for part in parts]
    for number, each in enumerate(mapping.classes_by_description):
        path = "classes_by_description", str(number)
        if each.class_ not in classes:
            message = f"there is no class {quoted(each.class_)}{did_you_mean(each.class_, classes)}"
            say((*path, "class"), message)
        if not any(is_like(title, each.description) for title in titles):
            message = (
                f"no description is like {quoted(each.description)}{did_you_mean(each.description, titles)}"
            )
            say((*path, "description"), message)
    return problems


def _known_parts(parts: Sequence[Part]) -> list[str]:
    """The parts as a mapping names them: by number, and by product where several have it."""
    products: dict[str, list[str]] = {}
    for part in parts:
        products.setdefault(part.name, []).append(part.product)
    return [
        name if len(several) == 1 else f"{product}: {name}"
        for name, several in products.items()
        for product in several
    ]


def _missing(stated: Collection[str], known: Collection[str]) -> list[str]:
    there = set(known)
    return [name for name in stated if name not in there]
