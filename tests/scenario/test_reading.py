"""This is a test of the way from a scenario file to its values: files used, stand-ins, variants, origins."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import Change, Origin, ScenarioFile, catalogue, read_scenario
from sim.scenario.law import LicenceGrant
from tests.example_scenario import EXAMPLE
from tests.scenario.places import line_of, place_of

Read = Callable[..., ScenarioFile]
Refused = Callable[..., list[str]]

LINES = EXAMPLE[EXAMPLE.index("lines:\n") : EXAMPLE.index("variants:\n")]
SECTIONS = EXAMPLE[EXAMPLE.index("organisations:\n") : EXAMPLE.index("measures:\n")]
SECOND_LINE = """\
  second:
    title: A second camera
    maker: camera-maker
    ref: notice
    represents: {share: 5 %, of: revenue 2018}
    plan: 10 units/day
    price: 80 USD
    sold_in: {CN: 100 %}
    inputs_like: camera
    inputs:
      soc:
        cost: 20 USD
"""


# The example itself


def test_a_valid_file_is_read_with_numbers_in_base_units(read: Read) -> None:
    file = read(EXAMPLE)
    soc = file.scenario.lines["camera"].inputs["soc"]
    assert soc.stock is not None
    assert (soc.stock.covers.low, soc.stock.covers.likely, soc.stock.covers.high) == (60, 90, 180)
    assert soc.sources["chip-maker"].share.likely == 1
    assert file.scenario.clock.start == dt.date(2019, 5, 1)
    assert (file.name, file.variants, file.changes, file.hypothetical) == ("scenario", (), (), False)


def test_country_codes_that_yaml_would_twist_stay_text(read: Read) -> None:
    file = read(EXAMPLE.replace("made_in: US}", "made_in: [NO, SE]}"))
    assert file.scenario.lines["camera"].inputs["soc"].sources["chip-maker"].places == ("NO", "SE")


def test_every_value_knows_its_line_and_its_reference(read: Read) -> None:
    file = read(EXAMPLE)
    covers = file.origin("lines.camera.inputs.soc.stock.covers")
    assert covers == Origin("scenario.yaml", line_of(EXAMPLE, "covers: 60"), "estimate", 17)
    assert str(covers) == place_of(EXAMPLE, "covers: 60")
    assert file.origin("lists.entity-list.batches.october-2019.announced").ref == "notice"
    assert file.origin("clock.start") == Origin("scenario.yaml", 4, None, 9)


def test_the_nearest_reference_backs_a_number(read: Read) -> None:
    file = read(EXAMPLE.replace("{covers: 60 / 90 / 180 days,", "{ref: notice, covers: 60 / 90 / 180 days,"))
    assert file.origin("lines.camera.inputs.soc.stock.covers").ref == "notice"
    assert file.origin("lines.camera.inputs.soc.cost").ref == "estimate"


def test_what_is_nowhere_stated_has_the_origin_of_what_it_would_stand_in(read: Read) -> None:
    file = read(EXAMPLE)
    lens = file.origin("lines.camera.inputs.lens")
    assert file.origin("lines.camera.inputs.lens.stock.covers") == lens
    assert lens.line == line_of(EXAMPLE, "      lens:")
    assert file.origin("nothing.like.this") == Origin("scenario.yaml", 1, None)


def test_windows_line_ends_and_a_byte_order_mark_are_read(read: Read) -> None:
    assert read(b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode()).scenario == read(EXAMPLE).scenario


def test_a_file_elsewhere_is_shown_as_it_was_given(
    here: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("elsewhere") / "mine.yaml"
    path.write_text(EXAMPLE)
    assert read_scenario(str(path)).origin("title").file == str(path)


def test_a_thousand_lines_are_read_in_half_a_second(read: Read) -> None:
    line = LINES.removeprefix("lines:\n")
    many = "".join(line.replace("  camera:", f"  camera-{n}:", 1) for n in range(37))
    text = EXAMPLE.replace(line, many)
    assert text.count("\n") > 900
    read(EXAMPLE)
    fastest = min(_seconds(lambda: read(text)) for _ in range(3))
    assert fastest < 0.5


def _seconds(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


# Files a scenario uses


@pytest.fixture
def shipped(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of shipped files that stands in for the real one, with one file of everything but lines."""
    repository = tmp_path_factory.mktemp("repository")
    monkeypatch.setattr(catalogue, "_PACKAGE", repository / "sim")
    folder = repository / "scenarios" / "shipped"
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "basis.yaml").write_text(SECTIONS)
    return folder


def using(*names: str, without: str = SECTIONS) -> str:
    return EXAMPLE.replace(without, "").replace(
        "references:\n", f"use: [{', '.join(names)}]\nreferences:\n", 1
    )


@pytest.mark.parametrize("name", ["shipped/rules/basis", "shipped/rules/basis.yaml"])
def test_a_shipped_file_adds_its_sections_and_keeps_its_lines(name: str, shipped: Path, read: Read) -> None:
    file = read(using(name))
    assert file.scenario.rules.keys() == {"origin"}
    assert file.origin("rules.origin.issuer") == Origin("shipped/rules/basis.yaml", 9, None, 5)


def test_a_file_beside_the_scenario_adds_its_entries_after_the_scenarios_own(here: Path, read: Read) -> None:
    Path("more.yaml").write_text("organisations:\n  acme: {name: Acme, home: US}\nmeasures:\n")
    file = read(using("./more", without=""))
    assert list(file.scenario.organisations) == [
        "camera-maker",
        "chip-maker",
        "home-chips",
        "glass-works",
        "acme",
    ]
    assert file.origin("organisations.acme.name") == Origin("more.yaml", 2, None, 10)


def test_a_name_defined_in_two_files_is_answered_with_both_places(here: Path, refused: Refused) -> None:
    Path("more.yaml").write_text("# one more\norganisations:\n  glass-works: {name: Glass, home: JP}\n")
    text = using("./more", without="")
    assert refused(text) == [
        f"{place_of(text, '  glass-works: {name')}: organisations.glass-works: "
        "is defined here and at more.yaml:3:3; keep one of the two"
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("./../outside", "`./../outside` lies outside the folder of this scenario; write"),
        ("./link", "`./link` lies outside the folder of this scenario; write"),
        ("./folder/outside", "`./folder/outside` lies outside the folder of this scenario; write"),
        ("shipped/../../outside", "`shipped/../../outside` lies outside the shipped folder; write"),
        ("shipped/../entity-list", "`shipped/../entity-list` lies outside the shipped folder; write"),
        ("/etc/passwd", "found `/etc/passwd`; write `shipped/...`, or `./...` for a file beside this one"),
        ("../outside", "found `../outside`; write `shipped/...`, or `./...` for a file beside this one"),
        ("https://example.org/x", "found `https://example.org/x`; write `shipped/...`"),
        ("./circle", "cannot be the name of a file"),
        ("7", "found `7`; write `shipped/...`"),
        ("[a]", "found a list; write `shipped/...`"),
    ],
)
def test_a_file_outside_its_folder_is_never_read(
    name: str, said: str, shipped: Path, here: Path, refused: Refused
) -> None:
    outside = here.parent / "outside.yaml"
    outside.write_text("organisations:\n")
    (here / "link.yaml").symlink_to(outside)
    (here / "folder").symlink_to(here.parent)
    (here / "circle.yaml").symlink_to(here / "circle.yaml")
    (shipped.parent / "entity-list.yaml").write_text("organisations:\n")
    text = using(name)
    (found,) = refused(text)
    assert found.startswith(f"{place_of(text, name if name in text else '[a]')}: use: ")
    assert said in found


def test_a_name_no_file_can_have_is_refused(here: Path, refused: Refused) -> None:
    (found,) = refused(using("./" + "x" * 5000))
    assert "cannot be the name of a file" in found


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("shipped/rules/bases", "did you mean `shipped/rules/basis`?"),
        ("shipped/basis", "did you mean `shipped/rules/basis`?"),
        ("./mor", "did you mean `./more`?"),
        ("./zzz/more", "there is no file `./zzz/more`"),
    ],
)
def test_a_missing_file_is_answered_with_the_nearest(
    name: str, said: str, shipped: Path, here: Path, refused: Refused
) -> None:
    Path("more.yaml").touch()
    (found,) = refused(using(name))
    assert said in found


def test_a_pipe_is_not_waited_for(here: Path, refused: Refused) -> None:
    os.mkfifo("pipe.yaml")
    assert "there is no file `./pipe`" in refused(using("./pipe"))[0]


def test_what_is_wrong_in_used_files_is_said_with_what_is_wrong_here(here: Path, refused: Refused) -> None:
    Path("a.yaml").write_text("title: mine\nuse: [./b]\norganisation: {}\nlines: [1]\n")
    Path("b.yaml").write_text("organisations:\n  acme: {name: Acme, hme: US}\n")
    found = refused(using("./a", "./b", "./b", without="").replace("price: 55 USD", "price: 55"))
    assert [problem.split("; ")[0] for problem in found] == [
        "a.yaml:1:1: title: belongs into the scenario, not into a file it uses",
        "a.yaml:2:1: use: a used file uses no others",
        "a.yaml:3:1: organisation: `organisation` is not known here",
        "a.yaml:4:1: lines: found a list",
        "b.yaml:2:22: organisations.acme.hme: `hme` is not known here",
        "scenario.yaml:5:17: use: `./b` is already used on line 5",
        "scenario.yaml:65:5: lines.camera.price: `55` has no unit",
    ]


def test_a_scenario_does_not_use_itself(refused: Refused) -> None:
    (found,) = refused(using("./scenario", without=""))
    assert found == "scenario.yaml:5:7: use: `./scenario` is this scenario itself; leave it out"


def test_a_used_file_that_cannot_be_read_is_said_alone(here: Path, refused: Refused) -> None:
    Path("a.yaml").write_text("organisations: [\n")
    Path("b.yaml").write_bytes(b"\xff")
    found = refused(using("./a", "./b"))
    assert [problem.split(":")[:2] for problem in found] == [["a.yaml", "2"], ["b.yaml", "1"]]


def test_one_name_where_a_list_belongs_is_answered_with_the_form(here: Path, refused: Refused) -> None:
    (found,) = refused(using("./a").replace("[./a]", "./a"))
    assert "use: found `./a`; write a list such as `[shipped/rules]`" in found


# Inputs taken over from another line


def test_inputs_of_another_line_are_taken_over_where_a_line_has_none_of_its_own(read: Read) -> None:
    text = EXAMPLE.replace(LINES, LINES + SECOND_LINE)
    file = read(text)
    first, second = file.scenario.lines["camera"], file.scenario.lines["second"]
    assert second.inputs["lens"] == first.inputs["lens"]
    assert (first.inputs["soc"].cost.likely, second.inputs["soc"].cost.likely) == (12.5, 20)
    assert second.inputs["soc"].sources == first.inputs["soc"].sources


def test_what_is_taken_over_keeps_its_line_and_its_reference(read: Read) -> None:
    text = EXAMPLE.replace(LINES, LINES + SECOND_LINE)
    file = read(text)
    there = file.origin("lines.camera.inputs.soc.stock.covers")
    assert file.origin("lines.second.inputs.soc.stock.covers") == there
    own = Origin("scenario.yaml", line_of(text, "cost: 20 USD"), "notice", 9)
    assert file.origin("lines.second.inputs.soc.cost") == own


def test_inputs_are_taken_over_through_several_lines(read: Read) -> None:
    third = SECOND_LINE.replace("second:", "third:").replace("like: camera", "like: second")
    file = read(EXAMPLE.replace(LINES, "lines:\n" + third + SECOND_LINE + LINES.removeprefix("lines:\n")))
    assert list(file.scenario.lines) == ["third", "second", "camera"]
    assert file.scenario.lines["third"].inputs["lens"] == file.scenario.lines["camera"].inputs["lens"]


def test_lines_that_take_over_each_others_inputs_are_answered_with_the_circle(refused: Refused) -> None:
    third = SECOND_LINE.replace("second:", "third:").replace("like: camera", "like: second")
    text = EXAMPLE.replace(LINES, LINES + SECOND_LINE.replace("like: camera", "like: third") + third)
    assert "in a circle: second -> third -> second" in "\n".join(refused(text))


def test_a_long_chain_of_lines_is_followed_to_its_end(refused: Refused) -> None:
    chain = "".join(f"  c{n}: {{inputs_like: c{n + 1}}}\n" for n in range(3000))
    found = refused(EXAMPLE.replace(LINES, LINES + chain))
    assert any("lines.c2999.inputs_like: there is no line `c3000`" in problem for problem in found)


def test_an_unknown_line_is_answered_with_the_nearest(refused: Refused) -> None:
    text = EXAMPLE.replace(LINES, LINES + SECOND_LINE.replace("like: camera", "like: camra"))
    found = [problem for problem in refused(text) if "inputs_like" in problem]
    place = place_of(text, "inputs_like")
    said = "there is no line `camra`; did you mean `camera`?"
    assert found == [f"{place}: lines.second.inputs_like: {said}"]


def test_a_mistake_that_was_taken_over_is_said_once(refused: Refused) -> None:
    text = EXAMPLE.replace(LINES, LINES + SECOND_LINE).replace("cost: 3 USD", "cost: 3")
    assert len(refused(text)) == 1


# Variants


def test_a_variant_changes_what_it_names_and_keeps_the_change(read: Read) -> None:
    file = read(EXAMPLE, ["some-licences"])
    licences = file.scenario.measures["october-2019"].licences
    assert isinstance(licences, LicenceGrant)
    assert (licences.granted_after.likely, licences.volume.likely) == (90, 0.5)
    path = "measures.october-2019.licences"
    assert file.changes == (Change("some-licences", path, "none", "{granted_after: 90 days, volume: 50 %}"),)
    assert str(file.changes[0]) == f"{path}: none -> {{granted_after: 90 days, volume: 50 %}}"
    assert file.variants == ("some-licences",)
    assert read(EXAMPLE).scenario.measures["october-2019"].licences == "none"


def test_what_a_variant_sets_stands_in_the_variant_and_rests_on_its_reference(read: Read) -> None:
    line = line_of(EXAMPLE, "measures.october-2019.licences")
    expected = Origin("scenario.yaml", line, "estimate", 64)
    assert read(EXAMPLE, ["some-licences"]).origin("measures.october-2019.licences.volume") == expected


MORE_VARIANTS = """\
  rich:
    title: More stock
    set: {lines.camera.inputs.soc.stock.covers: 1 year, lines.camera.inputs.lens.stock: {covers: 1 year}}
  richer:
    title: Still more
    hypothetical: true
    set:
      lines.camera.inputs.soc.stock.covers: 2 years
      lines.camera.inputs.soc.sources.chip-maker.published: true
      rules.origin.when.any.0.is: CN
"""


def test_variants_are_applied_in_the_order_named(read: Read) -> None:
    file = read(EXAMPLE + MORE_VARIANTS, ["rich", "richer", "rich"])
    soc = "lines.camera.inputs.soc"
    assert [str(change) for change in file.changes] == [
        f"{soc}.stock.covers: 60 / 90 / 180 days -> 1 year",
        "lines.camera.inputs.lens.stock: not given -> {covers: 1 year}",
        f"{soc}.stock.covers: 1 year -> 2 years",
        f"{soc}.sources.chip-maker.published: false -> true",
        "rules.origin.when.any.0.is: US -> CN",
    ]
    assert file.variants == ("rich", "richer")
    assert file.hypothetical
    reversed_file = read(EXAMPLE + MORE_VARIANTS, ["richer", "rich"])
    stock = reversed_file.scenario.lines["camera"].inputs["soc"].stock
    assert stock is not None
    assert stock.covers.likely == 365.25


ADDING = """\
  second-round:
    title: A second round
    ref: estimate
    set:
      measures.a-second-round: {list: entity-list, batch: october-2019, effective: 2020-03-01}
      lines.camera.inputs.soc.alternatives.glass-works: {serves: 20 %, made_in: CN}
"""


def test_a_variant_adds_an_entry_to_a_map_and_leaves_the_others(read: Read) -> None:
    file = read(EXAMPLE + ADDING, ["second-round"])
    assert list(file.scenario.measures) == ["october-2019", "a-second-round"]
    assert list(file.scenario.lines["camera"].inputs["soc"].alternatives) == ["home-chips", "glass-works"]
    assert str(file.changes[1]) == (
        "lines.camera.inputs.soc.alternatives.glass-works: not given -> {serves: 20 %, made_in: CN}"
    )
    assert file.origin("lines.camera.inputs.soc.alternatives.glass-works.serves").ref == "estimate"


def test_only_the_last_name_of_a_path_may_be_new_and_a_field_is_no_name(refused: Refused) -> None:
    def said(path: str) -> str:
        variant = f"  wrong:\n    title: x\n    set: {{{path}: 1 %}}\n"
        return "\n".join(refused(EXAMPLE + variant, ["wrong"]))

    assert "there is no `a-second-round` in `measures`" in said("measures.a-second-round.chance")
    assert "there is no `titel` in `lines.camera`; did you mean `title`?" in said("lines.camera.titel")
    assert "there is no `1` in `rules.origin.reference`" in said("rules.origin.reference.1")


def test_a_number_a_variant_sets_without_a_reference_rests_on_that_of_its_new_place(read: Read) -> None:
    file = read(EXAMPLE + MORE_VARIANTS, ["rich"])
    assert file.origin("lines.camera.inputs.lens.stock.covers").ref == "estimate"


def test_a_variant_that_only_shares_a_word_with_another_is_answered_with_all_there_are(
    refused: Refused,
) -> None:
    more = "".join(
        f"  {name}:\n    title: x\n    set: {{lines.camera.price: 60 USD}}\n" for name in ("acme-ltd-stops",)
    )
    (found,) = refused(EXAMPLE + more, ["murata-stops"])
    assert found.endswith("there is no variant `murata-stops`; known: `acme-ltd-stops`, `some-licences`")


def test_an_unknown_variant_is_answered_with_the_nearest(refused: Refused) -> None:
    assert refused(EXAMPLE, ["some-licence"]) == [
        f"{place_of(EXAMPLE, 'variants:')}: variants: "
        "there is no variant `some-licence`; did you mean `some-licences`?"
    ]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            "measures.october-2019.licence",
            "there is no `licence` in `measures.october-2019`; did you mean `licences`?",
        ),
        (
            "measures.octobr-2019.licences",
            "there is no `octobr-2019` in `measures`; did you mean `october-2019`?",
        ),
        ("measure.october-2019.licences", "there is no `measure`; did you mean `measures`?"),
        (
            "lines.camera.ration.output",
            "`lines.camera.ration` is not given in this scenario; set it as a whole",
        ),
        (
            "measures.october-2019.licences.volume",
            "licences` holds `none`, which has nothing below it; set it as",
        ),
        ("rules.origin.reference.title", "there is no `title` in `rules.origin.reference`"),
        ("lines.camera.ref", "a variant cannot set `ref`; give the variant a `ref`"),
        ("lines.camera.inputs_like", "a variant cannot set `inputs_like`; set the inputs themselves"),
        ("schema", "a variant cannot set `schema`"),
        ("use", "a variant cannot set `use`"),
        ("variants.some-licences.title", "a variant cannot set `variants`"),
        ("rules.origin.when.any.7", "there is no `7` in `rules.origin.when.any`"),
        (".", "there is no ``"),
        (".".join("x" * 60), "is nested deeper than 40 levels"),
    ],
)
def test_a_path_a_variant_cannot_set_is_said_even_if_the_variant_is_not_asked_for(
    path: str, said: str, refused: Refused
) -> None:
    line = line_of(EXAMPLE, "measures.october-2019.licences:")
    place = f"scenario.yaml:{line}:7"
    text = EXAMPLE.replace("measures.october-2019.licences:", f"{path}:")
    for asked in ([], ["some-licences"]):
        (found,) = refused(text, asked)
        assert found.startswith(f"{place}: variants.some-licences.set.{path}: ")
        assert said in found


def test_a_wrong_value_in_a_variant_is_said_at_its_line_whether_asked_for_or_not(refused: Refused) -> None:
    text = EXAMPLE.replace("volume: 50 %", "volume: 50")
    place = place_of(text, "volume: 50")
    item = "measures.october-2019.licences.volume: `50` as a bare share"
    assert refused(text)[0].startswith(f"{place}: with variant some-licences: {item}")
    (found,) = refused(text, ["some-licences"])
    assert found.startswith(f"{place}: {item}")


def test_an_unknown_key_in_a_variants_value_is_said_with_the_nearest(refused: Refused) -> None:
    (found,) = refused(EXAMPLE.replace("volume: 50 %", "volum: 50 %"))
    assert "measures.october-2019.licences.volum: `volum` is not known here; did you mean `volume`?" in found
