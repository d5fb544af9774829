"""This is `runout import`: from somebody's parts list to a scenario that runs, and a mapping they can correct."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.intake.building import Draft, scenario_of
from sim.intake.classes import UNCLASSIFIED, class_of
from sim.intake.columns import Columns, find_columns, named_columns
from sim.intake.guessing import Wishes, guessed
from sim.intake.inputs import Filled
from sim.intake.mapping import ListMapping, read_mapping
from sim.intake.mapping_text import TO_FILL_IN, mapping_path, mapping_text
from sim.intake.mapping_use import unused_entries
from sim.intake.opening import open_list
from sim.intake.organisations import firm_name, ships
from sim.intake.parts import Part, merged
from sim.intake.placing import check_places, put
from sim.intake.rows import ListRow, asked_of, read_rows
from sim.intake.sheet import PartsListError, Sheet, refuse
from sim.intake.words import heading
from sim.intake.wrong import SHOWN, some
from sim.scenario.reading import read_scenario
from sim.wording import counted

CHECKED = 2000  # parts; reading more takes longer than importing them


@dataclass(frozen=True)
class ImportPlan:
    """What is imported, how, and where the result goes."""

    file: Path
    output: Path | None = None
    mapping: Path | None = None
    sheet: str | None = None
    force: bool = False
    wishes: Wishes = field(default_factory=Wishes)

    @property
    def place(self) -> Path:
        """Where the scenario goes: by default into the working folder, named after the list."""
        return self.output or Path(f"{self.file.stem}.yaml")


@dataclass(frozen=True)
class Imported:
    """What an import made, and what is to be said about it: what was assumed of many parts comes first."""

    scenario: Path
    mapping: Path
    guessed: bool  # whether the mapping was guessed and written
    parts: int
    remarks: tuple[str, ...]


def import_parts(plan: ImportPlan) -> Imported:
    """Make a scenario of a parts list; raises PartsListError or OutputError, and then nothing is written."""
    place = plan.place
    mapping_at = plan.mapping or mapping_path(place, plan.file)
    check_places([place] if plan.mapping is not None else [place, mapping_at], force=plan.force)
    sheet, columns, mapping, remarks = _read(plan)
    try:
        parts, more = _parts(sheet, columns, mapping)
        draft = scenario_of(parts, sheet, mapping)
    except PartsListError as error:
        if plan.mapping is None:
            error.add_note(
                f"What the list does not say, its mapping can: add --guess to write only {mapping_at}, "
                "fill in what is marked there, and import with --mapping."
            )
        raise
    if plan.mapping is not None:
        refuse(unused_entries(plan.mapping, mapping, parts, draft.suppliers))
    remarks += [*more, *_said(draft)]
    if draft.headline is not None:
        remarks.insert(0, draft.headline)
    remarks[:0] = draft.implausible
    contents = {place: draft.text.encode()}
    if plan.mapping is None:
        kept = mapping.model_copy(update={"suppliers": dict(draft.suppliers), "classes": dict(draft.classes)})
        names = plan.file.name, str(mapping_at)
        contents[mapping_at] = mapping_text(kept, names, columns.unread, taken=draft.homes_taken).encode()
    if len(parts) <= CHECKED:
        _check_sound(draft.text, place)
    else:
        remarks.append(f"more than {CHECKED:,} parts: `runout check {place}` says whether all is sound")
    put(contents)
    return Imported(place, mapping_at, plan.mapping is None, len(parts), tuple(remarks))


def guess_mapping(plan: ImportPlan) -> Imported:
    """Only write the mapping that an import would guess, for a person to correct, with what the rows leave open."""
    mapping_at = mapping_path(plan.place, plan.file)
    check_places([mapping_at], force=plan.force)
    sheet, columns, mapping, remarks = _read(replace(plan, mapping=None))
    asked = asked_of(sheet, columns, mapping)
    text = mapping_text(mapping, (plan.file.name, str(mapping_at)), columns.unread, asked)
    if TO_FILL_IN in text:
        remarks.append(f"what the list leaves open is marked `{TO_FILL_IN}` in the mapping")
    remarks += _would_be(asked.rows)
    put({mapping_at: text.encode()})
    return Imported(plan.place, mapping_at, True, 0, tuple(remarks))


def _read(plan: ImportPlan) -> tuple[Sheet, Columns, ListMapping, list[str]]:
    if plan.sheet is not None and plan.file.suffix.lower() != ".xlsx":
        message = f"only a workbook (.xlsx) has sheets; leave it out for {plan.file.name}"
        raise PartsListError(Problem("", None, "--sheet", message))
    if plan.mapping is not None:
        mapping = read_mapping(plan.mapping)
        form = mapping.file.model_dump(
            mode="json", exclude_none=True, include={"encoding", "delimiter", "sheet"}
        )
        sheet = open_list(plan.file, form | ({"sheet": plan.sheet} if plan.sheet is not None else {}))
        columns = named_columns(sheet, mapping.file.header_row, mapping.columns)
        return sheet, columns, mapping, [*sheet.remarks, *columns.remarks]
    sheet = open_list(plan.file, {} if plan.sheet is None else {"sheet": plan.sheet})
    columns = find_columns(sheet)
    guess = guessed(sheet, columns, plan.wishes)
    read_as = ", ".join(f"{heading(name).lower()} = {text}" for name, text in columns.names.items())
    remarks = [*sheet.remarks, f"columns: {read_as}", *columns.remarks, *guess.remarks]
    if columns.unread:
        remarks.append(f"not read: {some(columns.unread)}")
    return sheet, columns, guess.mapping, remarks


def _parts(sheet: Sheet, columns: Columns, mapping: ListMapping) -> tuple[list[Part], list[str]]:
    rows, remarks = read_rows(sheet, columns, mapping)
    rates = {code: each.usd.likely for code, each in mapping.rates.items()}
    parts, joined = merged(rows, sheet, rates)
    if len(joined) > SHOWN:
        joined = [*joined[:SHOWN], f"and {counted(len(joined) - SHOWN, 'more part')} stand in several rows"]
    return parts, [*remarks, *joined]


def _would_be(rows: Sequence[ListRow]) -> list[str]:
    """Which classes and suppliers an import would take the rows for."""
    classes = {row.part: class_of(row.description, row.commodity)[0] for row in rows if not row.alternate_of}
    remarks = _counted(classes.values())
    if other := [part for part, name in classes.items() if name == UNCLASSIFIED]:
        remarks.append(f"no class is found for: {some(other)}")
    firms = {firm_name(row.supplier): row.supplier for row in rows if row.supplier}
    if firms:
        new = [name for name in firms.values() if not ships(name)]
        told = f"; the others are new: {some(new)}" if new else ""
        remarks.append(f"suppliers: {len(firms)}, of whom {len(firms) - len(new)} ship with runout{told}")
    return remarks


def _counted(classes: Iterable[str]) -> list[str]:
    """How many parts each class has, the most first; nothing if there are none."""
    most_first = sorted(Counter(classes).items(), key=lambda each: (-each[1], each[0]))
    told = ", ".join(f"{name} {count}" for name, count in most_first)
    return [f"classes: {told}"] if told else []


def _said(draft: Draft) -> list[str]:
    """What was filled and guessed, in numbers and the first names."""
    filled = draft.filled
    remarks = _counted(draft.classes.values())
    if filled.unclassified:
        remarks.append(f"`unclassified` is a careful default, used for: {some(filled.unclassified)}")
    if draft.new_firms:
        new = [f"{firm.name} ({firm.home or 'home unknown: a placeholder'})" for firm in draft.new_firms]
        remarks.append(f"new organisations, not among those that ship: {some(new)}")
    if draft.homes_taken:
        homes = [f"{name} ({home})" for name, home in draft.homes_taken.items()]
        remarks.append(
            "Is that their home? Taken from where most of their parts are made, for the list does not say where they "
            f"are based: {some(homes)}. To set it: a column `Supplier country`, or `home` under `suppliers` in the "
            "mapping"
        )
    if draft.contradicted:
        homes = [
            f"{name} ({mapping}, list {stated})" for name, (mapping, stated) in draft.contradicted.items()
        ]
        remarks.append(
            f"the mapping counts where the list says another home: {some(homes)}. For the list's, take `home` out of "
            "the mapping"
        )
    remarks += [f"{what}: {some(names)}" for what, names in _fillings(filled) if names]
    return [*remarks, *draft.orders]


def _fillings(filled: Filled) -> Sequence[tuple[str, list[str]]]:
    return (
        ("made_in is unknown, the list does not say", filled.made_in),
        ("made in the supplier's home, as the mapping asks", filled.home_taken),
        ("no supplier is named", filled.supplier),
        ("no quantity: one is assumed", filled.needs),
        ("no price: an own estimate", filled.cost),
        ("no stock: class default", filled.stock),
        ("no lead time: class default", filled.lead_time),
        (
            "a lead time longer than goods of the class travel is from order to delivery, and what another source "
            "would need at least; what is on its way when a supplier stops is the class default",
            filled.making,
        ),
        ("an alternate without a lead time of its own is taken to need the part's", filled.waiting),
        ("how much an alternate could serve is an own estimate", filled.serves),
    )


def _check_sound(text: str, place: Path) -> None:
    """Refuse what `runout check` would refuse: a mapping, or facts beside a list, may hold anything."""
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "scenario.yaml"
        trial.write_text(text, encoding="utf-8")
        try:
            read_scenario(trial)
        except ScenarioError as error:
            problems = [
                replace(each, file=f"{place.name} (not written)", line=None) for each in error.problems
            ]
            raise PartsListError(problems) from None
