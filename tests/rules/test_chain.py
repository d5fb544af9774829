"""This is the chain of a supply in a run: a listed party in some role, what the supplier knows of it, and end use.

The maker is not listed; a trader is. The camera's chip is made in the US.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.errors import ScenarioError
from sim.explain import records
from sim.pipeline import Prepared, prepare
from tests.example_scenario import EXAMPLE

SOURCE = "chip-maker: {share: 100 %, made_in: US}"
CHIP = "lines.camera.inputs.soc.sources.chip-maker"
BASE = (
    EXAMPLE.replace("made_in: CN}", "made_in: CN, content: {US: {total: 0 %}}}")
    .replace("organisations:\n", "organisations:\n  trader: {name: Trader, home: CN}\n", 1)
    .replace('camera-maker: {listed_as: "Camera Maker Co., Ltd."}', "trader: {listed_as: Trader Ltd}")
)
USE = BASE.replace(
    "    when:\n      any:\n", "    target: {end_uses: [supercomputer]}\n    when:\n      any:\n", 1
).replace("trader: {listed_as", "camera-maker: {listed_as")


def written(folder: Path, source: str = "", line: str = "", base: str = BASE) -> str:
    assert SOURCE in base
    text = base.replace(SOURCE, f"{SOURCE[:-1]}{source}}}")
    text = text.replace("    maker: camera-maker\n", f"    maker: camera-maker\n{line}", 1)
    path = folder / "camera.yaml"
    path.write_text(text)
    return str(path)


def status(case: Prepared) -> str:
    return case.exposure.flows[CHIP].verdict.status


def with_party(folder: Path, party: str, base: str = BASE) -> Prepared:
    return prepare(written(folder, f", parties: [{{entity: trader, {party}}}]", base=base))


def roles(*names: str) -> str:
    return BASE.replace(
        "    when:\n      any:\n", f"    target: {{roles: [{', '.join(names)}]}}\n    when:\n      any:\n", 1
    )


def test_a_listed_party_in_between_closes_the_flow_and_the_line_stops(tmp_path: Path) -> None:
    assert status(prepare(written(tmp_path))) == "allowed"
    results = sim.run(
        written(tmp_path, ", parties: [{entity: trader, role: intermediate-consignee}]"), replications=4
    )
    (row,) = records(results.tables["products"])
    assert (row["full_output_beyond"], row["suppliers_cut"]) == (0.0, 1)


@pytest.mark.parametrize(
    ("known", "expected"), [("true", "licence required"), ("false", "allowed"), ("unknown", "undetermined")]
)
def test_what_the_supplier_knows_decides(tmp_path: Path, known: str, expected: str) -> None:
    case = with_party(tmp_path, f"role: end-user, known: {known}")
    assert status(case) == expected
    assert len(case.exposure.cases) == (2 if known == "unknown" else 1)


@pytest.mark.parametrize("role", ["purchaser", "intermediate-consignee", "end-user", "orderer"])
def test_only_the_roles_that_a_rule_names_count(tmp_path: Path, role: str) -> None:
    for asked in ("purchaser", "end-user", "orderer"):
        expected = "licence required" if role == asked else "allowed"
        assert status(with_party(tmp_path, f"role: {role}", roles(asked))) == expected


def test_the_maker_keeps_the_roles_that_nobody_else_has(tmp_path: Path) -> None:
    listed = roles("end-user").replace("trader: {listed_as", "camera-maker: {listed_as")
    assert status(prepare(written(tmp_path, base=listed))) == "licence required"
    assert status(with_party(tmp_path, "role: purchaser", listed)) == "licence required"
    assert status(with_party(tmp_path, "role: end-user", listed)) == "allowed"
    delivered = listed.replace("roles: [end-user]", "roles: [ultimate-consignee]")
    both = ", parties: [{entity: trader, role: purchaser}, {entity: trader, role: end-user}]"
    assert status(prepare(written(tmp_path, both, base=delivered))) == "licence required"


def test_what_a_line_states_holds_for_all_it_takes_and_a_source_may_differ(tmp_path: Path) -> None:
    line = "    parties: [{entity: trader, role: end-user}]\n"
    assert status(prepare(written(tmp_path, line=line))) == "licence required"
    assert status(prepare(written(tmp_path, ", parties: []", line))) == "allowed"


def test_the_end_use_decides_and_stays_undetermined_where_nobody_states_it(tmp_path: Path) -> None:
    assert status(prepare(written(tmp_path, base=USE))) == "undetermined"
    assert status(prepare(written(tmp_path, ", end_use: supercomputer", base=USE))) == "licence required"
    assert status(prepare(written(tmp_path, ", end_use: home-video", base=USE))) == "allowed"
    line = "    end_use: supercomputer\n"
    assert status(prepare(written(tmp_path, line=line, base=USE))) == "licence required"
    assert status(prepare(written(tmp_path, ", end_use: home-video", line, USE))) == "allowed"


def test_a_misspelt_use_or_party_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"asks for `super-computer`; did you mean `supercomputer`\?"):
        prepare(written(tmp_path, ", end_use: super-computer", base=USE))
    with pytest.raises(ScenarioError, match=r"no organisation `tradr`; did you mean `trader`\?"):
        prepare(written(tmp_path, ", parties: [{entity: tradr, role: end-user}]"))


def test_explain_names_the_party_its_role_and_what_is_known(tmp_path: Path) -> None:
    path = written(tmp_path, ", parties: [{entity: trader, role: intermediate-consignee, known: unknown}]")
    words = ("exposure", path, "--explain", "camera-maker", "chip-maker", "soc")
    done = subprocess.run([sys.executable, "-m", "sim", *words], capture_output=True, text=True, check=True)
    told = " ".join(done.stdout.split())
    assert "parties: trader, intermediate consignee, perhaps known to the supplier" in told
    assert (
        "and is here an intermediate consignee; whether the supplier knows of it as a party is not known"
        not in told
    )
    assert (
        "whether the supplier knows of it as a party is not known, and is here an intermediate consignee"
        in told
    )
    rows = subprocess.run(
        [sys.executable, "-m", "sim", *words, "--json"], capture_output=True, text=True, check=True
    )
    assert (
        json.loads(rows.stdout)[0]["parties"]
        == "trader, intermediate consignee, perhaps known to the supplier"
    )
