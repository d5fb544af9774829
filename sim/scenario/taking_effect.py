"""This is when a measure is announced and takes effect by the law's own days, before the scenario moves them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sim.scenario.law import Measure
from sim.scenario.model import Scenario


@dataclass(frozen=True)
class OwnDays:
    """The days a batch of a list, or a rule, gives itself."""

    announced: dt.date
    effective: dt.date


def terms_of(scenario: Scenario, measure: Measure) -> OwnDays:
    """The days of what a measure brings in: of its batch, or of the first of its rules for the parties of the batch."""
    days = []
    batch = (
        None
        if measure.list is None or measure.batch is None
        else scenario.lists[measure.list].batches[measure.batch]
    )
    if batch is not None and not measure.rules:
        return OwnDays(batch.announced, batch.effective)
    for name in measure.rules:
        rule = scenario.rules.get(name)
        spans = rule.in_force if rule is not None else scenario.ownership_rules[name].in_force
        starts = [span.from_ for span in spans if span.from_ is not None]
        found = [min(starts)] if starts else []
        if batch is not None:
            found.append(batch.effective)
            number = rule.target.footnote if rule is not None and rule.target is not None else None
            bearing = [
                note.from_
                for entry in batch.entries.values()
                for note in entry.footnotes
                if note.number == number
            ]
            found += [min(bearing)] if bearing else []
        if found:
            effective = max(found)
            told = rule.announced if rule is not None and rule.announced is not None else effective
            days.append(OwnDays(min(told, effective), effective))
    if not days:  # a rule without days of its own takes effect when the measure says
        anything = measure.effective
        day = dt.date.fromordinal(round(anything.likely)) if anything is not None else scenario.clock.start
        return OwnDays(day, day)
    return min(days, key=lambda each: each.effective)
