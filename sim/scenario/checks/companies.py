"""This is the check of who has a line: a maker is a company, and a listed company has a line or says why not."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Problem
from sim.scenario.checks.subject import Subject, listings
from sim.scenario.tree import found


def problems_of_companies(subject: Subject) -> Iterator[Problem]:
    """Makers that are no companies, and listed companies without a line and without a reason."""
    yield from _makers(subject)
    yield from _listed_companies(subject)


def _makers(subject: Subject) -> Iterator[Problem]:
    for name, line in subject.scenario.lines.items():
        maker = subject.scenario.organisations.get(line.maker)
        if maker is not None and maker.kind != "company":
            message = f"{found(line.maker)} is a {maker.kind}; a line is made by a company"
            yield subject.problem(f"lines.{name}.maker", message)


def _listed_companies(subject: Subject) -> Iterator[Problem]:
    lines: dict[str, str] = {}
    for name, node in subject.root.entries_at("lines").items():
        maker = node.entries.get("maker")
        if maker is not None and isinstance(maker.value, str):
            lines.setdefault(maker.value, name)
    # With a misspelt maker, the company meant would seem to have no line.
    all_makers_known = lines.keys() <= subject.root.entries_at("organisations").keys()
    listed = {entity: each.batch.title for each in listings(subject) for entity in each.batch.entries}
    for name, organisation in subject.scenario.organisations.items():
        path = f"organisations.{name}"
        if organisation.not_modelled is not None and name in lines:
            message = (
                f"says why {found(name)} has no line, but it has `lines.{lines[name]}`; drop one of the two"
            )
            yield subject.problem(f"{path}.not_modelled", message)
        is_silent = organisation.not_modelled is None and name not in lines
        if name in listed and is_silent and all_makers_known and organisation.kind == "company":
            message = (
                f"is listed ({listed[name]}) and has no line; say why in `not_modelled`, or give it a line"
            )
            yield subject.problem(path, message)
