"""This is a test of `runout import`, `export` and `new` as people call them."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.intake.conftest import GOOD


def runout(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sim", *words], capture_output=True, text=True, check=False, cwd=cwd
    )


def test_a_list_is_imported_exported_and_imported_again(tmp_path: Path) -> None:
    (tmp_path / "parts.csv").write_text(GOOD)
    done = runout(
        "import", "parts.csv", "--date", "2026-01-15", "--maker", "Our firm", "--home", "DE", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "Mapping: parts.csv.mapping.yaml, guessed: edit it" in done.stdout
    assert "Scenario: parts.yaml, 3 parts. Next: runout run parts.yaml" in done.stdout
    again = runout("import", "parts.csv", "--mapping", "parts.csv.mapping.yaml", "--force", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert "guessed" not in again.stdout.splitlines()[-1]
    exported = runout("export", "./parts.yaml", cwd=tmp_path)
    assert exported.stdout.startswith("- Comments of the scenario file are not carried")
    assert exported.stdout.endswith("Parts list: parts.xlsx\n")
    back = runout("import", "parts.xlsx", "-o", "back.yaml", cwd=tmp_path)
    assert back.returncode == 0, back.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "none.csv"), "none.csv: no such file"),
        (("import", "parts.csv", "--mapping", "m.yaml", "--plan", "1 units/day"), "m.yaml: is no file"),
        (("import", "parts.csv", "--mapping", "m.yaml", "--guess"), "leave out one of --guess and --mapping"),
        (
            ("import", "parts.csv", "--plan", "1000 units/dy"),
            "--plan: `1000 units/dy` has the unit `units/dy`, which is not a unit of a rate; did you mean "
            "`1000 units/day`?\n",
        ),
        (("import", "parts.csv", "--rate", "x"), "--rate: `x` is not a rate"),
        (("export", "none"), "none"),
        (("new", "--kind", "none"), "--kind: there is no starting scenario `none`"),
    ],
)
def test_bad_commands_end_with_exit_code_two_and_write_nothing(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    (tmp_path / "parts.csv").write_text(GOOD)
    done = runout(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "nothing was written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["parts.csv"]


def test_a_list_or_a_mapping_given_for_a_scenario_is_answered_with_the_import(tmp_path: Path) -> None:
    (tmp_path / "parts.csv").write_text(GOOD)
    assert runout("import", "parts.csv", cwd=tmp_path).returncode == 0
    done = runout("run", "parts.csv", cwd=tmp_path)
    said = "parts.csv: is a parts list; make a scenario of it first: `runout import parts.csv`\n"
    assert (done.returncode, done.stderr.startswith(said)) == (2, True), done.stderr
    done = runout("run", "parts.csv.mapping.yaml", cwd=tmp_path)
    said = "make one with `runout import parts.csv --mapping parts.csv.mapping.yaml`, and run that\n"
    assert done.returncode == 2
    assert (
        "schema: found `runout-mapping/1`: this is the mapping of an import, not a scenario; " + said
        in done.stderr
    )


def test_only_the_mapping_is_written_when_asked_to_guess(tmp_path: Path) -> None:
    (tmp_path / "parts.csv").write_text(GOOD)
    done = runout("import", "parts.csv", "--guess", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["parts.csv", "parts.csv.mapping.yaml"]


def test_a_guess_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    """A mapping that was edited by hand stands beside the scenario; another guess leaves it alone."""
    (tmp_path / "parts.csv").write_text(GOOD)
    (tmp_path / "parts.csv.mapping.yaml").write_text("edited by hand")
    done = runout("import", "parts.csv", "--guess", "-o", "second.yaml", "--force", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Mapping: second.yaml, guessed" in done.stdout
    assert (tmp_path / "parts.csv.mapping.yaml").read_text() == "edited by hand"
    assert "--mapping second.yaml" in (tmp_path / "second.yaml").read_text()


def test_a_guess_counts_classes_and_suppliers_and_names_those_it_does_not_know(tmp_path: Path) -> None:
    rows = ["U1,image sensor,Sony,1", "U2,image sensor,Acme Ltd,1", "U3,gizmo,ACME Ltd.,1"]
    (tmp_path / "parts.csv").write_text("\n".join(["Part,Description,Supplier,Qty", *rows]))
    told = " ".join(runout("import", "parts.csv", "--guess", cwd=tmp_path).stdout.split())
    assert "- classes: image-sensor 2, unclassified 1 " in told
    assert "- no class is found for: U3 " in told
    assert "- suppliers: 2, of whom 1 ship with runout; the others are new: ACME Ltd. " in told


def test_new_writes_a_scenario_and_says_what_is_next(tmp_path: Path) -> None:
    done = runout("new", cwd=tmp_path)
    assert done.stdout.startswith("Scenario: supplier-may-be-listed.yaml. Next: edit it, then runout check")
    assert (tmp_path / "supplier-may-be-listed.yaml").is_file()


def test_what_force_replaces_is_kept_beside_it_and_said(tmp_path: Path) -> None:
    """An edited mapping and scenario, an export and a starting scenario; what is written again alike is not kept."""
    (tmp_path / "parts.csv").write_text(GOOD)
    words = ["import", "parts.csv", "--date", "2026-01-15"]
    assert "Kept" not in runout(*words, cwd=tmp_path).stdout
    mine = {}
    for name in ("parts.yaml", "parts.csv.mapping.yaml"):
        with (tmp_path / name).open("a") as stream:
            stream.write("# mine\n")
        mine[name] = (tmp_path / name).read_bytes()
    said = runout(*words, "--stops", "Lens Works", "--force", cwd=tmp_path).stdout
    assert "Kept: parts.yaml.old, parts.csv.mapping.yaml.old, what stood there before.\n" in said
    for name, before in mine.items():
        assert (tmp_path / f"{name}.old").read_bytes() == before
    assert "Kept" not in runout(*words, "--stops", "Lens Works", "--force", cwd=tmp_path).stdout
    assert (tmp_path / "parts.yaml.old").read_bytes() == mine["parts.yaml"]
    for command, place in (
        (["export", "./parts.yaml", "-o", "out.xlsx"], "out.xlsx"),
        (["new", "-o", "new.yaml"], "new.yaml"),
    ):
        (tmp_path / place).write_text("mine")
        said = runout(*command, "--force", cwd=tmp_path).stdout
        assert f"Kept: {place}.old, what stood there before.\n" in said
        assert (tmp_path / f"{place}.old").read_text() == "mine"


def test_another_question_with_the_mapping_loses_nothing(tmp_path: Path) -> None:
    """As docs/import.md has it: the edited mapping counts, and neither it nor the first scenario is touched."""
    (tmp_path / "parts.csv").write_text(GOOD)
    assert runout("import", "parts.csv", "--date", "2026-01-15", cwd=tmp_path).returncode == 0
    mapping = tmp_path / "parts.csv.mapping.yaml"
    mapping.write_text(mapping.read_text().replace("Lens Works: {home: JP}", "Lens Works: {home: DE}"))
    before = mapping.read_bytes(), (tmp_path / "parts.yaml").read_bytes()
    words = ["--mapping", mapping.name, "--stops", "Lens Works", "-o", "parts-lens.yaml"]
    done = runout("import", "parts.csv", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (mapping.read_bytes(), (tmp_path / "parts.yaml").read_bytes()) == before
    text = (tmp_path / "parts-lens.yaml").read_text()
    assert "what if Lens Works stops?" in text
    assert "lens-works: {name: Lens Works, home: DE" in text


def test_a_missing_rate_is_answered_with_the_whole_command_to_copy(tmp_path: Path) -> None:
    (tmp_path / "parts.csv").write_text("Part,Qty,Price\nA,1,5 EUR\nB,1,5 CNY\n")
    words = ["import", "parts.csv", "--maker", "Our firm", "--home", "DE", "--date", "2026-01-15"]
    done = runout(*words, cwd=tmp_path)
    assert done.returncode == 2
    command = done.stderr.splitlines()[-1]
    assert command == (
        "runout import parts.csv --maker 'Our firm' --home DE --date 2026-01-15 "
        "--rate 'CNY=<rate> USD on 2026-01-15' --rate 'EUR=<rate> USD on 2026-01-15'"
    )
    filled = shlex.split(command.replace("<rate>", "1.5"))
    assert runout(*filled[1:], cwd=tmp_path).returncode == 0
