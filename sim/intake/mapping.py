"""This is a mapping: what a person confirmed about how their parts list is read. Frozen, unknown keys refused."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, ValidationError

from sim.errors import Problem, ScenarioError
from sim.intake.amounts import Style
from sim.intake.rates import rate_entry
from sim.intake.sheet import PartsListError
from sim.intake.words import fields_by_header, no_country, unit_word
from sim.scenario.countries import countries
from sim.scenario.fields import fields, model_of, shape_below
from sim.scenario.law import Frozen, Identifier, Jurisdiction
from sim.scenario.model import Currency
from sim.scenario.nearest import did_you_mean
from sim.scenario.quantity import BASE_CURRENCY, Day, Money, Rate, Share
from sim.scenario.text_file import read_tree
from sim.scenario.tree import Node, found
from sim.scenario.tree import Path as TreePath

SCHEMA = "runout-mapping/1"
UNKNOWN = "unknown"
_EXTRA = "extra_forbidden"  # what pydantic calls a key that is not known
_Home = Jurisdiction | Literal["unknown"]


class FileForm(Frozen):
    """How the file is read."""

    encoding: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    sheet: str | None = None
    header_row: Annotated[int, Field(ge=1)]
    date: dt.date = Field(description="The day the list describes.")
    decimal: Literal[".", ","] = "."
    dates: Literal["day first", "month first"] = "day first"


class Product(Frozen):
    """What is made of the parts, by whom, how many and for how much."""

    title: str
    maker: str = "Our company"
    home: _Home = "unknown"
    plan: Rate | None = None
    price: Money | None = None
    sold_in: dict[str, Share] = Field(default_factory=dict)


class Supplier(Frozen):
    """Who a supplier's name means: a shipped organisation, or a new one with its home."""

    is_: Identifier | None = Field(None, alias="is")
    home: _Home = "unknown"


class ClassOfMany(Frozen):
    """The class of every part whose description is like a pattern: `MLCC*`, without regard to case."""

    description: Annotated[str, Field(min_length=1)]
    class_: Identifier = Field(alias="class")


OpenOrders: TypeAlias = Literal["steady", "bridged"]


class WhatIf(Frozen):
    """What the scenario asks first: a supplier that stops, or a country that forbids exports to the maker."""

    stops: str | None = Field(None, description="The supplier, by its name in the list.")
    country: Jurisdiction | None = None
    from_: Day | None = Field(None, alias="from")
    chance: Share | None = None


class ListMapping(Frozen):
    """A whole mapping."""

    schema_: Literal["runout-mapping/1"] = Field(alias="schema")
    file: FileForm
    columns: dict[str, str] = Field(min_length=1)
    units: dict[str, str] = Field(default_factory=dict)
    pieces_in: dict[str, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    price_per: Annotated[float, Field(gt=0)] | Literal["unit"] | None = Field(
        None,
        description="Pieces a price is for; `unit`: one of the row's unit; not said: one piece, if that is clear.",
    )
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = BASE_CURRENCY
    rates: dict[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], Currency] = Field(default_factory=dict)
    assume_made_in_home: bool = False
    open_orders: OpenOrders = "steady"  # where stock and open orders do not last
    product: Product
    what_if: WhatIf = Field(default_factory=WhatIf)
    suppliers: dict[str, Supplier] = Field(default_factory=dict)
    classes_by_description: tuple[ClassOfMany, ...] = ()  # the first that is like it
    classes: dict[str, Identifier] = Field(default_factory=dict)

    def style(self, field: str) -> Style:
        """How the cells of one column are read."""
        unit = self.units.get(field)
        return Style(
            decimal=self.file.decimal,
            day_first=self.file.dates == "day first",
            pieces=unit or "pcs",
            duration=unit or "days",
            currency=self.currency,
            pieces_in={unit_word(name): size for name, size in self.pieces_in.items()},
        )


def read_mapping(path: Path) -> ListMapping:
    """The mapping in a file; raises PartsListError with everything that is wrong with it."""
    if not path.is_file():
        raise PartsListError(
            Problem(str(path), None, "", "is no file; give the mapping that `runout import` wrote")
        )
    try:
        root, problems = read_tree(path)
    except ScenarioError as error:
        raise PartsListError([_about_mappings(problem) for problem in error.problems]) from None
    problems = [*problems, *_unknown_keys(root, (), ListMapping)]
    known = set(fields_by_header().values())
    for name, node in root.entries_at("columns").items():
        if name not in known:
            problems.append(
                node.problem(("columns", name), f"`{name}` is not known here{did_you_mean(name, known)}")
            )
    stated = root.plain()
    for code, node in root.entries_at("rates").items():
        if isinstance(node.value, str):
            try:
                stated["rates"][code] = rate_entry(node.value)
            except ValueError as error:
                problems.append(node.problem(("rates", code), f"{found(node.value)} {error}"))
    problems += _no_countries(root)
    try:
        mapping = ListMapping.model_validate_json(json.dumps(stated), strict=True)
    except ValidationError as error:
        wrong = [
            _problem(root, each["loc"], each["msg"]) for each in error.errors() if each["type"] != _EXTRA
        ]
        raise PartsListError([*problems, *(each for each in wrong if not _follows(each, problems))]) from None
    if problems:
        raise PartsListError(problems)
    return mapping


def _follows(problem: Problem, said: Iterable[Problem]) -> bool:
    """Whether a problem only follows from one that is said: it is at the same place, or is the key that is misspelt."""
    return any(
        (problem.line, problem.column) == (each.line, each.column)
        or (
            problem.item == each.item.rpartition(".")[0]
            and problem.message == f"{each.message.rpartition('did you mean ')[2].rstrip('?')} is missing"
        )
        for each in said
    )


def _no_countries(root: Node) -> list[Problem]:
    """What is meant for a country and is not the code of one."""
    homes = [("product", "home"), *(("suppliers", name, "home") for name in root.entries_at("suppliers"))]
    problems = []
    for path in (*homes, ("what_if", "country")):
        node = root.at(path)
        if node is None or not isinstance(node.value, str) or node.value in countries():
            continue
        if node.value != UNKNOWN or path[-1] == "country":
            message = f"{found(node.value)} is not the code of a country; {no_country(node.value)}"
            problems.append(node.problem(path, message))
    return problems


def _about_mappings(problem: Problem) -> Problem:
    message = problem.message.replace("a scenario file", "a mapping").replace(
        "schema: runout/2", f"schema: {SCHEMA}"
    )
    return Problem(problem.file, problem.line, problem.item, message)


def _unknown_keys(node: Node, path: TreePath, shape: object) -> list[Problem]:
    model = model_of(shape)
    problems = []
    for number, below in enumerate(node.value if isinstance(node.value, tuple) else ()):
        problems += _unknown_keys(below, (*path, str(number)), shape_below(shape, str(number)))
    for key, below in node.entries.items():
        if model is not None and key not in fields(model):
            message = f"{found(key)} is not known here{did_you_mean(key, fields(model))}"
            problems.append(below.problem((*path, key), message))
            continue
        problems += _unknown_keys(below, (*path, key), shape_below(shape, key))
    return problems


def _problem(root: Node, place: tuple[int | str, ...], message: str) -> Problem:
    """A problem at the place an error is about; pydantic also names the branch of a union, which is not in the file."""
    node, path = root, tuple[str, ...]()
    for part in map(str, place):
        if (below := node.step(part)) is not None:
            node, path = below, (*path, part)
    said = message.removeprefix("Value error, ")
    words = (
        f"`{place[-1]}` is missing" if said == "Field required" else f"found {found(node.plain())}: {said}"
    )
    return node.problem(path, words)
