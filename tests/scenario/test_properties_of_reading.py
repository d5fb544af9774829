"""This is a test that no file, however broken, ends in anything but a scenario or a list of problems."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import Problem, ScenarioError
from sim.scenario import read_scenario
from tests.example_scenario import EXAMPLE

LINES = EXAMPLE.splitlines()
TOKENS = sorted({word for line in LINES for word in line.replace("{", " { ").replace("}", " } ").split()})
TOKENS += [
    "[",
    "]",
    "- ",
    "&a ",
    "*a",
    "!!x ",
    "? ",
    "|\n",
    "'",
    '"',
    ": ",
    "\n",
    "\n  ",
    "\t",
    "#",
    "<<: ",
    "~",
    "%",
]
TOKENS += [
    "-1",
    "1e999",
    ".nan",
    "0x1",
    "70",
    "120 %",
    "inputs_like: camera",
    "not: ",
    "lots: [{}]",
    "\x00",
    "\u2028",
    "é",
]

quiet = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any") / "any.yaml"


def reads_or_refuses(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    problems: tuple[Problem, ...] = ()
    try:
        read_scenario(path, ["some-licences"])
    except ScenarioError as error:
        problems = error.problems or (Problem("", None, "", ""),)
    for problem in problems:
        assert problem.message
        assert not {unicodedata.category(sign) for sign in str(problem)} & {"Cc", "Cs", "Zl", "Zp"}
        assert problem.line is None or 1 <= problem.line <= content.count(b"\n") + content.count(b"\r") + 2
        assert (problem.line is None) == (problem.column is None)
        assert problem.column is None or 1 <= problem.column <= len(content) + 2


@quiet
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(path: Path, content: bytes) -> None:
    reads_or_refuses(path, content)


@quiet
@given(words=st.lists(st.sampled_from(TOKENS), max_size=60))
def test_any_text_like_yaml_is_read_or_refused(path: Path, words: list[str]) -> None:
    reads_or_refuses(path, " ".join(words).encode())


@quiet
@given(
    changes=st.lists(
        st.tuples(st.integers(0, len(EXAMPLE)), st.integers(0, 30), st.sampled_from(TOKENS)), max_size=4
    )
)
def test_a_scenario_with_pieces_put_in_or_cut_out_is_read_or_refused(
    path: Path, changes: list[tuple[int, int, str]]
) -> None:
    text = EXAMPLE
    for start, length, new in changes:
        text = text[:start] + new + text[start + length :]
    reads_or_refuses(path, text.encode())


@quiet
@given(
    changes=st.lists(
        st.tuples(
            st.integers(0, len(LINES) - 1),
            st.sampled_from(["drop", "twice", "value"]),
            st.sampled_from(
                ["", "5", "{}", "[]", "~", "{a: 1}", "[1, {b: 2}]", "-1 days", "x", "true", "2019-13-01"]
            ),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_scenario_with_lines_changed_is_read_or_refused(
    path: Path, changes: list[tuple[int, str, str]]
) -> None:
    lines = list(LINES)
    for at, how, value in changes:
        key = lines[at].partition(":")[0]
        lines[at] = {"drop": "", "twice": f"{lines[at]}\n{lines[at]}", "value": f"{key}: {value}"}[how]
    reads_or_refuses(path, "\n".join(lines).encode())
