"""This is a test of what a reader is told of a verdict: what touches the flow and its day; other rules are counted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands import runout

VECTORS = """\
schema: control-vectors/1
vectors:
- {id: on-no-list, item: {eccn: EAR99}, type: goods, supplier: {hq: US}, made_in: US, to: {entity: honor},
   date: 2023-03-01, expect: {cut: 'yes'}}
- {id: foreign, item: {name: chip}, type: goods, supplier: {hq: TW}, made_in: TW, content: {us_total: 0.1},
   to: {entity: hikvision}, date: 2023-03-01, expect: {cut: 'yes'}}
- {id: gallium, item: {name: gallium, on_list: cn-ga-ge}, type: goods, supplier: {hq: CN}, made_in: CN,
   to: {country: US}, date: DAY, expect: {cut: 'DIFFERENT'}}
"""


def told(folder: Path, *words: str, day: str = "2023-09-01", differs: str = "no") -> dict[str, list[str]]:
    """The lines that each rule test is told, by its id."""
    path = folder / "tests.yaml"
    path.write_text(VECTORS.replace("DAY", day).replace("DIFFERENT", differs))
    done = runout("rules", str(path), *words, folder=folder)
    assert (done.code, done.err) == (1, "")
    found: dict[str, list[str]] = {}
    for line in done.out.splitlines():
        if line.split(":")[0] in ("on-no-list", "foreign", "gallium"):
            lines = found.setdefault(line.split(":")[0], [])
        elif line.startswith("    "):
            lines[-1] += f" {line.strip()}"
        elif line.startswith("  "):
            lines.append(line.strip())
    return found


def test_rules_for_other_goods_and_places_are_counted_and_what_touches_the_flow_comes_first(
    tmp_path: Path,
) -> None:
    lines = told(tmp_path)
    none = r"because: Honor is on none of the \d+ entries of the US Entity List that are stated here; the list is not"
    assert re.match(none, lines["on-no-list"][1])
    others = r"and \d+ rules that ask for other goods, parties, places or uses; --all lists them"
    assert re.fullmatch(others, lines["on-no-list"][2])
    first = lines["foreign"][1]
    assert first.startswith(
        "because: open because made in TW, not in US, and at most 10 % of its value is US content, not above 25 %"
    )
    assert not any("gallium" in line or "graphite" in line for line in lines["foreign"])
    whole = told(tmp_path, "--all")["foreign"]
    assert any("gallium" in line for line in whole)
    assert not any("--all lists them" in line for line in whole)


def test_a_rule_test_is_told_nothing_of_later_days(tmp_path: Path) -> None:
    """In 2023 gallium needs a licence; the ban of December 2024 and its suspension of 2025 are not yet known."""
    lines = told(tmp_path)["gallium"]
    assert lines[0].startswith("cut: expected no, got yes")
    assert not any("2024" in line or "2025" in line or "WARNING" in line for line in lines)
    assert any("2024" in line for line in told(tmp_path, "--all")["gallium"])


def test_before_a_rule_is_in_force_the_reason_is_that_it_is_not(tmp_path: Path) -> None:
    lines = told(tmp_path, day="2023-03-01", differs="yes")["gallium"]
    assert lines[1].startswith("because: not yet in force on 2023-03-01: from 2023-08-01")


@pytest.mark.parametrize("words", [(), ("--all",)])
def test_explain_tells_the_rules_that_touch_a_flow_and_counts_others(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    """`retaliation` asks for goods that go to the United States: of a US chip for a maker in China it says nothing."""
    done = runout(
        *("exposure", "entity-list-2019-10", "--variant", "retaliation"),
        *("--explain", "dahua", "hisilicon", "soc", *words),
        folder=tmp_path,
    )
    assert done.code == 0
    shown = " ".join(done.out.split())
    assert "(us-entity-list): open" in shown
    assert ("(retaliation): open" in shown) is bool(words)
    assert (
        "and 1 rule that asks for other goods, parties, places or uses; --all lists them" in shown
    ) is not words
