"""This is how the objects of the scenario language become tables: key, what it takes, default, meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.scenario import chain, law, model, policy, pool, supply
from sim.scenario.quantity import _EXAMPLES, _UNITS

_MODELS: tuple[type[BaseModel], ...] = (
    model.Scenario, model.Clock, model.Reference, model.Currency, model.Organisation, law.Owner, law.Rule, law.Span,
    law.Target, law.Savings, law.Review, law.Condition, law.PartyList, law.Batch, law.Entry, law.Footnote, law.Scope,
    law.Authorisation, law.Window, law.OwnershipRule, law.JointVentures, law.CountryGroup, law.ItemList, law.Policy,
    law.Statistic, law.Switch, law.Measure, law.LicenceGrant, law.Revocation, law.VendorStop,
    model.ItemClass, model.Line, model.Represents, policy.Rationing, policy.Stockpile, model.Degraded, supply.Input,
    supply.Stock, supply.OpenOrder, supply.Fleet, supply.Ageing, pool.Pool, pool.CapacityFrom, supply.Source,
    supply.Lot, supply.LastBuy, supply.RevenueShare, supply.Alternative, supply.LearningYield, chain.ChainParty,
    law.Content, model.Variant,
)  # fmt: skip
_REF = "ref"
_PATTERNS = {"^[a-z0-9][a-z0-9-]*$": "id", "^[A-Z]{2}$": "country", "^[A-Z]{3}$": "currency"}


def reference() -> str:
    """Units, and every object with its fields, from the sentences and types in the code."""
    schemas = model.Scenario.model_json_schema(by_alias=True)
    schemas = {"Scenario": schemas, **schemas["$defs"]}
    return "\n".join(
        [*_units(), *(line for each in _MODELS for line in _object(each, schemas[each.__name__]))]
    )


def _units() -> Iterator[str]:
    yield from ("### Values", "", "| value | units | for instance |", "|---|---|---|")
    others = {
        "money": "a currency code; any but `USD` needs a rate in `currencies`",
        "count": "none",
        "day": "none",
    }
    others["share"] = "`%`, or a number from 0 to 1"
    for dimension, examples in _EXAMPLES.items():
        units = others.get(dimension) or ", ".join(f"`{unit}`" for unit in _UNITS[dimension])
        yield f"| {dimension} | {units} | {examples} |"
    yield from (
        "",
        "Each of these is one value, or `low / likely / high`. An *id* is made of small letters, digits and hyphens, a",
        "*country* is a two-letter code (`EU` for Europe), a *date* is `2019-10-09`. Every object but the scenario",
        "itself may also have `ref`: the reference that backs every number below, until a nearer `ref`.",
        "",
    )


def _object(each: type[BaseModel], schema: dict[str, Any]) -> Iterator[str]:
    yield from (f"### {each.__name__}", "", (each.__doc__ or "").strip(), "")
    yield from ("| key | takes | default | meaning |", "|---|---|---|---|")
    for name, field in each.model_fields.items():
        key = field.alias or name
        if key != _REF:
            takes = "; or ".join(dict.fromkeys(_takes(schema["properties"][key])))
            yield f"| `{key}` | {takes} | {_default(field)} | {field.description} |"
    yield ""
    if each is law.Condition:
        yield from ("### Facts of a flow", "", "What a condition may ask about.", "")
        yield from ("| fact | tested by | values |", "|---|---|---|")
        for fact, (tests, values) in law.fact_tests().items():
            yield f"| `{fact}` | {' or '.join(f'`{test}`' for test in tests)} | {values} |"
        yield ""


def _takes(schema: dict[str, Any]) -> Iterator[str]:
    """What a key takes, one alternative after the other."""
    if "anyOf" in schema:
        for each in schema["anyOf"]:
            yield from _takes(each)
    elif "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield f"[{name}](#{name.lower()})"
    elif "enum" in schema or "const" in schema:
        yield " or ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    elif "examples" in schema:
        yield next(name for name, examples in _EXAMPLES.items() if schema["examples"] == [examples])
    elif schema.get("type") == "array":
        yield "list of " + " or ".join(dict.fromkeys(_takes(schema["items"])))
    elif schema.get("type") == "object":
        yield _by_key(schema)
    elif schema.get("type") == "integer":
        most = f" to {schema['maximum']}" if "maximum" in schema else " or more"
        yield f"whole number, {schema['minimum']}{most}"
    elif schema.get("type") == "boolean":
        yield "`true` or `false`"
    elif schema.get("type") == "string":
        yield "date" if schema.get("format") == "date" else _PATTERNS.get(schema.get("pattern", ""), "text")
    elif schema.get("type") is None:
        yield "anything"
    # What is left are the number of a share or count, said with its text, and null, said as no default.


def _by_key(schema: dict[str, Any]) -> str:
    patterns = schema.get("patternProperties", {})
    key = _PATTERNS[next(iter(patterns))] if patterns else "name"
    inner = next(iter(patterns.values())) if patterns else schema["additionalProperties"]
    return f"{' or '.join(_takes(inner)) if isinstance(inner, dict) else 'anything'} by {key}"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    default = field.get_default(call_default_factory=True, validated_data={})
    if default is None or default in ((), {}):
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
