"""What a variant leaves as it was is not read again; what is wrong with it is found all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import read_scenario, reading, validation
from tests.scenario.conftest import Read
from tests.wide_scenario import WIDE

# Each breaks what sections that it does not touch rest on.
BREAKING = {
    "organisations": "{phone-maker: {name: Phone Maker, home: CN}}",
    "classes": "{}",
    "references": "{}",
    "currencies": "{}",
    "rules": "{}",
    "lists": "{}",
    "measures": "{}",
    "clock.as_seen_from": "2019-01-01",
    "clock.until": "2019-05-20",
    "lines": "{}",
}


def broken(section: str) -> str:
    head = WIDE.partition("variants:\n")[0]
    change = f"set: {{{section}: {BREAKING[section]}}}"
    return f"{head}variants:\n  other:\n    title: Another\n    ref: estimate\n    {change}\n"


def problems(read: Read, text: str) -> list[str]:
    try:
        read(text)
    except ScenarioError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize("section", BREAKING)
def test_the_same_is_wrong_as_when_all_is_read_again(
    section: str, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = problems(read, broken(section))
    checked = reading._checked
    monkeypatch.setattr(
        reading, "_checked", lambda root, path, applied, sound=None: checked(root, path, applied)
    )
    assert quick == problems(read, broken(section))
    assert section in ("measures", "clock.until", "lines", "rules") or quick, "nothing is wrong with it"


def test_lines_that_no_variant_touches_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "wide.yaml"
    head = WIDE.partition("variants:\n")[0]
    path.write_text(
        f"{head}variants:\n  other: {{title: Another, ref: estimate, set: {{title: Another title}}}}\n"
    )
    with_lines = []
    once = validation._read
    monkeypatch.setattr(
        validation, "_read", lambda root: (with_lines.append("lines" in root.entries), once(root))[1]
    )
    read_scenario(path)
    assert with_lines == [True, False]
    assert read_scenario(path, ["other"]).scenario.lines == read_scenario(path).scenario.lines
