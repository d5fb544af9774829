"""This is the weak hint for a name without a match: that it shares a word which alone is the name of a listed one.

`Huawei Technologies Deutschland GmbH` is near no name of the list, but `huawei` is all that tells `Huawei Technologies`
from others. A hint is no match, and is counted with none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from sim.intake.screening_entries import Entry
from sim.intake.screening_names import DROPPED, OF_ORGANISATIONS, PLACES, SHORTENED, TOO_WIDE, cores_of
from sim.intake.screening_subjects import Subject
from sim.wording import counted

_LEAST = 4  # letters of a word that tells; shorter ones are initials of many
_FEW, _RARE = 30, 200  # a word is rare if it stands in so many cores, or in one of so many
_NOT_TELLING = DROPPED | OF_ORGANISATIONS | PLACES | SHORTENED | TOO_WIDE


@dataclass(frozen=True, slots=True)
class Hint:
    """A name without a match, and a word that it shares with rows of the list."""

    subject: Subject
    word: str
    rows: int
    such_as: str  # the row that is named by this word alone

    @property
    def why(self) -> str:
        """The hint in one sentence, which says what it is not."""
        rows = counted(self.rows, "row")
        return f"no match, but it shares the telling word `{self.word}` with {rows}, such as `{self.such_as}`"


def hints(subjects: Iterable[Subject], entries: Sequence[Entry]) -> tuple[Hint, ...]:
    """For each of these names, which have no match, the first rare word that alone names a row of the list."""
    rows: dict[str, set[int]] = {}
    holding: dict[str, set[str]] = {}
    alone: dict[str, str] = {}
    cores = set()
    for number, entry in enumerate(entries):
        for core, _ in (found for name in (entry.name, *entry.aliases) for found in cores_of(name)):
            cores.add(core)
            words = core.split()
            for word in words:
                rows.setdefault(word, set()).add(number)
                holding.setdefault(word, set()).add(core)
            if len(words) == 1:
                alone[core] = min(alone.get(core, entry.name), entry.name, key=len)
    most = max(_FEW, len(cores) // _RARE)
    found = []
    for subject in subjects:
        words = [word for name in subject.names for core, _ in cores_of(name) for word in core.split()]
        telling = (word for word in words if _tells(word) and word in alone and len(holding[word]) <= most)
        found += [Hint(subject, word, len(rows[word]), alone[word]) for word in islice(telling, 1)]
    return tuple(found)


def _tells(word: str) -> bool:
    return len(word) >= _LEAST and word.isalpha() and word not in _NOT_TELLING
