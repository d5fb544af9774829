"""The docs say what the code says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
import yaml
from pydantic import ValidationError

from docs.build import FOLDER, GENERATED, page
from sim.cli import runout
from sim.scenario.law import Condition, FactName, fact_tests
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


def test_the_list_of_ones_own_on_the_language_page_is_fine_and_cuts_its_maker_off(tmp_path):
    text = re.findall(r"```yaml\n(.*?)```", (FOLDER / "scenario-language.md").read_text(), re.DOTALL)[1]
    (tmp_path / "my-list.yaml").write_text(text)
    for command, said in (
        ("check", "my-list: fine, hypothetical, with 4 warnings. 1 line"),
        ("exposure", "Hypothetical: licence required (assumed not granted) from 2031-04-01, made up"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "sim", command, "my-list.yaml"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert said in " ".join(done.stdout.split())


def test_the_language_page_names_every_value_of_every_choice_and_every_fact_with_its_tests():
    text = page("scenario-language.md")
    assert (
        "| `if_missing` | `stop` or `halve` or `degrade` or `none` |  | By default of the class; degrade, without it"
        in text
    )
    assert "| `controlled_content` | `above` or `at_least` | a share such as `25 %`; needs `of` |" in text
    assert "| `stage` | `is` or `in` | `new`, `support`, `continued-use` |" in text
    assert "| `published` | `is` | `true` or `false` |" in text
    facts = text[text.index("| fact | tested by") :].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)`", facts, re.MULTILINE) == list(get_args(FactName))


def test_what_the_language_page_says_of_each_fact_is_what_a_condition_accepts():
    """A value of every kind the table names is taken by the tests it names, and by no other."""
    examples = {"is": "US", "in": ["US"], "in_group": "allies", "above": "25 %", "at_least": "25 %"}
    examples["on_or_before"] = "2019-05-16"
    for fact, (tests, values) in fact_tests().items():
        for test, example in examples.items():
            first = values.partition("`")[2].partition("`")[0]
            value = {"true": True}.get(first, first) if test == "is" else [first] if test == "in" else example
            of = {"of": "US"} if "needs `of`" in values else {}
            of |= {"measure": "rare-earth-value"} if "and `measure`" in values else {}
            said = {"fact": fact, test: value, **of}
            if test in tests:
                Condition.model_validate(said)
            else:
                with pytest.raises(ValidationError):
                    Condition.model_validate(said)


def test_the_python_of_the_readme_runs(capsys):
    code = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[0]
    exec(compile(code, "README.md", "exec"), {})
    assert "hikvision-camera" in capsys.readouterr().out


def readme_commands() -> list[str]:
    shell = "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))
    return [line.partition("  #")[0].strip() for line in shell.splitlines() if line.startswith("runout ")]


def test_the_readme_shows_every_command():
    assert {shlex.split(command)[1] for command in readme_commands()} == set(runout.commands)


@pytest.mark.parametrize("command", readme_commands())
def test_the_commands_of_the_readme_run(command, tmp_path):
    (tmp_path / "my-scenario.yaml").write_text((ROOT / "scenarios/entity-list-2019-10.yaml").read_text())
    (tmp_path / "tests").symlink_to(ROOT / "tests")  # a file of the repository that the page names is there
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
