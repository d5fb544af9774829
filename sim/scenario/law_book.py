"""This is the law as a book: rules, lists and organisations alone, read and checked as in a scenario, with no lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.scenario.catalogue import shipped_folder
from sim.scenario.checks.law import problems_of_law
from sim.scenario.fields import Fit
from sim.scenario.including import with_used_files
from sim.scenario.known_names import unknown_names
from sim.scenario.model import Scenario
from sim.scenario.quantity import FIRST_DAY, LAST_DAY
from sim.scenario.tree import Node
from sim.scenario.validation import validated

# What a book may hold of its own, beside the files it uses.
SECTIONS = (
    "references",
    "organisations",
    "rules",
    "lists",
    "ownership_rules",
    "conditions",
    "country_groups",
    "item_lists",
    "policies",
    "switches",
)
_SHIPPED = ("rules", "lists", "organisations")


def shipped_law() -> list[str]:
    """Every shipped file with law or organisations, as `use` names them."""
    folder = shipped_folder()
    return [
        path.relative_to(folder).with_suffix("").as_posix()
        for part in _SHIPPED
        for path in sorted((folder / "shipped" / part).glob("*.yaml"))
    ]


def law_book(root: Node, path: Path) -> Scenario:
    """The law that a file uses and states: by default all that is shipped. Raises ScenarioError.

    `root` is the file's mapping; only `use` and the sections of law are looked at.
    """
    use = root.entries.get("use")
    if use is None:
        names = tuple(replace(root, value=name) for name in shipped_law())
        use = replace(root, value=names)
    stated = {name: entry for name, entry in root.entries.items() if name in SECTIONS}
    around: dict[str, Node] = {
        "schema": replace(root, value="runout/2"),
        "title": replace(root, value="Law alone"),
        "question": replace(root, value="Which flows does the law reach?"),
        "clock": replace(
            root,
            value={
                "start": replace(root, value=FIRST_DAY.isoformat()),
                "until": replace(root, value=FIRST_DAY.replace(month=12, day=31).isoformat()),
                "as_seen_from": replace(root, value=LAST_DAY.isoformat()),
            },
        ),
    }
    book, problems = with_used_files(replace(root, value={**around, "use": use, **stated}), path)
    fit = Fit()
    book = fit(book, (), Scenario)
    scenario, wrong = validated(book)
    problems += [*fit.problems, *wrong, *unknown_names(book), *problems_of_law(book)]
    if problems or scenario is None:
        raise ScenarioError(problems or Problem(root.file, root.line, "", "holds no law"))
    return scenario
