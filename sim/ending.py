"""This is how a command ends: what is wrong with the input in words, and the exit code."""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from sim.errors import InputError, RunoutError
from sim.wording import counted

_WRITES = {"run", "import", "export", "new", "-o", "--output"}  # words of a command that writes files


def to_its_end(command: Callable[[], object]) -> None:
    """Run a command; whatever stops it becomes a message on standard error and an exit code."""
    out = sys.stdout
    try:
        command()
        out.flush()
    except SystemExit as stopped:
        # rich and click (which then wraps the output) end with 1 where nobody reads on; that is no fault.
        if isinstance(stopped.__context__, BrokenPipeError) or sys.stdout is not out:
            _leave_pipe()
        raise
    except BrokenPipeError:
        _leave_pipe()
    except click.exceptions.Abort:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second interrupt finds nothing left to stop
        click.echo("interrupted; nothing was written", err=True)
        sys.exit(130)
    except click.ClickException as error:
        _in_plain_words(error).show()
        sys.exit(error.exit_code)
    except InputError as error:
        click.echo("\n".join(_fitting(str(problem)) for problem in error.problems), err=True)
        written = "; nothing was written" if _WRITES & set(sys.argv[1:]) else ""
        click.echo(f"{counted(len(error.problems), 'problem')}{written}.", err=True)
        for note in getattr(error, "__notes__", ()):
            click.echo(_fitting(note), err=True)
        if error.options:
            click.echo("Fill in what stands between < and >, and give the command again:", err=True)
            click.echo(
                shlex.join(["runout", *sys.argv[1:], *error.options]), err=True
            )  # in one line, to be copied
        sys.exit(error.exit_code)
    except RunoutError as error:
        click.echo(
            f"runout: {error}\nThis is a fault of runout, not of your input; please report it.", err=True
        )
        sys.exit(error.exit_code)
    except OSError as error:
        click.echo(f"{error.filename or 'output'}: {error.strerror}", err=True)
        sys.exit(2)


@contextmanager
def after_writing(place: Path) -> Iterator[None]:
    """Shows a result that is in place already: an interrupt takes nothing back."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"\ninterrupted; the result in {place} is whole", err=True)
        sys.exit(130)


def _in_plain_words(error: click.ClickException) -> click.ClickException:
    """What is wrong with a number: the library speaks of a `valid integer range`, and of `1<=x<=100000`."""
    if not isinstance(error, click.BadParameter) or error.param is None:
        return error
    kind = error.param.type
    found = re.match(r"'?(.*?)'? is not (?:a valid|in the range)", error.message, re.DOTALL)
    if not isinstance(kind, (click.IntRange, click.FloatRange)) or found is None:
        return error
    number = "a whole number" if isinstance(kind, click.IntRange) else "a number"
    message = f"`{found[1]}` is not {number} from {kind.min} to {kind.max}."
    return click.BadParameter(message, error.ctx, error.param)


def _fitting(message: str) -> str:
    """A message in lines that fit a terminal; where a program reads it, each problem stays on its line."""
    if not sys.stderr.isatty():
        return message
    from sim.terminal.wrapping import wrapped  # here, so that a command that is fine does not wait for it

    return wrapped(message)


def _leave_pipe() -> NoReturn:
    """End quietly when nobody reads the output any more; what is left in it goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)
