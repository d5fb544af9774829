"""This is the way from a scenario file to a `ScenarioFile`: read, include, vary, validate, check.

Each step says everything it finds wrong, and leaves it out so that the next can look at the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.scenario.catalogue import find_scenario
from sim.scenario.checks import Subject, problems_between
from sim.scenario.fields import MOST_PROBLEMS, Fit
from sim.scenario.including import with_used_files
from sim.scenario.inputs_like import with_inputs_of_others
from sim.scenario.known_names import unknown_names
from sim.scenario.model import Scenario
from sim.scenario.origin import ScenarioFile, origins
from sim.scenario.text_file import read_tree
from sim.scenario.tree import Node, found
from sim.scenario.validation import validated
from sim.scenario.variants import unknown_variants, variant_names, with_variants

SCHEMA = "runout/2"
_MAPPING = "runout-mapping/"  # what the mappings of `runout import` begin with
_EARLIER = {"runout/1": "nothing else must change, as docs/migration.md explains"}


def read_scenario(given: str | Path, variants: Sequence[str] = ()) -> ScenarioFile:
    """The scenario named or pathed by `given`, with the variants applied in this order.

    Raises ScenarioError with every problem there is: in the file, in those it uses, and in each of its variants.
    """
    path = find_scenario(given) if isinstance(given, str) else given
    if not path.is_file():
        path = find_scenario(str(path))  # says what is wrong with it
    root, problems = read_tree(path)
    _refuse_other_schemas(root)
    try:
        root, wrong = with_used_files(root, path)
    except ScenarioError as error:
        raise ScenarioError([*problems, *error.problems]) from None
    problems += wrong
    fit = Fit()
    root, wrong = with_inputs_of_others(fit(root, (), Scenario))
    problems += [*fit.problems, *wrong, *unknown_variants(root, variants)]
    file, wrong = _under_variants(root, path, tuple(dict.fromkeys(variants)))
    # What is wrong with the same item once more only follows from what was said before.
    said = {(problem.file, problem.line, problem.item) for problem in problems}
    problems += [problem for problem in wrong if (problem.file, problem.line, problem.item) not in said]
    if problems or file is None:
        raise ScenarioError(_each_once(problems))
    return file


def _refuse_other_schemas(root: Node) -> None:
    """Another version of the language would make most lines seem wrong, so it is said alone."""
    schema = root.entries.get("schema")
    if schema is not None and schema.value != SCHEMA:
        message = f"found {found(schema.value)}; this version of runout reads `{SCHEMA}`"
        if isinstance(schema.value, str) and schema.value.startswith(_MAPPING):
            of = Path(schema.file).name.removesuffix(".yaml").removesuffix(".mapping")
            message = (
                f"found {found(schema.value)}: this is the mapping of an import, not a scenario; make one with "
                f"`runout import {of} --mapping {schema.file}`, and run that"
            )
        elif isinstance(schema.value, str) and schema.value in _EARLIER:
            message = f"found {found(schema.value)}; write `schema: {SCHEMA}`: {_EARLIER[schema.value]}"
        raise ScenarioError(schema.problem("schema", message))


def _under_variants(
    root: Node, path: Path, applied: tuple[str, ...]
) -> tuple[ScenarioFile | None, list[Problem]]:
    """The scenario with the variants applied, and what is wrong with it or with any other variant."""
    plain_file, plain_problems = _checked(root, path, ())
    file, problems = _checked(root, path, applied) if applied else (plain_file, plain_problems)
    known = set(plain_problems)
    for name in variant_names(root):
        if name in applied:
            continue
        for problem in _checked(root, path, (name,), plain_file if not plain_problems else None)[1]:
            if problem not in known:
                says_so = problem.item.startswith(f"variants.{name}.")
                item = problem.item if says_so else f"with variant {name}: {problem.item}"
                problems.append(replace(problem, item=item))
    return file, problems


def _checked(
    root: Node, path: Path, applied: tuple[str, ...], sound: ScenarioFile | None = None
) -> tuple[ScenarioFile | None, list[Problem]]:
    """The sound part of the scenario under these variants, and everything that is wrong with it.

    `sound` is the scenario without them, if nothing is wrong with it: then what they leave as it was is not read again,
    and not compared with what they leave as it was. A list of a thousand parts has three variants that touch none.
    """
    varied = with_variants(root, applied)
    same = frozenset(
        name for name, node in varied.root.entries.items() if sound and root.entries.get(name) is node
    )
    scenario, problems = validated(varied.root, sound.scenario if sound else None, same)
    problems = [*varied.problems, *problems, *islice(unknown_names(varied.root, same), MOST_PROBLEMS)]
    if scenario is None:
        return None, problems
    where = origins(varied.root, sound.origins if sound else {}, same)
    hypothetical = scenario.hypothetical or varied.hypothetical
    file = ScenarioFile(scenario, path.stem, path, where, varied.changes, applied, hypothetical)
    return file, problems + problems_between(Subject(file, varied.root, same))


def _each_once(problems: Sequence[Problem]) -> list[Problem]:
    """Without what `inputs_like` shows a second time: the same mistake, in the line that took it over."""
    once: dict[tuple[str, int | None, str, str], Problem] = {}
    for problem in problems:
        inside = re.sub(r"^lines\.[^.]+\.inputs\.", "inputs.", problem.item)
        once.setdefault((problem.file, problem.line, inside, problem.message), problem)
    return list(once.values())
