"""This is the maker of the generated parts of the docs: `python -m docs.build` writes them, a test holds them."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel

from sim.results.columns import COLUMNS
from sim.scenario import law, model

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
            parts.append(f"| `{field.alias or name}` | {required} | {field.description} |\n")
        parts.append("\n")
    return "".join(parts)


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
