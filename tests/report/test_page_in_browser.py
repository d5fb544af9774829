"""The report as a reader sees it, in a real browser: drawn, quiet, readable on a phone, on a dark screen, on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page

from sim.figures.rows import Rows
from sim.report.page import page
from tests.example_results import example_results
from tests.example_tables import HOSTILE_MAKER, HOSTILE_SUPPLIER

OPEN, FIGURES = 8, 12  # of three lines the third is folded
DRAWN = "[...document.querySelectorAll('.drawing')].filter((each) => each.querySelector('.main-svg')).length === {}"
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => {{ each.open = {} }})"
# Pairs of words inside one figure that lie on each other by more than 2 pixels, or words beyond its edge.
CLASHES = """
[...document.querySelectorAll('.drawing')].flatMap((drawing) => {
  const edge = drawing.getBoundingClientRect();
  const words = [...drawing.querySelectorAll('.annotation-text, .xtick text, .ytick text')]
    .filter((text) => text.textContent.trim())
    .map((text) => [text.textContent, text.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0);
  const beyond = words.filter(([, box]) => box.left < edge.left - 2 || box.right > edge.right + 2);
  const pairs = words.flatMap(([one, a], place) => words.slice(place + 1).filter(([, b]) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2).map(([other]) => `${one} / ${other}`));
  return [...beyond.map(([text]) => `beyond the edge: ${text}`), ...pairs];
})
"""


def wait_until(view: Page, true: str) -> None:
    """Ask until an expression holds; the page's policy does not let playwright wait inside it."""
    for _ in range(400):
        if view.evaluate(true):
            return
        view.wait_for_timeout(25)
    pytest.fail(f"not so within 10 seconds: {true}")


@contextmanager
def everything_open(view: Page) -> Iterator[None]:
    view.evaluate(OPEN_ALL.format("true"))
    yield
    view.evaluate(OPEN_ALL.format("false"))
    view.evaluate("document.querySelectorAll('details.line').forEach((each) => { each.open = true })")


@dataclass
class Opened:
    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(page(example_results()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def opened(report: Path, browser_page: Callable[..., Page]) -> Callable[[int], Opened]:
    """The report at a width in pixels, opened once for all tests that look at it."""
    known: dict[int, Opened] = {}

    def at(width: int) -> Opened:
        if width not in known:
            view = Opened(browser_page(width=width))
            view.page.on("console", lambda message: view.said.append(message.text))
            view.page.on("pageerror", lambda error: view.said.append(str(error)))
            view.page.on("request", lambda request: view.asked.append(request.url))
            view.page.goto(report.as_uri())
            view.page.evaluate(OPEN_ALL.format("true"))
            wait_until(view.page, DRAWN.format(FIGURES))
            view.page.evaluate(OPEN_ALL.format("false"))
            view.page.evaluate(
                "document.querySelectorAll('details.line').forEach((each) => { each.open = true })"
            )
            known[width] = view
        return known[width]

    return at


def test_the_report_draws_every_figure_without_a_word_on_the_console_or_a_request(
    opened: Callable[[int], Opened], report: Path
) -> None:
    view = opened(1280)
    assert view.page.locator(".drawing .main-svg .barlayer .point").count() > 40
    assert view.page.locator(".drawing .main-svg .scatterlayer .js-fill").count() > 15
    assert view.said == []
    assert view.asked == [report.as_uri()]


def test_a_folded_section_opens_by_keyboard_and_only_then_draws_its_figures(
    report: Path, browser_page: Callable[..., Page]
) -> None:
    view = browser_page()
    said: list[str] = []
    view.on("console", lambda message: said.append(message.text))
    view.on("pageerror", lambda error: said.append(str(error)))
    view.goto(report.as_uri())
    wait_until(view, DRAWN.format(OPEN))
    folded = view.locator("details.line:not([open])")
    assert folded.count() == 1
    drawing = view.locator("details.line").nth(2).locator(".drawing").first
    assert drawing.is_hidden()
    assert drawing.locator(".main-svg").count() == 0
    folded.locator("summary").first.focus()
    assert view.evaluate("getComputedStyle(document.activeElement).cursor") == "pointer"
    view.keyboard.press("Enter")
    wait_until(view, DRAWN.format(FIGURES))
    assert drawing.is_visible()
    box, svg = drawing.bounding_box(), drawing.locator(".main-svg").first.bounding_box()
    assert box is not None
    assert svg is not None
    assert svg["width"] == pytest.approx(box["width"], abs=1)
    assert said == []


def test_focus_is_seen_on_a_summary_and_a_table_that_scrolls(
    report: Path, browser_page: Callable[..., Page]
) -> None:
    view = browser_page()
    view.goto(report.as_uri())
    for chosen in (".scroll", "details.line > summary"):
        view.locator(chosen).first.focus()
        view.keyboard.press("Tab")
        view.keyboard.press("Shift+Tab")
        assert view.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px", chosen


def test_one_button_opens_the_figures_of_every_line(report: Path, browser_page: Callable[..., Page]) -> None:
    view = browser_page()
    view.goto(report.as_uri())
    view.get_by_role("button", name="Open the figures of every line").click()
    wait_until(view, DRAWN.format(FIGURES))
    assert view.locator("details.line:not([open])").count() == 0


def test_on_a_phone_the_overview_is_stacked_and_every_number_keeps_its_label(
    opened: Callable[[int], Opened],
) -> None:
    table = opened(380).page.locator("table.overview")
    box, frame = table.bounding_box(), table.locator("..").bounding_box()
    assert box is not None
    assert frame is not None
    assert box["width"] <= frame["width"]
    labels = (
        table.locator("tbody tr")
        .first.locator("td")
        .evaluate_all("cells => cells.map((cell) => getComputedStyle(cell, '::before').content)")
    )
    assert labels[1:] == [
        '"Full output until, weeks: "',
        '"Half output until, weeks: "',
        '"Stop, weeks: "',
    ]


@pytest.mark.parametrize("width", [380, 768, 1280])
def test_the_page_does_not_scroll_sideways(opened: Callable[[int], Opened], width: int) -> None:
    view = opened(width).page
    with everything_open(view):
        assert view.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [380, 768, 1280])
def test_no_words_of_a_figure_lie_on_each_other_or_beyond_its_edge(
    opened: Callable[[int], Opened], width: int
) -> None:
    assert opened(width).page.evaluate(CLASHES) == []


def test_the_states_are_written_on_the_bars_also_on_a_phone(opened: Callable[[int], Opened]) -> None:
    written = opened(380).page.locator(".drawing").first.locator(".bartext").all_text_contents()
    assert {"ordinary", "stock", "alternative", "out", "missing"} <= set(written)


def test_names_that_try_to_be_html_are_shown_as_words(opened: Callable[[int], Opened]) -> None:
    view = opened(1280).page
    assert view.title() == example_results().title
    assert HOSTILE_MAKER in view.locator("#who + .scroll").inner_text()
    assert HOSTILE_SUPPLIER in view.locator("section[aria-labelledby=flows]").inner_text()
    assert any(
        text.startswith("main <img src=x") for text in view.locator(".annotation-text").all_text_contents()
    )
    assert view.locator("img").count() == 0


def test_a_script_that_slipped_in_would_not_run(
    report: Path, browser_page: Callable[..., Page], tmp_path: Path
) -> None:
    poisoned = tmp_path / "poisoned.html"
    evil = "<script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\">"
    poisoned.write_text(report.read_text("utf-8").replace("<header>", f"<header>{evil}"), encoding="utf-8")
    view = browser_page()
    view.goto(poisoned.as_uri())
    wait_until(view, DRAWN.format(OPEN))
    assert view.title() == example_results().title


def test_pointing_at_a_bar_tells_its_weeks(opened: Callable[[int], Opened]) -> None:
    view = opened(1280).page
    view.locator(".drawing").first.locator(".barlayer .point").first.scroll_into_view_if_needed()
    view.locator(".drawing").first.locator(".barlayer .point path").first.hover(force=True)
    assert "out in week 12 – 19 – 26" in view.locator(".hoverlayer").first.text_content()
    view.mouse.move(0, 0)


def test_the_first_stop_of_the_keyboard_skips_to_the_answer(
    report: Path, browser_page: Callable[..., Page]
) -> None:
    view = browser_page()
    view.goto(report.as_uri())
    view.keyboard.press("Tab")
    assert view.evaluate("document.activeElement.textContent") == "Skip to the answer"
    assert view.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    view.keyboard.press("Enter")
    assert view.evaluate("document.activeElement.id") == "answer"


def test_the_assumptions_can_be_filtered(opened: Callable[[int], Opened]) -> None:
    view = opened(1280).page
    with everything_open(view):
        view.locator("input[type=search]").fill("stock estimate")
        assert view.locator("#all-assumptions tbody tr:visible").count() == 1
        assert view.locator(".filter output").inner_text() == "1 of 2 rows"


def test_on_a_dark_screen_words_and_lines_of_figures_are_light(opened: Callable[[int], Opened]) -> None:
    view = opened(1280).page
    colour = "getComputedStyle(document.querySelector('.annotation-text')).fill"
    assert view.evaluate(colour) == "rgb(26, 26, 26)"
    view.emulate_media(color_scheme="dark")
    assert view.evaluate(colour) == "rgb(236, 236, 236)"
    view.emulate_media(color_scheme="light")


def test_on_paper_figures_are_no_wider_than_the_page(opened: Callable[[int], Opened]) -> None:
    view = opened(768).page
    view.emulate_media(media="print")
    view.set_viewport_size({"width": 600, "height": 900})
    wide = "[...document.querySelectorAll('.main-svg')].filter((svg) => svg.getBoundingClientRect().right > 600).length"
    assert view.evaluate(wide) == 0
    assert view.locator("nav").is_hidden()


def test_without_javascript_the_tables_say_the_same(report: Path, browser_page: Callable[..., Page]) -> None:
    context = browser_page().context.browser
    assert context is not None
    view = context.new_page(java_script_enabled=False, offline=True)
    view.goto(report.as_uri())
    words = view.locator("section[aria-labelledby=companies]").inner_text()
    assert "The figures need JavaScript. The tables say the same." in words
    assert "20 – 29 – 57" in view.locator("#how-long + details .scroll").text_content()
    view.context.close()


@pytest.mark.parametrize("width", [380, 390])
def test_on_a_phone_no_table_is_cut_off_or_scrolls_sideways(
    opened: Callable[[int], Opened], width: int
) -> None:
    view = opened(width).page
    with everything_open(view):
        wide = view.evaluate(
            "[...document.querySelectorAll('.scroll')].filter((each) => each.scrollWidth > each.clientWidth)"
            ".map((each) => each.getAttribute('aria-label'))"
        )
        assert wide == []
        for counts in view.locator("td.counts").all():
            box = counts.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= width


def test_on_a_phone_a_cell_is_labelled_by_all_headings_over_it(opened: Callable[[int], Opened]) -> None:
    view = opened(380).page
    cells = view.locator("#who + .scroll tbody tr").first.locator("td")
    labels = [cell.get_attribute("data-label") for cell in cells.all()]
    assert labels[:3] == ["Listed since", "Suppliers: licence required", "Suppliers: un\u00addetermined"]
    second = view.locator("#how-long + details .scroll tbody tr:not(:has(th))").first.locator("td")
    assert second.first.get_attribute("data-label") == "Case"
    assert second.nth(5).get_attribute("data-label") == "Domestic alternatives alone: level, of plan"


@pytest.mark.parametrize("width", [380, 1280])
def test_every_flow_shows_its_clause_and_a_reason_unfolded(
    opened: Callable[[int], Opened], width: int
) -> None:
    view = opened(width).page
    with everything_open(view):
        view.evaluate("document.querySelectorAll('td details').forEach((each) => { each.open = false })")
        rows = view.locator("section[aria-labelledby=flows] table:has(td.clause) tbody tr")
        assert rows.count() == len(example_flows())
        for row in rows.all():
            assert row.locator("td.clause").is_visible()
            assert "15 CFR" in row.locator("td.clause").inner_text()
            assert row.locator(".reason").is_visible()


def example_flows() -> set[tuple[str, ...]]:
    """The flows of the example; those of one maker that agree are joined, as on the page."""
    rows = Rows(example_results().tables).of("flows")
    return {tuple(str(row[each]) for each in ("company", "input", "supplier", "role")) for row in rows}


def test_a_filtered_row_is_gone_on_a_phone_too(opened: Callable[[int], Opened]) -> None:
    view = opened(380).page
    with everything_open(view):
        view.locator("input[type=search]").fill("stock estimate")
        assert view.locator("#all-assumptions tbody tr:visible").count() == 1
        view.locator("input[type=search]").fill("")


def test_on_a_phone_every_flow_is_stacked_with_its_day_and_rule_in_view(
    opened: Callable[[int], Opened],
) -> None:
    width = 380
    flows = opened(width).page.locator("section[aria-labelledby=flows]")
    row = flows.locator("table.stacked").first.locator("tbody tr").first
    for label in ("Since", "Rule, clause, content that decided"):
        box = row.locator(f'td[data-label="{label}"]').bounding_box()
        assert box is not None
        assert box["x"] >= 0.0
        assert box["x"] + box["width"] <= width
