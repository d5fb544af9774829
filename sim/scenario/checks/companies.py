"""This is the check of who makes a line: a company."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Problem
from sim.scenario.checks.subject import Subject
from sim.scenario.tree import found


def problems_of_companies(subject: Subject) -> Iterator[Problem]:
    """Makers that are no companies."""
    for name, line in subject.scenario.lines.items():
        maker = subject.scenario.organisations.get(line.maker)
        if maker is not None and maker.kind != "company":
            message = f"{found(line.maker)} is a {maker.kind}; a line is made by a company"
            yield subject.problem(f"lines.{name}.maker", message)
