"""This is a test of what is checked of lines: orders, fleets, lines that supply lines, and circles of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.scenario import ScenarioFile
from sim.scenario.checks.circles import circle_in, components
from tests.scenario.test_checks_of_events import changed
from tests.wide_scenario import WIDE

Read = Callable[..., ScenarioFile]
Refused = Callable[..., list[str]]

WAFER = """cost: 90 CNY
        needs: 0.002
        sources:
          foundry: {share: 100 %, made_in: TW, content: {US: {total: 10 %, controlled: unknown}}}"""


def fed_by(line: str, *, needs: float = 0.002, lead_time: str | None = None, by: str = "sources") -> str:
    """The scenario with the chip line's wafers made by a line."""
    more = f", lead_time: {lead_time}" if lead_time else ""
    source = f"first: {{line: {line}, share: 100 %, made_in: TW{more}}}"
    if by == "alternatives":
        source = f"""foundry: {{share: 100 %, made_in: TW}}
        alternatives:
          second: {{line: {line}, serves: 50 %, made_in: TW{more}}}"""
    return changed((WAFER, f"cost: 90 CNY\n        needs: {needs}\n        sources:\n          {source}"))


def test_a_source_that_is_a_line_needs_no_organisation_of_its_name(read: Read) -> None:
    assert read(WIDE).scenario.lines["phone"].inputs["soc"].sources["own-chip"].line == "processor"


def test_a_source_that_is_a_line_may_be_sold_by_another_organisation(read: Read, refused: Refused) -> None:
    assert read(changed(("{line: processor,", "{line: processor, supplier: foundry,")))
    (found,) = refused(changed(("{line: processor,", "{line: processor, supplier: foundri,")))
    assert "own-chip.supplier: there is no organisation `foundri`; did you mean `foundry`?" in found


def test_a_source_names_a_line_there_is(refused: Refused) -> None:
    (found,) = refused(changed(("{line: processor,", "{line: procesor,")))
    assert "own-chip.line: there is no line `procesor`; did you mean `processor`?" in found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "source: memory-maker}",
            "source: memory-makr}",
            "on_order.0.source: there is no source of `memory` called `memory-makr`; did you mean `memory-maker`?",
        ),
        (
            "source: memory-maker}",
            "source: third-memory}",
            "on_order.0.source: there is no source of `memory` called",
        ),
        (
            "due: 2019-05-20",
            "due: 2019-04-30",
            "on_order.0.due: 2019-04-30 lies outside the clock, 2019-05-01 to",
        ),
        ("due: 2019-05-20", "due: 2020-12-31", "on_order.0.due: 2020-12-31 lies outside the clock"),
    ],
)
def test_an_open_order_has_a_source_and_is_due_within_the_clock(
    old: str, new: str, said: str, refused: Refused
) -> None:
    (found,) = refused(changed((old, new)))
    assert said in found


def test_a_fleet_lives_on_to_the_horizon(read: Read, refused: Refused) -> None:
    assert read(changed(("life: 4 / 5 / 6 years", "life: 610 / 700 / 800 days")))
    (found,) = refused(changed(("life: 4 / 5 / 6 years", "life: 609 / 700 / 800 days")))
    assert (
        ": lines.phone.inputs.testers.fleet.life: `609 / 700 / 800 days` may end before the horizon, 610 days"
        in found
    )


def test_a_component_nobody_takes_is_refused(refused: Refused) -> None:
    other = "own-chip: {supplier: foundry, share: 100 %, made_in: TW}"
    (found,) = refused(changed(("own-chip: {line: processor, share: 100 %, made_in: TW}", other)))
    assert ": lines.processor.plan: is 0, and no other line has it as an ordinary source" in found


def test_a_component_that_is_only_an_alternative_has_no_plan_to_follow(refused: Refused) -> None:
    other = """foundry: {share: 100 %, made_in: TW}
        alternatives:
          own-chip: {line: processor, serves: 100 %, made_in: TW}"""
    (found,) = refused(changed(("own-chip: {line: processor, share: 100 %, made_in: TW}", other)))
    assert ": lines.processor.plan: is 0, and no other line has it as an ordinary source" in found


# Circles


@pytest.mark.parametrize("by", ["sources", "alternatives"])
def test_lines_that_feed_each_other_in_no_time_are_refused_with_the_circle(by: str, refused: Refused) -> None:
    text = fed_by("phone", lead_time="0 / 1 / 2 days", by=by)
    assert (
        len(
            refused(
                text.replace("made_in: TW}\n      memory", "made_in: TW, lead_time: 0 days}\n      memory")
            )
        )
        == 1
    )
    (found,) = refused(text.replace("{line: processor,", "{line: processor, lead_time: 0 days,"))
    assert ": lines.phone.inputs.soc.sources.own-chip: goods go in a circle without time under way: " in found
    assert "`phone -> processor -> phone`; give one of these sources a lead time" in found


def test_lines_may_feed_each_other_if_goods_are_under_way_for_a_while(read: Read) -> None:
    assert read(fed_by("phone", lead_time="0 days"))  # the other way takes 14 days, by default of the class


def test_a_lead_time_of_the_class_counts_too(refused: Refused) -> None:
    text = fed_by("processor").replace("lead_time: 14 days", "lead_time: 0 / 14 / 20 days")
    (found,) = refused(text)
    assert ": lines.processor.inputs.wafer.sources.first: " in found
    assert "`processor -> processor`" in found


def test_lines_that_use_up_each_others_output_are_refused(read: Read, refused: Refused) -> None:
    assert read(fed_by("processor", needs=0.9, lead_time="3 days"))
    (found,) = refused(fed_by("processor", needs=1.5, lead_time="3 days"))
    assert (
        ": lines.processor.inputs.wafer.sources.first: the circle `processor -> processor` uses up 1.5 of"
        in found
    )
    (found,) = refused(fed_by("phone", needs=1, lead_time="3 days"))
    assert "uses up 1 of what it makes for each one it makes; it must be less than 1" in found


def test_what_a_circle_may_use_up_at_worst_counts(refused: Refused) -> None:
    text = fed_by("processor", needs=0.5, lead_time="3 days").replace("needs: 0.5", "needs: 0.5 / 0.6 / 1.1")
    assert "uses up 1.1 of what it makes" in refused(text)[0]


def test_a_very_large_circle_is_refused_before_it_is_computed(refused: Refused) -> None:
    line = WIDE[WIDE.index("  processor:\n    title") : WIDE.index("variants:")]
    ring = "".join(
        line.replace("  processor:", f"  l{n}:").replace(
            WAFER[WAFER.index("foundry") :], f"first: {{line: l{(n + 1) % 120}, share: 100 %, made_in: TW}}"
        )
        for n in range(120)
    )
    found = refused(WIDE.replace("variants:", ring + "variants:"))
    assert len(found) == 1
    assert "120 lines supply each other in circles" in found[0]


# Capacity


def test_a_capacity_below_the_plan_is_refused(read: Read, refused: Refused) -> None:
    assert read(changed(("    plan_grows: 10 %\n    capacity: 1500", "    capacity: 1000")))
    (found,) = refused(changed(("    plan_grows: 10 %\n    capacity: 1500", "    capacity: 999")))
    assert (
        ": lines.phone.capacity: `999 units/day` is less than the planned rate, 1000 units/day for its"
        in found
    )


def test_a_plan_that_grows_beyond_capacity_is_refused(read: Read, refused: Refused) -> None:
    # 610 days at 10 % a year: 1000 * (1 + 0.1 * 610 / 365.25) = 1167.01
    assert read(changed(("capacity: 1500", "capacity: 1168")))
    (found,) = refused(changed(("capacity: 1500", "capacity: 1167")))
    assert (
        "`1167 units/day` is less than the planned rate as it grows until the horizon, 1167.01 units/day"
        in found
    )


def test_the_plan_of_a_component_is_what_other_lines_use(read: Read, refused: Refused) -> None:
    plan = "plan: 0 units/day"
    assert read(changed((plan, plan + "\n    capacity: 1168 units/day")))
    (found,) = refused(changed((plan, plan + "\n    capacity: 1000 units/day")))
    assert ": lines.processor.capacity: `1000 units/day` is less than the planned rate as it grows" in found


def test_a_line_that_takes_its_own_output_plans_for_that_too(read: Read, refused: Refused) -> None:
    # 1167.01 / (1 - 0.5) = 2334.02
    text = fed_by("processor", needs=0.5, lead_time="3 days")
    assert read(text.replace("plan: 0 units/day", "plan: 0 units/day\n    capacity: 2335 units/day"))
    (found,) = refused(text.replace("plan: 0 units/day", "plan: 0 units/day\n    capacity: 2334 units/day"))
    assert "2334.02 units/day" in found


# What is fine


def test_ranks_may_all_be_above_zero(read: Read) -> None:
    file = read(changed(("made_in: {US: 40 %, TW: 60 %},", "made_in: {US: 40 %, TW: 60 %}, rank: 2,")))
    assert [each.rank for each in file.scenario.lines["phone"].inputs["memory"].sources.values()] == [2, 1]


def test_a_part_that_stops_the_line_may_also_age_or_keep_demand(read: Read) -> None:
    file = read(
        changed(
            (
                "ageing: {after",
                "if_missing: stop\n        demand_kept: {elsewhere: 50 %}\n        ageing: {after",
            )
        )
    )
    assert file.scenario.lines["phone"].inputs["design"].if_missing == "stop"


# Graphs


def test_parts_of_a_graph_come_before_what_they_lead_to() -> None:
    graph = {"a": ["b"], "b": ["c", "d"], "c": ["b"], "d": ["d"], "e": []}
    found = components(graph)
    assert sorted(map(tuple, found)) == [("a",), ("b", "c"), ("d",), ("e",)]
    assert found.index(["a"]) < found.index(["b", "c"]) < found.index(["d"])
    assert [circle_in(graph, each) for each in (["a"], ["b", "c"], ["d"])] == [
        [],
        ["b", "c", "b"],
        ["d", "d"],
    ]


def test_a_long_chain_is_followed_without_recursion() -> None:
    graph = {str(n): [str(n + 1)] for n in range(5000)} | {"5000": []}
    assert [part[0] for part in components(graph)] == [str(n) for n in range(5001)]
