"""The report as text: whole, fair, escaped, and well formed."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import html
import math
import re
from html.parser import HTMLParser
from itertools import pairwise

import pandas as pd
import pytest

from sim.report.page import page
from sim.report.tiers import Tiers
from sim.results.results import Results
from tests.example_results import example_results
from tests.example_tables import (
    HOSTILE_MAKER,
    HOSTILE_PART,
    HOSTILE_SUPPLIER,
    example_tables,
)


class Outline(HTMLParser):
    """What stands where: tags with attributes in order, and the words outside scripts and styles."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.words: list[str] = []
        self._inside = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag if tag in ("script", "style") else ""
        if tag == "script":
            self.scripts.append((dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        if tag in ("td", "th", "p", "li", "caption", "h2", "summary"):
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] = (self.scripts[-1][0], self.scripts[-1][1] + data)
        elif not self._inside:
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def source() -> str:
    return page(example_results())


@pytest.fixture(scope="module")
def outline(source: str) -> Outline:
    return Outline(source)


def test_the_report_is_under_8_mb_and_the_same_twice(source: str) -> None:
    assert len(source.encode()) < 8_000_000
    assert page(example_results()) == source


def test_the_report_is_written_without_making_figures_of_plotly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plotly.graph_objects.Figure", None)  # its checks took nine tenths of the time
    assert "data-drawing" in page(example_results())


def test_a_line_whose_title_names_its_maker_is_called_by_it() -> None:
    titles = {"a": "Works lamp", "b": "Services of Works that see", "c": "Services of Works"}
    links = Tiers(titles, dict.fromkeys(titles, "works"), {"works": "Works"}, {"works": "–"}, (), {})
    assert [links.made_by(line) for line in titles] == [
        "Works's lamp",
        "Services of Works that see",
        "Works's Services",
    ]


def test_nothing_in_the_report_is_loaded_from_elsewhere(outline: Outline) -> None:
    for tag, attributes in outline.tags:
        assert "src" not in attributes, tag
        if tag == "link":
            assert attributes["href"] == "data:,"
    addresses = [str(each["href"]) for each in outline.all("a") if not str(each["href"]).startswith("#")]
    assert addresses == ["https://example.org/report"]


def test_the_security_policy_allows_no_network_and_only_the_scripts_of_the_page(outline: Outline) -> None:
    policy = next(str(each["content"]) for each in outline.all("meta") if "http-equiv" in each)
    assert policy.startswith("default-src 'none'; ")
    assert "connect-src" not in policy
    assert "http" not in policy
    runnable = [text for attributes, text in outline.scripts if attributes.get("type") != "application/json"]
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in runnable]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    assert len(digests) == 2
    assert f"script-src {allowed};" in policy


def test_names_that_try_to_be_html_are_words(source: str, outline: Outline) -> None:
    for name in (HOSTILE_MAKER, HOSTILE_PART, HOSTILE_SUPPLIER):
        assert name not in source
        assert name in outline.text
    assert "<script>document.title" not in source
    assert not outline.all("img")
    assert not outline.all("b")


def test_no_text_of_a_figure_can_end_the_element_it_stands_in(outline: Outline) -> None:
    drawings = [text for attributes, text in outline.scripts if attributes.get("type") == "application/json"]
    assert len(drawings) == 12
    assert not any("<" in drawing for drawing in drawings)


def test_the_limits_are_told_in_full(outline: Outline) -> None:
    assert (
        "Model estimate from public figures; 83 % of the numbers that decide it are estimates "
        "(grades D and E: derived, or our own); not a statement "
        "about the conduct of any firm; not legal or investment advice; corrections welcome."
    ) in outline.text


def test_the_sentences_about_each_company_are_printed_as_they_are(source: str) -> None:
    said = re.findall(r'<p class="said">(.*?)</p>', source)
    assert [html.unescape(sentence) for sentence in said] == [
        *example_results().sentences["camera-maker"],
        *example_results().sentences["phone-maker"],
    ]


def test_sentences_about_one_product_stand_under_its_heading() -> None:
    told = ("The phone maker loses one.", "Phone (about 20 % of revenue 2018): it goes on.")
    results = dataclasses.replace(
        example_results(), sentences={**example_results().sentences, "phone-maker": told}
    )
    text = Outline(page(results)).text
    own = text[text.index("Phone Maker Listed since") :]
    assert own.index(told[0]) < own.index("Plan: about 1") < own.index(told[1])


def test_the_answer_stands_before_the_tables(outline: Outline) -> None:
    first, second = example_results().answer
    assert (
        outline.text.index(first)
        < outline.text.index(second)
        < outline.text.index("Who is cut off, and how long each goes on")
        < outline.text.index("Suppliers by what holds them back")
    )


def many_companies(count: int) -> Results:
    """The example with further makers of one phone each: all but the last one untouched."""
    results = example_results()
    tables = dict(results.tables)
    for number in range(count):
        for name in ("companies", "products", "timeline", "parts"):
            table = results.tables[name]
            own = table[table["company" if name == "companies" else "line"].isin(["phone-maker", "phone"])]
            own = own.replace({"phone-maker": f"maker-{number}", "phone": f"line-{number}"})
            own = own.replace({"Phone Maker": f"Maker {number}", "Phone": f"Phone {number}"})
            if number < count - 1 and name in ("companies", "products"):
                for column in ("full_output", "half_output", "stop"):
                    own = own.assign(**{f"{column}_beyond": 1.0, f"{column}_middle": math.nan})
            tables[name] = pd.concat([tables[name], own], ignore_index=True)
    tables["products"].loc[tables["products"]["line"] == f"line-{count - 1}", "stop_beyond"] = 0.0
    tables["companies"].loc[tables["companies"]["company"] == f"maker-{count - 1}", "full_output_middle"] = (
        1.0
    )
    said = (*results.answer[:1], *(f"About company {number}." for number in range(count + 2)))
    return dataclasses.replace(results, tables=tables, answer=said)


def test_with_many_companies_the_worst_come_first_and_the_untouched_share_one_row() -> None:
    told = Outline(page(many_companies(3))).text
    top = told[told.index("At a glance") : told.index("Who is cut off How long")]
    assert top.index("Maker 2") < top.index("Camera & Co.") < top.index("Phone Maker")
    untouched = top[top.index("Full output to the horizon in every draw, and never under half of plan") :]
    assert "Maker 0 (2 / 1 / 7), Maker 1 (2 / 1 / 7)" in untouched
    assert "Listed, not modelled Software House; 20 public bodies" in untouched
    assert "Maker 1" not in top[: top.index("Full output to the horizon")]


def test_what_the_answer_says_of_one_of_many_companies_is_said_in_its_section_only() -> None:
    told = Outline(page(many_companies(3))).text
    assert told.count("About company 1.") == 1
    assert told.index("Phone Maker Listed since") < told.index("About company 1.")
    assert told.index("Two of ten suppliers") < told.index("At a glance")


def test_the_overview_tells_each_case_briefly_and_once_where_they_agree(outline: Outline) -> None:
    told = outline.text
    top = told[told.index("At a glance") : told.index("Who is cut off How long")]
    row = top[top.index("Phone Maker") :]
    assert "all cut 12 – 19 – 26all open 40 – beyond (beyond 62 %)" in row
    assert "all cut 14 – 22 – beyond (beyond 12 %)all open beyond in 97 %" in row
    assert "all cut 20 – 29 – 57all open beyond" in row


def test_companies_without_a_line_and_public_bodies_are_named_as_not_modelled(outline: Outline) -> None:
    assert "not modelled: it sells software, which a parts list does not describe" in outline.text
    assert "20 public bodies listed too: no company, not modelled" in outline.text


def test_two_cases_are_called_cases_and_not_bounds(outline: Outline) -> None:
    assert "“undetermined cut” and “undetermined open”. These are cases, not bounds" in outline.text


def test_one_case_is_not_told_as_two() -> None:
    tables = {
        name: table[table["case"] == "undetermined cut"].assign(case="as decided")
        if "case" in table
        else table
        for name, table in example_tables().items()
    }
    told = Outline(page(dataclasses.replace(example_results(), tables=tables, cases=("as decided",))))
    assert "cases, not bounds" not in told.text
    assert "Camera: what each input lives on Bars" in told.text


def test_a_cut_flow_has_clause_licence_assumption_and_confidence_and_joins_lines_that_agree(
    outline: Outline,
) -> None:
    cut = outline.text[outline.text.index("Licence required: 2") : outline.text.index("Undetermined: 2")]
    assert "Camera; Doorbell" in cut
    assert "us-entity-list, 15 CFR 744.11(a); 84 FR 54002" in cut
    assert "subject to it by 15 CFR 734.3(a)(2)" in cut
    assert "required, assumed not granted" in cut
    assert "the maker is listed <b>since</b> October" in cut
    assert "Glass Works" not in cut


def test_undetermined_flows_stand_apart_with_the_content_that_did_not_decide(outline: Outline) -> None:
    apart = outline.text[outline.text.index("Undetermined: 2") : outline.text.index("2 open flows")]
    assert "controlled US content 0-40 % of value" in apart
    assert "not known whether required" in apart


def test_the_undetermined_flow_that_moves_each_line_most_stands_beside_them(outline: Outline) -> None:
    told = outline.text[outline.text.index("The one undetermined flow that moves each line most") :]
    assert "10 % 60 % 30 % 70 % all 9 20 8" in told[: told.index("2 open flows")]
    assert "1 other undetermined flow that moves a line by itself" in told
    assert "Chips, an alternative to Phone Maker" in told


def test_flows_say_their_tier_the_line_that_makes_the_item_and_whether_it_is_secure_below() -> None:
    tables = example_tables()
    flows = tables["flows"]
    chip = (flows["line"] == "phone") & (flows["input"] == "open-1")
    flows.loc[chip, ["made_by", "supplier", "supplier_name", "secure"]] = [
        "camera", "camera-maker", HOSTILE_MAKER, False,
    ]  # fmt: skip
    told = Outline(page(dataclasses.replace(example_results(), tables=tables))).text
    row = told[told.index("Open: 3") :]
    assert "goods, tier 1, made in CN; modelled too: " in row
    assert "'s Camera" in row
    assert "goods, tier 2, made in CN" in row  # what the camera takes, now that the phone takes the camera
    assert "open itself, but something its line needs is not" in row
    assert "A component: taken by Phone Maker's Phone (100 % of open part 1)." in told
    assert "Rests on other modelled lines: open part 1, 100 % from " in told


def test_a_maker_that_is_not_listed_is_told_by_whom_it_is_supplied_and_since_when_that_one_is_listed() -> (
    None
):
    tables = example_tables()
    flows = tables["flows"]
    own = (flows["line"] == "phone") & (flows["input"] == "open-1")
    flows.loc[own, ["made_by", "supplier", "supplier_name"]] = ["camera", "camera-maker", HOSTILE_MAKER]
    for name in ("companies", "products"):
        phone = tables[name]["company"] == "phone-maker"
        tables[name]["name"] = tables[name]["name"].where(~phone, "Phone Maker (fictional)")
        for column in ("listed_since", "announced"):
            tables[name][column] = tables[name][column].where(~phone, None)
    source = page(dataclasses.replace(example_results(), tables=tables))
    told = Outline(source).text
    assert "Not listed; supplied by " in told
    assert "'s Camera (100 % of open part 1), listed since 9 Oct 2019." in told
    assert "Its weeks count from 9 Oct 2019, when a measure or stop first reaches a supplier" in told
    assert 'Phone Maker <span class="mark">fictional</span></h3>' in re.sub(r"\s+", " ", source).replace(
        "</span> </h3>", "</span></h3>"
    )


def test_a_fleet_is_in_use_and_retires_and_a_growing_plan_grows() -> None:
    tables = example_tables()
    tables["parts"]["fleet"] = (tables["parts"]["line"] == "phone") & (tables["parts"]["input"] == "sensor")
    tables["products"]["plan_grows"] = 0.6
    told = Outline(page(dataclasses.replace(example_results(), tables=tables))).text
    assert "In use, and retires, rather than stock: image sensor with a name" in told
    assert "Plan: about 1 000 a day; the plan grows each year by 60 % of the first day's plan." in told
    assert "carried by a fleet in use, or stock, from before the cut, of output" in told


def test_figures_that_are_the_same_in_both_cases_are_shown_once() -> None:
    tables = example_tables()
    for name in ("timeline", "parts", "products"):
        first = tables[name][tables[name]["case"] == "undetermined cut"]
        same = first.assign(case="undetermined open")
        tables[name] = pd.concat([first, same], ignore_index=True)
    told = Outline(page(dataclasses.replace(example_results(), tables=tables)))
    assert len([each for each in told.all("div") if each.get("class") == "drawing"]) == 3 * 2
    assert "Phone: output by what carried it, in either case" in told.text
    assert "either case" in told.text[told.text.index("How long each company") :]


def test_open_flows_say_why_they_are_open(outline: Outline) -> None:
    assert "open because made in CN" in outline.text


def test_estimates_and_class_defaults_are_marked(source: str) -> None:
    row = source[source.index("chip.<wbr>stock") :]
    row = row[: row.index("</tr>")]
    assert '<span class="mark">class default</span>' in row
    assert '<span class="mark estimate">estimate</span>' in row
    other = source[source.index("camera.<wbr>price") :]
    other = other[: other.index("</tr>")]
    assert re.findall(r'<span class="mark[^>]*>(.*?)</span>', other) == ["decides"]


def test_what_limits_output_is_an_input_or_rationing_or_nothing() -> None:
    tables = example_tables()
    products = tables["products"]
    products.loc[products["line"] == "camera", "binding_time"] = 0.0
    products.loc[products["line"] == "phone", ["binding_time", "full_output_beyond"]] = [0.0, 1.0]
    told = Outline(page(dataclasses.replace(example_results(), tables=tables))).text
    assert told.count("rationing of stock, before any input runs out") == 2
    assert told.count("nothing: output meets demand") == 2
    assert told.count("chip %{x} {{ 7 * 7 }} (90 % of the time in which some input limits output)") == 2


def test_rationing_is_named_where_output_first_falls_short_by_it() -> None:
    tables = example_tables()
    tables["products"].loc[tables["products"]["line"] == "phone", "rationed_first"] = 0.75
    told = Outline(page(dataclasses.replace(example_results(), tables=tables))).text
    assert told.count("first rationing of stock, in 75 % of the draws that fall short; then mostly ") == 2


def test_lost_sales_are_added_up_by_supplier_and_by_where_it_is_based(outline: Outline) -> None:
    told = outline.text
    by_supplier = told[told.index("Suppliers that lose most") : told.index("By where suppliers are based")]
    bold = by_supplier[by_supplier.index("Bold") :]
    assert "based in US 2 USD 7.2 bn USD 3.6 bn 100 % USD 3.6 bn 100 %" in bold  # three lines of two makers
    assert "based in CN 2 USD −93 k USD −46 k – USD −46 k –" in bold
    by_place = told[told.index("By where suppliers are based") : told.index("All 6 supplies")]
    assert "US 2 USD 7.2 bn USD 3.6 bn 100 %" in by_place
    assert "all suppliers 2 USD 7.2 bn USD 3.6 bn 100 %" in by_place


def test_what_a_maker_supplies_to_itself_is_no_loss_of_another() -> None:
    tables = example_tables()
    own = tables["lost_sales"]["supplier"] == "bold-chips"
    tables["lost_sales"].loc[own, "supplier"] = tables["lost_sales"]["company"]
    told = Outline(page(dataclasses.replace(example_results(), tables=tables))).text
    short = told[told.index("Suppliers that lose most") : told.index("By where suppliers are based")]
    assert "Bold" not in short
    assert told[told.index("All supplies: 6") :].count("own work") == 3  # three supplies, in two cases


def test_what_a_maker_does_itself_is_its_own_work_in_every_table_of_flows() -> None:
    """Of two undetermined and three open flows one each, and the flow that moves the phone, become the maker's own."""
    tables = example_tables()
    flows, moving = tables["flows"], tables["undetermined"]
    for status in ("undetermined", "allowed"):
        first = flows.index[(flows["status"] == status) & (flows["role"] == "ordinary")][0]
        flows.loc[first, ["supplier", "supplier_name"]] = [flows.loc[first, "company"], "Phone Maker itself"]
    moving[["supplier", "supplier_name"]] = ["phone-maker", "Phone Maker itself"]
    told = Outline(page(dataclasses.replace(example_results(), tables=tables))).text
    assert "Phone Maker itself" not in told
    assert told[told.index("Open: 3") :].count("own workbased in") == 1
    undetermined = told[told.index("Undetermined: ") : told.index("Open: 3")]
    assert undetermined.count("own workbased in") == 1
    assert "own work of Phone Maker" in told
    assert "own work, an alternative of Phone Maker" in told
    assert re.search(r"[^ ] \(own work\)", told)  # for want of which facts


def test_events_have_weeks_and_months_and_no_single_dates(outline: Outline) -> None:
    happened = outline.text[
        outline.text.index("What happened when One run") : outline.text.index("Assumptions Every")
    ]
    assert "41 Feb 2020 stock ran out" in happened
    assert not re.search(r"\d{4}-\d{2}-\d{2}", happened)


def test_a_scenarios_address_becomes_a_link_only_if_it_is_a_web_address(
    source: str, outline: Outline
) -> None:
    assert "javascript:document.title='owned'" in outline.text
    assert 'href="javascript' not in source


def test_the_report_says_how_to_make_it_again(outline: Outline) -> None:
    assert "runout run example --variant some-licences --replications 128 --seed 7" in outline.text
    assert "measures.october-2019.licences: none -> {granted_after: 90 days}" in outline.text
    assert "Hypothetical." in outline.text


def test_nobody_is_called_banned_or_illegal(source: str) -> None:
    own = source[: source.index("plotly.js v")] + source[source.rindex("document.querySelectorAll") :]
    assert not re.search(r"\b(banned|illegal|violat)", own, re.IGNORECASE)


def test_headings_go_down_one_step_at_a_time_from_a_single_h1(outline: Outline) -> None:
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_scoped_headings_in_a_region_a_keyboard_reaches(
    outline: Outline,
) -> None:
    tables = len(outline.all("table"))
    assert tables >= 15
    assert len(outline.all("caption")) == tables
    assert all(each.get("scope") for each in outline.all("th"))
    regions = [each for each in outline.all("div") if each.get("class") == "scroll"]
    assert len(regions) == tables
    assert all(
        each["tabindex"] == "0" and each["role"] == "region" and each["aria-label"] for each in regions
    )


def test_no_two_elements_share_an_id_and_every_inner_link_has_a_goal(outline: Outline) -> None:
    ids = [str(each["id"]) for _, each in outline.tags if "id" in each]
    assert len(ids) == len(set(ids))
    inner = {str(each["href"])[1:] for each in outline.all("a") if str(each["href"]).startswith("#")}
    assert inner <= set(ids)


def test_only_the_lines_that_are_hit_worst_are_unfolded(outline: Outline) -> None:
    lines = [each for each in outline.all("details") if each.get("class") == "line"]
    assert ["open" in each for each in lines] == [True, True, False]


def test_the_contents_lead_to_every_company(outline: Outline) -> None:
    goals = [str(each["href"]) for each in outline.all("a")]
    assert (
        goals.count("#company-camera-maker") == goals.count("#company-phone-maker") == 2
    )  # and the overview


def test_every_figure_is_described_for_those_who_do_not_see_it(outline: Outline) -> None:
    drawings = [each for each in outline.all("div") if each.get("class") == "drawing"]
    assert len(drawings) == 3 * 2 * 2
    assert all(each["role"] == "img" and len(str(each["aria-label"])) > 80 for each in drawings)


def test_the_page_says_its_language_and_can_be_skipped_through(outline: Outline) -> None:
    assert outline.all("html") == [{"lang": "en"}]
    first_link = outline.all("a")[0]
    assert first_link == {"class": "skip", "href": "#answer"}


def test_what_to_look_at_stands_directly_below_the_answer_and_above_the_contents() -> None:
    outline = Outline(page(dataclasses.replace(example_results(), look_at="Assumed for 45 of 60 parts.")))
    words = outline.text
    assert words.index("Assumed for 45 of 60 parts.") < words.index("At a glance")
    assert words.count("Assumed for 45 of 60 parts.") == 1


@pytest.mark.parametrize(("count", "folded"), [(24, False), (25, True)])
def test_a_long_list_of_flows_is_folded(count: int, folded: bool) -> None:
    """Cut flows of 24 suppliers stand open, those of 25 behind a line that counts them."""
    results = example_results()
    flows = results.tables["flows"]
    cut = flows[(flows["role"] == "ordinary") & (flows["held_back"] == "by law")].iloc[:1]
    many = pd.concat([cut.assign(supplier=f"s{each}", supplier_name=f"S{each}") for each in range(count)])
    kept = flows[flows["held_back"] != "by law"]
    tables = {**results.tables, "flows": pd.concat([many, kept], ignore_index=True)}
    source = page(dataclasses.replace(results, tables=tables))
    assert (f"<summary>Licence required: {count} ordinary suppliers" in source) is folded
    assert "S0" in source


def test_parts_of_one_title_and_supplier_share_a_row_that_names_their_ids() -> None:
    results = example_results()
    flows = results.tables["flows"]
    cut = flows[(flows["role"] == "ordinary") & (flows["held_back"] == "by law")].iloc[:1]
    both = pd.concat([cut.assign(input=name) for name in ("p-2", "p-1")])
    tables = {**results.tables, "flows": pd.concat([both, flows[flows["held_back"] != "by law"]])}
    assert "2 parts: p-1, p-2; " in page(dataclasses.replace(results, tables=tables))


def test_a_line_of_many_inputs_shows_the_most_urgent_and_folds_the_rest() -> None:
    """Of 21 inputs with a row of their own 15 are shown; 6 are folded, in a figure of their own."""
    results = example_results()
    parts = results.tables["parts"]
    chips = parts[(parts["line"] == "camera") & (parts["input"] == "chip")]
    others = parts[(parts["line"] == "camera") & ~parts["status"].eq("open") & (parts["input"] != "chip")]
    more = 21 - 1 - others["input"].nunique()
    many = pd.concat([parts, *(chips.assign(input=f"chip-{each}") for each in range(more))])
    source = page(dataclasses.replace(results, tables={**results.tables, "parts": many}))
    assert source.count("<summary>What each of 6 further inputs lives on</summary>") == 1
    assert "Camera: what each further input lives on" in source
