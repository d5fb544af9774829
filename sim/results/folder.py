"""This is the folder a run writes: whole or not at all."""

from __future__ import annotations

import hashlib
import json
import math
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import OutputError, Problem
from sim.results.columns import COLUMNS
from sim.results.results import Results
from sim.scenario import ScenarioFile
from sim.scenario.catalogue import is_shipped

MANIFEST = "manifest.json"
_SCRATCH = ".runout-"  # how the names of folders begin that are gone when runout ends
_NAMED = 3  # strange files named in a message; the rest is counted


@dataclass(frozen=True)
class Subject:
    """What a result is the answer to: only an earlier answer to the same is replaced."""

    scenario: str
    variants: tuple[str, ...]
    title: str
    shipped: bool  # with runout; one of the user's may have the same name

    @classmethod
    def of(cls, file: ScenarioFile) -> Subject:
        """The subject of a run of a scenario."""
        return cls(file.name, file.variants, file.scenario.title, is_shipped(file.path))

    @classmethod
    def kept(cls, manifest: Mapping[str, Any]) -> Subject:  # Any: what a JSON file holds
        """The subject a manifest keeps."""
        variants = tuple(str(name) for name in manifest["variants"])
        return cls(str(manifest["scenario"]), variants, str(manifest["title"]), bool(manifest["shipped"]))

    def __str__(self) -> str:
        variants = f" with {', '.join(f'`{name}`' for name in self.variants)}" if self.variants else ""
        return f"`{self.scenario}`{variants}"

    def told_apart(self, other: Subject) -> tuple[str, str]:
        """Both in words that differ."""
        if str(self) != str(other):
            return str(self), str(other)
        if self.shipped != other.shipped:
            return self._by_owner(), other._by_owner()
        return f"{self}: {self.title}", f"{other}: {other.title}"

    def _by_owner(self) -> str:
        return f"the `{self.scenario}` {'that ships with runout' if self.shipped else 'of your own'}"


def check_folder(folder: Path, subject: Subject) -> None:
    """Refuse, before any work, a place that a result of this subject must not overwrite; raises OutputError."""
    try:
        objection = _objection(folder, subject)
    except OSError as error:
        objection = f"results cannot be written there ({error.strerror}); choose another with -o"
    if objection:
        raise _refusal(folder, objection)


def _refusal(folder: Path, message: str) -> OutputError:
    return OutputError(Problem(str(folder), None, "", message))


def _objection(folder: Path, subject: Subject) -> str | None:
    """Why a result cannot be put there, or None; OSError where the place cannot be written."""
    place = folder.resolve()
    if not place.exists():
        _try_to_write(next(each for each in place.parents if each.exists()))
        return None
    if not place.is_dir():
        return "is a file; results need a folder: choose another with -o"
    if place == Path.cwd() or place.is_mount():
        kind = "the working folder" if place == Path.cwd() else "where a disk is mounted"
        return f"is {kind}, and a result is put in place whole: name a folder inside it with -o"
    objection = _objection_to_contents(place, subject)
    if objection is None:
        for each in (place.parent, place):
            _try_to_write(each)
    return objection


def _objection_to_contents(place: Path, subject: Subject) -> str | None:
    """Why what is there must stay, or None."""
    stays = "; it is left as it is: choose another folder with -o"
    there = sorted(place.iterdir())
    if not there:
        return None
    if not (place / MANIFEST).is_file():
        return f"holds files but no {MANIFEST}, so it is not a finished result of runout{stays}"
    try:
        manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        named = set(manifest["files"])
        kept = Subject.kept(manifest)
    except (ValueError, TypeError, KeyError, RecursionError):
        return f"holds a {MANIFEST} that runout did not write, or that was changed{stays}"
    strange = [
        each.name for each in there if each.name != MANIFEST and (each.name not in named or each.is_dir())
    ]
    if strange:
        shown = ", ".join(f"`{name}`" for name in strange[:_NAMED])
        more = f" and {len(strange) - _NAMED} more" if len(strange) > _NAMED else ""
        return f"holds {shown}{more}, which its {MANIFEST} does not name{stays}"
    if kept != subject:
        there_is, wanted = kept.told_apart(subject)
        return f"holds the result of {there_is}, not of {wanted}{stays}"
    return None


def _try_to_write(folder: Path) -> None:
    """OSError if nothing can be written there; permission bits alone do not tell."""
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=folder):
        pass


def write_folder(results: Results, files: Mapping[str, str], folder: Path) -> None:
    """Write the tables as CSV, `files` (name: text) beside them, and the manifest last; then move all into place.

    A finished result of the same subject already there is replaced only once the new one is complete. Raises
    OutputError, which names `folder`, if something else is there or it cannot be written.
    """
    check_folder(folder, Subject.kept(results.manifest))
    place = folder.resolve()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=place.parent) as scratch:
            fresh = Path(scratch) / "new"
            fresh.mkdir()
            for name, text in _texts(results, files).items():
                (fresh / name).write_text(text, encoding="utf-8")
            _put_in_place(fresh, place, Path(scratch) / "old")
    except OSError as error:
        raise _refusal(folder, f"cannot be written: {error.strerror}") from error


def _texts(results: Results, files: Mapping[str, str]) -> dict[str, str]:
    """Every file of a result by name, the manifest last."""
    texts = {
        f"{name}.csv": table.to_csv(index=False, lineterminator="\n")
        for name, table in results.tables.items()
    }
    texts |= {"references.csv": results.references.to_csv(index=False, lineterminator="\n")}
    texts |= {"columns.json": _json(COLUMNS), **files}
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(texts.items())}
    return texts | {MANIFEST: _json({**results.manifest, "files": digests})}


def _put_in_place(fresh: Path, place: Path, aside: Path) -> None:
    """Exchange the result at `place` for the fresh one; if that fails, the old one is back."""
    if not place.exists():
        fresh.rename(place)
        return
    place.rename(aside)
    try:
        fresh.rename(place)
    except BaseException:
        aside.rename(place)
        raise


def as_json(results: Results) -> str:
    """The answer, the companies, products and flows as one JSON text; a missing number is null."""
    tables = {
        name: [
            {key: _plain(value) for key, value in row.items()}
            for row in results.tables[name].to_dict(orient="records")
        ]
        for name in ("companies", "products", "parts", "flows", "undetermined", "first_out", "lost_sales")
    }
    return _json(
        {
            "manifest": results.manifest,
            "unverified": results.unverified,
            "implausible": results.implausible,
            "answer": results.answer,
            "sentences": results.sentences,
            **tables,
        }
    )


def _plain(value: object) -> object:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def _json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False, default=str, allow_nan=False) + "\n"
