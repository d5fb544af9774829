"""The docs say what the code says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from docs.build import FOLDER, GENERATED, page
from sim.scenario.model import Line

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_generated_pages_are_up_to_date(name):
    assert (FOLDER / name).read_text(encoding="utf-8") == page(name), "run `python -m docs.build`"


def test_the_example_of_the_language_page_is_valid():
    text = re.findall(r"```yaml\n(.*?)```", (FOLDER / "scenario-language.md").read_text(), re.DOTALL)[0]
    for line in yaml.safe_load(text)["lines"].values():
        Line.model_validate(line)


def test_the_python_of_the_readme_runs(capsys):
    code = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[0]
    exec(compile(code, "README.md", "exec"), {})
    assert "hikvision-camera" in capsys.readouterr().out


def readme_commands() -> list[str]:
    shell = "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))
    return [line.partition("  #")[0].strip() for line in shell.splitlines() if line.startswith("runout ")]


def test_the_readme_shows_every_command():
    assert {shlex.split(command)[1] for command in readme_commands()} == {
        "run",
        "check",
        "exposure",
        "schema",
        "new",
        "import",
        "export",
    }


@pytest.mark.parametrize("command", readme_commands())
def test_the_commands_of_the_readme_run(command, tmp_path):
    (tmp_path / "my-scenario.yaml").write_text((ROOT / "scenarios/entity-list-2019-10.yaml").read_text())
    (tmp_path / "parts.csv").write_text("Part,Supplier,Made in,Qty\nLens,Sony,JP,1\n")
    words = shlex.split(command.partition(">")[0])[1:]
    if words[0] == "run":  # the draws are many; two show the same
        words = [word for word in words if word not in ("--replications", "512")] + ["--replications", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "sim", *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_link_of_the_readme_and_docs_leads_somewhere():
    for file in [ROOT / "README.md", *FOLDER.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8")):
            assert "://" in target or (file.parent / target).exists(), f"{file.name}: {target}"
