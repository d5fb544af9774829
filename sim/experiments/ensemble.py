"""This is the ensemble: many draws of one scenario, summed up in tables and sentences."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.experiments.first_out import first_out
from sim.experiments.one_by_one import decided_alone
from sim.experiments.workers import rare_collections, ready_driver, run_draws
from sim.explain import HYPOTHETICAL, answer, sentences
from sim.pipeline import Prepared, prepare, run_case
from sim.results.changes import told_changes
from sim.results.evidence import Evidence
from sim.results.folder import Subject
from sim.results.law_warnings import Judged, unverified
from sim.results.results import Results, references, tabulate
from sim.results.sources import basis_of, share_of_estimates
from sim.scenario.catalogue import called, is_shipped
from sim.scenario.warnings import implausible
from sim.uncertainty.draws import Draws, likely

REPLICATIONS = 128
SEED = 1


def run(  # noqa: PLR0913  # the levers of a run, each by name
    scenario: str | Path,
    variants: Sequence[str] = (),
    *,
    replications: int = REPLICATIONS,
    seed: int = SEED,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Results:
    """Run a scenario (a path, or the name of a shipped one): `replications` draws, each in every case.

    The same scenario, variants, replications and seed give the same results, whatever the number of `workers` (local
    processes). `progress` is called with the number of finished draws. Raises ScenarioError if the scenario is wrong.
    """
    for name, given in (("replications", replications), ("workers", workers)):
        if given < 1:
            raise ScenarioError(Problem("", None, name, f"{given} is too few; at least 1"))
    if not 0 <= seed < 2**63:
        raise ScenarioError(Problem("", None, "seed", f"{seed} is not from 0 to 2^63 - 1"))
    prepared = prepare(scenario, variants)
    return run_prepared(
        prepared, Draws(prepared.network, seed, replications), workers=workers, progress=progress
    )


@rare_collections()  # all draws are kept until they are summed up
def run_prepared(
    prepared: Prepared, draws: Draws, *, workers: int = 1, progress: Callable[[int], None] | None = None
) -> Results:
    """Run a scenario that is already read and judged, on the draws of its network."""
    outcomes = run_draws(prepared, draws, workers, progress)
    expected = likely(prepared.network)
    story = {case: run_case(prepared, expected, case, detailed=True) for case in prepared.exposure.cases}
    evidence = Evidence(
        prepared.file,
        prepared.network,
        prepared.exposure,
        outcomes,
        story,
        draws.seed,
        decided_alone(prepared),
        first_out(prepared, outcomes, draws.seed, ready_driver(draws)),
    )
    return summarise(evidence)


def summarise(evidence: Evidence) -> Results:
    """Tables, sentences and manifest of finished draws."""
    file, scenario = evidence.file, evidence.file.scenario
    tables = tabulate(evidence)
    companies = {
        name: (evidence.name(name), listing.effective)
        for name, listing in evidence.exposure.listings.items()
        if scenario.organisations[name].kind == "company"
    }
    warning = (HYPOTHETICAL,) if file.hypothetical else ()
    return Results(
        title=scenario.title,
        question=scenario.question,
        look_at=scenario.look_at,
        name=file.name,
        called=called(file.path),
        start=scenario.clock.start,
        until=scenario.clock.until,
        as_seen_from=scenario.clock.as_seen_from,
        variants=file.variants,
        hypothetical=file.hypothetical,
        changes=told_changes(file),
        replications=len(evidence.draws),
        seed=evidence.seed,
        cases=evidence.exposure.cases,
        listed=companies,
        public_bodies=len(evidence.exposure.listings) - len(companies),
        estimates=share_of_estimates(evidence, evidence.network.lines),
        basis=basis_of(evidence),
        figures="public figures" if is_shipped(file.path) else "the figures of its scenario file",
        tables=tables,
        references=references(evidence),
        answer=(*warning, *answer(tables, scenario.clock.until, called(file.path))),
        sentences=sentences(tables, scenario.clock.until),
        version=runout_version(),
        manifest=manifest(evidence),
        unverified=unverified(Judged(file, evidence.network, evidence.exposure)),
        implausible=implausible(file),
    )


def manifest(evidence: Evidence) -> dict[str, object]:
    """What is needed to make the results again."""
    file = evidence.file
    return {
        "runout": runout_version(),
        **asdict(Subject.of(file)),
        "sha256": hashlib.sha256(file.scenario.model_dump_json().encode()).hexdigest(),  # of all it says
        "hypothetical": file.hypothetical,
        "changes": [f"{change.key}: {change.old} -> {change.new}" for change in file.changes],
        "replications": len(evidence.draws),
        "seed": evidence.seed,
        "cases": list(evidence.exposure.cases),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in ("numpy", "pandas", "pydantic", "simpy", "plotly")},
    }


def runout_version() -> str:
    """The installed version, or `0+unknown` when run from a bare checkout."""
    try:
        return version("runout")
    except PackageNotFoundError:
        return "0+unknown"
