"""This is the alias table: names of listed organisations that the list does not give, each with source and grade."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from sim.intake.screening_names import own_words, words_of
from sim.scenario.model import Reference

TABLE = Path(__file__).with_name("screening-aliases.yaml")
Name = Annotated[str, Field(min_length=1)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Alias(_Frozen):
    """Other names of one listed organisation, from one source."""

    listed_as: Name
    also: tuple[Name, ...] = Field(min_length=1)
    ref: str


class Apart(_Frozen):
    """An organisation near in name to a listed one and known to be another."""

    name: Name
    listed_as: Name
    why: str
    ref: str


class AliasTable(_Frozen):
    """The names, the known others, and the references that back them."""

    references: dict[str, Reference]
    aliases: tuple[Alias, ...]
    apart: tuple[Apart, ...] = ()

    def of(self, listed_as: str) -> tuple[tuple[str, str], ...]:
        """Other names of a listed organisation, each with its grade and source in words."""
        key = words_of(listed_as)
        return tuple(
            (name, self._backing(alias.ref))
            for alias in self.aliases
            if words_of(alias.listed_as) == key
            for name in alias.also
        )

    def known_apart(self, name: str, listed_as: str) -> str:
        """Why this name is known not to be the listed organisation, or an empty text."""
        keys = (own_words(name), words_of(listed_as))
        for each in self.apart:
            if (own_words(each.name), words_of(each.listed_as)) == keys:
                return f"{each.why} ({self._backing(each.ref)})"
        return ""

    def _backing(self, ref: str) -> str:
        backed = self.references[ref]
        return f"grade {backed.grade}: {backed.what}"


@cache
def shipped_aliases() -> AliasTable:
    """The table that ships with runout."""
    return AliasTable.model_validate(yaml.safe_load(TABLE.read_text(encoding="utf-8")))
