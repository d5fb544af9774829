"""This is which switches decide: law whose status nobody verified, and the flows that would stand otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sim.rules.facts import Flow
from sim.rules.in_force import LawInForce
from sim.rules.stretches import LAST_DAY, Stretch, stretches_of
from sim.rules.verdict import Verdict, judge
from sim.scenario.law import Switch

_DAY = dt.timedelta(days=1)

Window = tuple[dt.date, dt.date]  # first and last day


@dataclass(frozen=True)
class DecidingSwitch:
    """A switch, and the flows (by the source's key) whose status on some day hangs on how it is set."""

    name: str
    switch: Switch
    flows: tuple[str, ...]
    since: dt.date  # the first day on which one of them hangs on it


def deciding_switches(
    flows: Mapping[str, Flow], verdicts: Mapping[str, Verdict], law: LawInForce, window: Window
) -> tuple[DecidingSwitch, ...]:
    """The switches that decide a flow on a day of the window: set otherwise, its status would be another."""
    asked = set(_asked(law))
    found = []
    for name, switch in law.switches.items():
        if name not in asked:
            continue
        # With `unknown`, either answer is another one.
        other = {"in_force": "not_in_force"}.get(switch.setting, "in_force")
        turned = replace(law, switches={**law.switches, name: switch.model_copy(update={"setting": other})})
        days = {
            key: day
            for key, flow in flows.items()
            if (day := _first_difference(verdicts[key], judge(flow, turned), window)) is not None
        }
        if days:
            found.append(DecidingSwitch(name, switch, tuple(days), min(days.values())))
    return tuple(found)


def _asked(law: LawInForce) -> Iterator[str]:
    """The switches that a stretch of days of this law names."""
    stretches: list[Stretch] = []
    for provision in law.provisions:
        stretches += [*provision.in_force, *provision.suspended]
        for listed in provision.listed or ():
            stretches += [*listed.stretches, *listed.suspended]
        for rule in provision.owned.values():
            stretches += [*stretches_of(rule.in_force), *stretches_of(rule.suspended)]
    yield from (each.switch for each in stretches if each.switch is not None)


def _first_difference(one: Verdict, other: Verdict, window: Window) -> dt.date | None:
    """The first day of the window on which two verdicts differ, or None."""
    first, last = window
    days = {first}
    for hit in (*one.hits, *one.passed, *other.hits, *other.passed):
        days |= {each.first for each in hit.periods}
        days |= {each.last + _DAY for each in hit.periods if each.last < LAST_DAY}
    return next((day for day in sorted(days) if first <= day <= last and one.on(day) != other.on(day)), None)
