"""This is a test of weak hints: a name without a match that shares a telling word with the list, and is no match."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import sim
from sim.intake.screening_entries import Entry
from sim.intake.screening_hints import hints
from sim.intake.screening_names import cores_of
from sim.intake.screening_review import write_review
from sim.intake.screening_subjects import Subject
from tests.intake.screening_example import EL


def entry(name: str) -> Entry:
    return Entry(name, (), (), EL, (), "", "", "", "fictional")


def test_a_subsidiary_of_another_name_gets_a_hint_and_is_no_match(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows of the extract with the word `huawei`, in their own names or aliases; none is near the German firm."""
    monkeypatch.chdir(tmp_path)
    Path("names.txt").write_text("Huawei Technologies Deutschland GmbH\n")
    screening = sim.screen("names.txt")
    assert screening.matches == ()
    assert [subject.name for subject in screening.unmatched] == ["Huawei Technologies Deutschland GmbH"]
    (hint,) = screening.hints
    cores = [
        {core for name in (each.name, *each.aliases) for core, _ in cores_of(name)}
        for each in screening.against.entries
    ]
    rows = sum(any("huawei" in core.split() for core in each) for each in cores)
    assert (hint.word, hint.rows) == ("huawei", rows)
    assert rows > 30
    shown = " ".join(str(screening).split())
    assert "To review: 0 matches for 0 of 1 name." in shown
    assert (
        "Weak hint: Huawei Technologies Deutschland GmbH has no match, but it shares the telling word `huawei`"
        in shown
    )
    assert screening.plain()["no_match"] == ["Huawei Technologies Deutschland GmbH"]
    write_review(screening.matches, Path("review.csv"), unmatched=screening.unmatched, hints=screening.hints)
    (row,) = csv.DictReader(Path("review.csv").read_text("utf-8-sig").splitlines())
    assert (row["strength"], row["why"]) == ("no match", hint.why)


@pytest.mark.parametrize(
    "name",
    [
        "Micron Technology Inc",  # `micran` and `mikron` are other words
        "Yangtze River Shipping",  # of `yangtze memory` no word stands alone
        "Photonics Works of Ghent",  # a trade
        "Xinjiang Tea House",  # a place
        "Smart Toys Ltd",
    ],
)
def test_innocent_names_get_no_hint(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("names.txt").write_text(f"{name}\n")
    screening = sim.screen("names.txt")
    assert (screening.matches, screening.hints) == ((), ())


def test_a_word_that_many_listed_names_hold_tells_nothing() -> None:
    """`harbour` alone is a listed firm; with 30 further cores that hold it it is no rare word any more."""
    asked = [Subject("Harbour View Estates")]
    words = [f"{first}{second}" for first in "abcdef" for second in "ghijk"]
    rare = [entry("Harbour Ltd"), *(entry(f"Harbour {each}x") for each in words[:29])]
    assert [hint.word for hint in hints(asked, rare)] == ["harbour"]
    assert hints(asked, [*rare, entry(f"Harbour {words[29]}x")]) == ()


def test_a_name_with_a_match_gets_no_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The US firm of a like name is told apart as before: a match of another list, no hint."""
    monkeypatch.chdir(tmp_path)
    Path("names.txt").write_text("Dahua Electronics Corporation\n")
    screening = sim.screen("names.txt")
    assert screening.matches
    assert screening.hints == ()
