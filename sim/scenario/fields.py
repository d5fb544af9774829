"""This is what the scenario language allows at a path, read off the model."""

from __future__ import annotations

import types
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.errors import Problem
from sim.scenario.law import Stated
from sim.scenario.model import Scenario
from sim.scenario.nearest import did_you_mean, nearest
from sim.scenario.quantity import Quantity
from sim.scenario.tree import Node, Path, found

Shape: TypeAlias = Any  # Any: a type as Python's annotations hold it, for which typing has no name

# Only the scenario file itself has these; files it uses hold the other sections.
OWN_SECTIONS = ("schema", "title", "question", "clock", "use", "look_at", "hypothetical", "variants")

# More of one kind than a person would read; what goes on after them is seen once these are mended.
MOST_PROBLEMS = 200


@cache
def fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model under the names a scenario file gives them."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def alternatives(shape: Shape) -> tuple[Shape, ...]:
    """The types a value may have, `None` left out."""
    origin = _origin(shape)
    if origin is Annotated:
        return alternatives(get_args(shape)[0])
    if origin in (Union, types.UnionType):
        return tuple(each for part in get_args(shape) for each in alternatives(part))
    return () if shape in (None, type(None)) else (shape,)


def _origin(shape: Shape) -> Shape:
    return get_origin(shape)


def model_of(shape: Shape) -> type[BaseModel] | None:
    """The model a mapping is read as, if it is read as one."""
    for each in alternatives(shape):
        if isinstance(each, type) and issubclass(each, BaseModel) and each is not Quantity:
            return each
    return None


def shape_below(shape: Shape, key: str) -> Shape | None:
    """What is allowed under one key (or at one number of a list); None if the key is not."""
    model = model_of(shape)
    if model is not None:
        info = fields(model).get(key)
        return None if info is None else info.annotation
    for each in alternatives(shape):
        if _origin(each) is dict and not key.isdecimal():
            return get_args(each)[1]
        if _origin(each) is tuple and key.isdecimal():
            return get_args(each)[0]
    return None


def shape_at(path: Sequence[str]) -> Shape | None:
    """What is allowed at a path of a scenario; None if nothing is."""
    shape: Shape | None = Scenario
    for key in path:
        shape = None if shape is None else shape_below(shape, key)
    return shape


def known_keys(node: Node, path: Sequence[str]) -> list[str]:
    """The keys that may follow a path: the fields of what lies there, or the names it holds."""
    model = model_of(shape_at(path))
    return list(fields(model)) if model is not None else list(node.nearest(path).entries)


class Fit:
    """Fits a tree to the language: names unknown keys, and gives every node its reference.

    The nearest `ref` backs a node: in the same mapping, or in one around it up to the entry of its section.
    A misspelt key is read as the one that was meant, if that is missing; other unknown keys are left out.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def __call__(self, node: Node, path: Path, shape: Shape, ref: str | None = None) -> Node:
        """The node that belongs at `path`; `ref` backs what has no nearer one."""
        if isinstance(node.value, tuple):
            inner = shape_below(shape, "0")
            fitted = (self(item, (*path, str(at)), inner, ref) for at, item in enumerate(node.value))
            return replace(node, ref=ref, value=tuple(fitted))
        if not isinstance(node.value, dict):
            return replace(node, ref=ref)
        model = model_of(shape)
        if model is not None and issubclass(model, Stated):
            own = node.entries.get("ref")
            ref = own.value if own is not None and isinstance(own.value, str) else ref
        kept: dict[str, Node] = {}
        for key, entry in node.value.items():
            name = self._name(node, key, path, model)
            if name is not None and name not in kept:
                kept[name] = self(entry, (*path, name), shape_below(shape, name), ref)
        return replace(node, ref=ref, value=kept)

    def _name(self, node: Node, key: str, path: Path, model: type[BaseModel] | None) -> str | None:
        """The name a key goes by, or None for none; a problem if that is not the key itself."""
        if len(self.problems) >= MOST_PROBLEMS and model is not None and key not in fields(model):
            return None
        if model is None:
            # Paths are written with dots, so names go without; only `set` of a variant is keyed by paths.
            if "." in key and not (len(path) == 3 and path[0] == "variants"):
                self.problems.append(
                    node.entries[key].problem((*path, key), "a name cannot have a dot in it")
                )
            return key
        if key in fields(model):
            return key
        if model is Scenario and key == "ref":
            message, meant = "a `ref` backs only its own entry; put one into each", None
        else:
            meant = nearest(key, fields(model))
            message = f"{found(key)} is not known here{did_you_mean(key, fields(model))}"
        self.problems.append(node.entries[key].problem((*path, key), message))
        return None if meant in node.entries else meant
