"""This is the review file: matches for a person to confirm or to set aside, and what becomes of those confirmed.

Nothing enters a scenario by itself: what a person confirmed is printed as `entries`, to be pasted into a list's batch.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.errors import InputError, OutputError, Problem
from sim.intake.screening_files import pieces_of, printable, quoted, refusal
from sim.intake.screening_hints import Hint
from sim.intake.screening_matching import Match
from sim.intake.screening_names import words_of
from sim.intake.screening_subjects import Subject
from sim.intake.screening_terms import footnotes_said
from sim.scenario.nearest import did_you_mean
from sim.wording import counted

CONFIRMED, NOT_THE_SAME = "confirmed", "not the same"
NO_MATCH = "no match"
MAX_BYTES = 256_000_000

COLUMNS = (
    *("status", "comment", "name", "country", "id", "line"),
    *("listed_as", "listed_countries", "list", "strength", "score", "countries", "matched_through"),
    *("matched_name", "core", "matched_listed_name", "listed_core", "why"),
    *("footnote", "policy", "policy_text", "requirement", "federal_register_notice", "programmes", "remarks"),
)
_ENTITY_LIST = "(EL)"  # the one list whose rows a batch of ours holds
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
# What a spreadsheet would take for a formula, the wide forms of other keyboards among them.
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠\t\r]")


def review_row(match: Match) -> dict[str, str]:
    """A match as one row of the review file; `status` is left for a person."""
    entry, subject = match.entry, match.subject
    return {
        "status": "",
        "comment": "",
        **_of_subject(subject),
        "listed_as": entry.name,
        "listed_countries": "; ".join(entry.countries),
        "list": entry.source,
        "strength": match.strength,
        "score": f"{match.score:.1f}",
        "countries": match.country,
        "matched_through": match.through,
        "matched_name": match.name,
        "core": match.core,
        "matched_listed_name": match.listed_name,
        "listed_core": match.listed_core,
        "why": match.why,
        "footnote": entry.footnote,
        "policy": entry.policy.value,
        "policy_text": entry.policy_text,
        "requirement": entry.requirement,
        "federal_register_notice": entry.notice,
        "programmes": "; ".join(entry.programmes),
        "remarks": entry.remarks,
    }


def _of_subject(subject: Subject) -> dict[str, str]:
    return {
        "name": subject.name,
        "country": subject.country,
        "id": subject.id,
        "line": "" if subject.line is None else str(subject.line),
    }


def review_text(
    matches: Sequence[Match], unmatched: Sequence[Subject] = (), hints: Sequence[Hint] = ()
) -> str:
    """The review file, names without a match last; no cell of it is a formula to a spreadsheet."""
    why = {each.subject: each.why for each in hints}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for match in matches:
        writer.writerow(_safe(cell) for cell in review_row(match).values())
    for subject in unmatched:
        row = dict.fromkeys(COLUMNS, "") | _of_subject(subject) | {"strength": NO_MATCH}
        row["why"] = why.get(subject, "")
        writer.writerow(_safe(cell) for cell in row.values())
    return out.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unsafe(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def check_place(place: Path, force: bool) -> None:
    """Refuse a place where a review cannot or must not be written; raises OutputError."""
    if place.is_dir():
        raise _no_place(place, "is a folder; name a file with -o")
    if place.exists() and not place.is_file():
        raise _no_place(place, "is not a regular file; name another with -o")
    if place.exists() and not force:
        raise _no_place(place, "is there already, perhaps with a person's marks; --force replaces it")
    if not place.resolve().parent.is_dir():
        raise _no_place(place, "its folder does not exist")


def _no_place(place: Path, message: str) -> OutputError:
    return OutputError(Problem(place.as_posix(), None, "", message))


def write_review(
    matches: Sequence[Match],
    place: Path,
    force: bool = False,
    unmatched: Sequence[Subject] = (),
    hints: Sequence[Hint] = (),
) -> None:
    """Write the review file whole or not at all; raises OutputError."""
    check_place(place, force)
    target = place.resolve()
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8-sig", newline="", dir=target.parent, prefix=".runout-", delete=False
        ) as scratch:
            try:
                scratch.write(review_text(matches, unmatched, hints))
                scratch.flush()
                os.chmod(scratch.name, 0o644)
                os.replace(scratch.name, target)
            except BaseException:
                os.unlink(scratch.name)
                raise
    except OSError as error:
        raise _no_place(place, f"cannot be written: {error.strerror}") from error


def confirmed_entries(review: str | Path) -> str:
    """The rows a person confirmed, as YAML `entries`, one document for each batch; raises InputError.

    A batch is what one notice added to the Entity List: rows of another notice, with other days and another policy, are
    another batch. Rows of other lists fall under other law, so they are told as comments only.
    """
    path = Path(review)
    batches: dict[str, dict[str, list[dict[str, str]]]] = {}
    others: dict[str, list[tuple[str, dict[str, str]]]] = {}
    open_rows = 0
    for row in _marked_rows(path):
        open_rows += not row["status"] and row["strength"] != NO_MATCH
        if row["status"] == CONFIRMED:
            name = row["id"] if _ID.fullmatch(row["id"]) else _identifier(row["id"] or row["name"])
            if _ENTITY_LIST in row["list"]:
                batches.setdefault(_notice(row), {}).setdefault(name, []).append(row)
            else:
                others.setdefault(_short(row["list"]), []).append((name, row))
    lines = [f"# Confirmed by a person in {path.name}; each id must be an organisation of the scenario."]
    if open_rows:
        lines.append(
            f"# {counted(open_rows, 'row')} of it {'is' if open_rows == 1 else 'are'} not decided yet."
        )
    lines += [] if batches else ["entries: {}"]
    for number, (notice, chosen) in enumerate(batches.items()):
        lines += ["---"] if number else []
        lines.append(f"# Entity List, {notice}: a batch of its own")
        lines.append("entries:")
        for name, rows in chosen.items():
            for again, row in enumerate(rows):
                also = "# also confirmed for " if again else ""
                lines.append(f"  {also}{_entry(name, row)}")
    for title, apart in others.items():
        lines.append(
            f"# Not of the Entity List: {title}. Other law, so not for a batch of it; left out above:"
        )
        lines += [f"#   {_entry(name, row)}" for name, row in apart]
    return "\n".join(lines) + "\n"


def _notice(row: dict[str, str]) -> str:
    """The notice that added a row, the first it names; later ones amend it."""
    first = re.split("[,;]", printable(row["federal_register_notice"]))[0].strip()
    return f"added by {first}" if first else "notice not said"


def _short(title: str) -> str:
    return printable(title.partition(" - ")[0]) or "list not said"


def _entry(name: str, row: dict[str, str]) -> str:
    """One entry of a batch, with what the list says of it beside it."""
    footnote = footnotes_said(row["footnote"])
    said = (_short(row["list"]), row["federal_register_notice"], footnote, row["policy"])
    listed_as = json.dumps(printable(row["listed_as"]), ensure_ascii=False)
    return f"{name}: {{listed_as: {listed_as}}} # {printable(', '.join(part for part in said if part))}"


def _marked_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a review file, with a status that is one of those known."""
    file = path.as_posix()
    if not path.exists():
        raise refusal(file, "no such file")
    text = "".join(pieces_of(path, MAX_BYTES))
    header = text.partition("\n")[0]
    reader = csv.DictReader(
        text.splitlines(keepends=True), delimiter=max(",;\t", key=header.count), strict=True
    )
    problems: list[Problem] = []
    rows = []
    try:
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise refusal(file, f"is no review file of runout: it has no column `{missing[0]}`", 1)
        for cells in reader:
            row = {name: _unsafe(cells[name] or "") for name in COLUMNS}
            row["status"] = " ".join(row["status"].lower().split())
            if row["status"] not in ("", CONFIRMED, NOT_THE_SAME):
                hint = did_you_mean(row["status"], (CONFIRMED, NOT_THE_SAME))
                message = (
                    f"{quoted(row['status'])} is no status; write `{CONFIRMED}` or `{NOT_THE_SAME}`{hint}"
                )
                problems.append(Problem(file, reader.line_num, "status", message))
            if row["status"] == CONFIRMED and row["strength"] == NO_MATCH:
                message = f"{quoted(row['name'])} has no match in the list, so that nothing can be confirmed"
                problems.append(Problem(file, reader.line_num, "status", message))
            rows.append(row)
    except csv.Error as error:
        raise refusal(file, f"is broken CSV: {error}", reader.line_num) from None
    if problems:
        raise InputError(problems[:200])
    yield from rows


def _identifier(name: str) -> str:
    """An id for an organisation that has none: its words in small letters, joined by hyphens."""
    words = [word for word in words_of(name) if re.fullmatch(r"[a-z0-9]+", word)]
    return "-".join(words)[:80].strip("-") or "organisation"
