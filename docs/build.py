"""This is the maker of the generated parts of the docs: `python -m docs.build` writes them, a test holds them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

from sim.results.columns import COLUMNS
from sim.scenario import law, model
from sim.scenario.fields import alternatives

FOLDER = Path(__file__).parent
_MODELS: tuple[type[BaseModel], ...] = (
    model.Scenario, model.Clock, model.Reference, model.Organisation, law.Rule, law.Condition, law.PartyList, law.Batch,
    law.Entry, law.Authorisation, law.Window, law.Measure, law.LicenceGrant, model.ItemClass, model.Line,
    model.Represents, model.Rationing, model.Input, model.Stock, model.Source, model.Lot, model.Alternative,
    law.Content, model.Variant,
)  # fmt: skip
_MARK = "<!-- generated from here on; `python -m docs.build` writes it -->\n"


def scenario_language() -> str:
    """Every object of the language with its fields, from the sentences in the code."""
    parts = []
    for each in _MODELS:
        parts.append(
            f"### {each.__name__}\n\n{(each.__doc__ or '').strip()}\n\n| key | required | meaning |\n|---|---|---|\n"
        )
        for name, field in each.model_fields.items():
            required = "yes" if field.is_required() else ""
            meaning = f"{field.description}{_allowed(field.annotation)}"
            parts.append(f"| `{field.alias or name}` | {required} | {meaning} |\n")
        parts.append("\n" if each is not law.Condition else f"\n{_facts()}\n")
    return "".join(parts)


def _allowed(annotation: object) -> str:
    """The values a field may have, where the language names them all."""
    values = [
        value
        for part in alternatives(annotation)
        if get_origin(part) is Literal and part is not law.FactName
        for value in get_args(part)
    ]
    if not values:
        return ""
    only = all(get_origin(part) is Literal for part in alternatives(annotation))
    return f" {'Allowed' if only else 'As a word'}: {', '.join(f'`{value}`' for value in values)}."


def _facts() -> str:
    """Which facts a condition may ask about, by which tests, and for which values."""
    rows = [
        f"| `{fact}` | {' or '.join(f'`{test}`' for test in tests)} | {values} |\n"
        for fact, (tests, values) in law.fact_tests().items()
    ]
    return "| fact | tested by | values |\n|---|---|---|\n" + "".join(rows)


def result_tables() -> str:
    """Every result table with its columns."""
    parts = []
    for table, columns in COLUMNS.items():
        parts.append(f"### {table}.csv\n\n| column | unit | meaning |\n|---|---|---|\n")
        parts += [f"| `{name}` | {unit} | {meaning} |\n" for name, (unit, meaning) in columns.items()]
        parts.append("\n")
    return "".join(parts)


GENERATED = {"scenario-language.md": scenario_language, "results.md": result_tables}


def page(name: str) -> str:
    """A page with its generated part made anew."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return text.partition(_MARK)[0] + _MARK + "\n" + GENERATED[name]().rstrip("\n") + "\n"


if __name__ == "__main__":
    for name in GENERATED:
        (FOLDER / name).write_text(page(name), encoding="utf-8")
