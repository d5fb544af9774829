"""Messages fit 80 columns, counts and names read as a person writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.explain.durations import held_for
from sim.terminal import wrapped
from sim.wording import columns, counted, ended
from tests.commands import runout


def test_a_long_message_is_wrapped_and_a_path_stays_whole() -> None:
    path = "/a/place/" + "x" * 90
    lines = wrapped(f"Scenario: {path}, 2 parts. Next: " + "word " * 30).splitlines()
    assert path in "\n".join(lines)
    assert max(len(line) for line in lines if path not in line) <= 80


def test_signs_that_take_two_columns_count_as_two() -> None:
    """Each of these names takes 6 columns, with its comma and blank 8: ten fit a line of 80, the last without them."""
    lines = wrapped(", ".join(["京东方"] * 20), "").splitlines()
    assert [line.count("京东方") for line in lines] == [10, 10]
    assert max(map(columns, lines)) <= 80
    assert "\0" not in "".join(lines)


def test_one_of_a_thing_is_no_plural() -> None:
    assert (counted(1, "line"), counted(2, "line")) == ("1 line", "2 lines")
    assert (counted(1, "match", "matches"), counted(25_000, "match", "matches")) == (
        "1 match",
        "25,000 matches",
    )
    row = {"full_output_low": 1.2, "full_output_high": 1.4, "full_output_beyond": 0.0}
    assert held_for(row, "full_output", 50.0) == "about 1 week"


@pytest.mark.parametrize(
    ("text", "said"), [("by Acme", "by Acme."), ("by Acme Co., Ltd.", "by Acme Co., Ltd.")]
)
def test_a_name_that_ends_in_a_full_stop_ends_the_sentence(text: str, said: str) -> None:
    assert ended(text) == said


def test_commands_about_a_list_of_ones_own_fit_80_columns(tmp_path: Path) -> None:
    rows = 'part,description,qty,cost,supplier,country\nA1,Chip,1,5 USD,"Acme Co., Ltd.",CN\n'
    (tmp_path / "parts.csv").write_text(rows)
    words = ("--maker", "Me", "--home", "DE", "--plan", "1000 units/day", "--price", "50 USD")
    imported = runout("import", "parts.csv", *words, "-o", "p.yaml", folder=tmp_path)
    checked = runout("check", "p.yaml", folder=tmp_path)
    ran = runout("run", "p.yaml", "--replications", "2", folder=tmp_path)
    for each in (imported, checked, ran):
        assert each.code == 0
        assert max(map(len, each.out.splitlines())) <= 80
    assert "1 line, 1 input, 1 flow," in checked.out
    assert "Ltd.." not in ran.out
