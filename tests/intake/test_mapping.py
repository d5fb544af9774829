"""This is a test of mappings: what a person may edit, and how a wrong one is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.intake.importing import guess_mapping
from sim.intake.mapping import read_mapping
from tests.intake.conftest import GOOD, Import, Refused, plan


@pytest.fixture
def mapping(imported: Import) -> Path:
    """The mapping that a first import of the good list writes."""
    return imported(GOOD, rates=("EUR=1.08 USD on 2026-01-02",), plan="500 units/day", price="99 EUR")[
        0
    ].mapping


def edited(mapping: Path, old: str, new: str) -> Path:
    text = mapping.read_text()
    assert old in text, f"the mapping has no {old!r}:\n{text}"
    mapping.write_text(text.replace(old, new, 1))
    return mapping


WRONG = {
    "unknown key": (
        "currency: USD",
        "curency: USD",
        "curency: `curency` is not known here; did you mean `currency`?",
    ),
    "unknown key below": (
        "decimal:",
        "decimals:",
        "file.decimals: `decimals` is not known here; did you mean",
    ),
    "unknown field": (
        "  part: Part number",
        "  parts: Part number",
        "columns.parts: `parts` is not known here",
    ),
    "a column that is not there": (
        "quantity: Qty",
        "quantity: Qtty",
        "has no column `Qtty`, which the mapping reads as",
    ),
    "a row that is not there": (
        "header_row: 1",
        "header_row: 99",
        "`header_row` of the mapping names a row that is",
    ),
    "no date": ("date: 2026-01-15", "date: soon", "file.date: found `soon`"),
    "a decimal sign": ('decimal: "."', 'decimal: "!"', "file.decimal: found `!`"),
    "a wrong schema": ("runout-mapping/1", "runout-mapping/7", "schema: found `runout-mapping/7`"),
    "a class that is none": ("SOC-1: camera-soc", "SOC-1: Camera SoC", "classes.SOC-1: found `Camera SoC`"),
    "a plan without unit": (
        "plan: 500 units/day",
        "plan: 500",
        "product.plan: found `500`: `500` has no unit",
    ),
    "a class that is not there": (
        "SOC-1: camera-soc",
        "SOC-1: camera-sock",
        "there is no class `camera-sock`; did you",
    ),
    "shares of markets": (
        "  price: 99 EUR",
        "  price: 99 EUR\n  sold_in: {EU: 50 %}",
        "add up to 50 %, not 100 %",
    ),
    "a part that is not there": (
        "SOC-1: camera-soc",
        "SOC-l: camera-soc",
        "classes.SOC-l: `SOC-l` is no part of the list; did you mean `SOC-1`?",
    ),
    "a supplier that is not there": (
        "Lens Works: {home: JP}",
        "Lens Work: {home: JP}",
        "suppliers.Lens Work: `Lens Work` is no supplier of the list; did you mean `Lens Works`?",
    ),
    "a pattern that fits nothing": (
        "classes_by_description: []",
        "classes_by_description: [{description: Lense, class: lens}]",
        "classes_by_description.0.description: no description is like `Lense`; did you mean `Lens`?",
    ),
    "a pattern with a class that is not there": (
        "classes_by_description: []",
        'classes_by_description: [{description: "Lens*", class: lenses}]',
        "classes_by_description.0.class: there is no class `lenses`; did you mean `lens`?",
    ),
    "a pattern with an unknown key": (
        "classes_by_description: []",
        "classes_by_description: [{descripton: Lens, class: lens}]",
        "classes_by_description.0.descripton: `descripton` is not known here; did you mean `description`?",
    ),
    "a rate in other words": (
        "\nrates: {EUR: 1.08 USD on 2026-01-02}",
        "\nrates: {EUR: 1.08 USD}",
        "rates.EUR: `1.08 USD` is not a rate; write what one unit is worth, and of which day",
    ),
    "a home by name": (
        "Lens Works: {home: JP}",
        "Lens Works: {home: Japan}",
        "suppliers.Lens Works.home: `Japan` is not the code of a country; did you mean `JP` (Japan)?",
    ),
    "a maker's home misspelt": (
        "  home: unknown",
        "  home: Germnay",
        "product.home: `Germnay` is not the code of a country; did you mean `DE` (Germany)?",
    ),
    "a country that may forbid": (
        "what_if: {}",
        "what_if: {country: Chin}",
        "what_if.country: `Chin` is not the code of a country; did you mean `CN` (China)?",
    ),
    "a rate with a decimal comma": (
        "\nrates: {EUR: 1.08 USD on 2026-01-02}",
        "\nrates: {EUR: 1,08 USD on 2026-01-02}",
        "rates.EUR: `1,08 USD on 2026-01-02` has a decimal comma; write `1.08 USD on 2026-01-02`",
    ),
    "a chance with a decimal comma": (
        "what_if: {}",
        "what_if: {country: JP, chance: 1,5 %}",
        "what_if.chance: `1,5 %` has a decimal comma; write `1.5 %`",
    ),
    "a bare chance with a decimal comma": (
        "what_if: {}",
        "what_if: {country: JP, chance: 0,6}",
        'what_if: `6` is not text; write it in quotes: "6"; or, if a decimal comma stands before it: `0.6`',
    ),
    "a price with a decimal comma": (
        "price: 99 EUR",
        "price: 1.299,50 EUR",
        "product.price: found `1.299,50 EUR`: `1.299,50 EUR` has a decimal comma; write `1299.50 EUR`",
    ),
    "broken syntax": ("columns:", "columns: [", "expected"),
}


SEVERAL: tuple[
    str, ...
] = ()  # mistakes that are two: a key that is not known, and the one that is missing for it


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_in_a_mapping_is_answered_at_its_line(case: str, mapping: Path, refused: Refused) -> None:
    old, new, said = WRONG[case]
    found = refused(None, mapping=edited(mapping, old, new), output=Path("new.yaml"))
    (only,) = found
    assert said in only


def test_a_misspelt_key_hides_nothing_else_that_is_wrong(mapping: Path, refused: Refused) -> None:
    edited(mapping, "currency: USD", "curency: USD")
    edited(mapping, "plan: 500 units/day", "plan: 500")
    edited(mapping, "Lens Works: {home: JP}", "Lens Works: {hom: JP}")
    edited(mapping, "CASE-1: mechanical", "CASE-1: Mechanical Parts")
    found = refused(None, mapping=mapping, output=Path("new.yaml"))
    assert [each.split(": ")[1] for each in found] == [
        *("curency", "product.plan", "suppliers.Lens Works.hom", "classes.CASE-1"),
    ]


def test_a_mapping_that_is_missing_or_empty_is_said(refused: Refused, here: Path) -> None:
    (found,) = refused(GOOD, mapping=Path("none.yaml"))
    assert found == "none.yaml: is no file; give the mapping that `runout import` wrote"
    Path("empty.yaml").write_text("# nothing\n")
    (found,) = refused(None, mapping=Path("empty.yaml"))
    assert found == "empty.yaml:1: is empty; a mapping begins with `schema: runout-mapping/1`"


def test_what_a_person_edits_is_done(mapping: Path, imported: Import) -> None:
    for old, new in {
        "SOC-1: camera-soc": "SOC-1: unclassified",
        "Lens Works: {home: JP}": "Lens Works: {is: sunny-optical}",
        "HiSilicon: {is: hisilicon}": "HiSilicon: {home: TW}",
        "what_if: {}": "what_if: {country: JP, chance: 40 %}",
    }.items():
        edited(mapping, old, new)
    _, scenario = imported(None, mapping=mapping, force=True)
    (line,) = scenario.lines.values()
    assert line.inputs["soc-1"].class_ == "unclassified"
    assert list(line.inputs["lens-1"].sources) == ["sunny-optical"]
    assert scenario.organisations["hisilicon-2"].home == "TW"  # the shipped one keeps its key
    assert str(scenario.measures["what-if"].chance) == "40 %"
    assert (str(line.plan), str(line.price)) == ("500 units/day", "99 EUR")


def test_a_mapping_can_be_guessed_alone_when_rows_are_wrong(here: Path) -> None:
    Path("parts.csv").write_text(GOOD.replace("TW,1", "TW,many"))
    done = guess_mapping(plan(Path("parts.csv"), {}))
    assert read_mapping(done.mapping).columns["quantity"] == "Qty"
    assert not done.scenario.exists()


def test_units_of_the_list_can_be_explained(mapping: Path, imported: Import) -> None:
    edited(mapping, "\npieces_in: {}", "\npieces_in: {reel: 5000}")
    _, scenario = imported(GOOD.replace("60000", "3 reel"), mapping=mapping, force=True)
    (line,) = scenario.lines.values()
    stock = line.inputs["soc-1"].stock
    assert stock is not None
    assert stock.pieces is not None
    assert stock.pieces.likely == 15_000


def test_a_rate_is_written_as_on_the_command_line_or_in_full(mapping: Path, imported: Import) -> None:
    edited(
        mapping, "\nrates: {EUR: 1.08 USD on 2026-01-02}", "\nrates: {EUR: 1.0812345678 USD on 2026-11-20}"
    )
    assert imported(None, mapping=mapping, force=True)[1].currencies["EUR"].usd.likely == 1.0812345678
    edited(mapping, "EUR: 1.0812345678 USD on 2026-11-20", "EUR: {usd: 1.5 USD, date: 2026-11-20}")
    assert imported(None, mapping=mapping, force=True)[1].currencies["EUR"].usd.likely == 1.5


def test_a_class_can_be_given_to_many_parts_by_their_description(mapping: Path, imported: Import) -> None:
    edited(mapping, "CASE-1: mechanical", "CASE-1: unclassified")  # by hand: stays
    edited(
        mapping,
        "classes_by_description: []",
        "classes_by_description:\n  - {description: '*s*', class: small-parts}",
    )
    _, scenario = imported(None, mapping=mapping, force=True)
    (line,) = scenario.lines.values()
    classes = {name: item.class_ for name, item in line.inputs.items()}
    assert classes == {"soc-1": "small-parts", "lens-1": "small-parts", "case-1": "unclassified"}


def test_every_example_in_the_mapping_is_one_that_is_read(mapping: Path) -> None:
    """Each part that is empty at first shows, commented, what may stand there."""
    text = mapping.read_text()
    examples = [line.removeprefix("#   ") for line in text.splitlines() if line.startswith("#   ")][1:]
    assert len(examples) == 8
    for example in examples:
        key, _, value = example.partition(": ")
        if example.startswith("- "):
            text = text.replace("classes_by_description: []", f"classes_by_description:\n  {example}")
        elif f"\n{key}: " in text:
            before = next(line for line in text.splitlines() if line.startswith(f"{key}: "))
            text = text.replace(f"\n{before}\n", f"\n{key}: {value}\n")
        elif key == "price_per":
            text += f"{example}\n"
        else:
            section = "suppliers" if "{" in value else "classes"
            text = text.replace(f"\n{section}:\n", f"\n{section}:\n  {key}: {value}\n")
    mapping.write_text(text)
    read = read_mapping(mapping)
    assert (read.pieces_in, read.price_per) == ({"reel": 5000, "set": 1, "m": 1}, 1000)
    assert (read.what_if.stops, read.classes["A-100"], read.suppliers["Sony Semicon"].is_) == (
        "Murata",
        "lens",
        "sony",
    )
    assert [each.class_ for each in read.classes_by_description] == ["small-parts"]


@pytest.mark.parametrize(
    ("options", "title"),
    [
        ({"stops": "Lens Works"}, "parts: what if Lens Works stops?"),
        ({"country": "JP"}, "parts: what if JP forbids exports?"),
        ({"maker": "Our firm", "home": "DE", "title": "Lamp"}, "Lamp: what if HiSilicon stops?"),
        (
            {"plan": "500 units/day", "price": "99 EUR"},
            "parts: what if HiSilicon stops?",
        ),  # as the mapping says
        ({"rates": ("CNY=0.14 USD on 2026-01-02",), "date": "2026-01-15"}, "parts: what if HiSilicon stops?"),
    ],
)
def test_an_option_fills_what_a_mapping_leaves_open(
    options: dict[str, object], title: str, mapping: Path, imported: Import
) -> None:
    _, scenario = imported(GOOD, mapping=mapping, force=True, **options)
    assert scenario.title == title
    (line,) = scenario.lines.values()
    if "maker" in options:
        maker = scenario.organisations[line.maker]
        assert (maker.name, maker.home) == ("Our firm", "DE")
    assert ("CNY" in scenario.currencies) == ("rates" in options)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"plan": "400 units/day"},
            "--plan: the mapping says `product: {plan: 500 units/day}`; change it there",
        ),
        (
            {"rates": ("EUR=1.1 USD on 2026-01-02",)},
            "--rate: the mapping says `rates: {EUR: 1.08 USD on 2026-01-02}`",
        ),
        ({"date": "2026-01-16"}, "--date: the mapping says `file: {date: 2026-01-15}`"),
        ({"open_orders": "bridged"}, "--open-orders: the mapping says `open_orders: steady`"),
        ({"stops": "Murata"}, "--stops: the mapping says `what_if: {stops: Lens Works}`"),
    ],
)
def test_an_option_that_a_mapping_contradicts_is_refused_with_what_it_says(
    options: dict[str, object], said: str, mapping: Path, refused: Refused
) -> None:
    edited(mapping, "what_if: {}", "what_if: {stops: Lens Works}")
    (problem,) = refused(GOOD, mapping=mapping, force=True, **options)
    assert said in problem
