"""This is the measure of screening: a list of full size, and the ratio to the plain double loop it replaces.

`python -m benchmarks.screening` prints both; `python -m benchmarks.screening FOLDER` writes the made-up list and
names there instead, so that the command itself can be timed on them. Every name is made up of syllables.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from sim.intake.screening_aliases import shipped_aliases
from sim.intake.screening_list import read_list
from sim.intake.screening_matching import DEFAULT_MIN_SCORE, Matcher
from sim.intake.screening_names import cores_of
from sim.intake.screening_subjects import read_subjects

_ROWS, _NAMES, _SAMPLE = 25_000, 1_000, 40
_SYLLABLES = [
    start + end for start in "bcdfghjklmnprstvwz" for end in ("a", "e", "i", "o", "un", "ang", "ix")
]
_CITIES = ("Beijing", "Shenzhen", "Hangzhou", "Shanghai", "")
_ENDS = (
    "Technology Co., Ltd.",
    "Electronics Limited",
    "International Trading LLC",
    "Research Institute",
    "GmbH",
)
_SOURCE = "Entity List (EL) - Bureau of Industry and Security"


def write(folder: Path) -> None:
    """A made-up list of 25,000 rows and some 32 MB, as published, and 1,000 made-up names, a tenth of them listed."""
    random = np.random.default_rng(7)

    def name() -> str:
        words = ["".join(random.choice(_SYLLABLES, 3)).title() for _ in range(random.integers(1, 3))]
        return " ".join([str(random.choice(_CITIES)), *words, str(random.choice(_ENDS))]).strip()

    names = []
    with (folder / "list.json").open("w", encoding="utf-8") as out:
        out.write('{"results":[')
        for number in range(_ROWS):
            names.append(name())
            person = number % 3 == 0
            row = {
                "id": f"{number:064x}",
                "source": _SOURCE,
                "type": "Individual" if person else None,
                "name": names[-1],
                "alt_names": [name() for _ in range(random.integers(0, 4))],
                "addresses": [{"address": "A made-up street, " * 12, "country": "CN"}] * 2,
                "programs": [],
                "dates_of_birth": ["1900"] if person else [],
                "license_requirement": "For all items subject to the EAR. (See §744.11 of the EAR)",
                "license_policy": "Presumption of denial",
                "federal_register_notice": "99 FR 1",
                "remarks": "made up " * 20,
                "source_list_url": "made up " * 10,
            }
            out.write(("," if number else "") + json.dumps(row, ensure_ascii=False))
        out.write("]}")
    asked = [names[number] if number % 10 == 1 else name() for number in range(_NAMES)]
    (folder / "names.txt").write_text("\n".join(asked), encoding="utf-8")


def double_loop(asked: list[str], listed: list[str]) -> int:
    """The plain way: every core against every core, one call each."""
    return sum(fuzz.ratio(one, other) >= DEFAULT_MIN_SCORE for one in asked for other in listed)


def main() -> None:
    """Print how long each step takes, and the ratio to the double loop on a sample of the names."""
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        write(Path(scratch))
        size = (Path(scratch) / "list.json").stat().st_size / 1e6
        begun = time.perf_counter()
        against = read_list(Path(scratch) / "list.json")
        read = time.perf_counter()
        matcher = Matcher(against.entries, shipped_aliases())
        prepared = time.perf_counter()
        subjects = read_subjects(Path(scratch) / "names.txt")
        matches = matcher.matches(subjects)
        done = time.perf_counter()
    print(
        f"{_ROWS:,} rows ({size:.0f} MB, {len(against.entries):,} kept) x {_NAMES:,} names: {done - begun:.1f} s"
    )
    print(f"  reading {read - begun:.1f}, preparing {prepared - read:.1f}, comparing {done - prepared:.1f} s")
    print(f"  {len(matches):,} matches")

    some = subjects[:_SAMPLE]
    asked = [core for subject in some for core, _ in cores_of(subject.name)]
    listed = list(
        {
            core
            for each in against.entries
            for name in (each.name, *each.aliases)
            for core, _ in cores_of(name)
        }
    )
    begun = time.perf_counter()
    double_loop(asked, listed)
    plain = time.perf_counter() - begun
    begun = time.perf_counter()
    matcher.matches(some)
    ours = time.perf_counter() - begun
    print(f"  against the plain double loop ({_SAMPLE} names): {plain / ours:.1f} times as fast")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]))
    else:
        main()
