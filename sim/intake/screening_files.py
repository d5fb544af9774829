"""This is how a file is opened for screening: a regular file of bounded size, read as UTF-8 piece by piece."""

from __future__ import annotations

import codecs
import stat
from collections.abc import Iterator
from pathlib import Path

from sim.errors import InputError, Problem

_PIECE = 1 << 20


def printable(text: str) -> str:
    """A text as one line that does nothing to a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def quoted(text: str) -> str:
    """What was found, short and in backticks, for a message."""
    shown = printable(text[:200])
    return f"`{shown}`" if len(shown) <= 60 else f"`{shown[:57]}...`"


def refusal(file: str, message: str, line: int | None = None, item: str = "") -> InputError:
    """The error that says what is wrong with a file of names or a list."""
    return InputError(Problem(file, line, item, message))


def pieces_of(path: Path, most_bytes: int) -> Iterator[str]:
    """The text of a file, a megabyte at a time.

    Raises InputError for what is no regular file, is too large, or holds bytes that are no text.
    """
    file = path.as_posix()
    try:
        check_regular(path, most_bytes)
        yield from _decoded(path, file, most_bytes)
    except (OSError, ValueError) as error:  # ValueError: a name no file can have
        raise refusal(file, f"cannot be read: {getattr(error, 'strerror', error)}") from None


def check_regular(path: Path, most_bytes: int) -> None:
    """Refuse a folder, a pipe, an empty file and one larger than `most_bytes`; raises InputError or OSError."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise refusal(path.as_posix(), "is a folder; give a file")
    if not stat.S_ISREG(found.st_mode):
        raise refusal(path.as_posix(), "is not a regular file; give a file")
    if found.st_size == 0:
        raise refusal(path.as_posix(), "is empty")
    if found.st_size > most_bytes:
        message = f"is {found.st_size / 1e6:.0f} MB; more than {most_bytes / 1e6:.0f} MB is not read"
        raise refusal(path.as_posix(), message)


def _decoded(path: Path, file: str, most_bytes: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    line, read = 1, 0
    with path.open("rb") as stream:
        while True:
            piece = stream.read(_PIECE)
            read += len(piece)
            if read > most_bytes:
                raise refusal(
                    file, f"grows while it is read; more than {most_bytes / 1e6:.0f} MB is not read"
                )
            if b"\0" in piece and piece[:2] not in (b"\xff\xfe", b"\xfe\xff"):
                line += piece.count(b"\n", 0, piece.index(b"\0"))
                raise refusal(file, "holds a NUL byte, so it is no text file", line)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                line += error.object.count(b"\n", 0, error.start)
                byte = error.object[error.start]
                message = f"is not valid UTF-8: byte 0x{byte:02X} cannot stand here; save the file as UTF-8"
                raise refusal(file, message, line) from None
            line += piece.count(b"\n")
            yield text
            if not piece:
                return
