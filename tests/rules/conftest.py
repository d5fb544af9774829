"""This is what the tests of law share: the shipped lists under their rule, and flows that differ in one fact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any  # Any: parsed YAML, and facts by name

import pytest
import yaml

from sim.rules.facts import ContentFacts, Flow, Range
from sim.rules.verdict import Verdict, decide
from sim.scenario.model import Scenario

SHIPPED = Path(__file__).parents[2] / "scenarios" / "shipped"
FILES = ("rules/us-ear.yaml", "lists/us-entity-list.yaml", "organisations/listed-2019.yaml")


def shipped(name: str) -> dict[str, Any]:
    """One shipped file, as parsed."""
    content: dict[str, Any] = yaml.safe_load((SHIPPED / name).read_text("utf-8"))
    return content


def make_scenario(as_seen_from: dt.date, measures: dict[str, Any]) -> Scenario:
    """The shipped law with some measures, and no lines: verdicts need none."""
    sections: dict[str, Any] = {"references": {}}
    for name in FILES:
        for section, entries in shipped(name).items():
            sections.setdefault(section, {}).update(entries)
    return Scenario.model_validate(
        {
            "schema": "runout/2",
            "title": "Law only",
            "question": "Which flows does the law reach?",
            "clock": {"start": "2019-05-01", "until": "2021-10-31", "as_seen_from": as_seen_from},
            "measures": measures,
            **sections,
        }
    )


MAY = {"may-2019": {"list": "us-entity-list", "batch": "84-fr-22961"}}
OCTOBER = {"october-2019": {"list": "us-entity-list", "batch": "84-fr-54002"}}


@pytest.fixture(scope="session")
def law() -> Scenario:
    """Both batches, as seen from the day of the second."""
    return make_scenario(dt.date(2019, 10, 9), MAY | OCTOBER)


@pytest.fixture(scope="session")
def seen_from() -> Callable[[str], Scenario]:
    """Both batches, as seen from a day."""
    return lambda day: make_scenario(dt.date.fromisoformat(day), MAY | OCTOBER)


def share(given: object) -> Range:
    """`unknown`, one share, or [low, high]."""
    if given == "unknown":
        return Range(0.0, 1.0)
    low, high = given if isinstance(given, list | tuple) else (given, given)
    return Range(float(low), float(high))


def make_flow(**facts: Any) -> Flow:
    """A chip made in Taiwan with no US content for Hikvision, but for the facts given.

    `us` is all US content, `controlled` the controlled part (by default unknown, at most `us`).
    """
    total = share(facts.pop("us", 0))
    controlled = facts.pop("controlled", "unknown")
    content = ContentFacts(total, Range(0.0, total.high) if controlled == "unknown" else share(controlled))
    made_in = facts.pop("made_in", "TW")
    usual: dict[str, Any] = {
        "buyer": "hikvision",
        "supplier": "chip-maker",
        "item": "chip",
        "kind": "goods",
        "stage": "new",
        "published": False,
        "made_in": frozenset([made_in] if isinstance(made_in, str) else made_in),
        "supplier_home": "TW",
        "content": {"US": content},
        "product_public": None,
        "destination": "CN",
    }
    assert facts.keys() <= usual.keys(), f"no such facts: {facts.keys() - usual.keys()}"
    return Flow(**(usual | facts))


@pytest.fixture(scope="session")
def flow() -> Callable[..., Flow]:
    """A flow that differs from the usual one in the facts given."""
    return make_flow


@pytest.fixture
def decided(law: Scenario) -> Callable[..., Verdict]:
    """The verdict on the usual flow with the facts given, under both batches."""
    later = make_scenario(dt.date(2020, 12, 31), MAY | OCTOBER)
    return lambda *, hindsight=False, **facts: decide(make_flow(**facts), later if hindsight else law)
