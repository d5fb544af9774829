"""Every flow has a row of its own in the report: places of one source, and two sources of one supplier."""

from __future__ import annotations

from pathlib import Path

import sim
from sim.figures.rows import Rows
from sim.report.lost_sales import supplies
from tests.example_scenario import EXAMPLE

SOURCE = "chip-maker: {share: 100 %, made_in: US}"


def told(folder: Path, sources: str) -> list[tuple[str, str, str]]:
    """Why, made in and lost of each of the chip maker's supplies."""
    assert SOURCE in EXAMPLE
    path = folder / "camera.yaml"
    path.write_text(EXAMPLE.replace(SOURCE, sources))
    results = sim.run(path, replications=2)
    found = supplies(Rows(results.tables), results.cases)
    return [(each.why[0], each.made_in, each.lost[0]) for each in found if each.supplier == "Chip Maker"]


def test_places_of_a_split_source_are_rows_of_their_own(tmp_path: Path) -> None:
    split = "chip-maker: {share: 100 %, made_in: {US: 60 %, CN: 40 %}, content: {US: {total: 0 %}}}"
    found = told(tmp_path, split)
    assert [(why, place) for why, place, _ in found] == [("cut", "US"), ("co-supplier", "CN")]
    assert found[0][2] != found[1][2]


def test_two_sources_of_one_supplier_are_rows_of_their_own(tmp_path: Path) -> None:
    two = (
        "chip-maker: {share: 60 %, made_in: US}\n"
        "          old-works: {supplier: chip-maker, share: 40 %, made_in: CN, content: {US: {total: 0 %}}}"
    )
    assert [(why, place) for why, place, _ in told(tmp_path, two)] == [("cut", "US"), ("co-supplier", "CN")]
