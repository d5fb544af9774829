"""This is `runout export`: the lines of a scenario as a parts list in a workbook, which `runout import` reads back.

Columns hold what lists have; whatever else the scenario says stands beside it in the scenario's own words.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import OutputError, Problem
from sim.intake.libraries import library
from sim.intake.mapping import UNKNOWN
from sim.intake.organisations import NOWHERE, suppliers_of
from sim.intake.placing import check_places, kept_lines, put
from sim.intake.words import heading
from sim.intake.workbook import FACTS_HEADER, FACTS_SHEET
from sim.intake.yaml_text import inline, quantity_text, refs_of
from sim.scenario.law import Frozen
from sim.scenario.model import Scenario
from sim.scenario.origin import ScenarioFile
from sim.scenario.quantity import Quantity
from sim.scenario.reading import read_scenario
from sim.scenario.supply import Alternative, Input, Source, Supply
from sim.scenario.text_file import read_tree

COLUMNS = (
    *("product", "part", "description", "class", "quantity", "cost", "stock", "cover", "alternate_of"),
    *("supplier", "source", "supplier_country", "made_in", "share", "serves"),
    *("input_facts", "source_facts"),
)
_IN_COLUMNS = {
    Input: ("title", "class", "needs", "cost", "sources", "alternatives"),
    Source: ("made_in", "share"),
    Alternative: ("made_in", "serves"),
}
_FORMULA = re.compile(r"^[=+\-@\t\r]")


# What a scenario asks, in sections that an import can take over as they stand.
ASKED = ("title", "question", "look_at", "hypothetical", "rules", "measures", "vendor_stops", "variants")
_LAW = (
    *("rules", "measures", "vendor_stops", "lists", "ownership_rules", "conditions", "country_groups"),
    *("item_lists", "policies", "switches"),
)


@dataclass(frozen=True)
class Exported:
    """A workbook that was written, what of the scenario it does not carry, and where what it replaced is kept."""

    workbook: Path
    remarks: tuple[str, ...]
    kept: tuple[Path, ...] = ()

    def lines(self) -> list[str]:
        """What a person is told."""
        return [
            *(f"- {each}" for each in self.remarks),
            *kept_lines(self.kept),
            f"Parts list: {self.workbook}",
        ]


def export_parts(scenario: str, output: Path | None = None, *, force: bool = False) -> Exported:
    """Write the parts list of a scenario; raises ScenarioError, or OutputError if the place is taken."""
    file = read_scenario(scenario)
    place = output or Path(f"{file.name}.xlsx")
    if not place.suffix:
        place = place.with_name(f"{place.name}.xlsx")
    if place.suffix.lower() != ".xlsx":
        message = f"ends in {place.suffix}; a workbook is written: end its name in .xlsx"
        raise OutputError(Problem(str(place), None, "", message))
    check_places([place], force=force)
    asked, left = _question(file)
    kept = put({place: workbook_of(file.scenario, file.name, asked)})
    comments = "Comments of the scenario file are not carried: what is a placeholder there is no longer marked as one."
    return Exported(place, (*left, comments), kept)


def _question(file: ScenarioFile) -> tuple[list[tuple[str, object]], list[str]]:
    """What the scenario asks, if all of it stands in its own file; otherwise what is said about that."""
    tree = read_tree(file.path)[0].plain()
    other = [
        name.replace("_", " ")
        for name in _LAW
        if len(getattr(file.scenario, name)) > len(tree.get(name, {}) if name in ASKED else {})
    ]
    if other:
        message = (
            f"What the scenario asks is not carried, since it rests on {', '.join(other)} of files it uses or on "
            "sections that a parts list has no place for: an import of this workbook asks a question of its own, "
            "and has none of the variants."
        )
        return [], [message]
    asked: list[tuple[str, object]] = []
    for name in ASKED:
        if isinstance(tree.get(name), dict):
            asked += [(f"{name}.{key}", entry) for key, entry in tree[name].items()]
        elif name in tree:
            asked.append((name, tree[name]))
    return asked, []


def workbook_of(scenario: Scenario, name: str, asked: Sequence[tuple[str, object]]) -> bytes:
    """The workbook of a scenario's parts and of what is `asked`; the same scenario gives the same bytes."""
    book = library("openpyxl", name).Workbook()
    parts, facts = book.active, book.create_sheet(FACTS_SHEET)
    parts.title = "parts"
    parts.append([heading(field) for field in COLUMNS])
    for row in _rows(scenario):
        parts.append([_safe(row.get(field)) for field in COLUMNS])
    facts.append(FACTS_HEADER)
    kept = [*asked, *_facts(scenario)]
    used = refs_of([value for _, value in kept] + [stated(line) for line in scenario.lines.values()])
    kept += [(f"references.{each}", stated(scenario.references[each])) for each in sorted(used)]
    for path, value in kept:
        facts.append([path, _safe(inline(value))])
    for sheet in (parts, facts):
        sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return _dated(written.getvalue(), scenario.clock.as_seen_from)


def stated(value: object) -> object:
    """What a scenario states, as plain values in its own language; defaults are left out."""
    if isinstance(value, Quantity):
        return quantity_text(value) if value.dimension != "count" or not value.certain else value.likely
    if isinstance(value, Frozen):
        fields = type(value).model_fields.items()
        return {
            info.alias or name: stated(getattr(value, name))
            for name, info in fields
            if name in value.model_fields_set and getattr(value, name) is not None
        }
    if isinstance(value, Mapping):
        return {key: stated(below) for key, below in value.items()}
    if isinstance(value, (list, tuple)):
        return [stated(below) for below in value]
    return value


def _rows(scenario: Scenario) -> Iterable[dict[str, object]]:
    for line_name, line in scenario.lines.items():
        for name, item in line.inputs.items():
            first: dict[str, object] = _input(item)
            for key, source in item.sources.items():
                yield {"product": line_name, "part": name, **first, **_supply(scenario, key, source)}
                first = {}
            for key, other in item.alternatives.items():
                row = {"product": line_name, "part": name, "alternate_of": name}
                yield row | _supply(scenario, key, other)


def _input(item: Input) -> dict[str, object]:
    row: dict[str, object] = {
        "description": item.title,
        "class": item.class_,
        "quantity": _cell(item.needs),
        "cost": quantity_text(item.cost),
    }
    more = _rest(item, _IN_COLUMNS[Input])
    if item.stock is not None:
        # On hand stands in a column; what else is said of the stock is joined to it again.
        beside = stated(item.stock)
        assert isinstance(beside, dict)  # as above
        for name, column in (("pieces", "stock"), ("covers", "cover")):
            if getattr(item.stock, name) is not None and beside.pop(name, None) is not None:
                row[column] = _cell(getattr(item.stock, name))
        del more["stock"]
        more |= {"stock": beside} if beside else {}
    return row | ({"input_facts": inline(more)} if more else {})


def _supply(scenario: Scenario, key: str, supply: Source | Alternative) -> dict[str, object]:
    made_by = scenario.lines[supply.line].maker if supply.line is not None else None
    firm = scenario.organisations[supply.supplier or made_by or key]
    more = _rest(supply, _IN_COLUMNS[type(supply)])
    row: dict[str, object] = {
        "supplier": firm.name,
        "source": key,
        "supplier_country": None if firm.home == NOWHERE else firm.home,
        "made_in": _places(supply),
    }
    share = {"share": supply.share} if isinstance(supply, Source) else {"serves": supply.serves}
    row |= {name: quantity_text(each) for name, each in share.items()}
    if isinstance(supply.made_in, dict):
        more["made_in"] = stated(supply.made_in)
    return row | ({"source_facts": inline(more)} if more else {})


def _places(supply: Supply) -> str:
    if isinstance(supply.made_in, dict):
        return ", ".join(f"{place} {quantity_text(share)}" for place, share in supply.made_in.items())
    return ", ".join(supply.places) or UNKNOWN


def _rest(model: Frozen, in_columns: tuple[str, ...]) -> dict[str, object]:
    whole = stated(model)
    assert isinstance(whole, dict)  # a mapping of the language
    return {name: value for name, value in whole.items() if name not in in_columns}


def _facts(scenario: Scenario) -> Iterable[tuple[str, object]]:
    """What the parts rest on: clock, rates, firms, classes, item lists, pools, and the lines without their inputs."""
    yield "clock", stated(scenario.clock)
    for code, currency in scenario.currencies.items():
        yield f"currencies.{code}", stated(currency)
    for name, firm in _firms(scenario).items():
        yield f"organisations.{name}", stated(firm)
    inputs = [item for line in scenario.lines.values() for item in line.inputs.values()]
    supplies = [each for item in inputs for each in (*item.sources.values(), *item.alternatives.values())]
    classes = {item.class_: scenario.classes[item.class_] for item in inputs}
    on = [*(each.item_lists for each in supplies), *(each.item_lists for each in classes.values())]
    named = {name for lists in on if isinstance(lists, tuple) for name in lists}
    for name in classes:
        yield f"classes.{name}", stated(scenario.classes[name])
    for name, listed in scenario.item_lists.items():
        if name in named:
            yield f"item_lists.{name}", stated(listed)
    for name in dict.fromkeys(each.pool for each in supplies if each.pool is not None):
        yield f"pools.{name}", stated(scenario.pools[name])
    for name, line in scenario.lines.items():
        for field, value in _rest(line, ("inputs", "inputs_like")).items():
            yield f"lines.{name}.{field}", value


def _firms(scenario: Scenario) -> dict[str, Frozen]:
    names = [line.maker for line in scenario.lines.values()]
    for line in scenario.lines.values():
        names += suppliers_of(scenario, line)
    return {name: scenario.organisations[name] for name in dict.fromkeys(names)}


def _cell(quantity: Quantity | None) -> object:
    if quantity is None:
        return None
    # A cell holds fifteen digits; a number of more comes back only as text.
    holds = quantity.certain and float(f"{quantity.likely:.15g}") == quantity.likely
    return quantity.likely if quantity.dimension == "count" and holds else quantity_text(quantity)


def _safe(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets a quote before it."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _dated(workbook: bytes, day: dt.date) -> bytes:
    """The workbook with a day of its own instead of the moment it was written."""
    repacked = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(repacked, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in sorted(old.namelist()):
            content = old.read(part)
            if part == "docProps/core.xml":
                content = re.sub(
                    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", f"{day.isoformat()}T00:00:00Z".encode(), content
                )
            new.writestr(zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return repacked.getvalue()
