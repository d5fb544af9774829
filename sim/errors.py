"""This is every error runout raises on purpose.

RunoutError
├── InputError            the user's input is wrong: exit code 2, every problem listed
│   ├── ScenarioError     a scenario file, or a name or option that refers into it
│   └── OutputError       the place where results should be written
└── EngineError           runout broke a law of its own physics: exit code 1
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input: where (file, line and column from 1, item), and what would be right."""

    file: str
    line: int | None
    item: str
    message: str
    column: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return ": ".join(part for part in (place, self.item, self.message) if part)


class RunoutError(Exception):
    """Base of every error runout raises on purpose."""

    exit_code = 1


class InputError(RunoutError):
    """The user's input is wrong; `problems` lists everything that is.

    `options` are those of the command line that would mend it, with what is to be filled in between `<` and `>`.
    """

    exit_code = 2
    options: tuple[str, ...] = ()

    def __init__(self, problems: Sequence[Problem] | Problem) -> None:
        several = {problems} if isinstance(problems, Problem) else set(problems)
        self.problems = tuple(
            sorted(
                several,
                key=lambda each: (each.file, each.line or 0, each.column or 0, each.item, each.message),
            )
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        """Made again of its problems, so that a worker process can hand it over."""
        return type(self), (self.problems,)


class ScenarioError(InputError):
    """A scenario file, or a name that refers into it, is wrong."""


class OutputError(InputError):
    """Results cannot be written where they were asked for."""


class EngineError(RunoutError):
    """The simulation broke a law of its own: mass balance, 0 <= output <= wanted <= capacity, time."""
