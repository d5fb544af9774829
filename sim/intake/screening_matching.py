"""This is the comparison of names with a list: core tokens against core tokens, each match with its evidence.

`fuzz.ratio` on whole cores is the gate, and for short ones what a slip of the pen changes; scorers that look at parts
of a name find hundreds of innocent firms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from sim.intake.screening_aliases import AliasTable
from sim.intake.screening_entries import Entry
from sim.intake.screening_files import refusal
from sim.intake.screening_misspelling import Misspelt, cores_without_slips
from sim.intake.screening_names import cores_of, words_of
from sim.intake.screening_subjects import Subject

DEFAULT_MIN_SCORE = 85.0
NEAR = 90.0  # under it a core of eight letters differs in two: another firm as often as not
MOST_MATCHES = 200_000
_TOO_MANY = f"more than {MOST_MATCHES:,} matches; ask for a higher score, or screen fewer names at a time"
_AT_ONCE = 64  # names compared at a time, so that the scores take little memory

LIST_NAME, LIST_ALIAS, ALIAS_TABLE = "name in the list", "alias in the list", "alias table"


@dataclass(frozen=True, slots=True)
class Match:
    """A name and a row of the list that may be of the same organisation; for a person to review."""

    subject: Subject
    entry: Entry
    score: float
    name: str
    core: str
    listed_name: str
    listed_core: str
    through: str
    backing: str = ""
    known_apart: str = ""
    slip: str = ""  # how the name, or a common word of it, may be misspelt

    @property
    def strength(self) -> str:
        """`same core`, `near`, or `low`."""
        return "same core" if self.score >= 100.0 else "near" if self.score >= NEAR else "low"

    @property
    def country(self) -> str:
        """Whether the countries of both agree: `same`, `differs` or `not said`."""
        if not self.subject.country or not self.entry.countries:
            return "not said"
        return "same" if self.subject.country in self.entry.countries else "differs"

    @property
    def why(self) -> str:
        """The evidence in one sentence, and what speaks against it."""
        told = f"`{self.name}` has the core `{self.core}`"
        if self.core == self.listed_core:
            told += f", as has `{self.listed_name}` ({self.through})"
        else:
            told += f", `{self.listed_name}` ({self.through}) has `{self.listed_core}`"
        doubts = [self.backing] if self.backing else []
        if self.slip:
            doubts.append(self.slip)
        if self.strength == "low":
            doubts.append("low: the cores differ by several letters")
        if self.country == "differs":
            doubts.append(f"countries differ: {self.subject.country} and {', '.join(self.entry.countries)}")
        return "; ".join([told, *doubts, *([self.known_apart] if self.known_apart else [])])


@dataclass(frozen=True, slots=True)
class _Form:
    """One way a row can be found: a name it goes by, and who says so."""

    entry: int
    name: str
    through: str
    backing: str


class Matcher:
    """A list prepared for comparison: every core once, with the rows it belongs to."""

    def __init__(self, entries: Sequence[Entry], aliases: AliasTable) -> None:
        self._entries = entries
        self._aliases = aliases
        self._forms: dict[str, list[_Form]] = {}
        hand = {words_of(each.listed_as) for each in aliases.aliases}
        for index, entry in enumerate(entries):
            self._add(index, entry.name, LIST_NAME, "")
            for name in entry.aliases:
                self._add(index, name, LIST_ALIAS, "")
            if words_of(entry.name) in hand:
                for name, backing in aliases.of(entry.name):
                    self._add(index, name, ALIAS_TABLE, backing)
        self._cores = list(self._forms)
        self._misspelt = Misspelt(self._cores)

    def _add(self, entry: int, name: str, through: str, backing: str) -> None:
        for core, part in cores_of(name):
            self._forms.setdefault(core, []).append(_Form(entry, part, through, backing))

    def matches(self, subjects: Sequence[Subject], min_score: float = DEFAULT_MIN_SCORE) -> tuple[Match, ...]:
        """For each subject in order, the rows that may be of it: best score first, then the same country."""
        asked: dict[str, list[tuple[int, str, str]]] = {}
        for number, subject in enumerate(subjects):
            for name in subject.names:
                for core, part in cores_of(name):
                    asked.setdefault(core, []).append((number, part, ""))
                for core, part, words in cores_without_slips(name):
                    asked.setdefault(core, []).append((number, part, words))
        best: dict[tuple[int, int], Match] = {}
        for core, listed_core, score, slip in self._near(list(asked), min_score):
            for number, name, words in asked[core]:
                told = "; ".join(filter(None, (words, slip)))
                for form in self._forms[listed_core]:
                    match = self._match(subjects[number], (name, core), (form, listed_core), (score, told))
                    before = best.get((number, form.entry))
                    if before is None and len(best) >= MOST_MATCHES:
                        raise refusal("", _TOO_MANY, item="--min-score")
                    if before is None or _rank(match) < _rank(before):
                        best[number, form.entry] = match
        return tuple(best[key] for key in sorted(best, key=lambda key: (key[0], _rank(best[key]), key[1])))

    def _near(self, cores: Sequence[str], min_score: float) -> Iterator[tuple[str, str, float, str]]:
        """Every pair of cores that score at least `min_score`; a short name that may be misspelt scores `NEAR`."""
        if min_score <= NEAR:
            yield from (
                (core, listed, NEAR, f"short names: {how}")
                for core in cores
                for listed, how in self._misspelt.near(core)
            )
        for start in range(0, len(cores), _AT_ONCE):
            some = cores[start : start + _AT_ONCE]
            scores = process.cdist(
                some, self._cores, scorer=fuzz.ratio, score_cutoff=min_score, dtype=np.float32, workers=-1
            )
            for row, column in zip(*np.nonzero(scores), strict=True):
                yield some[row], self._cores[column], float(scores[row, column]), ""

    def _match(
        self, subject: Subject, asked: tuple[str, str], found: tuple[_Form, str], scored: tuple[float, str]
    ) -> Match:
        form, listed_core = found
        entry = self._entries[form.entry]
        apart = self._aliases.known_apart(asked[0], entry.name)
        score, slip = scored
        told = form.name, listed_core, form.through, form.backing, apart, slip
        return Match(subject, entry, score, *asked, *told)


def _rank(match: Match) -> tuple[float, int, int, float]:
    """Best first: score, then country, then who says the name, then how near the names are as written."""
    home = ("same", "not said", "differs").index(match.country)
    said_by = (LIST_NAME, LIST_ALIAS, ALIAS_TABLE).index(match.through)
    full = fuzz.ratio(" ".join(words_of(match.name)), " ".join(words_of(match.listed_name)))
    return (-match.score, home, said_by, -full)
