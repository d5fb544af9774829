"""The first screen: each company with who is cut off from it, and how long each product goes on, on what."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

import sim
from sim.results.results import Results
from sim.terminal import console, show_run
from tests.example_results import example_results


def shown(results: Results) -> str:
    stream = io.StringIO()
    show_run(results, console(stream))
    return stream.getvalue()


@pytest.fixture(scope="module")
def october() -> Results:
    return sim.run("entity-list-2019-10", replications=8)


@pytest.fixture(scope="module")
def alike(october: Results) -> Results:
    """Megvii and Yitu fare as SenseTime does in each case, as they do but for chance with many draws."""
    tables = {name: october.tables[name].copy() for name in ("companies", "products")}
    for table in tables.values():
        numbers = table.select_dtypes("number").columns
        firms = {name: table.index[table["company"] == name] for name in ("sensetime", "megvii", "yitu")}
        for name in ("megvii", "yitu"):
            table.loc[firms[name], numbers] = table.loc[firms["sensetime"], numbers].to_numpy()
    return replace(october, tables={**october.tables, **tables})


def test_the_shipped_scenario_fits_one_screen(alike: Results) -> None:
    screen = shown(alike).splitlines()
    assert len(screen) <= 90
    assert max(map(len, screen)) <= 80


def test_each_company_has_its_suppliers_by_name_and_by_what_holds_them(october: Results) -> None:
    told = " ".join(shown(october).split())
    assert (
        "Dahua (about 43 % of revenue 2018), listed 2019-10-09: 1 of 35 suppliers cut (2 % of parts cost): Texas "
        "Instruments; 3 undetermined (1 %): ON Semiconductor, Microchip, Monolithic Power Systems."
    ) in told


def test_every_modelled_line_has_its_rows_or_is_said_to_go_on(october: Results) -> None:
    rows = [
        line
        for line in shown(october).splitlines()
        if re.search(r" (cut|open|either) .*(fleet|stock|licence|domestic|foreign|ordinary) \d+ %$", line)
    ]
    products = october.tables["products"]
    calm = products.groupby("company")["full_output_beyond"].min() >= 0.9
    lines = products[~products["company"].map(calm)].groupby("line")
    differing = sum(len(own.drop_duplicates("full_output_low")) > 1 for _, own in lines)
    assert (
        lines.ngroups + differing - 4 <= len(rows) <= 2 * lines.ngroups
    )  # two may share the rows of a third


def test_a_share_of_draws_stands_behind_what_some_of_them_do_not_reach() -> None:
    screen = shown(example_results())
    assert "40-+ 62 %" in screen
    assert "beyond" not in screen


def test_equal_cases_share_a_row_and_different_ones_are_named(october: Results) -> None:
    screen = shown(october)
    assert re.search(r"^  Mate 30 +(either|cut) ", screen, re.MULTILINE)
    assert re.search(r"^  AI services +cut .*fleet \d+ %\n +open ", screen, re.MULTILINE)


def test_what_falls_short_says_for_want_of_what_how_low_and_when_it_is_full_again(october: Results) -> None:
    told = " ".join(shown(october).split())
    assert "if cut, stretches its stock, then is short of " in told
    assert re.search(r"; lowest \d+ % of plan in week \d+; full again in week \d+-\d+-", told)
    assert re.search(
        r"if cut, is short of fleet of accelerators for training; lowest \d+ % of plan at the end; not full again",
        told,
    )
    assert "1 of 5 suppliers cut (1 % of parts cost): Nvidia (in part); 1 undetermined" in told
    assert "Chinese server makers (not named), and more of Nvidia." in told


def test_a_supplier_cut_on_another_day_than_the_listing_says_so(october: Results) -> None:
    """Google: at once for the Mate 30, for the P30 Pro when the general licence known on the day ends."""
    told = " ".join(shown(october).split())
    assert "Google (in part from 2019-11-19)" in told
    assert "Skyworks, Qorvo, Texas Instruments, " in told


def test_what_demand_rules_take_is_said_for_each_that_they_take_as_much_from(october: Results) -> None:
    told = " ".join(shown(october).split())
    known = "(announced 2018-08-13)"
    assert (
        f"from 2019-08-13 {known} 5 % to 30 % (Hikvision and Dahua) and 5 % to 25 % (A Western camera brand"
        in told
    )
    assert f"; from 2020-08-13 {known} 0 % to 20 % (Hikvision and Dahua) and 0 % to 15 % (A Western" in told


def test_companies_told_the_same_share_their_rows_and_others_do_not(alike: Results) -> None:
    told = " ".join(shown(alike).split())
    assert (
        len(
            re.findall(
                r"\) and, all weeks within 2 of its, \w+ \([^)]*\) and \w+ \([^)]*\), each listed", told
            )
        )
        == 1
    )
    products = alike.tables["products"].copy()
    products.loc[products["company"] == "megvii", "full_output_high"] += 2.5
    told = " ".join(shown(replace(alike, tables={**alike.tables, "products": products})).split())
    assert (
        len(re.findall(r"\) and, all weeks within 2 of its, (SenseTime|Yitu) \([^)]*\), each listed", told))
        == 1
    )
    assert re.search(r" Megvii \([^)]*\), listed 2019-10-09: ", told)


@pytest.mark.parametrize(("column", "other"), [("binding_title", "servers"), ("carried_licence", 2.0)])
def test_companies_short_of_something_else_or_carried_by_it_do_not_share_rows(
    alike: Results, column: str, other: object
) -> None:
    products = alike.tables["products"].copy()
    products.loc[(products["company"] == "yitu") & (products["case"] == "undetermined cut"), column] = other
    told = " ".join(shown(replace(alike, tables={**alike.tables, "products": products})).split())
    assert re.search(r" Yitu \([^)]*\), listed 2019-10-09: ", told)
    assert len(re.findall(r"all weeks within 2 of its", told)) == 1


def test_more_suppliers_than_fit_are_counted(october: Results) -> None:
    flows = october.tables["flows"].copy()
    own = (flows["company"] == "huawei") & (flows["role"] == "ordinary")
    flows.loc[own, "held_back"] = "by law"
    told = " ".join(shown(replace(october, tables={**october.tables, "flows": flows})).split())
    assert re.search(r"6 of 28 suppliers cut \(4 % of parts cost\): (?:[^;]*, ){6}\d+ more", told)


def test_the_command_prints_one_screen_and_with_all_what_explains_it() -> None:
    results = example_results()
    stream = io.StringIO()
    show_run(results, console(stream), every=True)
    assert "Who no longer supplies what" in stream.getvalue()
    assert "Who no longer supplies what" not in shown(results)
