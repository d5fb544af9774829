"""This is how rows of a table are found by the names people give: an id, or a name or title as it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.errors import Problem, ScenarioError
from sim.scenario.nearest import did_you_mean

Names = Mapping[str, Sequence[str]]  # what each id is called


@dataclass(frozen=True)
class Wish:
    """One word of a question: the column of ids it is looked for in, what that holds, and what each id is called."""

    column: str
    label: str
    wanted: str
    names: Names


def chosen(table: pd.DataFrame, wishes: Sequence[Wish], option: str) -> pd.DataFrame:
    """The rows that fit every wish; ScenarioError with all that is not there, each with the nearest name."""
    found = [_ids(table, wish) for wish in wishes]
    problems = []
    for wish, ids in zip(wishes, found, strict=True):
        if not ids:
            near = _where(table, wishes, found, wish)
            hint = did_you_mean(wish.wanted, _called(near if len(near) else table, wish))
            problems.append(Problem("", None, option, f"no {wish.label} `{wish.wanted}`{hint}"))
    if problems:
        raise ScenarioError(problems)
    rows = _where(table, wishes, found, None)
    if rows.empty:
        *others, last = wishes
        near = _where(table, wishes, found, last)
        asked = ", ".join(f"{wish.label} `{wish.wanted}`" for wish in others)
        hint = (
            did_you_mean(last.wanted, _called(near, last)) if len(near) else f"; no row has {asked} together"
        )
        raise ScenarioError(Problem("", None, option, f"no {last.label} `{last.wanted}` of {asked}{hint}"))
    return rows


def _ids(table: pd.DataFrame, wish: Wish) -> set[str]:
    """The ids a wish means: the one it is, or those called so, or those whose name holds it."""
    ids = set(map(str, table[wish.column].unique()))
    if wish.wanted in ids:
        return {wish.wanted}
    wanted = wish.wanted.casefold()
    called = {each: {name.casefold() for name in (each, *wish.names.get(each, ()))} for each in ids}
    whole = {each for each, names in called.items() if wanted in names}
    return whole or {each for each, names in called.items() if any(_holds(name, wanted) for name in names)}


def _holds(name: str, wanted: str) -> bool:
    """Whether whole words of a name are what is wanted."""
    return bool(wanted.strip()) and f" {wanted} " in f" {name} "


def _where(
    table: pd.DataFrame, wishes: Sequence[Wish], found: Sequence[set[str]], but: Wish | None
) -> pd.DataFrame:
    """The rows that fit every wish that means something, `but` left out."""
    for wish, ids in zip(wishes, found, strict=True):
        if ids and wish is not but:
            table = table[table[wish.column].isin(ids)]
    return table


def _called(table: pd.DataFrame, wish: Wish) -> Iterable[str]:
    ids = sorted(map(str, table[wish.column].unique()))
    return list(dict.fromkeys(name for each in ids for name in (each, *wish.names.get(each, ()))))


def named(table: pd.DataFrame, ids: str, names: str) -> dict[str, list[str]]:
    """What each id of one column is called in another."""
    pairs = table[[ids, names]].dropna().drop_duplicates()
    found: dict[str, list[str]] = {}
    for key, name in pairs.itertuples(index=False):
        found.setdefault(str(key), []).append(str(name))
    return found
