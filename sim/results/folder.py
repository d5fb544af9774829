"""This is the folder a run writes: whole or not at all."""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sim.errors import OutputError, Problem
from sim.results.columns import COLUMNS
from sim.results.results import Results

MANIFEST = "manifest.json"


def check_folder(folder: Path) -> None:
    """Refuse, before any work, a place that results must not overwrite; raises OutputError."""
    if not folder.exists():
        parent = next(each for each in [folder, *folder.resolve().parents] if each.exists())
        if not os.access(parent, os.W_OK):
            raise OutputError(
                Problem(str(folder), None, "", f"cannot write in {parent}; choose another with -o")
            )
        return
    if not folder.is_dir():
        raise OutputError(
            Problem(str(folder), None, "", "is a file; results need a folder: choose another with -o")
        )
    if any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise OutputError(
            Problem(
                str(folder),
                None,
                "",
                f"holds files but no {MANIFEST}, so it is not a finished result of runout; "
                "it is left as it is: empty it, or choose another folder with -o",
            )
        )


def write_folder(results: Results, files: Mapping[str, str], folder: Path) -> None:
    """Write the tables as CSV, `files` (name: text) beside them, and the manifest last; then move all into place.

    A finished result already there is replaced only once the new one is complete.
    """
    check_folder(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
        fresh = Path(scratch) / "new"
        fresh.mkdir()
        texts = {
            f"{name}.csv": table.to_csv(index=False, lineterminator="\n")
            for name, table in results.tables.items()
        }
        texts |= {"references.csv": results.references.to_csv(index=False, lineterminator="\n")}
        texts |= {"columns.json": _json(COLUMNS), **files}
        for name, text in texts.items():
            (fresh / name).write_text(text, encoding="utf-8")
        digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(texts.items())}
        (fresh / MANIFEST).write_text(_json({**results.manifest, "files": digests}), encoding="utf-8")
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        shutil.move(fresh, folder)


def as_json(results: Results) -> str:
    """The answer, the companies, products and flows as one JSON text; a missing number is null."""
    tables = {
        name: [
            {key: _plain(value) for key, value in row.items()}
            for row in results.tables[name].to_dict(orient="records")
        ]
        for name in ("companies", "products", "parts", "flows", "lost_sales")
    }
    return _json(
        {"manifest": results.manifest, "answer": results.answer, "sentences": results.sentences, **tables}
    )


def _plain(value: object) -> object:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def _json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False, default=str, allow_nan=False) + "\n"
