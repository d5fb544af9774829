"""A result folder is written whole or not at all, and nothing else is overwritten."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

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
    with pytest.raises(OutputError, match="File name too long") as caught:
        folder.write_folder(results, {"x" * 300: "too long a name"}, place)
    assert [problem.file for problem in caught.value.problems] == [str(place)]
    assert (place / "report.html").read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["run"]


def test_a_file_the_manifest_does_not_name_is_kept(results, tmp_path):
    place = tmp_path / "run"
    folder.write_folder(results, {"report.html": "old"}, place)
    (place / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"holds `notes\.txt`, which its manifest\.json does not name"):
        folder.check_folder(place, folder.Subject.kept(results.manifest))
    with pytest.raises(OutputError, match="notes"):
        folder.write_folder(results, {"report.html": "new"}, place)
    assert (place / "notes.txt").read_text() == "mine"
    assert (place / "report.html").read_text() == "old"


@pytest.mark.parametrize("name", ["mine", "report.html"])
def test_a_folder_inside_a_result_is_kept_whatever_its_name(results, tmp_path, name):
    place = tmp_path / "run"
    folder.write_folder(results, {"report.html": "old"}, place)
    (place / name).unlink(missing_ok=True)
    (place / name).mkdir()
    with pytest.raises(OutputError, match=f"holds `{name}`"):
        folder.check_folder(place, folder.Subject.kept(results.manifest))


def test_of_many_strange_files_some_are_named_and_the_rest_counted(results, tmp_path):
    folder.write_folder(results, {}, tmp_path / "run")
    for number in range(5):
        (tmp_path / "run" / f"a{number}").write_text("mine")
    with pytest.raises(OutputError, match="holds `a0`, `a1`, `a2` and 2 more, which"):
        folder.check_folder(tmp_path / "run", folder.Subject.kept(results.manifest))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"scenario": "phone"}, "`camera`, not of `phone`;"),
        ({"variants": ("b", "a")}, "`camera`, not of `camera` with `b`, `a`;"),
        ({"title": "what if Sony stops?"}, "`camera`: .*, not of `camera`: what if Sony stops\\?;"),
        ({"shipped": True}, "the `camera` of your own, not of the `camera` that ships with runout;"),
    ],
)
def test_the_answer_to_another_question_is_kept(results, tmp_path, changed, said):
    folder.write_folder(results, {}, tmp_path / "run")
    subject = folder.Subject.kept(results.manifest)
    folder.check_folder(tmp_path / "run", subject)
    with pytest.raises(OutputError, match=f"holds the result of {said}"):
        folder.check_folder(tmp_path / "run", replace(subject, **changed))


@pytest.mark.parametrize(
    "manifest", ["", "{", "[]", "3", "{}", '{"files": 1, "scenario": "camera", "variants": []}', "[" * 9000]
)
def test_a_manifest_that_is_not_ours_protects_what_is_there(results, tmp_path, manifest):
    (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(OutputError, match="runout did not write"):
        folder.check_folder(tmp_path, folder.Subject.kept(results.manifest))


def test_an_empty_folder_is_filled(results, tmp_path):
    (tmp_path / "run").mkdir()
    folder.write_folder(results, {}, tmp_path / "run")
    assert (tmp_path / "run" / "manifest.json").exists()


def test_the_working_folder_is_refused_though_empty(results, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="is the working folder"):
        folder.check_folder(Path(), folder.Subject.kept(results.manifest))


def test_a_place_where_nothing_can_be_written_is_found_before_any_work(results, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file" / "run", Path("/proc/run"), tmp_path / ("x" * 300)):
        with pytest.raises(OutputError, match="cannot be written there") as caught:
            folder.check_folder(place, folder.Subject.kept(results.manifest))
        assert [problem.file for problem in caught.value.problems] == [str(place)]


@pytest.mark.parametrize("closed", ["parent", "parent/run"])
def test_a_folder_that_cannot_be_replaced_is_found_before_any_work(results, tmp_path, monkeypatch, closed):
    """Root may write anywhere, so the refusal of the system is played."""
    place = tmp_path / "parent" / "run"
    place.mkdir(parents=True)
    make = tempfile.mkdtemp

    def refusing(suffix=None, prefix=None, dir=None):
        if dir == tmp_path / closed:
            raise PermissionError(13, "Permission denied", str(dir))
        return make(suffix, prefix, dir)

    monkeypatch.setattr(tempfile, "mkdtemp", refusing)
    with pytest.raises(OutputError, match=r"cannot be written there \(Permission denied\)"):
        folder.check_folder(place, folder.Subject.kept(results.manifest))


def test_if_the_new_result_cannot_be_put_in_place_the_old_one_is_back(results, tmp_path, monkeypatch):
    place = tmp_path / "run"
    folder.write_folder(results, {"report.html": "old"}, place)
    move = Path.rename

    def failing(self, target):
        if self.name == "new":
            raise OSError(28, "No space left on device", str(self))
        return move(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OutputError, match="cannot be written: No space left on device"):
        folder.write_folder(results, {"report.html": "new"}, place)
    assert (place / "report.html").read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["run"]


def test_json_has_no_not_a_number(results):
    text = folder.as_json(results)
    assert "NaN" not in text
    assert json.loads(text)["companies"][0]["company"] == "camera-maker"
