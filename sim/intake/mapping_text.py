"""This is the mapping file that an import writes: commented, for a person to confirm or edit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from sim.intake.mapping import ListMapping, Supplier
from sim.intake.rows import Asked
from sim.intake.yaml_text import inline, quantity_text, scalar

TO_FILL_IN = "fill in:"  # what stands before the lines that a person completes
_FILL = f"# {TO_FILL_IN} what stands in <>, and take away the `# ` before this line"
_HEAD = """\
# How runout reads {file}. Confirm it or edit it, then import again:
#   runout import {file} --mapping {mapping} --force
# What a field is left out of is guessed no more. Fields are named as in docs/import.md.
"""
_PRODUCT = (
    "# The product, its maker, and how many are made. What is missing here is a placeholder in the scenario."
)
_PLACEHOLDERS = {
    "plan": "1000 units/day",
    "price": "120 USD",
    "sold_in": "{EU: 60 %, US: 40 %}",
}
_ORDERS = (
    "# Where stock and open orders do not last until new ones arrive: `steady` leaves the open orders out and takes a\n"
    "# steady flow of the plan to be on its way; `bridged` keeps them, and takes what is missing as one more order."
)
_WHAT_IF = (
    "# What the scenario asks first. `stops`: a supplier of the list; `country`: one that forbids exports.\n"
    "#   what_if: {stops: Murata, from: 2027-03-01, chance: 60 %}"
)
_RATES = (
    "# The currency of amounts that name none, and what one unit of others is worth, with the day, for instance\n"
    "#   rates: {EUR: 1.08 USD on 2026-01-02}"
)
_PIECES = (
    "# Units of the list's own: how many pieces one holds, for instance\n"
    "#   pieces_in: {reel: 5000, set: 1, m: 1}"
)
_PRICE_PER = (
    "# How many pieces a price is for; `unit` is one of the row's unit (a reel, k pcs). Not said: one. For instance\n"
    "#   price_per: 1000"
)
_SUPPLIERS = (
    "# Who the suppliers are: `is` names an organisation that ships with runout, `home` the country of a new one.\n"
    "# `home: unknown` is a placeholder: write a two-letter code. For instance\n"
    "#   Sony Semicon: {is: sony}\n"
    "#   Optik Meyer: {home: DE}"
)
_TAKEN = " # from where most of its parts are made: check it"
_CLASSES = (
    "# The class of each part gives whatever the list does not say: stock, lead time, qualification, ramp.\n"
    "# `unclassified` is taken as thinly stocked and slow to replace. For instance\n"
    "#   A-100: lens"
)

_CLASSES_OF_MANY = (
    "# The class of many parts at once, by what their description is like; the first that fits counts. It goes before\n"
    "# what `classes` says of a part unless that was changed by hand. For instance\n"
    '#   - {description: "MLCC*", class: small-parts}'
)


def mapping_text(
    mapping: ListMapping,
    names: tuple[str, str],
    unread: Sequence[str],
    asked: Asked | None = None,
    taken: Collection[str] = (),
) -> str:
    """The text of a mapping file; `names` are those of the list and of the mapping file itself.

    What the list leaves open (`asked`) stands there as lines to be filled in, commented until they are. `taken` are
    the suppliers whose home is taken from where their parts are made.
    """
    asked = asked or Asked()
    form = mapping.file.model_dump(mode="json", exclude_none=True)
    parts = [
        _HEAD.format(file=names[0], mapping=names[1]).rstrip(),
        f"schema: {mapping.schema_}",
        f"file: {inline(form)}",
    ]
    parts += ["columns:", *_entries(mapping.columns)]
    if unread:
        parts.append(f"  # not read: {', '.join(map(_comment, unread[:20]))}")
    parts += ["# Units of columns whose cells name none: pcs, k pcs; days, weeks, months."]
    parts += [
        f"units: {inline(mapping.units)}",
        _PIECES,
        *_pieces(mapping, asked),
        _PRICE_PER,
        *([] if mapping.price_per is None else [f"price_per: {scalar(mapping.price_per)}"]),
        *(_to_fill("price_per", "<pieces, or unit>") if asked.price_per else []),
    ]
    parts += [_RATES, f"currency: {mapping.currency}", *_rate_lines(mapping, asked)]
    parts += [
        "# A place of making that the list does not say is not guessed. `true` takes the supplier's home for it.",
        f"assume_made_in_home: {str(mapping.assume_made_in_home).lower()}",
        _ORDERS,
        f"open_orders: {mapping.open_orders}",
        _PRODUCT,
        "product:",
        *_entries(_product(mapping)),
        *(
            f"  # {name}: {example}"
            for name, example in _PLACEHOLDERS.items()
            if getattr(mapping.product, name) in (None, {})
        ),
        _WHAT_IF,
        f"what_if: {inline(_what_if(mapping))}",
    ]
    parts += [_SUPPLIERS, "suppliers:" if mapping.suppliers else "suppliers: {}"]
    parts += [
        f"  {scalar(name)}: {inline(_supplier(each))}{_TAKEN if name in taken else ''}"
        for name, each in mapping.suppliers.items()
    ]
    parts += [_CLASSES, "classes:" if mapping.classes else "classes: {}", *_entries(mapping.classes)]
    many = [
        f"  - {inline({'description': each.description, 'class': each.class_})}"
        for each in mapping.classes_by_description
    ]
    parts += [_CLASSES_OF_MANY, "classes_by_description:" if many else "classes_by_description: []", *many]
    return "\n".join(parts) + "\n"


def _to_fill(key: str, value: str) -> list[str]:
    return [_FILL, f"# {key}: {value}"]


def _pieces(mapping: ListMapping, asked: Asked) -> list[str]:
    if not asked.pieces_in:
        return [f"pieces_in: {inline(mapping.pieces_in)}"]
    known = {scalar(unit): scalar(size) for unit, size in mapping.pieces_in.items()}
    return _to_fill("pieces_in", _open(known | {scalar(unit): "<pieces>" for unit in asked.pieces_in}))


def _rate_lines(mapping: ListMapping, asked: Asked) -> list[str]:
    if not asked.rates:
        return [f"rates: {inline(_rates(mapping))}"]
    known = {code: scalar(rate) for code, rate in _rates(mapping).items()}
    return _to_fill("rates", _open(known | dict.fromkeys(asked.rates, f"<rate> USD on {mapping.file.date}")))


def _open(entries: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in entries.items()) + "}"


def _entries(entries: Mapping[str, object]) -> list[str]:
    return [f"  {scalar(name)}: {inline(value)}" for name, value in entries.items()]


def _rates(mapping: ListMapping) -> dict[str, object]:
    return {code: f"{quantity_text(each.usd)} on {each.date}" for code, each in sorted(mapping.rates.items())}


def _product(mapping: ListMapping) -> dict[str, object]:
    product = mapping.product
    stated: dict[str, object] = {"title": product.title, "maker": product.maker, "home": product.home}
    if product.plan is not None:
        stated["plan"] = product.plan
    if product.price is not None:
        stated["price"] = product.price
    if product.sold_in:
        stated["sold_in"] = dict(product.sold_in)
    return stated


def _what_if(mapping: ListMapping) -> dict[str, object]:
    asked = mapping.what_if
    stated = {"stops": asked.stops, "country": asked.country, "from": asked.from_, "chance": asked.chance}
    return {name: value for name, value in stated.items() if value is not None}


def _supplier(supplier: Supplier) -> dict[str, object]:
    return {"is": supplier.is_} if supplier.is_ is not None else {"home": supplier.home}


def _comment(text: str) -> str:
    return " ".join(text.split())[:60]


def mapping_path(output: Path, file: Path) -> Path:
    """Where the mapping of a file goes: beside the scenario, named after the list."""
    return output.parent / f"{file.name}.mapping.yaml"
