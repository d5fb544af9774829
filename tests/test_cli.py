"""The command line: what it prints, and its exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.ending import after_writing
from tests.results.test_run import SCENARIO


def runout(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sim", *words], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def place(tmp_path):
    (tmp_path / "camera.yaml").write_text(SCENARIO)
    return tmp_path


def test_help_names_the_commands_and_imports_nothing_heavy(place):
    code = (
        "import sys; sys.argv = ['runout', '--help']\n"
        "try:\n import sim.cli; sim.cli.main()\n"
        "finally:\n print(sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert all(name in done.stdout for name in ("run", "check", "exposure", "schema"))
    assert not {"'numpy'", "'pandas'", "'plotly'", "'pydantic'", "'simpy'"} & set(
        done.stdout.rpartition("[")[2].replace("]", "").replace(",", "").split()
    )


def test_a_run_prints_the_tables_at_80_columns_and_says_where_the_report_is(place):
    done = runout("run", "camera.yaml", "--replications", "4", folder=place)
    assert done.returncode == 0, done.stderr
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert "Report: runs/camera/report.html" in done.stdout
    assert (place / "runs/camera/report.html").stat().st_size < 8_000_000
    assert "Licence required (assumed not granted); flows (a supplier's part for a product)" in done.stdout


def test_json_is_all_that_is_printed(place):
    done = runout("run", "camera.yaml", "--replications", "2", "--json", "-o", "out", folder=place)
    assert json.loads(done.stdout)["manifest"]["replications"] == 2
    assert (place / "out/manifest.json").exists()


def test_a_wrong_scenario_exits_with_2_one_line_for_each_problem_and_writes_nothing(place):
    (place / "camera.yaml").write_text(
        SCENARIO.replace("    price:", "    prize:").replace("60 / 90 / 180 days", "60 kg")
    )
    done = runout("run", "camera.yaml", folder=place)
    assert done.returncode == 2
    assert "did you mean `price`" in done.stderr
    assert "`60 kg`" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(each.name for each in place.iterdir()) == ["camera.yaml"]


def test_a_folder_in_use_is_refused_before_any_work(place):
    (place / "mine").mkdir()
    (place / "mine/thesis.doc").write_text("x")
    done = runout("run", "camera.yaml", "-o", "mine", folder=place)
    assert done.returncode == 2
    assert "not a finished result" in done.stderr


def test_the_same_scenario_replaces_its_result_and_another_does_not(place):
    (place / "other.yaml").write_text(SCENARIO)
    for seed in ("1", "2"):
        words = ("run", "camera.yaml", "--replications", "2", "--seed", seed, "-o", "out")
        assert runout(*words, folder=place).returncode == 0
    assert json.loads((place / "out/manifest.json").read_text())["seed"] == 2
    done = runout("run", "other.yaml", "-o", "out", folder=place)
    assert done.returncode == 2
    assert done.stderr == (
        "out: holds the result of `camera`, not of `other`; it is left as it is: choose another folder with -o\n"
        "1 problem; nothing was written.\n"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "camera.yaml", "--replications", "0"), "`0` is not a whole number from 1 to 100000."),
        (("run", "camera.yaml", "--replications", "many"), "`many` is not a whole number from 1 to"),
        (("run", "camera.yaml", "--seed", "-1"), "seed"),
        (("run", "camra.yaml"), "camra.yaml"),
        (("run", "camera.yaml", "--variant", "some-licence"), "did you mean `some-licences`"),
        (("exposure", "camera.yaml", "--date", "tomorrow"), "not a date"),
        (("exposure", "camera.yaml", "--explain", "camera-maker", "chip-maker", "sok"), "did you mean `soc`"),
        (("runn",), "No such command"),
    ],
)
def test_wrong_words_exit_with_2_and_say_what_is_wrong(place, words, message):
    done = runout(*words, folder=place)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def worked(process: int) -> float:
    """Seconds of computing a process has done."""
    told = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("interrupts", [1, 2])
def test_an_interrupt_says_one_line_exits_with_130_and_writes_nothing(place, workers, interrupts):
    """As a terminal does, the interrupt goes to the command and its workers alike."""
    words = ["run", "camera.yaml", "--replications", "100000", "--workers", workers]
    started = subprocess.Popen(
        [sys.executable, "-m", "sim", *words],
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(
            signal.SIGINT, signal.SIG_DFL
        ),  # ignored if the tests run in background
    )
    until = time.monotonic() + 60.0
    while worked(started.pid) < 3.0 and time.monotonic() < until:
        time.sleep(0.1)  # it is drawing by then, however busy the machine, and has minutes to go
    for _ in range(interrupts):
        os.killpg(started.pid, signal.SIGINT)
        time.sleep(0.2)
    try:
        said, complaint = started.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        raise
    assert started.returncode == 130
    assert said == ""
    assert complaint.strip() == "interrupted; nothing was written"
    assert sorted(each.name for each in place.iterdir()) == ["camera.yaml"]


def test_an_interrupt_after_the_result_is_in_place_does_not_say_nothing_was_written(capsys):
    with pytest.raises(SystemExit) as caught, after_writing(Path("runs/camera")):
        raise KeyboardInterrupt
    assert caught.value.code == 130
    assert capsys.readouterr().err.strip() == "interrupted; the result in runs/camera is whole"


def test_exposure_on_a_day_before_the_listing_shows_no_cut(place):
    done = runout("exposure", "camera.yaml", "--date", "2019-10-08", folder=place)
    assert "The law cuts no flow, and leaves none undetermined." in done.stdout


def test_a_hypothetical_scenario_says_so_wherever_it_answers(place):
    (place / "camera.yaml").write_text(SCENARIO.replace("clock:", "hypothetical: true\nclock:"))
    done = runout("run", "camera.yaml", "--replications", "1", "-o", "out", folder=place)
    said = "Hypothetical: this assumes facts that were not known, or that did not happen."
    assert "1 draw, seed 1; hypothetical" in done.stdout
    assert said in " ".join(done.stdout.split())
    assert json.loads((place / "out/manifest.json").read_text())["hypothetical"] is True
    report = (place / "out/report.html").read_text()
    head = report[report.index("<body>") : report.index('<dl class="settings">')]
    assert head.count("Hypothetical") == 1
    assert "camera: fine, hypothetical," in runout("check", "camera.yaml", folder=place).stdout
    assert said in runout("exposure", "camera.yaml", folder=place).stdout


def test_exposure_explains_one_flow(place):
    done = runout("exposure", "camera.yaml", "--explain", "camera-maker", "chip-maker", "soc", folder=place)
    assert "because: made in US" in done.stdout
    assert "since: 2019-10-09" in done.stdout


def test_exposure_as_json_is_a_list_of_flows(place):
    flows = json.loads(runout("exposure", "camera.yaml", "--json", folder=place).stdout)
    assert {flow["status"] for flow in flows} == {"licence required", "allowed"}


def test_schema_is_json_and_describes_every_field(place):
    schema = json.loads(runout("schema", folder=place).stdout)
    for each in (schema, *schema["$defs"].values()):
        for name, field in each.get("properties", {}).items():
            assert "description" in field or "$ref" in field, name


def test_check_counts_what_it_read(place):
    assert "1 line, 2 inputs, 3 flows" in runout("check", "camera.yaml", folder=place).stdout
