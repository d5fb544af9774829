"""This is a parts list in CycloneDX (JSON or XML): components with suppliers, properties as further columns."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.errors import Problem
from sim.intake.libraries import library
from sim.intake.sheet import Cell, PartsListError, Row, Sheet, quoted

MAX_BYTES = 16_000_000
MAX_DEPTH = 60
_KNOWN = tuple(f"1.{minor}" for minor in range(8))
_FIRST = ("Part number", "Description", "Supplier", "Supplier country", "Class", "Product")
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
# A component says what it is in one word; hardware (`device`) is told apart by its description.
_SOFTWARE = ("application", "framework", "library", "operating-system", "firmware", "container", "platform")


def read_cyclonedx(path: Path, file: str, date: dt.date, form: dict[str, str]) -> Sheet:
    """The components of a CycloneDX document, one row each.

    Raises PartsListError: not CycloneDX, an unknown version, entities, components that depend on themselves.
    """
    del form  # says nothing about these files
    raw = path.read_bytes()
    model = library("cyclonedx.model.bom", file)
    is_xml = raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    version, has_day = _of_xml(raw, file) if is_xml else _of_json(raw, file)
    if version is None:
        message = f'names no version of CycloneDX; write `"specVersion": "{_KNOWN[-1]}"` or the one it holds'
        raise PartsListError(Problem(file, None, "specVersion", message))
    if version not in _KNOWN:
        message = f"is CycloneDX {quoted(version)}; known are {_KNOWN[0]} to {_KNOWN[-1]}"
        raise PartsListError(Problem(file, None, "", message))
    try:
        text = raw.decode("utf-8-sig")
        bom = model.Bom.from_xml(io.StringIO(text)) if is_xml else model.Bom.from_json(json.loads(text))
    except Exception as error:  # the library raises whatever does not fit its model
        words = " ".join(str(error).split())[:160] or type(error).__name__
        raise PartsListError(
            Problem(file, None, "", f"does not hold to CycloneDX {version}: {words}")
        ) from None
    _refuse_cycles(bom, file)
    # The library sets the present moment where a document has no day of its own.
    sheet = _sheet(bom, file, date)
    if not has_day:
        return sheet
    return replace(sheet, date=bom.metadata.timestamp.date(), date_from="the time stamp of the document")


def _of_json(raw: bytes, file: str) -> tuple[str | None, bool]:
    """The version a document says it is in, and whether it is dated."""
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError) as error:
        words = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise PartsListError(Problem(file, None, "", f"cannot be read as JSON: {words}")) from None
    if not isinstance(document, dict) or document.get("bomFormat") != "CycloneDX":
        message = 'is JSON but not CycloneDX; it begins with `"bomFormat": "CycloneDX"`'
        raise PartsListError(Problem(file, None, "", message))
    _check_depth(document, file)
    metadata = document.get("metadata")
    version = document.get("specVersion")
    return None if version is None else str(version), isinstance(metadata, dict) and "timestamp" in metadata


def _check_depth(document: object, file: str) -> None:
    level = [document]
    for _ in range(MAX_DEPTH):
        level = [
            below
            for each in level
            if isinstance(each, (dict, list))
            for below in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise PartsListError(Problem(file, None, "", f"is nested deeper than {MAX_DEPTH} levels"))


def _of_xml(raw: bytes, file: str) -> tuple[str, bool]:
    if _ENTITIES.search(raw):
        message = "declares XML entities or a document type, which no parts list needs; they are not read"
        raise PartsListError(Problem(file, None, "", message))
    try:
        root = library("defusedxml.ElementTree", file).fromstring(raw)
    except Exception as error:  # a parser's complaint, or one about entities
        raise PartsListError(Problem(file, None, "", f"cannot be read as XML: {error}")) from None
    namespace, _, tag = str(root.tag).strip("{").rpartition("}")
    if tag != "bom" or "cyclonedx" not in namespace:
        raise PartsListError(Problem(file, None, "", "is XML but not CycloneDX; its root is `bom`"))
    has_day = any(
        each.tag.endswith("}timestamp") for part in root if part.tag.endswith("}metadata") for each in part
    )
    return namespace.rstrip("/").rpartition("/")[2], has_day


def _refuse_cycles(bom: Any, file: str) -> None:  # Any: see `library`
    """Components that need themselves; each cycle is said once, by its names."""
    needs = {
        str(each.ref.value): [str(to.ref.value) for to in each.dependencies] for each in bom.dependencies
    }
    done: set[str] = set()
    for start in sorted(needs):
        trail: list[str] = []
        ahead = [(start, iter(sorted(needs[start])))] if start not in done else []
        while ahead:
            here, below = ahead[-1]
            if here not in trail:
                trail.append(here)
            nxt = next(below, None)
            if nxt is None:
                done.add(here)
                ahead.pop()
                trail.remove(here)
            elif nxt in trail:
                circle = " -> ".join([*trail[trail.index(nxt) :], nxt])
                message = f"{circle[:200]}: a part cannot be made of itself; take one of these out"
                raise PartsListError(Problem(file, None, "dependencies", message))
            elif nxt not in done:
                ahead.append((nxt, iter(sorted(needs.get(nxt, [])))))


def _sheet(bom: Any, file: str, date: dt.date) -> Sheet:  # Any: see `library`
    meta = bom.metadata
    product = meta.component.name if meta is not None and meta.component is not None else None
    rows: list[dict[str, Cell]] = []
    for component in _components(bom.components):
        supplier = component.supplier or component.manufacturer
        address = getattr(supplier, "address", None)
        name = component.name if component.version is None else f"{component.name} {component.version}"
        kind = component.type.value
        row: dict[str, Cell] = {
            "Part number": name if component.group is None else f"{component.group}/{name}",
            "Description": component.description or component.name,
            "Supplier": getattr(supplier, "name", None) or component.publisher,
            "Supplier country": getattr(address, "country", None),
            "Class": "software-component" if kind in _SOFTWARE else None,
            "Product": product,
        }
        for each in component.properties:
            row.setdefault(each.name.rpartition(":")[2].replace("_", " "), each.value)
        rows.append(row)
    rows.sort(key=lambda row: str(row["Part number"]))
    if not rows:
        raise PartsListError(
            Problem(file, None, "components", "there are none; a parts list has at least one")
        )
    used = [name for name in _FIRST if any(row.get(name) is not None for row in rows)]
    more = sorted({name for row in rows for name in row} - set(_FIRST))
    columns = [*used, *more]
    table = [Row(number, tuple(row.get(name) for name in columns)) for number, row in enumerate(rows, 2)]
    return Sheet(file, "components", (Row(1, tuple(columns)), *table), date)


def _components(components: Any) -> Iterator[Any]:  # Any: see `library`
    ahead = list(components)
    while ahead:
        component = ahead.pop(0)
        yield component
        ahead += list(component.components)
