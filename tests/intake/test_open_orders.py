"""This is a test of open orders: overdue ones, and stock that does not last on them; every imported list runs."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import sim
from sim.cli import runout
from sim.intake.orders import Orders, Pipe
from sim.intake.rows import Order
from sim.scenario.quantity import Quantity, exactly
from sim.scenario.supply import Stock
from tests.intake.conftest import DAY, Import
from tests.intake.messy_lists import RATES, messy_csv

START = dt.date(2026, 1, 15)
NAMES = "Part,Qty,Supplier,Stock,Open orders,Due,Lead time\n"


def stock_of(imported: Import, row: str) -> tuple[Stock, tuple[str, ...]]:
    done, scenario = imported(NAMES + row + "\n")
    (line,) = scenario.lines.values()
    (item,) = line.inputs.values()
    assert item.stock is not None
    return item.stock, done.remarks


def test_an_overdue_order_arrives_on_the_day_after_the_start_and_is_counted_once(imported: Import) -> None:
    rows = "".join(f"P{n},1,Sony,90000,500,2025-12-{n + 1:02d},30 days\n" for n in range(8))
    done, scenario = imported(NAMES + rows)
    (line,) = scenario.lines.values()
    for item in line.inputs.values():
        assert item.stock is not None
        assert [order.due for order in item.stock.on_order or ()] == [dt.date(2026, 1, 16)]
    said = [remark for remark in done.remarks if "overdue" in remark]
    assert said == [
        "8 open orders are overdue on 2026-01-15, taken as arriving the day after, 2026-01-16: "
        "P0, P1, P2, P3, P4, P5 and 2 more"
    ]


def test_an_order_due_on_the_first_day_is_not_overdue(imported: Import) -> None:
    stock, _ = stock_of(imported, f"A,1,Sony,90000,500,{DAY},30 days")
    assert [order.due for order in stock.on_order or ()] == [START]


def test_an_order_due_after_the_clock_is_left_out_and_said(imported: Import) -> None:
    stock, remarks = stock_of(imported, "A,1,Sony,90000,500; 700,2026-03-01; 2031-01-01,30 days")
    assert [order.pieces.likely for order in stock.on_order or ()] == [500]
    assert "1 open order is due after the clock ends, left out: A" in remarks


@pytest.mark.parametrize(
    ("row", "lasts"),
    [
        # 1000 units a day; what is ordered at the start arrives after the lead time.
        ("30000,,,3 / 7 / 30 days", True),
        ("29999,,,3 / 7 / 30 days", False),
        ("20000,10000,2026-02-04,3 / 7 / 30 days", True),  # day 20, when the stock is just gone
        ("20000,10000,2026-02-05,3 / 7 / 30 days", False),  # a day too late
        ("20000,9999,2026-02-04,3 / 7 / 30 days", False),
        ("1000,29000,2025-12-01,3 / 7 / 30 days", True),  # overdue: there on the next day
        ("999,29001,2025-12-01,3 / 7 / 30 days", False),
        ("21000,,,10-30 days", True),  # longer than goods of no known kind travel, 21 days at most
        ("0,,,0 days", True),
    ],
)
def test_orders_are_kept_where_a_part_lasts_until_new_ones_arrive(
    row: str, lasts: bool, imported: Import
) -> None:
    found, remarks = stock_of(imported, f"A,1,Sony,{row}")
    assert (found.on_order is not None) == lasts
    said = [remark for remark in remarks if "stock and open orders do not last" in remark]
    assert bool(said) != lasts
    if not lasts:
        assert remarks[0] == said[0]  # before anything else
        assert said == [
            "Assumed for 1 of 1 part: stock and open orders do not last until an order of 2026-01-15 "
            "arrives, so a steady flow of the plan is on its way instead of the open orders (A). Remedy: correct the "
            "list, or `open_orders: bridged` in the mapping"
        ]


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        # 1000 units a day; what is ordered at the start arrives after 30 days.
        (
            "20000,,,3 / 7 / 30 days",
            (10_011, dt.date(2026, 2, 4)),
        ),  # gone on day 20; 10 days missing, and a margin
        ("15000,10000,2026-01-25,3 / 7 / 30 days", (5_006, dt.date(2026, 2, 9))),  # gone on day 25
        (
            "5000,20000,2026-01-25,3 / 7 / 30 days",
            (5_006, dt.date(2026, 1, 20)),
        ),  # on day 5, before the order comes
        ("0,40000,2026-01-20,3 / 7 / 30 days", (5_006, START)),  # on the first day
    ],
)
def test_bridged_they_are_kept_and_one_more_brings_what_is_missing_when_it_is(
    row: str, missing: tuple[int, dt.date], imported: Import
) -> None:
    done, scenario = imported(f"{NAMES}A,1,Sony,{row}\n", open_orders="bridged")
    (line,) = scenario.lines.values()
    (item,) = line.inputs.values()
    assert item.stock is not None
    assert item.stock.on_order is not None
    *listed, more = item.stock.on_order
    assert len(listed) == int("2026" in row)
    assert (more.pieces.likely, more.due) == missing
    assert more.ref == "own-estimate"
    assert (
        "the open orders are kept, and what is missing is taken as one more order each (A)" in done.remarks[0]
    )
    assert "`open_orders: steady` in the mapping" in done.remarks[0]
    assert done.remarks[0].startswith(f"{scenario.look_at} (A). Remedy: ")
    sim.run(done.scenario, replications=2)  # which refuses a line that runs short of its plan


def test_neither_reading_is_the_careful_one_of_every_part(imported: Import) -> None:
    """Goods of the class travel 3 to 14 days, 1000 pieces a day are used, 1000 of A and 10,000 of B are in stock.

    Bridged, all lasts the 14 days that what is missing was sized for. Steady, A lasts a day and what is on its way,
    4 to 15 days and mostly under 14; B lasts 13 to 24 days and mostly over 14.
    """
    rows = "Part,Description,Qty,Supplier,Stock,Open orders,Due\n"
    rows += "A,MLCC,1,Sony,1000,500,2026-01-21\nB,diode,1,Sony,10000,500,2026-01-21\n"
    lasts = {}
    for reading in ("steady", "bridged"):
        made = imported(rows, open_orders=reading, force=True)[0].scenario
        first = sim.run(made, replications=8).tables["first_out"].set_index("input")
        lasts[reading] = first["lasts_middle"]
    assert lasts["bridged"].to_dict() == pytest.approx({"a": 2.0, "b": 2.0}, abs=0.01)
    assert lasts["steady"]["a"] < 1.9
    assert lasts["steady"]["b"] > 2.1


def test_where_all_lasts_nothing_is_assumed_and_the_lever_moves_nothing(imported: Import) -> None:
    row = f"{NAMES}A,1,Sony,30000,500,2026-02-01,3 / 7 / 30 days\n"
    steady = imported(row, open_orders="steady")[1]
    bridged, scenario = imported(row, open_orders="bridged", force=True)
    assert scenario == steady
    assert scenario.look_at is None
    assert not any("do not last" in remark for remark in bridged.remarks)


def test_the_lever_stands_in_the_mapping_and_is_read_from_it(imported: Import) -> None:
    done, _ = imported(f"{NAMES}A,1,Sony,20000,,,3 / 7 / 30 days\n")
    text = done.mapping.read_text()
    assert "open_orders: steady\n" in text
    done.mapping.write_text(text.replace("open_orders: steady", "open_orders: bridged"))
    again, scenario = imported(None, mapping=done.mapping, force=True)
    (line,) = scenario.lines.values()
    assert all(item.stock is not None and item.stock.on_order for item in line.inputs.values())
    assert "is taken as one more order" in again.remarks[0]


def test_sources_deliver_their_shares_each_after_its_lead_time() -> None:
    orders = Orders(START, START + dt.timedelta(days=1000))
    pipes = [Pipe(0.5, exactly(10.0, "duration")), Pipe(0.5, exactly(30.0, "duration"))]
    # Ten days at full use, then twenty at half.
    assert orders.carry(20.0, 1.0, [], pipes)
    assert not orders.carry(19.9, 1.0, [], pipes)
    late = Order(exactly(5.0), START + dt.timedelta(days=20))
    assert orders.carry(15.0, 1.0, [late], pipes)
    assert not orders.carry(14.9, 1.0, [late], pipes)


def test_orders_count_at_their_low_end_and_lead_times_at_their_high_end() -> None:
    orders = Orders(START, START + dt.timedelta(days=1000))
    spread = Quantity(low=4.0, likely=5.0, high=6.0, dimension="count")
    long = Quantity(low=5.0, likely=8.0, high=10.0, dimension="duration")
    order = Order(spread, START + dt.timedelta(days=3))
    assert orders.carry(6.0, 1.0, [order], [Pipe(1.0, long)])
    assert not orders.carry(5.9, 1.0, [order], [Pipe(1.0, long)])


def test_a_messy_list_of_many_lines_runs_as_it_is(imported: Import) -> None:
    done, _ = imported(messy_csv(300, 7), rates=RATES)
    assert any("stock and open orders do not last" in remark for remark in done.remarks)
    assert sim.run(done.scenario, replications=2).replications == 2


AMOUNTS = ("", "0", "1", "900", "1,000", "25 k pcs", "100 / 2000 / 30000", "500000")
DUE = ("2025-06-01", "2026-01-14", DAY, "2026-01-16", "2026-02-10", "2026-07-01", "2028-01-01", "2040-01-01")
LEAD = ("", "0 days", "1 day", "2-6 weeks", "10 / 40 / 90 days", "26 weeks", "2 years")
KINDS = ("LPDDR4 memory", "Housing", "Design software", "odd part", "Op amp")
PLANS = (None, "1 units/day", "900 / 1000 / 1300 units/day", "250000 units/year")


@st.composite
def lists_with_orders(draw: st.DrawFn) -> str:
    def one(of: tuple[str, ...]) -> str:
        return draw(st.sampled_from(of))

    rows = ["Part;Description;Qty;Supplier;Made in;Stock;Open orders;Due;Lead time;Substitutes"]
    for _ in range(draw(st.integers(1, 6))):
        count = draw(st.integers(0, 3))
        amounts = [one(AMOUNTS[2:]) for _ in range(count)]
        due = [one(DUE) for _ in range(count)]
        part = (one(("A", "B", "C", "D")), one(KINDS), one(("1", "3", "0.5")))
        firm = (one(("Sony", "Acme", "")), one(("", "JP", "CN, TW", "CN 40 %, TW 60 %")))
        more = (
            one(AMOUNTS),
            f'"{";".join(amounts)}"',
            f'"{";".join(due)}"',
            one(LEAD),
            one(("", "Acme; Nanya")),
        )
        rows.append(";".join((*part, *firm, *more[:4], f'"{more[4]}"')))
    return "\n".join(rows) + "\n"


@given(lists_with_orders(), st.sampled_from(PLANS), st.sampled_from(("steady", "bridged")))
@settings(
    max_examples=int(os.environ.get("EXAMPLES", "25")), phases=(Phase.explicit, Phase.reuse, Phase.generate)
)
def test_every_list_that_is_imported_runs(text: str, plan: str | None, orders: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, output = Path(folder, "parts.csv"), Path(folder, "parts.yaml")
        file.write_text(text, encoding="utf-8")
        asked = ["--open-orders", orders, *([] if plan is None else ["--plan", plan])]
        done = CliRunner().invoke(
            runout, ["import", str(file), "-o", str(output), "--date", DAY, *asked], catch_exceptions=False
        )
        assert done.exit_code == 0, done.output
        words = ["run", str(output), "--replications", "2", "--workers", "1", "-o", str(Path(folder, "runs"))]
        done = CliRunner().invoke(runout, words, catch_exceptions=False)
        assert done.exit_code == 0, done.output


def test_lead_times_by_which_parts_are_gone_before_an_order_arrives_are_said_first(imported: Import) -> None:
    """1000 pieces a day are used, and goods of no known kind travel 21 days at most.

    A: 42,400 pieces, gone after 42.4 days, on 26 February. B: 30,000 and, on day 17, 20,000 more: 50 days, 6 March. C:
    the order comes on day 28, after its 20 days are over. D lasts its 259 days. E takes no longer than goods travel.
    """
    rows = (
        "A,1,Sony,42400,,,36-38 weeks\nB,1,Sony,30000,20000,2026-02-01,36-38 weeks\n"
        "C,1,Sony,20000,900000,2026-02-12,36-38 weeks\nD,1,Sony,259000,,,36-38 weeks\nE,1,Sony,900000,,,5 days\n"
    )
    done, _ = imported(NAMES + rows)
    (said,) = [each for each in done.remarks[: done.deciding] if each.startswith("Lead times of ")]
    assert said == (
        "Lead times of 4 of 5 parts (from order to delivery) count for another source only; until a stop, goods keep "
        "coming as planned. By stock, stated open orders and these, 3 parts would run out before an order of "
        "2026-01-15 arrives, even if nobody stops: C 2026-02-04, A 2026-02-26 and 1 more. Are later orders missing in "
        "the list?"
    )
    done, _ = imported(NAMES + "D,1,Sony,259000,,,36-38 weeks\n", force=True)
    (said,) = [each for each in done.remarks[: done.deciding] if each.startswith("Lead times of ")]
    assert said.endswith("keep coming as planned")
    done, _ = imported(NAMES + "E,1,Sony,900000,,,5 days\n", force=True)
    assert not any(each.startswith("Lead times of ") for each in done.remarks)
