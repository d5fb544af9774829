"""This is how files are put in their place: whole or not at all, and nothing that is there is lost unasked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.errors import OutputError, Problem


def check_places(places: list[Path], *, force: bool) -> None:
    """Refuse, before any work, places that cannot be written or hold something; raises OutputError."""
    problems = []
    for place in places:
        if place.is_dir():
            problems.append(Problem(str(place), None, "", "is a folder; name a file with -o"))
        elif (place.exists() or place.is_symlink()) and not force:
            problems.append(
                Problem(str(place), None, "", "exists; --force replaces it, -o names another file")
            )
        elif old_of(place).is_dir():
            problems.append(
                Problem(str(old_of(place)), None, "", "is a folder; what is replaced is kept there")
            )
        elif not place.parent.is_dir():
            problems.append(Problem(str(place), None, "", f"there is no folder {place.parent}"))
        elif not os.access(place.parent, os.W_OK):
            problems.append(
                Problem(str(place), None, "", f"cannot write in {place.parent}; choose another with -o")
            )
    if problems:
        raise OutputError(problems)


def old_of(place: Path) -> Path:
    """Where what stood at a place is kept once it is replaced."""
    return place.with_name(f"{place.name}.old")


def kept_lines(kept: Sequence[Path]) -> list[str]:
    """What a person is told of the files that `put` kept."""
    return [f"Kept: {', '.join(map(str, kept))}, what stood there before."] if kept else []


def put(contents: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write files whole: each beside its place first, and all of them moved there once every one is complete.

    What is replaced by something else is kept beside it, as `old_of` says, for a person may have edited it; these
    places are returned. What an earlier command kept there gives way.
    """
    kept: dict[Path, bytes] = {}
    try:
        for place, content in contents.items():
            if place.is_file() and (before := place.read_bytes()) != content:
                kept[old_of(place)] = before
    except OSError as error:
        raise OutputError(Problem(str(place), None, "", f"cannot be kept: {error.strerror}")) from None
    _put({**kept, **contents})
    return tuple(kept)


def _put(contents: Mapping[Path, bytes]) -> None:
    fresh: dict[Path, str] = {}
    try:
        for place, content in contents.items():
            with tempfile.NamedTemporaryFile(
                dir=place.parent, prefix=f".{place.name}-", delete=False
            ) as stream:
                fresh[place] = stream.name
                stream.write(content)
            os.chmod(stream.name, 0o666 & ~_umask())
        for place, name in fresh.items():
            os.replace(name, place)
    except OSError as error:
        place = next((each for each in contents if each not in fresh), next(iter(contents)))
        raise OutputError(Problem(str(place), None, "", f"cannot be written: {error.strerror}")) from None
    finally:
        for name in fresh.values():
            Path(name).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
