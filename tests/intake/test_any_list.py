"""This is a property of intake: whatever stands in a list, it becomes a sound scenario or is refused in words."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.errors import InputError
from sim.intake.importing import Imported, ImportPlan, import_parts
from tests.intake.conftest import plan
from tests.intake.messy_lists import RATES

NAMES = (
    *(
        "Description",
        "Supplier",
        "Supplier country",
        "Made in",
        "Unit",
        "Unit price",
        "Currency",
        "Stock",
        "Stock cover",
    ),
    *(
        "Open orders",
        "Due",
        "Lead time",
        "Class",
        "Substitutes",
        "Alternate of",
        "Share",
        "Serves",
        "Content",
        "Product",
    ),
    *("Source id", "Price per"),
)
CELLS = (
    *(
        "",
        "",
        "",
        "0",
        "1",
        "2",
        "-1",
        "1e5",
        "1.5",
        "1,5",
        "1 000",
        "½",
        "１２",
        "12 weeks",
        "3-5 weeks",
        "1 / 2 / 3 days",
    ),
    *(
        "70 %",
        "150%",
        "0.5",
        "CN",
        "CN, TW",
        "CN 40 %, TW 60 %",
        "unknown",
        "US 25 %",
        "EUR",
        "¥5",
        "€ 1",
        "k pcs",
    ),
    *(
        "2026-03-01",
        "01.03.2026",
        "13/14/2026",
        "Sony",
        "TI",
        "京东方",
        "=1+1",
        "'=x",
        "a: b",
        "{a: 1}",
        "null",
        "true",
    ),
    *(
        "\u202ex",
        "123",
        "Total",
        "DNP",
        "A",
        "A; B",
        "Sony: X",
        "\n",
        "#REF!",
        "camera-soc",
        "*a",
        "&a",
        "!!x",
        "%",
        "NO",
    ),
    *("1e400", "0.0000001", "0x1", ".5", "5.", "x" * 300),
)


@st.composite
def lists(draw: st.DrawFn) -> str:
    names = ["Part", "Qty", *draw(st.lists(st.sampled_from(NAMES), max_size=8, unique=True))]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    for number in range(draw(st.integers(1, 4))):
        first = [draw(st.sampled_from(("A", "B", f"P{number}"))), draw(st.sampled_from(("1", "2", "0.5")))]
        writer.writerow([*first, *(draw(st.sampled_from(CELLS)) for _ in names[2:])])
    return text.getvalue()


@given(lists())
@settings(max_examples=int(os.environ.get("EXAMPLES", "60")))
def test_any_list_is_a_sound_scenario_or_refused_in_words(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, output = Path(folder, "parts.csv"), Path(folder, "parts.yaml")
        file.write_text(text, encoding="utf-8")
        done, problems = attempt(plan(file, {"output": output, "rates": RATES}))
        if done is None:
            assert problems
            assert not [each for each in problems if "not written" in each], (
                "the scenario it made is not sound"
            )
            assert list(Path(folder).iterdir()) == [file]
            return
        assert sim.run(output, replications=2).replications == 2
        first = output.read_bytes()
        import_parts(ImportPlan(file, output, done.mapping, None, True))
        assert output.read_bytes() == first


def attempt(wanted: ImportPlan) -> tuple[Imported | None, list[str]]:
    try:
        return import_parts(wanted), []
    except InputError as error:
        return None, [str(problem) for problem in error.problems]
