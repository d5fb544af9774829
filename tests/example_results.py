"""This is the result that report tests look at: the example tables with a title, sentences and references."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from sim.results.results import Results
from tests.example_tables import CASES, EFFECTIVE, HOSTILE_MAKER, NAMES, START, UNTIL, example_tables


def example_results() -> Results:
    tables = example_tables()
    references = [
        ("guess", "own estimate", dt.date(2026, 11, 23), "E", "javascript:document.title='owned'"),
        ("report", "annual report", dt.date(2019, 3, 1), "A", "https://example.org/report"),
    ]
    return Results(
        title="Two makers are listed </title><script>document.title = 'owned'</script>",
        question="How long do they go on?",
        look_at="Which part binds first.",
        name="example",
        called="example",
        start=START,
        until=UNTIL,
        as_seen_from=EFFECTIVE,
        variants=("some-licences",),
        hypothetical=True,
        changes=("measures.october-2019.licences: none -> {granted_after: 90 days}",),
        replications=128,
        seed=7,
        cases=CASES,
        listed={company: (name, EFFECTIVE) for company, name in NAMES.items()},
        public_bodies=20,
        estimates=0.83,
        tables=tables,
        references=pd.DataFrame(references, columns=["ref", "what", "date", "grade", "where"]),
        answer=(
            "Two of ten suppliers of each need a licence (assumed not granted).",
            "Both keep full output for 12 to 26 weeks.",
        ),
        sentences={
            "camera-maker": (
                f"{HOSTILE_MAKER} loses two suppliers.",
                "The camera goes on for 12 to 26 weeks.",
            ),
            "phone-maker": ("The phone goes on for 12 to 26 weeks.",),
            "software-house": ("Software House is listed and not modelled.",),
        },
        version="0.1.0",
        manifest={"seed": 7},
    )
