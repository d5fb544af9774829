"""This is `runout import`: from somebody's parts list to a scenario that runs, and a mapping they can correct."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.intake.building import scenario_of
from sim.intake.columns import Columns, find_columns, named_columns
from sim.intake.guessing import Wishes, guessed
from sim.intake.mapping import ListMapping, read_mapping
from sim.intake.mapping_text import TO_FILL_IN, mapping_path, mapping_text
from sim.intake.mapping_use import unused_entries
from sim.intake.mapping_wishes import with_wishes
from sim.intake.opening import open_list
from sim.intake.parts import Part, merged
from sim.intake.placing import check_places, kept_lines, put
from sim.intake.rows import asked_of, read_rows
from sim.intake.sheet import PartsListError, Sheet, refuse
from sim.intake.telling import deciding, the_rest, would_be
from sim.intake.words import heading
from sim.intake.wrong import SHOWN, some
from sim.scenario.reading import read_scenario
from sim.wording import counted

_AHEAD = 366  # days that a list may be of a day to come, as one of a plan may
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
    parts: int  # of the scenario; none if only a mapping was written
    remarks: tuple[str, ...]
    deciding: int  # how many of the remarks, from the first, decide the answer
    kept: tuple[Path, ...]  # where what was replaced is kept

    def lines(self, every: bool = False) -> list[str]:
        """What a person is told: the remarks that decide the answer, or `every` one; what was written; what is next."""
        told = self.remarks if every else self.remarks[: self.deciding]
        said = [f"- {remark}" for remark in told]
        if more := len(self.remarks) - len(told):
            said.append(f"- {more} more: --all")
        said += kept_lines(self.kept)
        if self.guessed:
            said.append(f"Mapping: {self.mapping}, guessed: edit it, then import with --mapping.")
        if self.parts:
            parts = "1 part" if self.parts == 1 else f"{self.parts} parts"
            said.append(f"Scenario: {self.scenario}, {parts}. Next: runout run {self.scenario}")
        return said


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
        if plan.mapping is None and not error.options:
            error.add_note(
                f"What the list does not say, its mapping can: add --guess to write only {mapping_at}, "
                "fill in what is marked there, and import with --mapping."
            )
        raise
    if plan.mapping is not None:
        refuse(unused_entries(plan.mapping, mapping, parts, draft.suppliers))
    first = [*deciding(draft, parts), *_day_said(plan, sheet, mapping.file.date)]
    remarks = [*first, *remarks, *more, *the_rest(draft)]
    contents = {place: draft.text.encode()}
    if plan.mapping is None:
        kept = mapping.model_copy(update={"suppliers": dict(draft.suppliers), "classes": dict(draft.classes)})
        names = plan.file.name, str(mapping_at)
        contents[mapping_at] = mapping_text(kept, names, columns.unread, taken=draft.homes_taken).encode()
    if len(parts) <= CHECKED:
        _check_sound(draft.text, place)
    else:
        first.append(f"more than {CHECKED:,} parts: `runout check {place}` says whether all is sound")
        remarks.insert(len(first) - 1, first[-1])
    kept_at = put(contents)
    guessed_now = plan.mapping is None
    return Imported(place, mapping_at, guessed_now, len(parts), tuple(remarks), len(first), kept_at)


def guess_mapping(plan: ImportPlan) -> Imported:
    """Only write the mapping that an import would guess, for a person to correct, with what the rows leave open.

    It goes where the plan's output says, by default beside where the scenario would go.
    """
    if plan.mapping is not None:
        message = "a guess begins anew and keeps nothing of a mapping; leave out one of --guess and --mapping"
        raise PartsListError(Problem("", None, "--guess", message))
    mapping_at = plan.output or mapping_path(plan.place, plan.file)
    check_places([mapping_at], force=plan.force)
    sheet, columns, mapping, remarks = _read(plan)
    asked = asked_of(sheet, columns, mapping)
    text = mapping_text(mapping, (plan.file.name, str(mapping_at)), columns.unread, asked)
    if TO_FILL_IN in text:
        remarks.append(f"what the list leaves open is marked `{TO_FILL_IN}` in the mapping")
    remarks = [*_day_said(plan, sheet, mapping.file.date), *remarks, *would_be(asked.rows)]
    kept_at = put({mapping_at: text.encode()})
    return Imported(plan.place, mapping_at, True, 0, tuple(remarks), len(remarks), kept_at)


def _day_said(plan: ImportPlan, sheet: Sheet, day: dt.date) -> list[str]:
    """Which day the list is taken to describe, unless that was said; and one that cannot be known yet, in any case."""
    if (day - dt.datetime.now(dt.UTC).date()).days > _AHEAD:
        said = f"Implausible: the list is of {day}, more than a year from today. Remedy: "
        return [said + ("`date` in the mapping" if plan.mapping is not None else "--date")]
    if plan.mapping is not None or plan.wishes.date is not None:
        return []
    return [f"the day of the list is {sheet.date}, {sheet.date_from}; --date sets it"]


def _read(plan: ImportPlan) -> tuple[Sheet, Columns, ListMapping, list[str]]:
    if plan.sheet is not None and plan.file.suffix.lower() != ".xlsx":
        message = f"only a workbook (.xlsx) has sheets; leave it out for {plan.file.name}"
        raise PartsListError(Problem("", None, "--sheet", message))
    if plan.mapping is not None:
        mapping = with_wishes(read_mapping(plan.mapping), plan.wishes, plan.file)
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
