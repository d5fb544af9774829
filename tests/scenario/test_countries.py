"""This is the check of country codes, in scenarios, rules and rule tests."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import sim.intake
from sim.errors import ScenarioError
from sim.rules.vector_file import read_vectors
from sim.scenario import read_scenario
from sim.scenario.countries import countries
from tests.example_scenario import EXAMPLE

MEANT = "`UK` is the code of no country (ISO 3166); did you mean `GB` (United Kingdom)?"
VECTOR = """schema: control-vectors/1
vectors:
- {id: V1, says: A place., made_in: UK, to: {country: CN}, date: 2019-10-10, expect: {cut: 'no'}}
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("chip-maker: {share: 100 %, made_in: US}", "chip-maker: {share: 100 %, made_in: UK}", MEANT),
        ("chip-maker: {share: 100 %, made_in: US}", "chip-maker: {share: 100 %, made_in: [US, UK]}", MEANT),
        (
            "chip-maker: {share: 100 %, made_in: US}",
            "chip-maker: {share: 100 %, made_in: {US: 50 %, UK: 50 %}}",
            MEANT,
        ),
        (
            "chip-maker: {share: 100 %, made_in: US}",
            "chip-maker: {share: 100 %, made_in: Germny}",
            "did you mean `DE` (Germany)?",
        ),
        ("name: Chip Maker, home: US", "name: Chip Maker, home: Taiwan", "did you mean `TW` (Taiwan)?"),
        ("made_in: US}", "made_in: US, content: {QQ: {total: 5 %}}}", "`QQ` is the code of no country"),
        ("name: Chip Maker, home: US", "name: Chip Maker, home: UK", MEANT),
        ("{fact: made_in, is: US}", "{fact: made_in, is: UK}", MEANT),
        ("{fact: made_in, is: US}", "{fact: made_in, in: [US, UK]}", MEANT),
        ("of: US", "of: UK", MEANT),
        ("issuer: US", "issuer: UK", MEANT),
        ("sold_in: {CN: 70 %, elsewhere: 30 %}", "sold_in: {UK: 70 %, elsewhere: 30 %}", MEANT),
    ],
)
def test_what_is_no_country_is_refused_with_the_one_that_is_meant(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    assert old in EXAMPLE
    path = tmp_path / "camera.yaml"
    path.write_text(EXAMPLE.replace(old, new, 1))
    with pytest.raises(ScenarioError) as refused:
        read_scenario(path)
    assert message in str(refused.value)
    assert all(problem.line is not None for problem in refused.value.problems)


@pytest.mark.parametrize("code", ["unknown", "EU", "XK", "TW", '"NO"'])
def test_unknown_and_what_lists_of_countries_have_is_accepted(code: str, tmp_path: Path) -> None:
    path = tmp_path / "camera.yaml"
    path.write_text(
        EXAMPLE.replace(
            "glass-works: {share: 100 %, made_in: CN}", f"glass-works: {{share: 100 %, made_in: {code}}}", 1
        )
    )
    assert read_scenario(path).scenario.lines["camera"].inputs["lens"].sources[
        "glass-works"
    ].made_in == code.strip('"')


def test_a_rule_test_names_countries_too(tmp_path: Path) -> None:
    (tmp_path / "test.yaml").write_text(VECTOR)
    with pytest.raises(ScenarioError) as refused:
        read_vectors(tmp_path / "test.yaml")
    assert MEANT in str(refused.value)


def test_every_country_that_a_parts_list_may_name_is_one() -> None:
    words = Path(sim.intake.__file__).parent / "words" / "countries.yaml"
    assert set(yaml.safe_load(words.read_text("utf-8"))) == set(countries())
