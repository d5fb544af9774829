"""This is a test of what must hold between the parts of a scenario: names, references, dates, who has a line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.scenario import ScenarioFile
from tests.example_scenario import EXAMPLE
from tests.scenario.places import line_of, place_of

Read = Callable[..., ScenarioFile]
Refused = Callable[..., list[str]]

HYPOTHETICAL = """\
  what-if:
    title: What is only known later may be used
    hypothetical: true
    set: {title: A what-if}
"""


@pytest.mark.parametrize(
    ("old", "new", "item", "said"),
    [
        ("rule: origin", "rule: orign", "lists.entity-list.rule", "no rule `orign`; did you mean `origin`?"),
        (
            "{list: entity-list",
            "{list: entity-lst",
            "measures.october-2019.list",
            "no list `entity-lst`; did you",
        ),
        (
            "batch: october-2019",
            "batch: october-2020",
            "measures.october-2019.batch",
            "no batch of `entity-list` called `october-2020`; did you mean `october-2019`?",
        ),
        (
            "class: chip",
            "class: chop",
            "lines.camera.inputs.soc.class",
            "no class `chop`; did you mean `chip`?",
        ),
        (
            "maker: camera-maker",
            "maker: camera-makers",
            "lines.camera.maker",
            "no organisation `camera-makers`; did you mean `camera-maker`?",
        ),
        (
            "          chip-maker: {",
            "          chip-makr: {",
            "lines.camera.inputs.soc.sources.chip-makr",
            "no organisation `chip-makr`; did you mean `chip-maker`?",
        ),
        (
            "made_in: US}",
            "made_in: US, supplier: chip-makr}",
            "lines.camera.inputs.soc.sources.chip-maker.supplier",
            "no organisation `chip-makr`; did you mean `chip-maker`?",
        ),
        (
            "          home-chips: {",
            "          home-chip: {",
            "lines.camera.inputs.soc.alternatives.home-chip",
            "no organisation `home-chip`; did you mean `home-chips`?",
        ),
        (
            "          camera-maker: {listed",
            "          camera-mker: {listed",
            "lists.entity-list.batches.october-2019.entries.camera-mker",
            "no organisation `camera-mker`; did you mean `camera-maker`?",
        ),
        (
            "ref: notice",
            "ref: notic",
            "lists.entity-list.batches.october-2019.ref",
            "no reference `notic`; did you",
        ),
        (
            "    ref: estimate\n    set",
            "    ref: guess\n    set",
            "variants.some-licences.ref",
            "no reference `guess`",
        ),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    old: str, new: str, item: str, said: str, refused: Refused
) -> None:
    assert EXAMPLE.count(old) == 1
    text = EXAMPLE.replace(old, new)
    (found,) = [problem for problem in refused(text) if "with variant" not in problem]
    line, column = map(int, found.split(":")[1:3])
    assert line == line_of(text, new.split("\n")[0])
    assert text.split("\n")[line - 1][column - 1 :].startswith(item.rpartition(".")[2])
    assert f": {item}: there is " in found
    assert said in found


def test_a_source_may_name_its_supplier_apart_from_its_key(read: Read) -> None:
    file = read(EXAMPLE.replace("          chip-maker: {", "          first-chip: {supplier: chip-maker, "))
    assert file.scenario.lines["camera"].inputs["soc"].sources["first-chip"].supplier == "chip-maker"


def test_a_market_called_ref_is_a_market(read: Read) -> None:
    assert "ref" in read(EXAMPLE.replace("elsewhere: 30 %", "ref: 30 %")).scenario.lines["camera"].sold_in


def test_a_public_body_has_no_line(refused: Refused) -> None:
    text = EXAMPLE.replace(
        "{name: Camera Maker, home: CN}", "{name: Camera Maker, home: CN, kind: public body}"
    )
    assert refused(text) == [
        f"{place_of(text, 'maker: camera-maker')}: lines.camera.maker: "
        "`camera-maker` is a public body; a line is made by a company"
    ]


# References behind numbers


def test_a_number_without_a_reference_is_refused(refused: Refused) -> None:
    text = EXAMPLE.replace("    ref: estimate\n  glass", "  glass")
    (found,) = refused(text)
    assert found.startswith(f"{place_of(text, 'stock: 60 days')}: classes.chip.stock: has no `ref`, ")
    assert "nor have 3 more numbers of `classes.chip`; name the reference" in found


def test_numbers_of_a_licence_need_a_reference_too(refused: Refused) -> None:
    text = EXAMPLE.replace("    ref: estimate\n    set", "    set")
    (found,) = refused(text)
    assert "with variant some-licences: measures.october-2019.licences.granted_after: has no `ref`" in found
    assert "nor has `measures.october-2019.licences.volume`" in found


def test_a_threshold_of_law_rests_on_its_clause(read: Read) -> None:
    assert read(EXAMPLE).origin("rules.origin.when.any.1.above").ref is None


# As seen from


LATER = EXAMPLE.replace("date: 2019-10-09, grade: A", "date: 2019-10-10, grade: A")


def test_a_fact_published_later_is_refused_where_a_line_rests_on_it(refused: Refused) -> None:
    text = LATER.replace("{covers: 60 /", "{ref: notice, covers: 60 /")
    (found,) = refused(text)
    assert found.startswith(
        f"{place_of(text, 'date: 2019-10-10')}: references.notice.date: 2019-10-10 is later"
    )
    assert f"`lines.camera.inputs.soc.stock` ({place_of(text, 'stock: {ref: notice')}) rests on it" in found


def test_a_fact_published_later_is_refused_where_a_class_in_use_rests_on_it(
    read: Read, refused: Refused
) -> None:
    glass = LATER[LATER.index("  glass:\n") : LATER.index("measures:")]
    assert "classes.glass" in refused(LATER.replace(glass, glass.replace("ref: estimate", "ref: notice")))[0]
    unused = LATER.replace(glass, glass + glass.replace("glass:", "spare:").replace("estimate", "notice"))
    assert "spare" in read(unused).scenario.classes


def test_a_fact_published_later_that_nothing_rests_on_is_fine(read: Read) -> None:
    assert read(LATER)


def test_an_own_estimate_may_be_made_later(read: Read, refused: Refused) -> None:
    assert read(EXAMPLE)
    assert "rests on it" in refused(EXAMPLE.replace("grade: E", "grade: D"))[0]


def test_a_batch_announced_later_is_refused_if_a_fact_backs_it(read: Read, refused: Refused) -> None:
    text = EXAMPLE.replace("as_seen_from: 2019-10-09", "as_seen_from: 2019-10-06").replace(
        "date: 2019-10-09, grade: A", "date: 2019-10-01, grade: A"
    )
    (found,) = refused(text)
    assert "batches.october-2019.announced: 2019-10-07 is later than `clock.as_seen_from` 2019-10-06" in found
    made_up = text.replace("ref: notice", "ref: estimate")
    assert read(made_up.replace("clock:", "hypothetical: true\nclock:"))


def test_a_made_up_listing_must_be_marked_hypothetical(read: Read, refused: Refused) -> None:
    text = EXAMPLE.replace("ref: notice", "ref: estimate")
    (found,) = refused(text)
    assert found.startswith(
        f"{place_of(text, 'announced: 2019-10-07')}: lists.entity-list.batches.october-2019.announced: "
        "rests on `estimate`, an own estimate, and `measures.october-2019` uses it: a listing that is made up; "
        "mark the scenario, or the variant that brings it in, `hypothetical: true`"
    )
    assert len(refused(text + HYPOTHETICAL)) == 1  # the variant that says so is not applied
    assert read(text.replace("clock:", "hypothetical: true\nclock:")).hypothetical
    assert read(
        text.replace(
            "measures:\n  october-2019: {list: entity-list, batch: october-2019, licences: none}\n", ""
        ).partition("variants:")[0]
    )


def test_a_variant_that_brings_in_a_made_up_listing_is_marked_itself(read: Read, refused: Refused) -> None:
    """The batch in use is real; the variant moves the measure to one that rests on an own estimate."""
    batch = EXAMPLE[EXAMPLE.index("      october-2019:\n        title") : EXAMPLE.index("classes:\n")]
    made_up = batch.replace("october-2019", "made-up").replace("ref: notice", "ref: estimate")
    text = EXAMPLE.replace("classes:\n", f"{made_up}classes:\n", 1)
    assert read(text)
    variant = "  what-if:\n    title: x\n    set: {measures.october-2019.batch: made-up}\n"
    (found,) = refused(text + variant)
    assert "with variant what-if: lists.entity-list.batches.made-up.announced: rests on `estimate`" in found
    marked = text + variant.replace("title: x", "title: x\n    hypothetical: true")
    assert not read(marked).hypothetical
    assert read(marked, ["what-if"]).hypothetical


def test_a_hypothetical_scenario_lifts_as_seen_from(read: Read) -> None:
    text = LATER.replace("{covers: 60 /", "{ref: notice, covers: 60 /").replace(
        "as_of: 2019-05-01", "as_of: 2019-12-01"
    )
    assert read(text.replace("clock:", "hypothetical: true\nclock:")).hypothetical


def test_a_variant_cannot_take_the_mark_away(refused: Refused) -> None:
    text = EXAMPLE.replace("clock:", "hypothetical: true\nclock:")
    variant = "  honest:\n    title: x\n    set: {hypothetical: false}\n"
    assert "give the variant `hypothetical: true` itself" in refused(text + variant)[0]


def test_a_hypothetical_variant_lifts_as_seen_from(read: Read, refused: Refused) -> None:
    text = LATER.replace("{covers: 60 /", "{ref: notice, covers: 60 /").replace(
        "as_of: 2019-05-01", "as_of: 2019-12-01"
    )
    assert len(refused(text + HYPOTHETICAL)) == 2
    assert len(refused(text + HYPOTHETICAL, ["some-licences"])) == 2
    assert read(text + HYPOTHETICAL, ["what-if"]).hypothetical


# Dates


def test_the_clock_starts_before_the_first_announcement(refused: Refused) -> None:
    text = EXAMPLE.replace("start: 2019-05-01", "start: 2019-10-07")
    assert refused(text) == [
        "scenario.yaml:4:9: clock.start: 2019-10-07 is not before 2019-10-07, "
        "when `measures.october-2019` was announced; start before the first announcement"
    ]


@pytest.mark.parametrize(
    ("old", "new", "item"),
    [
        ("    price: 55 USD", "    price: 55 USD\n    plan_from: 2021-01-01", "lines.camera.plan_from"),
        ("    price: 55 USD", "    price: 55 USD\n    plan_from: 2019-04-30", "lines.camera.plan_from"),
        (
            "made_in: US}",
            "made_in: US, lots: [{ships: 2019-06-01, covers: 9 days}, {ships: 2021-01-01, covers: 9 days}]}",
            "lines.camera.inputs.soc.sources.chip-maker.lots.1.ships",
        ),
    ],
)
def test_a_plan_and_a_lot_lie_within_the_clock(old: str, new: str, item: str, refused: Refused) -> None:
    (found,) = refused(EXAMPLE.replace(old, new))
    assert f": {item}: " in found
    assert "lies outside the clock, 2019-05-01 to the day before 2020-12-31" in found


def test_the_first_and_the_last_day_lie_within_the_clock(read: Read) -> None:
    for day in ("2019-05-01", "2020-12-30"):
        assert read(EXAMPLE.replace("    price: 55 USD", f"    price: 55 USD\n    plan_from: {day}"))


def test_stock_is_not_described_from_the_future(refused: Refused) -> None:
    (found,) = refused(EXAMPLE.replace("as_of: 2019-05-01", "as_of: 2019-10-10"))
    assert "soc.stock.as_of: 2019-10-10 is later than `clock.as_seen_from` 2019-10-09" in found


# Who has a line

LISTED_TOO = EXAMPLE.replace(
    "          camera-maker: {listed",
    "          glass-works: {listed_as: Glass}\n          camera-maker: {listed",
)


def test_a_listed_company_needs_no_line_and_may_say_why_it_has_none(read: Read) -> None:
    assert read(LISTED_TOO)
    assert read(
        LISTED_TOO.replace("Glass Works, home: CN", "Glass Works, home: CN, not_modelled: no parts list")
    )


def test_a_listed_public_body_needs_no_line(read: Read) -> None:
    assert read(LISTED_TOO.replace("Glass Works, home: CN", "Glass Works, home: CN, kind: public body"))


def test_a_company_on_a_list_that_no_measure_uses_needs_no_line(read: Read) -> None:
    batch = EXAMPLE[EXAMPLE.index("      october-2019:\n        title") : EXAMPLE.index("classes:")]
    later = batch.replace("october-2019", "later").replace("camera-maker", "glass-works")
    assert read(EXAMPLE.replace(batch, batch + later))


def test_a_company_that_others_leave_out_may_have_a_line(read: Read) -> None:
    """The organisations that come with runout say why they mostly have no line."""
    text = EXAMPLE.replace("Camera Maker, home: CN", "Camera Maker, home: CN, not_modelled: no parts list")
    assert read(text)
