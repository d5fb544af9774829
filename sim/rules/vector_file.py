"""This is a file of rule tests: single flows with structured facts, and the verdict expected of each."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError

from sim.errors import Problem, ScenarioError
from sim.scenario.law_book import SECTIONS, law_book
from sim.scenario.model import Scenario
from sim.scenario.nearest import did_you_mean, nearest
from sim.scenario.stated import Frozen, Jurisdiction
from sim.scenario.text_file import read_tree
from sim.scenario.tree import Node, found

SCHEMA = "control-vectors/1"
_OWN = ("schema", "title", "use", "vectors")
_KEYS_IN_PATTERNS = re.compile(r"^[a-z]{2}_|^in_|^contains_ic_from_[a-z]{2}_technology_plant$")


def _one_or_more(given: object) -> object:
    return given if isinstance(given, (list, tuple)) or given is None else [given]


Countries = Annotated[tuple[Jurisdiction, ...], BeforeValidator(_one_or_more)]
Words = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]
Fact = float | bool | Literal["unknown"]


class _Open(Frozen):
    """A mapping whose further keys are facts by country or list, named in a pattern."""

    model_config = ConfigDict(extra="allow", frozen=True)

    @property
    def named(self) -> Mapping[str, object]:
        """The facts that are named in a pattern."""
        return self.model_extra or {}


class StatedItem(_Open):
    """The item: a name for people, its classification, and the item lists it is on (`in_<list>: false`: it is not)."""

    name: str | None = None
    eccn: str | None = None
    on_list: Words | Literal["unknown"] = ()


class StatedOwner(Frozen):
    """Who owns a share of a party, and when."""

    entity: str
    share: float | Literal["unknown"]
    since: dt.date | None = None
    until: dt.date | None = None


class StatedParty(Frozen):
    """A party: an organisation of the law's files, or a country with what is known of it."""

    entity: str | None = None
    country: Jurisdiction | None = None
    owners: tuple[StatedOwner, ...] | None = None
    listed_on: Words = ()
    use: str | None = None
    role: str | None = None
    knowledge: bool | Literal["unknown"] = True


class StatedSupplier(Frozen):
    """The supplier."""

    entity: str | None = None
    hq: Jurisdiction | None = None


class Expected(Frozen):
    """What a lawyer would say."""

    cut: Literal["yes", "no", "undetermined"]
    since: dt.date | None = None
    until: dt.date | None = None
    rule: str | None = None
    policy: str | None = None


class Vector(_Open):
    """One flow on one day, and what is expected of it."""

    id: str
    says: str | None = None
    item: StatedItem = Field(default_factory=StatedItem)
    type: Literal["goods", "software", "technology", "services"] = "goods"
    stage: str = "new"
    supplier: StatedSupplier = Field(default_factory=StatedSupplier)
    made_in: Countries = ()
    exported_from: Countries = ()
    transit: Countries = ()
    content: dict[str, Fact] = Field(default_factory=dict)
    published: bool = False
    designer: str | None = None
    to: StatedParty = Field(default_factory=StatedParty)
    final: StatedParty | None = None
    knowledge: bool | Literal["unknown"] = True
    role: str = "end_user"
    model_public: dt.date | None = None
    production_started: dt.date | None = None
    ordered: dt.date | None = None
    en_route_on: dt.date | None = None
    date: dt.date
    switch: dict[str, Literal["in_force", "not_in_force", "unknown"]] = Field(default_factory=dict)
    expect: Expected
    cite: str | None = None
    confidence: Literal["A", "B", "C"] | None = None
    debatable: str | None = None


_OPEN: tuple[tuple[tuple[str, ...], type[_Open]], ...] = (((), Vector), (("item",), StatedItem))


@dataclass(frozen=True)
class VectorFile:
    """Rule tests with the law they are about: all that is shipped, or what the file uses and states itself."""

    path: Path
    law: Scenario
    vectors: tuple[Vector, ...]


def _about_vectors(problem: Problem) -> Problem:
    """What is said of any file of runout, in the words of rule tests."""
    message = problem.message.replace("a scenario file", "a file of rule tests")
    return replace(problem, message=message.replace("runout/2", SCHEMA))


def read_vectors(path: Path) -> VectorFile:
    """The rule tests in a file; ScenarioError with everything that is wrong with it."""
    try:
        root, problems = read_tree(path)
    except ScenarioError as error:
        raise ScenarioError([_about_vectors(problem) for problem in error.problems]) from None
    schema = root.entries.get("schema")
    if schema is None or schema.value != SCHEMA:
        what = found(schema.value if schema is not None else None)
        raise ScenarioError((schema or root).problem("schema", f"found {what}; write `schema: {SCHEMA}`"))
    allowed = (*_OWN, *SECTIONS)
    problems += [
        entry.problem(key, f"`{key}` is not known here{did_you_mean(key, allowed)}")
        for key, entry in root.entries.items()
        if key not in allowed
    ]
    try:
        law = law_book(root, path)
    except ScenarioError as error:
        raise ScenarioError([*problems, *error.problems]) from None
    stated = root.entries.get("vectors")
    if stated is None or not isinstance(stated.value, tuple) or not stated.value:
        wrong = (stated or root).problem("vectors", "write a list of vectors, `- {id: ..., expect: ...}`")
        raise ScenarioError([*problems, wrong])
    vectors = []
    seen: dict[str, str] = {}
    for at, node in enumerate(stated.value):
        vector, wrongs = _vector(node, f"vectors.{at}")
        problems += wrongs
        if vector is not None:
            problems += _names(vector, node, law)
            if vector.id in seen:
                problems.append(node.problem(vector.id, f"the id is taken, at {seen[vector.id]}"))
            seen.setdefault(vector.id, node.place)
            vectors.append(vector)
    if problems:
        raise ScenarioError(problems)
    return VectorFile(path, law, tuple(vectors))


def _vector(node: Node, where: str) -> tuple[Vector | None, list[Problem]]:
    if not isinstance(node.value, dict):
        return None, [node.problem(where, f"found {found(node.value)}; a vector is a mapping")]
    own = node.entries.get("id")
    name = own.value if own is not None and isinstance(own.value, str) else where
    wrong = [
        entry.problem(f"{name}.{'.'.join((*part, key))}", f"`{key}` is not known here{_meant(key, kind)}")
        for part, kind in _OPEN
        for key, entry in node.entries_at(*part).items()
        if key not in kind.model_fields and not _KEYS_IN_PATTERNS.match(key)
    ]
    try:
        return Vector.model_validate(node.plain()), wrong
    except ValidationError as error:
        return None, [*wrong, *_said(error, node, str(name))]


def _meant(key: str, kind: type[_Open]) -> str:
    return did_you_mean(key, kind.model_fields)


def _said(error: ValidationError, node: Node, name: str) -> Iterator[Problem]:
    for each in error.errors():
        path = tuple(
            str(part) for part in each["loc"] if not str(part).startswith(("literal", "float", "bool"))
        )
        path = tuple(part for part in path if "[" not in part)
        at = node.nearest(path)
        message = each["msg"].removeprefix("Value error, ")
        if each["type"] == "extra_forbidden":
            known = _fields_around(path)
            match = nearest(path[-1], known)
            message = f"`{path[-1]}` is not known here" + (f"; did you mean `{match}`?" if match else "")
        elif each["type"] == "missing":
            message = "is missing"
        elif each["type"] == "string_type":
            message = f"found {found(each['input'])}; write text, in quotes where it looks like a number"
        yield at.problem(".".join((name, *path)), message)


def _fields_around(path: tuple[str, ...]) -> tuple[str, ...]:
    kinds: dict[str, type[Frozen]] = {
        "to": StatedParty,
        "final": StatedParty,
        "expect": Expected,
        "supplier": StatedSupplier,
        "owners": StatedOwner,
    }
    around: type[Frozen] = next((kinds[part] for part in reversed(path[:-1]) if part in kinds), Vector)
    return tuple(around.model_fields)


def _names(vector: Vector, node: Node, law: Scenario) -> Iterator[Problem]:
    """Organisations and switches that nobody defines."""
    named = [("designer", vector.designer), ("supplier.entity", vector.supplier.entity)]
    for where, party in (("to", vector.to), ("final", vector.final)):
        if party is not None:
            named += [(f"{where}.entity", party.entity)]
            named += [(f"{where}.owners", owner.entity) for owner in party.owners or ()]
    for where, name in named:
        if name is not None and name not in law.organisations:
            hint = did_you_mean(name, law.organisations)
            at = node.nearest(where.split("."))
            yield at.problem(f"{vector.id}.{where}", f"there is no organisation {found(name)}{hint}")
    for name in vector.switch:
        if name.replace("_", "-") not in law.switches:
            hint = did_you_mean(name, law.switches)
            at = node.nearest(("switch", name))
            yield at.problem(f"{vector.id}.switch.{name}", f"there is no switch {found(name)}{hint}")
