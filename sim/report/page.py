"""This is the report: one HTML file that is whole without a network and runs no script but its own."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sim.explain import percent
from sim.figures.cells import calendar_day
from sim.figures.script import plotly_script
from sim.figures.style import INK, case_words
from sim.report import appendix
from sim.report.companies import companies, lasting
from sim.report.flows import flows
from sim.report.pictures import pictures
from sim.results.results import Results


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
    everyone = companies(results)
    losing_most, losing_less = appendix.lost_sales(results)
    return {
        "cases": [case_words(case) or "as the facts decide" for case in results.cases],
        "companies": everyone,
        "lasting": lasting(results),
        "pictures": {
            each.line: pictures(results, each.line) for company in everyone for each in company.products
        },
        "cut": [
            *flows(results, "ordinary", "prohibited"),
            *flows(results, "ordinary", "licence required"),
        ],
        "undetermined": flows(results, "ordinary", "undetermined"),
        "open": flows(results, "ordinary", "allowed"),
        "alternatives": flows(results, "alternative"),
        "losing_most": losing_most,
        "losing_less": losing_less,
        "events": appendix.events(results),
        "assumptions": appendix.assumptions(results),
        "sources": appendix.sources(results),
        "command": appendix.command(results),
    }


def _unbroken(value: object) -> object:
    """Words in which no line ends between a number and its per cent sign."""
    return re.sub(r"(?<=\d) %", "\u00a0%", value) if type(value) is str else value


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
