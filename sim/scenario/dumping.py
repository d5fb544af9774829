"""This is how a scenario becomes a file again: YAML that is read back as the same scenario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeAlias

import yaml

from sim.scenario.law import Frozen
from sim.scenario.model import Scenario
from sim.scenario.quantity import BASE_UNIT, Quantity
from sim.scenario.yaml_tree import plain_scalar

Plain: TypeAlias = Any  # Any: nested dicts and lists of texts and of what is written as it is

_WIDTH = 110
_ONE_LINE = 80  # characters of a mapping or list that is written on one line
_TAG = "tag:yaml.org,2002"  # written out for no value


def dump(scenario: Scenario) -> str:
    """The scenario as one YAML file without `use`, with everything it states; the same text every time.

    What is not stated keeps its default. A line with `inputs_like` states what differs from the other line, so that
    what it takes over keeps the reference that backs it there.
    """
    whole = _plain(scenario)
    whole.pop("use", None)
    for name, line in scenario.lines.items():
        other = scenario.lines.get(line.inputs_like or "")
        if other is not None:
            own = whole["lines"][name].pop("inputs")
            differing = _differing(own, _plain(other.inputs))
            whole["lines"][name] |= {"inputs": differing} if differing else {}
    return yaml.dump(whole, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)


class _Verbatim(str):
    """A text that is written as it is: a number with its unit, a date, `true`."""

    __slots__ = ()


def _plain(value: object) -> Plain:
    if isinstance(value, Quantity):
        return _Verbatim(_quantity(value))
    if isinstance(value, Frozen):
        stated = (each for each in type(value).model_fields.items() if each[0] in value.model_fields_set)
        pairs = ((info.alias or name, getattr(value, name)) for name, info in stated)
        return {name: _plain(inner) for name, inner in pairs if inner is not None}
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(inner) for inner in value]
    if isinstance(value, bool) or value is None:  # None: only in what a variant sets
        return _Verbatim({True: "true", False: "false", None: "null"}[value])
    if isinstance(value, (int, float)):
        return _Verbatim(repr(value))
    return _Verbatim(value.isoformat()) if isinstance(value, dt.date) else str(value)


def _quantity(quantity: Quantity) -> str:
    """A number with its unit, such that reading it gives the same number to the last bit."""
    values = [quantity.likely] if quantity.certain else [quantity.low, quantity.likely, quantity.high]
    if quantity.dimension == "day":
        return str(quantity)
    if quantity.dimension == "share":
        per_cent = [f"{100 * value:.12g}" for value in values]
        if all(float(text) / 100.0 == value for text, value in zip(per_cent, values, strict=True)):
            return " / ".join(per_cent) + " %"
    unit = {"money": quantity.currency, "share": "", "count": ""}.get(
        quantity.dimension, BASE_UNIT[quantity.dimension]
    )
    return " / ".join(repr(value).removesuffix(".0") for value in values) + (f" {unit}" if unit else "")


def _differing(own: Plain, theirs: Plain) -> Plain:
    """The entries of a mapping that are not in another one, or not the same there."""
    found = {}
    for name, value in own.items():
        if name not in theirs:
            found[name] = value
        elif isinstance(value, dict) and isinstance(theirs[name], dict):
            inner = _differing(value, theirs[name])
            found |= {name: inner} if inner else {}
        elif value != theirs[name]:
            found[name] = value
    return found


class _Dumper(yaml.dumper.BaseDumper):
    """Writes what our reader of YAML takes for text as it is, and other text in quotes."""

    def ignore_aliases(self, data: object) -> bool:
        """Nothing is written as an alias."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    needs_quotes = plain_scalar(text) != text or text == "<<"
    return dumper.represent_scalar(f"{_TAG}:str", text, style="'" if needs_quotes else None)


def _verbatim(dumper: _Dumper, text: _Verbatim) -> yaml.Node:
    return dumper.represent_scalar(f"{_TAG}:str", str(text))


def _mapping(dumper: _Dumper, value: Mapping[str, Plain]) -> yaml.Node:
    return dumper.represent_mapping(f"{_TAG}:map", value, flow_style=_length(value) <= _ONE_LINE)


def _list(dumper: _Dumper, value: list[Plain]) -> yaml.Node:
    return dumper.represent_sequence(f"{_TAG}:seq", value, flow_style=_length(value) <= _ONE_LINE)


def _length(value: Plain) -> int:
    """About how many characters a value takes on one line."""
    if isinstance(value, dict):
        return 2 + sum(len(name) + 4 + _length(inner) for name, inner in value.items())
    return 2 + sum(2 + _length(inner) for inner in value) if isinstance(value, list) else len(value)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Verbatim, _verbatim)
_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _list)
