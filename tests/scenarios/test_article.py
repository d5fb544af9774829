"""The page on the article names lines, variants and flows that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from docs.build import article
from sim.scenario import read_scenario

TEXT = (Path(__file__).parents[2] / "docs/article.md").read_text("utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]


@pytest.fixture(scope="module")
def scenario():
    return read_scenario("entity-list-2019-10").scenario


def test_every_claim_says_what_law_and_history_say_and_where_runout_shows_it():
    claims = re.split(r"\n## \d+\. ", TEXT)[1:]
    assert len(claims) == 12
    for claim in claims:
        for part in ("**The claim.**", "**Law and history.**", "**In runout.**", "What runout prints"):
            assert claim.count(part) == 1, claim[:40]


@pytest.mark.parametrize("command", sorted(set(COMMANDS)))
def test_a_command_names_a_flow_and_a_variant_there_is(scenario, command):
    words = shlex.split(command)
    assert words[0] == "runout"
    assert words[2] == "entity-list-2019-10"
    if "--variant" in words:
        assert words[words.index("--variant") + 1] in scenario.variants
    if "--explain" in words:
        at = words.index("--explain")
        buyer, supplier, item = words[at + 1 : at + 4]
        if item in scenario.lines:  # market, maker and line
            assert (scenario.lines[item].maker, buyer in scenario.lines[item].sold_in) == (supplier, True)
            return
        rows = [
            line.inputs[item]
            for line in scenario.lines.values()
            if line.maker == buyer and item in line.inputs
        ]
        assert rows
        assert any(
            (source.supplier or key) == supplier for row in rows for key, source in row.sources.items()
        )


def test_every_line_and_every_variant_is_on_the_page(scenario):
    for name in (*scenario.lines, *scenario.variants):
        assert f"`{name}`" in TEXT, name


def test_the_figures_are_those_of_a_run():
    assert article() == TEXT, "make them anew: python -m docs.build"
