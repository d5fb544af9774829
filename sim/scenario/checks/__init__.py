"""This is what must hold between the parts of a scenario, once each part is sound in itself."""

from __future__ import annotations

from sim.errors import Problem
from sim.scenario.checks.companies import problems_of_companies
from sim.scenario.checks.currencies import problems_of_currencies
from sim.scenario.checks.end_uses import problems_of_end_uses
from sim.scenario.checks.events import problems_of_events
from sim.scenario.checks.law import problems_of_law
from sim.scenario.checks.lines import problems_of_lines
from sim.scenario.checks.provenance import problems_of_provenance
from sim.scenario.checks.sharing import problems_of_sharing
from sim.scenario.checks.subject import Subject
from sim.scenario.checks.tiers import problems_of_tiers

__all__ = ["Subject", "problems_between"]


def problems_between(subject: Subject) -> list[Problem]:
    """Everything that is wrong between parts which are sound in themselves."""
    return [
        *problems_of_provenance(subject),
        *problems_of_currencies(subject),
        *problems_of_law(subject.root),
        *problems_of_end_uses(subject),
        *problems_of_events(subject),
        *problems_of_companies(subject),
        *problems_of_lines(subject),
        *problems_of_tiers(subject),
        *problems_of_sharing(subject),
    ]
