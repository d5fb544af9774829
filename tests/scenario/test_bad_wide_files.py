"""This is a test of bad files in the whole language: `runout check` refuses each in seconds, and writes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import Ran, runout
from tests.scenario.test_checks_of_events import ANNOUNCED, EFFECTIVE, changed
from tests.scenario.test_checks_of_tiers import fed_by
from tests.wide_scenario import WIDE

Refused = Callable[..., list[str]]

FLEET = "fleet: {life: 4 / 5 / 6 years, spare: 5 %}"
SPLIT = "made_in: {US: 40 %, TW: 60 %}"
ORDERS = """on_order:
            - {pieces: 30000, due: 2019-05-20, source: memory-maker}
            - {pieces: 9000, due: 2019-06-01}"""
STOP_DAYS = "from: 2019-05-17\n    until: 2019-06-20 / 2019-06-25 / 2019-07-01"


def with_one(old: str, new: str) -> str:
    return changed((old, new))


# What is broken, and what the one message must say.
BAD = {
    "not a number among days": (
        with_one(EFFECTIVE, "effective: .nan / 2020-06-15 / 2020-09-30"),
        "second-round.effective: `.nan / 2020-06-15 / 2020-09-30` is not a date; write `2019-10-09` or",
    ),
    "only not a number for a day": (
        with_one("from: 2019-05-17", "from: .nan"),
        "vendor_stops.pause.from: `.nan` is not a finite",
    ),
    "days out of order": (
        with_one(EFFECTIVE, "effective: 2020-06-15 / 2020-06-10 / 2020-09-30"),
        "is not in the order earliest / likeliest / latest",
    ),
    "two days": (
        with_one(EFFECTIVE, "effective: 2020-06-10 / 2020-09-30"),
        "`2020-06-10 / 2020-09-30` is not a date; write `2019-10-09` or `2020-01-15 /",
    ),
    "a day there is not": (
        with_one(EFFECTIVE, "effective: 2020-06-31"),
        "effective: `2020-06-31` is not a date",
    ),
    "a day beyond the calendar": (
        with_one(EFFECTIVE, "effective: 10000-01-01"),
        "effective: `10000-01-01` is not a date",
    ),
    "a word for a day": (with_one(EFFECTIVE, "effective: soon"), "effective: `soon` is not a date"),
    "a list for a day": (with_one(EFFECTIVE, "effective: [2020-06-10]"), "effective: a list is not a date"),
    "announced only": (
        with_one(f"    {EFFECTIVE}\n", ""),
        "measures.second-round: `announced` needs `effective` beside it",
    ),
    "announced too late": (
        with_one(ANNOUNCED, "announced: 2020-07-01"),
        "2020-06-10 may come before it is announced",
    ),
    "chance that is uncertain": (
        with_one("chance: 60 %", "chance: 50 / 60 / 70 %"),
        "measures.second-round: `chance` is one share, not `50 / 60 / 70 %`",
    ),
    "chance of a stop that is uncertain": (
        with_one("chance: 95 %", "chance: 90 / 95 / 99 %"),
        "vendor_stops.pause: `chance` is one share",
    ),
    "chance above one": (with_one("chance: 60 %", "chance: 101 %"), "chance: `101 %` is more than 100 %"),
    "stop that ends before it begins": (
        with_one(STOP_DAYS, "from: 2019-06-20\n    until: 2019-06-20"),
        "vendor_stops.pause: until 2019-06-20 is not after from 2019-06-20",
    ),
    "stop of nobody": (
        with_one("buyers: [phone-maker]", "buyers: []"),
        "vendor_stops.pause.buyers: found an empty list; write at least one entry",
    ),
    "stop of a word": (
        with_one("buyers: [phone-maker]", "buyers: phone-maker"),
        "vendor_stops.pause.buyers: found `phone-maker`; write a list such as",
    ),
    "feeds itself in no time": (
        fed_by("processor", lead_time="0 days"),
        "goods go in a circle without time under way: `processor -> processor`",
    ),
    "uses up all it makes": (
        fed_by("processor", needs=1, lead_time="9 days"),
        "the circle `processor -> processor` uses up 1 of what it makes",
    ),
    "uses up endlessly more": (
        fed_by("processor", needs=1e11, lead_time="9 days"),
        "uses up 1e+11 of what it makes",
    ),
    "line there is not": (
        with_one("{line: processor,", "{line: processors,"),
        "own-chip.line: there is no line `processors`; did you mean `processor`?",
    ),
    "negative order": (
        with_one("{pieces: 30000,", "{pieces: -30000,"),
        "on_order.0.pieces: `-30000` is negative; a count is zero or more",
    ),
    "order of a mapping": (
        with_one(ORDERS, "on_order: {pieces: 3, due: 2019-06-01}"),
        "stock.on_order: found a mapping; write a list",
    ),
    "order without a day": (
        with_one("{pieces: 9000, due: 2019-06-01}", "{pieces: 9000}"),
        "on_order.1.due: is missing: the day they arrive",
    ),
    "stock in days and pieces": (
        with_one("pieces: 120000", "pieces: 120000\n          covers: 3 days"),
        "memory.stock: a stock is stated either as days (`covers`) or as `pieces`",
    ),
    "stock of no figure": (
        with_one("          pieces: 120000\n", ""),
        "memory.stock: a stock is stated either as days",
    ),
    "unknown currency": (
        with_one("cost: 80 CNY", "cost: 80 EUR"),
        "testers.cost: there is no rate for `EUR`; add",
    ),
    "currency in small letters": (
        with_one("cost: 80 CNY", "cost: 80 cny"),
        "testers.cost: `80 cny` has the unit `cny`",
    ),
    "rate that is uncertain": (
        with_one("usd: 0.15 USD", "usd: 0.14 / 0.15 / 0.16 USD"),
        "currencies.CNY: `0.14 / 0.15 / 0.16 USD` is not a rate",
    ),
    "rate of nothing": (with_one("usd: 0.15 USD", "usd: 0 USD"), "currencies.CNY: `0 USD` is not a rate"),
    "code that is none": (
        changed(("  CNY: {usd", "  Yuan: {usd")).replace(" CNY\n", " USD\n"),
        "currencies.Yuan: `Yuan` cannot be a name here; write a currency code of three capitals",
    ),
    "places that add to 90 %": (
        with_one(SPLIT, "made_in: {US: 30 %, TW: 60 %}"),
        "sources.memory-maker: the shares in `made_in` add up to 90 %, not 100 %",
    ),
    "places with a spread": (
        with_one(SPLIT, "made_in: {US: 30 / 40 / 50 %, TW: 60 %}"),
        "each share in `made_in` is one value above 0",
    ),
    "place with nothing": (
        with_one(SPLIT, "made_in: {US: 0 %, TW: 100 %}"),
        "each share in `made_in` is one value above 0",
    ),
    "no place": (with_one(SPLIT, "made_in: []"), "made_in: found an empty list; write"),
    "place that is none": (
        with_one(SPLIT, "made_in: {usa: 40 %, TW: 60 %}"),
        "made_in.usa: `usa` cannot be a name here; write a two-letter",
    ),
    "fleet with stock": (
        with_one(FLEET, FLEET + "\n        stock: {covers: 3 days}"),
        "inputs.testers: a `fleet` has no `stock`",
    ),
    "fleet with lots": (
        with_one(
            "tool-maker: {share: 100 %,",
            "tool-maker: {lots: [{ships: 2019-06-01, covers: 1 day}], share: 100 %,",
        ),
        "`tool-maker`: a fleet is not supplied by a line or in lots",
    ),
    "fleet from a line": (
        with_one("tool-maker: {share: 100 %,", "tool-maker: {line: processor, share: 100 %,"),
        "`tool-maker`: a fleet is not supplied by a line",
    ),
    "fleet of no life": (
        with_one("life: 4 / 5 / 6 years", "life: 0 / 5 / 6 years"),
        "the life of a fleet is 0 / 1826.25 / 2191.5 days; it must be more than 0",
    ),
    "fleet that dies too soon": (
        with_one("life: 4 / 5 / 6 years", "life: 1 / 5 / 6 years"),
        "fleet.life: `365.25 / 1826.25 / 2191.5 days` may end before the horizon",
    ),
    "ageing by no share": (
        with_one("ageing: {after: 12 months, a_year: 15 %}", "ageing: {after: 12 months}"),
        "ageing.a_year: is missing: share of planned demand lost",
    ),
    "headroom below one": (
        with_one("headroom: 1.5", "headroom: 0.5"),
        "inputs.memory: the headroom of `memory-maker` is 0.5; it is 1 or more",
    ),
    "headroom that may be below one": (
        with_one("headroom: 1.5", "headroom: 0.9 / 1.5 / 2"),
        "the headroom of `memory-maker` is 0.9 / 1.5 / 2; it is 1 or more",
    ),
    "negative price factor": (
        with_one("headroom: 1.5", "price_factor: -1.2"),
        "memory-maker.price_factor: `-1.2` is negative",
    ),
    "price factor with a unit": (
        with_one("serves: 10 / 30 / 50 %", "price_factor: 20 kg, serves: 10 / 30 / 50 %"),
        "third-memory.price_factor: `20 kg` has the unit `kg`, which is not a unit of a count; write a number",
    ),
    "price factor of a class out of order": (
        with_one(
            "    qualification: 180 days\n", "    qualification: 180 days\n    price_factor: 2 / 1 / 3\n"
        ),
        "price_factor: `2 / 1 / 3` is not in the order low / likely / high",
    ),
    "rank below zero": (with_one("rank: 1}", "rank: -1}"), "second-memory.rank: found `-1`; write 0 or more"),
    "rank beyond all": (
        with_one("rank: 1}", "rank: 1001}"),
        "second-memory.rank: found `1001`; write 1000 or less",
    ),
    "rank between two": (
        with_one("rank: 1}", "rank: 1.5}"),
        "second-memory.rank: found `1.5`; write a whole number",
    ),
    "no plan for a market": (
        with_one("plan: 1000 units/day", "plan: 0 units/day"),
        "lines.phone: `plan` is 0 units/day; it must be more than 0, or 0 and without",
    ),
    "plan that may be nothing": (
        with_one("plan: 1000 units/day", "plan: 0 / 10 / 1000 units/day"),
        "lines.phone: `plan` is 0 / 10 / 1000 units/day",
    ),
    "negative growth": (with_one("plan_grows: 10 %", "plan_grows: -10 %"), "plan_grows: `-10 %` is negative"),
    "growth of nothing": (
        with_one("plan: 0 units/day", "plan: 0 units/day\n    plan_grows: 10 %"),
        "lines.processor: `plan` is 0 units/day",
    ),
    "market of nothing": (
        with_one("plan: 0 units/day", "plan: 0 units/day\n    sold_in: {CN: 100 %}"),
        "lines.processor: `plan` is 0 units/day",
    ),
    "capacity too small": (
        with_one("capacity: 1500", "capacity: 900"),
        "lines.phone.capacity: `900 units/day` is less than the planned rate",
    ),
    "capacity without a unit": (
        with_one("capacity: 1500 units/day", "capacity: 1500"),
        "lines.phone.capacity: `1500` has no unit",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_it_is_answered_by_one_message_with_line_and_column(case: str, refused: Refused) -> None:
    text, said = BAD[case]
    found = refused(text)
    assert len(found) == 1, found
    assert said in found[0]
    file, line, column, *_ = found[0].split(":")
    assert file == "scenario.yaml"
    assert text.split("\n")[int(line) - 1][int(column) - 1 :].strip()


# As a person meets them: whole runs of the command


def check(folder: Path, given: str) -> Ran:
    return runout("check", given, folder=folder)


def nested(folder: Path) -> str:
    (folder / "a.yaml").write_text("a: " + "[" * 50_000_000)
    return "a.yaml"


def nearly_too_large(folder: Path) -> str:
    (folder / "a.yaml").write_text("a: " + "[" * 5_900_000)
    return "a.yaml"


def many_values(folder: Path) -> str:
    (folder / "a.yaml").write_text("a: [" + "1, " * 1_900_000 + "1]")
    return "a.yaml"


def many_mistakes(folder: Path) -> str:
    (folder / "a.yaml").write_text(WIDE + "lnes:\n" + "".join(f"  k{n}: {{a: 1}}\n" for n in range(30_000)))
    return "a.yaml"


def many_circles(folder: Path) -> str:
    text = fed_by("processor", lead_time="0 days")
    line = text[text.index("  processor:\n    title") : text.index("variants:")]
    copies = "".join(line.replace("processor", f"l{n}") for n in range(1000))
    (folder / "a.yaml").write_text(text.replace("variants:", copies + "variants:"))
    return "a.yaml"


def uses_itself(folder: Path) -> str:
    (folder / "a.yaml").write_text(WIDE.replace("references:", "use: [./a]\nreferences:", 1))
    return "a.yaml"


def uses_each_other(folder: Path) -> str:
    (folder / "a.yaml").write_text(WIDE.replace("references:", "use: [./b]\nreferences:", 1))
    (folder / "b.yaml").write_text("use: [./a]\n")
    return "a.yaml"


def uses_a_pipe(folder: Path) -> str:
    os.mkfifo(folder / "b.yaml")
    (folder / "a.yaml").write_text(WIDE.replace("references:", "use: [./b]\nreferences:", 1))
    return "a.yaml"


def a_pipe(folder: Path) -> str:
    os.mkfifo(folder / "a.yaml")
    return "a.yaml"


def a_folder(folder: Path) -> str:
    (folder / "a.yaml").mkdir()
    return "a.yaml"


def a_link_to_itself(folder: Path) -> str:
    (folder / "a.yaml").symlink_to(folder / "a.yaml")
    return "a.yaml"


HARD: dict[str, tuple[Callable[[Path], str], str]] = {
    "50 MB of brackets": (nested, "a.yaml: is larger than 6 MB; no scenario needs that"),
    "6 MB of brackets": (nearly_too_large, "is nested deeper than 40 levels"),
    "6 MB of values": (many_values, "more than 300,000 values"),
    "30,000 mistakes": (many_mistakes, "`lnes` is not known here; did you mean `lines`?"),
    "1,000 circles": (many_circles, "`l999 -> l999`"),
    "uses itself": (uses_itself, "use: `./a` is this scenario itself; leave it out"),
    "uses a file that uses it": (uses_each_other, "b.yaml:1:1: use: a used file uses no others"),
    "uses a pipe": (uses_a_pipe, "use: there is no file `./b`"),
    "a pipe": (a_pipe, "a.yaml: is not a regular file; give a scenario file"),
    "a folder": (a_folder, "a.yaml: is a folder; give a scenario file"),
    "a link to itself": (a_link_to_itself, "a.yaml: cannot be read"),
    "a device": (lambda folder: "/dev/zero", "/dev/zero: is not a regular file"),
    "nothing": (lambda folder: "", "no scenario is named"),
}


@pytest.mark.parametrize("case", HARD)
def test_the_command_refuses_it_in_seconds_and_writes_nothing(case: str, tmp_path: Path) -> None:
    make, said = HARD[case]
    given = make(tmp_path)
    before = sorted(tmp_path.iterdir())
    done = check(tmp_path, given)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert done.seconds < 5
    assert done.megabytes < 500
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("case", ["two days", "fleet with stock", "uses up all it makes", "unknown currency"])
def test_the_command_exits_with_2_for_a_mistake(case: str, tmp_path: Path) -> None:
    text, said = BAD[case]
    (tmp_path / "a.yaml").write_text(text)
    done = check(tmp_path, "a.yaml")
    assert (done.code, done.err.count("\n")) == (2, 2)
    assert said in done.err
    assert [each.name for each in tmp_path.iterdir()] == ["a.yaml"]
