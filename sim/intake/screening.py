"""This is screening: names of organisations compared with a list, for a person to review.

It decides nothing. Scenarios name listed parties by id; what a person confirmed can be pasted into a list's batch.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sim.intake.screening_aliases import shipped_aliases
from sim.intake.screening_entries import ScreeningList
from sim.intake.screening_hints import Hint, hints
from sim.intake.screening_list import SHIPPED, read_list
from sim.intake.screening_matching import DEFAULT_MIN_SCORE, Match, Matcher
from sim.intake.screening_review import review_row
from sim.intake.screening_subjects import Subject, read_subjects
from sim.intake.screening_summary import NOT_A_FINDING, compared, distinct, hinted, matched, unclear
from sim.wording import lines_of


@dataclass(frozen=True)
class Screening:
    """What was screened, against what, and the matches to review."""

    subjects: tuple[Subject, ...]
    against: ScreeningList
    matches: tuple[Match, ...]
    min_score: float

    @cached_property
    def hints(self) -> tuple[Hint, ...]:
        """For names without a match, that one shares a telling word with a row; no match, and counted with none."""
        return hints(self.unmatched, self.against.entries)

    @property
    def unmatched(self) -> tuple[Subject, ...]:
        """The names of which no row of the list is near; no clearance either."""
        found = {match.subject for match in self.matches}
        return tuple(subject for subject in self.subjects if subject not in found)

    def __str__(self) -> str:
        """The summary, 80 columns wide."""
        return self.summary()

    def summary(self, every: bool = False) -> str:
        """The summary, 80 columns wide: for each name the row that is nearest, or the first few (`every`)."""
        lines = [
            *compared(self.subjects, self.against, self.min_score),
            "",
            *matched(self.subjects, self.matches, every),
            *hinted(self.hints),
            "",
            *unclear(self.against),
            *lines_of(NOT_A_FINDING),
        ]
        return "\n".join(lines)

    def plain(self) -> dict[str, object]:
        """The same as plain values, for JSON."""
        against = self.against
        return {
            "note": NOT_A_FINDING,
            "names": distinct(self.subjects),
            "list": {
                "title": against.title,
                "date": against.date,
                "is_extract": against.is_extract,
                "rows": len(against.entries),
                "left_out": against.left_out,
                "unparsed_policies": against.unparsed_policies,
                "ambiguous_footnotes": [entry.name for entry in against.ambiguous_footnotes],
            },
            "min_score": self.min_score,
            "no_match": [subject.name for subject in self.unmatched],
            "hints": [
                {"name": each.subject.name, "word": each.word, "rows": each.rows, "such_as": each.such_as}
                for each in self.hints
            ],
            "matches": [review_row(match) for match in self.matches],
        }


def next_step(file: str, against: str, review: Path | None) -> str:
    """What a person does after a screening: have a review written, against the whole list, or fill it in."""
    if review is not None:
        return f"Review: {review}\nA person writes `confirmed` or `not the same` into its column `status`."
    extract = against == SHIPPED
    chosen = "consolidated.json" if extract else against
    command = shlex.join(["runout", "screen", file, "--list", chosen, "-o", "review.csv"])
    return f"Next{', with the whole list of trade.gov' if extract else ''}, for a review to be written:\n{command}"


def screen(
    file: str | Path,
    against: str | Path = SHIPPED,
    column: str | None = None,
    min_score: float = DEFAULT_MIN_SCORE,
) -> Screening:
    """Compare the organisations of a file (names, a table, a scenario) with a screening list.

    `against` is a JSON or CSV file of the US Consolidated Screening List, or `CSL` for the shipped extract. Rows of
    individuals are dropped as they are read. Raises InputError.
    """
    subjects = read_subjects(file, column)
    chosen = read_list(against)
    matches = Matcher(chosen.entries, shipped_aliases()).matches(subjects, min_score)
    return Screening(subjects, chosen, matches, min_score)
