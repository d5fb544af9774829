"""This is the report: one HTML file that is whole without a network and runs no script but its own."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sim.explain import HYPOTHETICAL, NOT_ASKED, OPEN_SAID, counted_kinds, percent, said_of_all
from sim.figures.cells import calendar_day
from sim.figures.rows import Rows
from sim.figures.script import plotly_script
from sim.figures.style import INK, case_words
from sim.report import appendix, lost_sales
from sim.report.applications import applications
from sim.report.companies import companies
from sim.report.demand import barred_markets
from sim.report.first_out import first_out
from sim.report.flows import flows
from sim.report.how_long import lasting
from sim.report.overview import overview
from sim.report.pictures import pictures
from sim.report.pools import pools
from sim.report.tiers import tiers
from sim.report.undetermined import RUNS, moving_flows, undecided
from sim.results.held_back import BY_ITSELF, BY_LAW, OPEN, UNDETERMINED
from sim.results.results import Results
from sim.wording import counted

_UNFOLDED = 2  # lines whose figures are drawn at once: those that are hit worst
_COUNTED = {
    "cut": "licence required",
    "stopping": "stops by itself",
    "undetermined": "un\u00addetermined",
    "open": "open",
}
_PER_CENT = re.compile(r"(?<=\d) %")


def page(results: Results) -> str:
    """The report of a run as one HTML text, under 8 MB.

    Words of a scenario are escaped wherever they appear; should one slip through, the page's security policy names
    the two scripts it may run by their hash and forbids every other, and every network request.
    """
    environment = Environment(
        loader=PackageLoader("sim.report", ""), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_unbroken,
    )  # fmt: skip
    environment.filters["day"] = calendar_day
    environment.filters["counted"] = counted
    scripts = (plotly_script(), _file("page.js"))
    return environment.get_template("page.html.jinja").render(
        run=results,
        style=Markup(_file("page.css").replace("INK_RGB", _rgb(INK))),
        scripts=[Markup(script) for script in scripts],
        policy=_policy(scripts),
        estimates=percent(results.estimates),
        **_contents(results),
    )


def _contents(results: Results) -> dict[str, object]:
    """What the template shows, by name."""
    rows = Rows(results.tables)
    links = tiers(rows)
    everyone = companies(results, rows, links)
    open_question = flows(rows, links, "ordinary", UNDETERMINED)
    lines = [product.line for company in everyone for product in company.products]
    return {
        "open_said": OPEN_SAID,
        "not_asked": NOT_ASKED,
        # What the head of the page says already is not said again.
        "said": [each for each in said_of_all(results.answer, results.tables) if each != HYPOTHETICAL],
        "cases": [case_words(case) or "as the facts decide" for case in results.cases],
        "overview": overview(rows, everyone, counted_kinds(results.tables["companies"])),
        "companies": everyone,
        "counted": [_COUNTED[kind] for kind in counted_kinds(results.tables["companies"])],
        "lasting": lasting(results, rows, everyone),
        "pictures": {line: pictures(results, rows, line) for line in lines},
        "unfolded": lines[:_UNFOLDED],
        "cut": sorted(flows(rows, links, "ordinary", BY_LAW), key=lambda flow: flow.status != "prohibited"),
        "stopping": flows(rows, links, "ordinary", BY_ITSELF),
        "undetermined": open_question,
        "undecided": undecided(open_question),
        "markets": barred_markets(rows),
        "pools": pools(rows),
        "applications": applications(rows, links),
        "first_out": first_out(
            rows,
            [(case, case_words(case)) for case in results.cases],
            results.as_seen_from,
        ),
        "moving": moving_flows(rows),
        "alone": list(RUNS.values()),
        "open": flows(rows, links, "ordinary", OPEN),
        "alternatives": flows(rows, links, "alternative"),
        "losing": lost_sales.by_supplier(rows, results.cases),
        "places": lost_sales.by_jurisdiction(rows, results.cases),
        "supplies": lost_sales.supplies(rows, results.cases),
        "events": appendix.events(results, rows),
        "assumptions": appendix.assumptions(rows),
        "all_assumptions": len(rows.of("assumptions")),
        "sources": appendix.sources(results),
        "command": appendix.command(results),
    }


def _unbroken(value: object) -> object:
    """Words in which no line ends between a number and its per cent sign."""
    return _PER_CENT.sub("\u00a0%", value) if type(value) is str and " %" in value else value


def _file(name: str) -> str:
    return files("sim.report").joinpath(name).read_text(encoding="utf-8")


def _policy(scripts: tuple[str, ...]) -> str:
    """The Content-Security-Policy: no network, and no script but these."""
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{each}'" for each in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _rgb(colour: str) -> str:
    """A colour `#rrggbb` as a browser writes it in a style."""
    return "rgb({}, {}, {})".format(*(int(colour[place : place + 2], 16) for place in (1, 3, 5)))
