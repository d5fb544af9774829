"""This is the benchmark of import: a parts list made a scenario, against a plain pass over its rows."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

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


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("list") / "parts.csv"
    file.write_text(parts_list(), encoding="utf-8")
    return file


@pytest.mark.benchmark(group="a parts list of 1,200 lines")
def test_import(benchmark: BenchmarkFixture, parts: Path) -> None:
    plan = ImportPlan(parts, parts.with_name("parts.yaml"), force=True)
    benchmark.pedantic(lambda: import_parts(plan), rounds=3)


@pytest.mark.benchmark(group="a parts list of 1,200 lines")
def test_a_plain_pass(benchmark: BenchmarkFixture, parts: Path) -> None:
    assert benchmark(lambda: plain_pass(parts)) > 0.0
