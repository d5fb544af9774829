"""This is how the verification table is made: each test is named before it compares; the table comes at the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from tests.verification import paper


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--verification", metavar="FILE", help="print the verification table and write it to a file"
    )


@pytest.fixture(autouse=True)
def named(request: pytest.FixtureRequest) -> None:
    """What a test compares is listed under its name."""
    paper.begin(request.node)


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    if (path := config.getoption("--verification", default=None)) is not None:
        paper.write(Path(path))
        terminalreporter.write_line(paper.page())
