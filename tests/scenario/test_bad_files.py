"""This is a test of bad scenario files: each is refused with one message that says where and what would be right."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import read_scenario, text_file
from tests.example_scenario import EXAMPLE
from tests.scenario.places import line_of, place_of

Refused = Callable[..., list[str]]


def broken(old: str, new: str) -> str:
    """The example with one thing changed."""
    assert EXAMPLE.count(old) >= 1, f"the example has no {old!r}"
    return EXAMPLE.replace(old, new, 1)


# What is broken, into what, and what the one message must say besides the line of the change.
SMALL_MISTAKES = {
    "unknown key": ("price: 55 USD", "prise: 55 USD", ["lines.camera.prise", "did you mean `price`?"]),
    "unknown section": ("\nlines:", "\nlnes:", ["lnes: `lnes` is not known", "did you mean `lines`?"]),
    "key by its Python name": ("class: chip", "class_: chip", ["inputs.soc.class_", "did you mean `class`?"]),
    "no unit": (
        "plan: 1000 units/day",
        "plan: 1000",
        ["lines.camera.plan: `1000` has no unit; write `1000 units/day`, if that is meant"],
    ),
    "wrong unit": (
        "cost: 3 USD",
        "cost: 3 kg",
        ["inputs.lens.cost", "unit `kg`", "write a code of three letters, such as `3 USD`"],
    ),
    "currency without a rate": (
        "cost: 3 USD",
        "cost: 3 EUR",
        ["inputs.lens.cost: there is no rate for `EUR`"],
    ),
    "unit of another thing": (
        "plan: 1000 units/day",
        "plan: 1000 pieces/dag",
        [
            "`pieces/dag`, which is not a unit of a rate; write `1000 units/day`, if that is meant; known are "
            "units/day, units/week, units/month, units/year"
        ],
    ),
    "half a unit": ("plan: 1000 units/day", "plan: 1000/day", ["did you mean `1000 units/day`?"]),
    "decimal comma": ("cost: 3 USD", "cost: 1.291,50 USD", ["has a decimal comma; write `1291.50 USD`"]),
    "decimal comma in a range": (
        "covers: 60 / 90 / 180 days",
        "covers: 60,5 / 90 / 180,25 days",
        ["has a decimal comma; write `60.5 / 90 / 180.25 days`"],
    ),
    "decimal comma without a unit": (
        "cost: 3 USD",
        "cost: 3,50",
        ["`3,50` has a decimal comma; write `3.50 USD`, if that is meant"],
    ),
    "a comma that may be either": (
        "cost: 3 USD",
        "cost: 3,500 USD",
        ["has a comma, a sign or a space inside a number; write plain digits and a decimal point"],
    ),
    "misspelt unit": (
        "stock: 60 days",
        "stock: 2 monts",
        ["classes.chip.stock", "is not a unit of a duration; did you mean `2 months`?"],
    ),
    "bare 70 as share": ("{CN: 70 %", "{CN: 70", ["sold_in.CN", "write `70 %` or a number from 0 to 1"]),
    "share above 100 %": (
        "serves: 10 / 30 / 50 %",
        "serves: 120 %",
        ["alternatives.home-chips.serves", "`120 %` is more than 100 %"],
    ),
    "negative stock": ("covers: 60 / 90 / 180 days", "covers: -60 days", ["soc.stock.covers", "is negative"]),
    "two numbers in a range": (
        "covers: 60 / 90 / 180 days",
        "covers: 60 / 90 days",
        ["soc.stock.covers", "has two numbers; write one value or `low / likely / high`"],
    ),
    "range out of order": (
        "60 / 90 / 180 days",
        "90 / 60 / 180 days",
        ["not in the order low / likely / high"],
    ),
    "range with a dash": ("60 / 90 / 180 days", "60-180 days", ["write `90 days` or `60 / 90 / 180 days`"]),
    "unit in every number": ("60 / 90 / 180 days", "60 days / 90 days / 180 days", ["once, after the last"]),
    "number without end": ("12.50 USD", "1e999 USD", ["is not finite"]),
    "mapping for a number": (
        "plan: 1000 units/day",
        "plan: {a: 1}",
        ["plan: a mapping is not a rate; write"],
    ),
    "nothing for a number": ("plan: 1000 units/day", "plan:", ["plan: nothing is not a rate; write"]),
    "not a number": (
        "covers: 60 / 90 / 180 days",
        "covers: .nan",
        ["soc.stock.covers", "not a finite number"],
    ),
    "infinite": ("covers: 60 / 90 / 180 days", "covers: -.inf", ["soc.stock.covers", "not a finite number"]),
    "Python tag": (
        "title: Camera\n",
        "title: !!python/object/apply:os.system [Camera]\n",
        ["lines.camera.title: the tag `!!python/object/apply:os.system` is not read here; leave it out"],
    ),
    "YAML tag": ("title: Camera\n", "title: !!str Camera\n", ["lines.camera.title: the tag `!!str`"]),
    "merge key": (
        "    title: Camera\n",
        "    <<: {title: Camera}\n    title: Camera\n",
        ["lines.camera: merge keys"],
    ),
    "number as a key": (
        "    title: Camera\n",
        "    2019: Camera\n    title: Camera\n",
        ["lines.camera: `2019` is not text", '"2019"'],
    ),
    "number as text": ("title: Camera\n", "title: 2019\n", ["lines.camera.title: found `2019`", '"2019"']),
    "yes for true": (
        "made_in: US}",
        "made_in: US, published: yes}",
        ["chip-maker.published: found `yes`; write `true` or `false`"],
    ),
    "seconds for a date": (
        "start: 2019-05-01",
        "start: 86400",
        ["clock.start: found `86400`; write a date such"],
    ),
    "a day that is none": (
        "start: 2019-05-01",
        "start: 2019-02-30",
        ["found `2019-02-30`; write a date such"],
    ),
    "one of few": (
        "goods_en_route: honoured",
        "goods_en_route: honored",
        ["goods_en_route: found `honored`; write `honoured` or `returned`; did you mean `honoured`?"],
    ),
    "licences": (
        "licences: none",
        "licences: granted",
        ["licences: found `granted`; write `none` or a mapping with `granted_after`, `volume`"],
    ),
    "number in licences": (
        "licences: none",
        "licences: {granted_after: 90, volume: 50 %, ref: estimate}",
        ["measures.october-2019.licences.granted_after: `90` has no unit; write `90 days`"],
    ),
    "country": (
        "made_in: US}",
        "made_in: usa}",
        ["found `usa`; write `unknown` or a two-letter country code"],
    ),
    "country in a list": (
        "made_in: US}",
        "made_in: [CN, usa]}",
        ["made_in.1: found `usa`; write a two-letter"],
    ),
    "content": (
        "made_in: US}",
        "made_in: CN, content: {US: {total: most}}}",
        ["content.US.total: `most` is not a share", "or write `unknown`"],
    ),
    "condition": (
        "- {fact: made_in, is: US}",
        "- {fact: made_in}",
        ["rules.origin.when.any.0: a `fact` is tested by exactly one of `is`"],
    ),
    "name with capitals": (
        "  some-licences:",
        "  Some Licences:",
        ["variants.Some Licences: `Some Licences` cannot be a name here", "small letters"],
    ),
    "name with a dot": (
        "elsewhere: 30 %",
        "other.places: 30 %",
        ["sold_in.other.places: a name cannot have a dot"],
    ),
    "ref that backs nothing": (
        "\nreferences:",
        "\nref: estimate\nreferences:",
        ["ref: a `ref` backs only its own"],
    ),
    "control character": (
        "title: Camera\n",
        'title: "Camera\\e[31m"\n',
        ["title: holds the control character U+001B"],
    ),
    "unknown alias": (
        "title: Camera\n",
        "title: *camera\n",
        ["the alias `*camera` has no `&camera` before it"],
    ),
    "endless alias": ("title: Camera\n", "title: &a [*a]\n", ["the alias `*a` lies inside `&a`"]),
    "open list": ("made_in: US}", "made_in: [US}", ["expected `,` or `]`: the list opened with `["]),
    "colon in text": ("title: Camera\n", "title: Camera: new\n", ["text that holds `: ` goes in quotes"]),
    "tab": ("    title: Camera\n", "\ttitle: Camera\n", ["a tab indents this line; expected spaces"]),
    "sign": ("title: Camera\n", "title: @Camera\n", ["cannot start with `@`; expected text in quotes"]),
    "schema": ("runout/2", "runout/3", ["schema: found `runout/3`; this version of runout reads `runout/2`"]),
    "schema that is a mapping": (
        "schema: runout/2",
        "schema: {a: 1}",
        ["schema: found a mapping; this version"],
    ),
    "schema of before": (
        "runout/2",
        "runout/1",
        ["schema: found `runout/1`; write `schema: runout/2`: nothing else must change"],
    ),
}


# What stands at the line and column said, where that is not the key of the value that is wrong.
AT_THE_VALUE = {
    "not a number": ".nan",
    "infinite": "-.inf",
    "Python tag": "!!python",
    "YAML tag": "!!str",
    "merge key": "<<",
    "number as a key": "2019",
    "country in a list": "usa",
    "condition": "{fact: made_in}",
    "name with a dot": "other.places",
    "control character": '"Camera',
    "unknown alias": "*camera",
    "endless alias": "*a",
    "open list": "}",
    "colon in text": ": new",
    "tab": "\t",
    "sign": "@Camera",
}


@pytest.mark.parametrize("case", SMALL_MISTAKES)
def test_a_small_mistake_is_answered_by_one_message_at_its_line(case: str, refused: Refused) -> None:
    old, new, said = SMALL_MISTAKES[case]
    text = broken(old, new)
    found = refused(text)
    assert len(found) == 1, found
    line = EXAMPLE[: EXAMPLE.index(old)].count("\n") + 1 + (len(new) - len(new.lstrip("\n")))
    place, item = found[0].split(": ")[:2]
    file, line_said, column = place.split(":")
    assert (file, int(line_said)) == ("scenario.yaml", line)
    stands_at = text.split("\n")[line - 1][int(column) - 1 :]
    assert stands_at.startswith(AT_THE_VALUE.get(case, item.rpartition(".")[2]))
    for part in said:
        assert part in found[0]


def test_shares_that_do_not_add_up_are_said_at_the_input(refused: Refused) -> None:
    text = broken("share: 100 %, made_in: US", "share: 90 %, made_in: US")
    assert refused(text) == [
        f"{place_of(text, 'soc:')}: lines.camera.inputs.soc: "
        "the shares of its sources add up to 90 %, not 100 %"
    ]


def test_a_key_given_twice_is_answered_with_both_lines(refused: Refused) -> None:
    text = broken("    price: 55 USD\n", "    price: 55 USD\n    price: 56 USD\n")
    first, second = line_of(text, "price: 55"), place_of(text, "price: 56")
    assert refused(text) == [
        f"{second}: lines.camera.price: is already given on line {first}; keep one of the two"
    ]


def test_a_missing_field_is_answered_with_what_it_is(refused: Refused) -> None:
    text = broken("    price: 55 USD\n", "")
    assert refused(text) == [
        f"{place_of(text, '  camera:')}: lines.camera.price: is missing: "
        "what the maker gets for one product; weights a company's lines."
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "scenario.yaml:1:1: is empty; a scenario file begins with `schema: runout/2`"),
        (b"\xef\xbb\xbf\n", "scenario.yaml:1:1: is empty; a scenario file begins with `schema: runout/2`"),
        (b"# nothing yet\n", "scenario.yaml:1:1: is empty; a scenario file begins with `schema: runout/2`"),
        (b"- one\n- two\n", "scenario.yaml:1:1: holds a list; a scenario file holds `key: value` lines from"),
        (b"runout\n", "scenario.yaml:1:1: holds `runout`; a scenario file holds `key: value` lines from"),
        (
            b"title: a\nquestion: \xff\n",
            "scenario.yaml:2:11: is not valid UTF-8: byte 0xFF cannot stand here; save",
        ),
        (
            "title: a".encode("utf-16"),
            "scenario.yaml:1:1: is not valid UTF-8: byte 0xFF cannot stand here; save",
        ),
        (
            b"title: a\nquestion: \x00\n",
            "scenario.yaml:2:11: holds the control character U+0000; leave it out",
        ),
        (
            b"title: a\n---\ntitle: b\n",
            "scenario.yaml:2:1: a second document starts here (`---`); a file holds one",
        ),
        (b"a: " + b"[" * 5000, "is nested deeper than 40 levels; no scenario needs that"),
        (b"a: " + b"{b: " * 5000, "is nested deeper than 40 levels; no scenario needs that"),
        (b"? " * 5000, "a key must be text, not a list or a mapping"),
    ],
)
def test_what_is_no_scenario_at_all_is_answered_by_one_message(
    content: bytes, said: str, refused: Refused
) -> None:
    (found,) = refused(content)
    assert said in found


def test_an_alias_bomb_is_refused_at_once(refused: Refused) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    started = time.process_time()
    (found,) = refused("\n".join(levels))
    assert time.process_time() - started < 1
    assert found.startswith("scenario.yaml:5:5: a5")
    assert "more than 300,000 values, aliases written out" in found


def test_aliases_that_pile_up_levels_are_refused(refused: Refused) -> None:
    levels = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 60)]
    (found,) = refused("\n".join(levels))
    assert "nests values deeper than 40 levels" in found


def test_inputs_taken_over_again_and_again_are_refused_before_they_fill_the_memory(refused: Refused) -> None:
    camera = EXAMPLE[EXAMPLE.index("  camera:\n") : EXAMPLE.index("variants:")]
    copies = "".join(f"  c{n}: {{inputs_like: camera}}\n" for n in range(18000))
    (found,) = refused(EXAMPLE.replace(camera, camera + copies))
    assert "lines: more than 300,000 values once `inputs_like` is written out" in found


def test_a_huge_file_is_refused_unread(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_file, "MAX_BYTES", 1_000_000)
    assert refused(b"x" * 1_000_001) == ["scenario.yaml: is larger than 1 MB; no scenario needs that"]


@pytest.mark.parametrize("given", ["scenaro.yaml", Path("scenaro.yaml")])
def test_a_missing_file_is_answered_with_the_nearest(given: str | Path, here: Path) -> None:
    Path("scenario.yaml").touch()
    with pytest.raises(ScenarioError, match=r"^scenaro.yaml: no such file; did you mean `scenario.yaml`\?$"):
        read_scenario(given)


def test_a_folder_or_a_pipe_is_no_scenario(here: Path) -> None:
    os.mkfifo("pipe.yaml")
    for given, said in ((here, "is a folder"), (Path("pipe.yaml"), "is not a regular file")):
        with pytest.raises(ScenarioError, match=said):
            read_scenario(given)


def test_everything_wrong_is_said_at_once(refused: Refused) -> None:
    text = EXAMPLE
    for old, new in {
        "until: 2020-12-31": "untill: 2020-12-31",
        "rule: origin": "rule: orign",
        "stock: 60 days": "stock: 60 apples",
        "maker: camera-maker": "maker: camera-makr",
        "plan: 1000 units/day": "plan: 1000",
        "elsewhere: 30 %}": "elsewhere: 30 %, CN: 1 %}",
        "as_of: 2019-05-01": "as_of: 2019-12-01",
        "cost: 3 USD": "cost: -3 USD",
        "glass-works: {share": "glas-works: {share",
        "measures.october-2019.licences": "measures.october-2020.licences",
    }.items():
        assert old in text
        text = text.replace(old, new, 1)
    found = refused(text)
    items = [problem.split(": ")[1] for problem in found]
    assert items == [
        "clock.untill",
        "lists.entity-list.rule",
        "classes.chip.stock",
        "lines.camera.maker",
        "lines.camera.plan",
        "lines.camera.sold_in.CN",
        "lines.camera.inputs.lens.cost",
        "lines.camera.inputs.lens.sources.glas-works",
        "variants.some-licences.set.measures.october-2020.licences",
    ]


def test_a_wrong_number_does_not_hide_what_is_wrong_between_other_parts(refused: Refused) -> None:
    text = broken("cost: 3 USD", "cost: 3").replace("as_of: 2019-05-01", "as_of: 2019-12-01")
    assert [problem.split(": ")[1] for problem in refused(text)] == [
        "lines.camera.inputs.soc.stock.as_of",
        "lines.camera.inputs.lens.cost",
    ]
