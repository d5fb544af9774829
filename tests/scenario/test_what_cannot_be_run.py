"""What the engine cannot run yet, or what means nothing, is refused with a sentence and not found out later."""

from __future__ import annotations

import pytest

import sim
from sim.errors import ScenarioError
from sim.scenario import read_scenario
from tests.example_scenario import EXAMPLE


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "        cost: 12.50 USD\n",
            "        cost: 12.50 USD\n        needs: 0\n",
            "not needed is left out",
        ),
        ("plan: 1000 units/day", "plan: 0 units/day", "`plan` is 0 units/day; it must be more than 0"),
        ("price: 55 USD", "price: 0 USD", "`price` is 0 USD; it must be more than 0"),
        ("{CN: 70 %, elsewhere: 30 %}", "{CN: 60 / 70 / 80 %, elsewhere: 30 %}", "must be one value"),
        ("until: 2020-12-31", "until: 2019-10-09", "2019-10-09 is not before `clock.until`"),
        ("    price:", "    plan_from: 2020-12-31\n    price:", "lies outside the clock"),
        (
            "made_in: US}",
            "made_in: US, delivery: push}\n    plan_from: 2020-01-01",
            "`chip-maker` is pushed, and the line has `plan_from`",
        ),
    ],
)
def test_it_is_refused(tmp_path, old, new, said):
    assert old in EXAMPLE
    text = EXAMPLE.replace(old, new)
    if "push" in new:
        text = EXAMPLE.replace("made_in: US}", "made_in: US, delivery: push}").replace(
            "    price:", "    plan_from: 2020-01-01\n    price:"
        )
    path = tmp_path / "camera.yaml"
    path.write_text(text)
    with pytest.raises(ScenarioError) as refusal:
        read_scenario(path)
    assert said in str(refusal.value)
    assert "camera.yaml:" in str(refusal.value)


@pytest.mark.parametrize("given", [{"seed": -1}, {"seed": 2**63}, {"replications": 0}, {"workers": 0}])
def test_a_run_cannot_be_asked_for_with_numbers_that_mean_nothing(tmp_path, given):
    path = tmp_path / "camera.yaml"
    path.write_text(EXAMPLE)
    with pytest.raises(ScenarioError, match=next(iter(given))):
        sim.run(path, **given)
