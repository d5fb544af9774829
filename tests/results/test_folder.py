"""A result folder is written whole or not at all, and nothing else is overwritten."""

from __future__ import annotations

import json

import pytest

import sim
from sim.errors import OutputError
from sim.results import folder
from tests.results.test_run import SCENARIO


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    path = tmp_path_factory.mktemp("scenario") / "camera.yaml"
    path.write_text(SCENARIO)
    return sim.run(path, replications=2)


def test_the_manifest_names_every_file_with_its_digest(results, tmp_path):
    folder.write_folder(results, {"report.html": "<p>"}, tmp_path / "run")
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    written = {file.name for file in (tmp_path / "run").iterdir()} - {"manifest.json"}
    assert set(manifest["files"]) == written
    assert manifest["seed"] == 1


def test_a_finished_result_is_replaced_whole(results, tmp_path):
    place = tmp_path / "run"
    folder.write_folder(results, {"old.txt": "old"}, place)
    folder.write_folder(results, {"new.txt": "new"}, place)
    assert not (place / "old.txt").exists()
    assert (place / "new.txt").exists()
    assert [each.name for each in tmp_path.iterdir()] == ["run"]


def test_a_half_written_result_is_left_as_it_is(results, tmp_path):
    place = tmp_path / "run"
    place.mkdir()
    (place / "companies.csv").write_text("half")
    with pytest.raises(OutputError, match=r"no manifest\.json"):
        folder.write_folder(results, {}, place)
    assert (place / "companies.csv").read_text() == "half"


def test_a_file_in_the_way_is_refused(results, tmp_path):
    (tmp_path / "run").write_text("mine")
    with pytest.raises(OutputError, match="is a file"):
        folder.write_folder(results, {}, tmp_path / "run")


def test_a_failure_while_writing_leaves_the_old_result_and_no_rubbish(results, tmp_path):
    place = tmp_path / "run"
    folder.write_folder(results, {"report.html": "old"}, place)
    with pytest.raises(OSError, match="File name too long"):
        folder.write_folder(results, {"x" * 300: "too long a name"}, place)
    assert (place / "report.html").read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["run"]


def test_json_has_no_not_a_number(results):
    text = folder.as_json(results)
    assert "NaN" not in text
    assert json.loads(text)["companies"][0]["company"] == "camera-maker"
