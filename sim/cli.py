"""This is the command line: parse, call, show. Exit codes: 0 fine, 2 the user's input, 1 ours, 130 interrupted."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import sys
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.ending import after_writing, to_its_end
from sim.errors import InputError, Problem, ScenarioError

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.pipeline import Prepared
    from sim.scenario.warnings import ScenarioWarning

# Everything heavy is imported inside the command that needs it, so that --help answers at once.

_SCENARIO = click.argument("scenario", metavar="SCENARIO")
_VARIANT = click.option(
    "--variant", "variants", multiple=True, metavar="NAME", help="Apply a variant; repeatable, in order."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(package_name="runout", prog_name="runout")
def runout() -> None:
    """Who an export ban cuts off from whom, and how long each company goes on.

    SCENARIO is a file, or the name of a shipped scenario such as entity-list-2019-10.
    """


@runout.command()
@_SCENARIO
@_VARIANT
@click.option(
    "--replications", type=click.IntRange(1, 100_000), default=128, show_default=True, help="Number of draws."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Seed of the draws."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Result folder. [default: runs/SCENARIO]"
)
@click.option("--workers", type=click.IntRange(1, 1024), help="Local processes. [default: one for each core]")
@click.option("--all", "every", is_flag=True, help="Show all that explains the answer, not one screen.")
@click.option("--open", "open_report", is_flag=True, help="Open the report in a browser.")
@_JSON
def run(  # the options of the command
    scenario: str,
    variants: tuple[str, ...],
    replications: int,
    seed: int,
    output: Path | None,
    workers: int | None,
    every: bool,
    open_report: bool,
    as_json: bool,
) -> None:
    """Run a scenario: tables, report.html and data files."""
    from sim.experiments.ensemble import run_prepared
    from sim.pipeline import prepare
    from sim.report.page import page
    from sim.results import folder
    from sim.terminal import console, show_run, wrapped
    from sim.uncertainty.draws import Draws

    prepared = prepare(scenario, variants)
    place = output or Path("runs") / "+".join((prepared.file.name, *variants))
    folder.check_folder(place, folder.Subject.of(prepared.file))
    with _progress(replications) as advance:
        draws = Draws(prepared.network, seed, replications)
        results = run_prepared(prepared, draws, workers=workers or os.cpu_count() or 1, progress=advance)
    folder.write_folder(results, {"report.html": page(results)}, place)
    report = place / "report.html"
    with after_writing(place):
        if as_json:
            click.echo(folder.as_json(results), nl=False)
        else:
            show_run(results, console(), every)
            click.echo(f"\nReport: {report}")
            click.echo(wrapped(f"Tables: {place}/*.csv, described in {place}/columns.json"))
        if open_report:
            webbrowser.open(report.resolve().as_uri())


@runout.command()
@_SCENARIO
@_VARIANT
@click.option("--all", "every", is_flag=True, help="List every warning, with all that it counts.")
@click.option("--strict", is_flag=True, help="Exit with 2 if there are warnings.")
@click.option("--json", "as_json", is_flag=True, help="Print problems and warnings as JSON.")
def check(scenario: str, variants: tuple[str, ...], every: bool, strict: bool, as_json: bool) -> None:
    """Show every problem of a scenario at once, and what may be wrong with the answer."""
    from sim.experiments.checking import checked, summary_of, warnings_of
    from sim.scenario.warning_lines import warning_lines
    from sim.terminal import wrapped

    try:
        prepared = checked(scenario, variants)
    except InputError as error:
        if as_json:
            _echo_checked(error.problems, ())
            sys.exit(error.exit_code)
        raise
    warnings = warnings_of(prepared)
    if as_json:
        _echo_checked((), warnings)
    else:
        for text in warning_lines(warnings, every):
            click.echo(text)
        click.echo(wrapped(summary_of(prepared, warnings), ""))
    if strict and warnings:
        sys.exit(2)


def _echo_checked(problems: Sequence[Problem], warnings: Sequence[ScenarioWarning]) -> None:
    found = {"problems": [asdict(each) for each in problems], "warnings": [asdict(each) for each in warnings]}
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


@runout.command()
@_SCENARIO
@_VARIANT
@click.option("--date", "day", metavar="D", help="What holds on this day (YYYY-MM-DD).")
@click.option(
    "--explain",
    nargs=3,
    metavar="BUYER SUPPLIER ITEM",
    help="Everything that decided one flow, by ids, names or titles; or a market: MARKET MAKER LINE.",
)
@click.option("--all", "every", is_flag=True, help="List open flows too; with --explain, every rule asked.")
@_JSON
def exposure(
    scenario: str,
    variants: tuple[str, ...],
    day: str | None,
    explain: tuple[str, str, str] | None,
    every: bool,
    as_json: bool,
) -> None:
    """Show only who is cut off, and why."""
    from sim.experiments.exposures import (
        about,
        assumed_leakage,
        explained,
        flows_on,
        hits_of,
        market_explained,
        markets_on,
        verdict_at,
    )
    from sim.explain import records, without_law
    from sim.pipeline import prepare
    from sim.results.law_warnings import Judged, unverified
    from sim.scenario.catalogue import called
    from sim.terminal import console, show_exposure, show_flow, show_open, show_reasoning, show_unverified

    prepared = prepare(scenario, variants)
    date = _date(day)
    clock = prepared.file.scenario.clock
    if date is not None and not clock.start <= date < clock.until:
        message = f"{date} lies outside the clock, {clock.start} to the day before {clock.until}"
        raise ScenarioError(Problem("", None, "--date", message))
    flows, markets = flows_on(prepared, date), markets_on(prepared, date)
    if explain and explain[0] in set(markets["market"]):
        _explain_market(prepared, market_explained(markets, *explain), date, as_json)
        return
    organisations = prepared.file.scenario.organisations
    names = {name: each.name for name, each in organisations.items()}
    if explain:
        known_as = {name: (each.name, *each.also_known_as) for name, each in organisations.items()}
        flows = explained(flows, *explain, known_as)
    if as_json:
        records_with_hits = json.loads(flows.to_json(orient="records", date_format="iso"))
        for record, row in zip(records_with_hits, flows.index, strict=True):
            record |= {"hits": hits_of(prepared, row, date), "scenario": about(prepared)}
        click.echo(json.dumps(records_with_hits, indent=2, ensure_ascii=False))
        return
    _assumed(prepared, date)
    show_unverified(unverified(Judged(prepared.file, prepared.network, prepared.exposure)), console())
    if explain:
        for at, row in zip(flows.index, records(flows), strict=True):
            verdict = verdict_at(prepared, at)
            show_flow(row, names, verdict, every, console())
            show_reasoning(verdict, date, every, console())
    else:
        seen_from = date or clock.as_seen_from
        show_exposure(flows, markets, names, seen_from, console())
        if told := without_law(flows, called(prepared.file.path)):
            click.echo(told)
        if every:
            show_open(flows, names, console())
        for text in assumed_leakage(prepared):
            click.echo(f"Leakage is assumed, of no supplier: {text}.")


def _assumed(prepared: Prepared, date: dt.date | None) -> None:
    from sim.experiments.exposures import assumed
    from sim.terminal import wrapped

    click.echo("".join(f"{wrapped(each)}\n" for each in assumed(prepared, date)), nl=False)


def _explain_market(prepared: Prepared, markets: DataFrame, date: dt.date | None, as_json: bool) -> None:
    """What keeps one market from buying from one line."""
    from sim.experiments.exposures import about, barrier_at, hit_record
    from sim.explain import records
    from sim.terminal import console, show_market

    barriers = [barrier_at(prepared, at) for at in markets.index]
    if as_json:
        rows = json.loads(markets.to_json(orient="records", date_format="iso"))
        for row, barrier in zip(rows, barriers, strict=True):
            row |= {"hits": [] if barrier is None else [hit_record(barrier)], "scenario": about(prepared)}
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    _assumed(prepared, date)
    for barrier, row in zip(barriers, records(markets), strict=True):
        show_market(row, barrier, console())


@runout.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--mapping", type=click.Path(path_type=Path), help="The mapping that a first import wrote.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Scenario file; with --guess the mapping. [default: FILE.yaml, here]",
)
@click.option("--sheet", metavar="NAME", help="Sheet of a workbook. [default: the first that is shown]")
@click.option("--maker", metavar="NAME", help="Who makes the product.")
@click.option("--home", metavar="CC", help="The maker's home, as a two-letter code.")
@click.option("--title", metavar="TEXT", help="The product. [default: the file's name]")
@click.option("--plan", metavar="RATE", help="Planned output, for instance '1000 units/day'.")
@click.option("--price", metavar="MONEY", help="What the maker gets for one product, for instance '55 USD'.")
@click.option(
    "--market", "markets", multiple=True, metavar="NAME=SHARE", help="For instance EU=60%; repeatable."
)
@click.option("--date", metavar="D", help="The day the list describes. [default: when it was last changed]")
@click.option(
    "--rate", "rates", multiple=True, metavar="RATE", help="'EUR=1.08 USD on 2025-06-30'; repeatable."
)
@click.option("--stops", metavar="SUPPLIER", help="Ask what happens if this supplier stops.")
@click.option("--country", metavar="CC", help="Ask what happens if this country forbids exports.")
@click.option(
    "--open-orders",
    type=click.Choice(["steady", "bridged"]),
    help="Where stock and orders do not last: a steady flow instead, or one more order. [default: steady]",
)
@click.option("--guess", is_flag=True, help="Only write the mapping, to be corrected.")
@click.option("--all", "every", is_flag=True, help="Say all that was read, filled and guessed.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
def import_(
    file: Path,
    mapping: Path | None,
    output: Path | None,
    sheet: str | None,
    guess: bool,
    every: bool,
    force: bool,
    **wishes: Any,  # Any: the options that `wishes_of` reads
) -> None:
    """Make a scenario of a parts list in CSV, XLSX or CycloneDX."""
    from sim.intake.importing import ImportPlan, guess_mapping, import_parts
    from sim.intake.wishes import wishes_of
    from sim.terminal import wrapped

    plan = ImportPlan(file, output, mapping, sheet, force, wishes_of(file, wishes))
    done = guess_mapping(plan) if guess else import_parts(plan)
    for text in done.lines(every):
        click.echo(wrapped(text))


@runout.command()
@_SCENARIO
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Workbook. [default: SCENARIO.xlsx, here]"
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def export(scenario: str, output: Path | None, force: bool) -> None:
    """Write the lines of a scenario as a parts list (XLSX) that import reads."""
    from sim.intake.exporting import export_parts
    from sim.terminal import wrapped

    done = export_parts(scenario, output, force=force)
    click.echo("\n".join(map(wrapped, done.lines())))


@runout.command()
@click.option(
    "--kind", default="supplier-may-be-listed", show_default=True, metavar="KIND", help="Which question."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Scenario file. [default: KIND.yaml, here]"
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def new(kind: str, output: Path | None, force: bool) -> None:
    """Write a commented scenario to start from."""
    from sim.intake.starting import start_scenario
    from sim.terminal import wrapped

    for text in start_scenario(kind, output, force=force).lines():
        click.echo(wrapped(text))


@runout.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--all", "every", is_flag=True, help="Give reasons of other days, goods and places too.")
@click.option("--json", "as_json", is_flag=True, help="Print every outcome as JSON.")
def rules(file: Path, every: bool, as_json: bool) -> None:
    """Run rule tests: flows with expected verdicts. Exit code 0 if all agree, 1 if not."""
    from sim.rules.vector_file import read_vectors
    from sim.rules.vectors import run_vectors
    from sim.terminal import wrapped
    from sim.terminal.rules import outcome_record, rule_lines

    outcomes = run_vectors(read_vectors(file))
    if as_json:
        records = [outcome_record(each) for each in outcomes]
        click.echo(json.dumps(records, indent=2, ensure_ascii=False))
    else:
        for text in rule_lines(outcomes, file.name, every):
            click.echo(wrapped(text, "    "))
    if not all(each.agrees for each in outcomes):
        sys.exit(1)


@runout.command()
def schema() -> None:
    """Print the JSON schema of scenario files, for editors."""
    from sim.scenario import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@runout.command()
@click.argument("file", required=False)
@click.option("--list", "against", default="CSL", show_default=True, help="A list as published, JSON or CSV.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="REVIEW.csv", help="Write the review."
)
@click.option("--force", is_flag=True, help="Replace a review that is there.")
@click.option("--column", metavar="NAME", help="The column of FILE that holds the names.")
@click.option(
    "--min-score", type=click.FloatRange(70, 100), default=85, show_default=True, help="Least score, of 100."
)
@click.option("--all", "every", is_flag=True, help="Show the first three rows of each name, not one.")
@click.option("--confirmed", metavar="REVIEW.csv", help="Print what a person confirmed as entries of a list.")
@_JSON
def screen(
    file: str | None,
    against: str,
    output: Path | None,
    force: bool,
    column: str | None,
    min_score: float,
    every: bool,
    confirmed: str | None,
    as_json: bool,
) -> None:
    """Match organisations against a screening list, for review.

    FILE is a list of names, a CSV table or a scenario. CSL is the extract of the US Consolidated Screening List
    that ships with runout; rows of individuals are dropped as a list is read.
    """
    if (file is None) == (confirmed is None):
        raise click.UsageError("give a FILE to screen, or --confirmed REVIEW.csv")
    try:
        from sim.intake import screening, screening_review
    except ModuleNotFoundError as error:
        if error.name != "rapidfuzz":
            raise
        message = "needs the package rapidfuzz: pip install 'runout[intake]'"
        raise InputError(Problem("", None, "screen", message)) from None

    if confirmed is not None:
        click.echo(screening_review.confirmed_entries(confirmed), nl=False)
        return
    if output is not None:
        screening_review.check_place(output, force)
    result = screening.screen(file or "", against, column, min_score)
    if output is not None:
        screening_review.write_review(result.matches, output, force, result.unmatched, result.hints)
    click.echo(json.dumps(result.plain(), indent=2, ensure_ascii=False) if as_json else result.summary(every))
    if not as_json:
        click.echo(f"\n{screening.next_step(file or '', against, output)}")


def _date(text: str | None) -> dt.date | None:
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError:
        raise ScenarioError(
            Problem("", None, "--date", f"`{text}` is not a date; write YYYY-MM-DD")
        ) from None


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None] | None]:
    """A progress bar with rate and time left, where a person is watching."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Without a thread of its own, so that worker processes can be forked.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("draws", total=total)
        yield lambda done: bar.update(task, completed=done, refresh=True)


def main() -> None:
    """Run the command line and exit with its code."""
    told = logging.StreamHandler()  # on standard error
    told.setFormatter(logging.Formatter("runout: %(message)s"))
    logging.getLogger("sim").addHandler(told)
    logging.getLogger("sim").setLevel(logging.INFO)
    to_its_end(lambda: runout(standalone_mode=False))
