"""This is the benchmark of import: a parts list made a scenario, against a plain pass over its rows."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from sim.intake.importing import ImportPlan, import_parts

LINES = 1200


def parts_list(count: int = LINES, seed: int = 1) -> str:
    """A clean list of so many parts, with stock, open orders and lead times."""
    chance = random.Random(seed)
    rows = ["Part number,Description,Supplier,Made in,Qty,Unit price,Stock,Open orders,Due,Lead time"]
    for number in range(count):
        first = f"P-{number:05d},Resistor 10k,Maker {chance.randrange(40)},{chance.choice(('CN', 'TW', 'JP', ''))}"
        held = f"{chance.randint(1, 9)},{chance.uniform(0.01, 20):.2f},{chance.randint(0, 900_000)}"
        rows.append(f"{first},{held},{chance.randint(1, 9_000)},2026-03-01,{chance.randint(1, 40)} weeks")
    return "\n".join(rows) + "\n"


def plain_pass(file: Path) -> float:
    """What any program has to do: decode the file and look at every cell."""
    rows = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline=""))
    return sum(float(row["Qty"]) * float(row["Unit price"]) for row in rows)


def compare(seconds: Callable[[Callable[[], object], int], float]) -> None:
    """Print how many plain passes one import takes; `seconds` times a call."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "parts.csv")
        file.write_text(parts_list(), encoding="utf-8")
        plan = ImportPlan(file, Path(folder, "parts.yaml"), force=True)
        ours = seconds(lambda: import_parts(plan), 3)
        plain = seconds(lambda: plain_pass(file), 5)
    print(f"a parts list of {LINES:,} lines, imported and checked")
    print(f"  against csv.DictReader:   {ours / plain:.0f} times as slow ({ours:.2f} s)")
