"""This is a scenario made up for what paper can work out about policies: one maker, one part, cut after 120 days.

Day 1 is the announcement and day 121 the cut. The part: 1,000 a day, 30 days on hand, 20 days under way, 12 USD each.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sim.network import SourceNode, supply_network
from sim.results.results import Results
from sim.scenario import read_scenario
from sim.uncertainty.draws import likely

Run = Callable[..., Results]
LEARNING = "yield: {first: 30 %, final: 90 %, halves_every: 62.3832462504 days}"  # a time constant of 90 days

POLICIES = """\
schema: runout/2
title: A maker sees a cut come
question: What do its policies change?
hypothetical: true
clock: {start: 2030-12-31, until: 2032-12-31, as_seen_from: 2031-05-01}
references:
  made-up: {what: made up for tests, date: 2031-01-01, grade: E}
organisations:
  maker: {name: Maker, home: CN}
  abroad: {name: Abroad, home: US}
  second: {name: Second, home: KR}
rules:
  origin:
    title: Goods of US origin
    issuer: US
    reference: [made up]
    confidence: A
    when: {fact: made_in, is: US}
lists:
  watch-list:
    title: Watch List
    rule: origin
    batches:
      spring:
        title: Additions of spring
        announced: 2031-01-01
        effective: 2031-05-01
        reference: made up
        policy: denied
        goods_en_route: honoured
        ref: made-up
        entries: {maker: {listed_as: Maker Ltd}}
measures:
  spring: {list: watch-list, batch: spring}
classes:
  part:
    title: Parts
    stock: 30 days
    lead_time: 20 days
    qualification: 100 days
    ramp: 100 days
    basis: made up
    ref: made-up
  tool:
    title: Tools
    kind: software
    stock: 0 days
    lead_time: 0 days
    qualification: 100 days
    ramp: 0 days
    if_missing: none
    basis: made up
    ref: made-up
lines:
  lamp:
    title: Lamp
    maker: maker
    ref: made-up
    represents: {share: 100 %, of: revenue}
    plan: 1000 units/day
    price: 55 USD
    sold_in: {CN: 70 %, KR: 30 %}
    # policies
    inputs:
      chip:
        title: Chip
        class: part
        cost: 12 USD
        sources:
          abroad: {share: 100 %, made_in: US}
        # alternatives
      # inputs
"""

CUT, HORIZON = 121.0, 731.0  # days from the start


def with_policies(*changes: tuple[str, str]) -> str:
    """The scenario with these texts replaced, each of which must be there."""
    text = POLICIES
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def days(results: Results, column: str) -> float:
    """A duration of the line, in days after the cut."""
    return 7.0 * float(results.tables["products"].set_index("line").loc["lamp", f"{column}_middle"])


def share(results: Results, column: str) -> float:
    """A share of the line."""
    return float(results.tables["products"].set_index("line").loc["lamp", f"{column}_middle"])


def full_output(results: Results) -> float:
    """Days of full output after the cut."""
    return days(results, "full_output")


def second(terms: str) -> tuple[str, str]:
    """An alternative without lead time that is qualified on the cut."""
    return (
        "# alternatives",
        f"alternatives: {{second: {{made_in: KR, lead_time: 0 days, qualification: 120 days, {terms}}}}}",
    )


def alternative(tmp_path: Path, terms: str) -> SourceNode[float]:
    """The alternative as it is drawn."""
    path = tmp_path / "one.yaml"
    path.write_text(with_policies(second(terms)))
    return likely(supply_network(read_scenario(path).scenario)).lines[0].inputs[0].sources[1]
