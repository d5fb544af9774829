"""This is YAML as scenario files use it: text becomes a tree of plain values with their lines.

It holds to YAML 1.2 (`NO`, `yes` and dates stay text) and leaves out what a scenario does not need: tags,
merge keys, keys that are not text. It reads events rather than PyYAML's finished nodes, so that depth,
aliases and tags are seen before anything is built from them.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import yaml

from sim.errors import Problem, ScenarioError
from sim.scenario.quantity import without_decimal_comma
from sim.scenario.tree import Node, Value
from sim.scenario.tree import found as shown
from sim.scenario.yaml_words import character_problem, control_character, syntax_problem

MAX_DEPTH = 40
MAX_VALUES = 300_000
MAX_KEY = 200

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the same events, some ten times faster
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
# A leading zero keeps text such as `007` text; 40 characters are more than any number here needs.
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,39})")
_BASED = re.compile(r"0o[0-7]{1,40}|0x[0-9a-fA-F]{1,40}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
# Thousands as German is written, or a number with three decimals that say nothing: nobody can tell.
_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}\.000")
# Control characters, halves of characters, and signs that turn the reading direction of what follows.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# Line breaks to PyYAML, but to no editor: line numbers would not be those people see.
_ODD_LINE_BREAK = re.compile(r"[\x85\u2028\u2029]")


def tree_of(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The tree a YAML text holds (None if it is empty), and what is wrong with it but can be left out.

    Raises ScenarioError where reading cannot go on: broken syntax, too deep, too many values.
    """
    if odd := _ODD_LINE_BREAK.search(text):
        raise ScenarioError(character_problem(odd[0], odd.start(), text, file))
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise ScenarioError([*builder.problems, syntax_problem(error, text, file)]) from None
    return builder.root, builder.problems


class _At(NamedTuple):
    """A place in the file; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Built:
    """A finished node, with how many values and levels it holds once its aliases are written out."""

    node: Node
    values: int = 1
    levels: int = 1


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read yet."""

    at: _At
    path: str
    anchor: str | None
    is_mapping: bool
    entries: dict[str, Node] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)
    key: str | None = None
    key_at: _At | None = None  # set while the next value belongs to a key
    values: int = 1
    levels: int = 1


class _Builder:
    """Builds the tree from events; holds what is open and what is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, _Built | None] = {}  # None while its value is still open
        self._values = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event in."""
        mark = event.start_mark
        at = _At(1, 1) if mark is None else _At(mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            self._tag(event, at)
            is_key = self._awaits_key()
            value = self._scalar(event, at)
            if is_key:
                self._key(value, event, at)
            else:
                self._add(_Built(Node(value, self.file, *at)), event.anchor)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._tag(event, at)
            self._begin(event, at)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._end()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", at)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise self._fatal(at, "a second document starts here (`---`); a file holds one")

    def _awaits_key(self) -> bool:
        return bool(self._open) and self._open[-1].is_mapping and self._open[-1].key_at is None

    def _path(self, key: str | None = None) -> str:
        """Dotted path of the value that comes next, or of `key` in what is open."""
        if not self._open:
            return key or ""
        here = self._open[-1]
        last = key if key is not None else (here.key or "") if here.is_mapping else str(len(here.items))
        return f"{here.path}.{last}" if here.path and last else here.path or last

    def _problem(self, at: _At, item: str, message: str) -> None:
        self.problems.append(Problem(self.file, at.line, item, message, at.column))

    def _fatal(self, at: _At, message: str) -> ScenarioError:
        item = ".".join(self._path().split(".")[:8])  # forty levels of it would hide the message
        return ScenarioError([*self.problems, Problem(self.file, at.line, item, message, at.column)])

    def _tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, at: _At) -> None:
        if event.tag is not None:
            tag = _UNPRINTABLE.sub("?", event.tag.replace("tag:yaml.org,2002:", "!!"))
            self._problem(at, self._path(), f"the tag {shown(tag)} is not read here; leave it out")

    def _scalar(self, event: yaml.ScalarEvent, at: _At) -> str | int | float | bool | None:
        text: str = event.value
        if found := _UNPRINTABLE.search(text):
            self._problem(at, self._path(), control_character(found[0]))
            return _UNPRINTABLE.sub("?", text)
        if event.style or event.tag is not None:  # quoted, or in a block: always text
            return text
        value = plain_scalar(text)
        if _NOT_FINITE.fullmatch(text) or (isinstance(value, float) and not math.isfinite(value)):
            self._problem(at, self._path(), f"`{text[:60]}` is not a finite number; write a finite one")
            return text
        if _THOUSANDS.fullmatch(text):
            read = f"{value:g}"
            message = (
                f"`{text}` is read as {read}; write {text.replace('.', '')} if thousands are meant, or {read}"
            )
            self._problem(at, self._path(), message)
        return value

    def _key(self, value: str | float | bool | None, event: yaml.ScalarEvent, at: _At) -> None:
        here = self._open[-1]
        here.key, here.key_at = None, at
        if event.value == "<<" and not event.style:
            self._problem(at, here.path, "merge keys (`<<`) are not read here; write the keys out")
        elif not isinstance(value, str):
            named = f"`{event.value}`" if event.value else "an empty key"
            right = f'write it in quotes: "{event.value}"' if event.value else "write a name before the colon"
            last = next(reversed(here.entries.values()), None)
            if last is not None and isinstance(last.value, int) and type(value) is int:
                right += f"; or, if a decimal comma stands before it: `{last.value}.{event.value}`"
            self._problem(at, here.path, f"{named} is not text; {right}")
        elif len(value) > MAX_KEY or "\n" in value or "\t" in value:
            message = (
                f"{shown(value)} is no key; a key is one line without tabs, at most {MAX_KEY} characters"
            )
            self._problem(at, here.path, message)
        elif value in here.entries:
            first = here.entries[value].line
            self._problem(at, self._path(value), f"is already given on line {first}; keep one of the two")
        else:
            here.key = value

    def _begin(self, event: yaml.CollectionStartEvent, at: _At) -> None:
        if self._awaits_key():
            raise self._fatal(at, "a key must be text, not a list or a mapping")
        if len(self._open) >= MAX_DEPTH:
            raise self._fatal(at, f"is nested deeper than {MAX_DEPTH} levels; no scenario needs that")
        path = self._path()
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        self._open.append(_Open(at, path, event.anchor, is_mapping))

    def _whole_numbers(self, done: _Open) -> None:
        """Put together what a decimal comma parted: `{chance: 1,5 %}` reads as `chance: 1` and a key `5 %`."""
        parted: dict[str, str] = {}
        before = ""
        for key, node in list(done.entries.items()):
            said = parted.get(before) or (str(done.entries[before].value) if before else "")
            if node.value is None and key[:1].isdecimal() and said[-1:].isdecimal():
                parted[before] = f"{said},{key}"
                del done.entries[key]
            else:
                before = key
        for key, text in parted.items():
            node, mended = done.entries[key], without_decimal_comma(text)
            right = f"`{text}` has a decimal comma; write `{mended}`"
            if mended == text:  # three digits behind the comma, which may be thousands
                mended = text.replace(",", "")
                right = f"`{text}` has a comma inside a number; write plain digits and a decimal point"
            path = f"{done.path}.{key}" if done.path else key
            self._problem(_At(node.line, node.column), path, right)
            done.entries[key] = replace(node, value=mended)

    def _end(self) -> None:
        done = self._open.pop()
        self._whole_numbers(done)
        value: Value = done.entries if done.is_mapping else tuple(done.items)
        self._add(
            _Built(Node(value, self.file, *done.at), done.values, done.levels), done.anchor, counted=True
        )

    def _alias(self, anchor: str, at: _At) -> None:
        if self._awaits_key():
            raise self._fatal(at, f"a key must be text, not the alias `*{anchor}`")
        if anchor not in self._anchors:
            raise self._fatal(at, f"the alias `*{anchor}` has no `&{anchor}` before it")
        target = self._anchors[anchor]
        if target is None:
            raise self._fatal(at, f"the alias `*{anchor}` lies inside `&{anchor}`; it would never end")
        if len(self._open) + target.levels > MAX_DEPTH + 1:
            raise self._fatal(at, f"the alias `*{anchor}` nests values deeper than {MAX_DEPTH} levels")
        self._add(target, None)

    def _add(self, built: _Built, anchor: str | None, counted: bool = False) -> None:
        """Give a finished node to what is open; a collection has counted all of its values but itself."""
        if anchor is not None:
            self._anchors[anchor] = built
        self._values += 1 if counted else built.values
        if self._values > MAX_VALUES:
            raise self._fatal(
                _At(built.node.line, built.node.column),
                f"more than {MAX_VALUES:,} values, aliases written out; no scenario needs that",
            )
        if not self._open:
            self.root = built.node
            return
        here = self._open[-1]
        here.values += built.values
        here.levels = max(here.levels, built.levels + 1)
        if not here.is_mapping:
            here.items.append(built.node)
        elif here.key is not None and here.key_at is not None:
            here.entries[here.key] = replace(built.node, line=here.key_at.line, column=here.key_at.column)
        here.key = here.key_at = None


def plain_scalar(text: str) -> str | int | float | bool | None:
    """What an unquoted scalar means in the YAML 1.2 core schema."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    return float(text) if _FLOAT.fullmatch(text) else text
