"""This is what a savings clause spares in a run: what was under way, not all that would be ordered later."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.exposure import Closure, closures
from sim.pipeline import Prepared, prepare
from sim.simulation.calendar import LOT
from sim.simulation.compilation import compile_run
from sim.uncertainty.draws import likely
from tests.example_scenario import EXAMPLE

CHIP = "lines.camera.inputs.soc.sources.chip-maker"
CLAUSE = "{title: what was ordered before, ordered_before: 2019-10-09, until: 2019-11-30}"


def spared(folder: Path, ordered: str = "2019-09-01", batch: str = "", ships: str = "2019-11-20") -> Prepared:
    source = f"ordered: {ordered}, lots: [{{ships: {ships}, covers: 10 days}}]"
    text = EXAMPLE.replace(
        "chip-maker: {share: 100 %, made_in: US}", f"chip-maker: {{share: 100 %, made_in: US, {source}}}", 1
    ).replace(
        "        goods_en_route: honoured\n",
        f"        goods_en_route: returned\n        savings: [{CLAUSE}]\n{batch}",
        1,
    )
    path = folder / "camera.yaml"
    path.write_text(text)
    return prepare(str(path))


def closed(case: Prepared) -> Closure:
    return closures(case.exposure, likely(case.network), case.file.scenario, "undetermined open")[CHIP]


def lots(case: Prepared) -> int:
    drawn = likely(case.network)
    of = closures(case.exposure, drawn, case.file.scenario, "undetermined open")
    return sum(row.kind == LOT for row in compile_run(drawn, of).rows)


def test_later_shipments_are_cut_and_what_was_under_way_is_not(tmp_path: Path) -> None:
    case = spared(tmp_path)
    verdict = case.exposure.flows[CHIP].verdict
    assert (verdict.status, str(verdict.since)) == ("licence required", "2019-10-09")
    assert any(
        "goods under way, open orders and lots may still be shipped 2019-10-09 to 2019-11-30" in each
        for each in verdict.reasons
    )
    assert not any("authorised" in each for each in verdict.reasons)
    closure = closed(case)
    assert closure.share_at(closure.cut) == 0.0
    assert not any(step.returned for step in closure.steps)
    assert lots(case) == 1


@pytest.mark.parametrize(("ordered", "ships"), [("2019-10-09", "2019-11-20"), ("2019-09-01", "2019-12-01")])
def test_what_was_ordered_on_the_day_or_ships_too_late_is_not_spared(
    ordered: str, ships: str, tmp_path: Path
) -> None:
    assert lots(spared(tmp_path, ordered, ships=ships)) == 0


def test_goods_under_way_turn_back_where_no_clause_spares_them(tmp_path: Path) -> None:
    assert any(step.returned for step in closed(spared(tmp_path, "2019-10-09")).steps)
