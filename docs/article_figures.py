"""This is what runout prints for each claim of `article.md`: made by running it, written by `python -m docs.build`.

Each part names the command it comes from, which must stand among the commands of its claim, and where it is printed.
"""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pandas as pd

import sim
from sim.explain import number, percent, records
from sim.terminal import console, show_run

SCENARIO = "entity-list-2019-10"
RUN, EXPOSURE = f"runout run {SCENARIO}", f"runout exposure {SCENARIO}"
_MARK = re.compile(r"(<!-- printed -->\n).*?(<!-- end -->)", re.DOTALL)
_COMMANDS = re.compile(r"```sh\n(.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Printed:
    """What one command prints, or a part of it."""

    command: str
    where: str  # it is printed
    text: str  # in the words of Markdown


@cache
def ran(command: str = RUN) -> sim.Results:
    """The results of a command as it is written: with the number of draws and the seed it has by default."""
    words = shlex.split(command)
    assert words[:3] == shlex.split(RUN), command
    assert words[3:4] in ([], ["--variant"]), command
    return sim.run(SCENARIO, words[4:5], workers=2)


@cache
def flows(*variants: str) -> pd.DataFrame:
    """Every flow under some variants."""
    return sim.flows_on(sim.prepare(SCENARIO, variants))


@cache
def screen(command: str) -> list[str]:
    """The screen of a run, line by line."""
    out = io.StringIO()
    show_run(ran(command), console(out))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def paragraph(begins: str, command: str = RUN) -> Printed:
    """What the screen says from a line on, to the next that is not indented; of prose, to its full stop."""
    lines = screen(command)
    first = next(place for place, line in enumerate(lines) if line.startswith(begins))
    rest = lines[first + 1 :]
    if any(line.startswith("  ") for line in rest[:1]):
        last = next(place for place, line in enumerate(rest) if not line.startswith("  "))
    else:
        last = next(place for place, line in enumerate([lines[first], *rest]) if line.endswith("."))
    shown = "\n".join(lines[first : first + 1 + last])
    return Printed(command, "on the screen", f"```text\n{shown}\n```")


def paragraph_of(company: str) -> Printed:
    """The rows of a company, which those that fare alike share under the name of whichever is hit worst."""
    lines = screen(RUN)
    for place, line in enumerate(lines):
        heading = " ".join(lines[place : place + 3]).partition(" listed ")[0]
        if " (about " in line and not line.startswith(" ") and company in heading:
            return paragraph(line)
    raise AssertionError(f"{company} has no rows")


def bullets(command: str, where: str, lines: Iterator[str] | list[str]) -> Printed:
    """Facts from what a command prints, one by one."""
    return Printed(command, where, "\n".join(f"- {line}" for line in lines))


def flow(buyer: str, supplier: str, item: str, *variants: str) -> str:
    """What the law says of one flow: its first lines in `--explain`."""
    row = sim.explained(flows(*variants), buyer, supplier, item).iloc[0]
    since = "" if row["status"] == "allowed" else f" since {row['since']}"
    status = "open" if row["status"] == "allowed" else row["status"]
    return f"{row['supplier_name']}, {row['title']}: {status}{since}"


def explained(buyer: str, supplier: str, item: str) -> Printed:
    """The verdict on a flow."""
    return bullets(
        f"{EXPOSURE} --explain {buyer} {supplier} {item}", "in short", [flow(buyer, supplier, item)]
    )


def counts(*variants: str) -> str:
    """How many ordinary flows are what, all companies together."""
    found = flows(*variants)
    statuses = found[found["role"] == "ordinary"]["status"].value_counts()
    names = ("licence required", "undetermined", "allowed")
    return ", ".join(f"{statuses.get(name, 0)} {'open' if name == 'allowed' else name}" for name in names)


def counted(*variants: str) -> Printed:
    """How many ordinary flows are what, of the last lines of the list."""
    options = "".join(f" --variant {name}" for name in variants)
    return bullets(
        f"{EXPOSURE}{options}", "its last lines, added up", [f"ordinary flows: {counts(*variants)}"]
    )


def with_variant(name: str) -> str:
    """The command of a run with one variant."""
    return f"{RUN} --variant {name}"


def listed() -> Iterator[Printed]:
    """Claim 1."""
    yield paragraph("Listed 2019-10-09")
    yield counted()


def kinds() -> Iterator[Printed]:
    """Claim 2."""
    for supplier, item in (
        ("nvidia", "training-fleet"),
        ("nvidia", "toolchain"),
        ("google", "frameworks"),
        ("us-service-firms", "us-services"),
    ):
        yield explained("megvii", supplier, item)
    said = flow("megvii", "us-service-firms", "us-services", "services-too")
    yield bullets(f"{EXPOSURE} --variant services-too", "of Megvii", [said])


def content() -> Iterator[Printed]:
    """Claim 3."""
    yield explained("hikvision", "hisilicon", "soc")
    yield explained("hisilicon", "tsmc", "wafer")
    yield counted()
    yield counted("threshold-10")
    yield counted("footnote-4-from-2019-10-09")


def waivers() -> Iterator[Printed]:
    """Claim 4."""
    yield paragraph("Hikvision (about")
    yield paragraph("Hikvision (about", with_variant("some-licences"))


def unprocessed() -> Iterator[Printed]:
    """Claim 5."""
    yield explained("huawei", "google", "gms")
    later = flow("huawei", "google", "gms", "hindsight")
    yield bullets(f"{EXPOSURE} --variant hindsight", "of Huawei", [later])
    paused = flows("micron-pause")
    stops = paused[paused["vendor_stop"].notna()].groupby(["supplier_name", "vendor_stop"], sort=False)[
        "title"
    ]
    told = [f"{supplier}: {', '.join(own.unique())}; {stop}" for (supplier, stop), own in stops]
    yield bullets(f"{EXPOSURE} --variant micron-pause", "under *Stops by itself*", told)


def phones() -> Iterator[Printed]:
    """Claim 6."""
    told = [
        f"`{row['line']}` ({row['case']}): demand lost {percent(number(row, 'lost_demand_middle'))} of plan, "
        f"output lost {percent(number(row, 'lost_output_middle'))}"
        for row in records(ran().tables["products"])
        if row["company"] == "huawei"
    ]
    yield explained("huawei", "google", "gms")
    yield bullets(RUN, "in the report, *Figures and numbers* of each line, the middle one of three", told)


def parts() -> Iterator[Printed]:
    """Claim 7."""
    yield paragraph("Huawei (about")
    title = "Huawei P30 Pro ("
    said = next(sentence for sentence in ran().sentences["huawei"] if sentence.startswith(title))
    clauses = re.split(r"; (?![^(]*\))|(?<=[\w%)])\. (?=[A-Z\d])|(?<=\)\.) ", said)
    where = "in the report, *Company by company*, one sentence of its paragraph about the P30 Pro a line"
    yield bullets(RUN, where, [clause.rstrip(".") for clause in clauses])


def cameras() -> Iterator[Printed]:
    """Claim 8."""
    yield explained("hikvision", "texas-instruments", "poe-pse")
    yield explained("hikvision", "seagate", "hdd")
    yield paragraph("Hikvision (about")
    yield paragraph("Dahua (about")
    yield paragraph("Hikvision (about", with_variant("cautious-suppliers"))


def intelligence() -> Iterator[Printed]:
    """Claim 9."""
    yield explained("sensetime", "nvidia", "training-fleet")
    yield paragraph_of("SenseTime")
    yield paragraph("iFlytek (about")
    told = [
        f"`{row['line']}`: the plan grows each year by {percent(number(row, 'plan_grows'))} of the first day's plan; "
        f"home supply alone sustains {percent(number(row, 'domestic_level_middle'))} of it"
        for row in records(ran().tables["products"])
        if str(row["line"]).endswith("-ai-services") and row["case"] == "undetermined cut"
    ]
    yield bullets(
        RUN, "in the report, *How long* and the facts of each line; if undetermined flows are cut", told
    )


def brands() -> Iterator[Printed]:
    """Claim 10."""
    row = sim.explained(flows(), "western-camera-brand", "hikvision", "camera").iloc[0]
    secure = f"secure at every tier: {'yes' if row['secure'] else 'no'}"
    yield bullets(
        f"{EXPOSURE} --explain western-camera-brand hikvision camera",
        "in short",
        [f"{flow('western-camera-brand', 'hikvision', 'camera')}; {secure}"],
    )
    prepared = sim.prepare(SCENARIO)
    markets, today = sim.markets_on(prepared), prepared.file.scenario.clock.as_seen_from
    closed = records(markets[(markets["line"] == "western-brand-camera") & (markets["status"] != "open")])
    told = []
    for each in closed:
        low, high = (percent(number(each, f"lost_{end}")) for end in ("low", "high"))
        when = f"since {each['since']}"
        if each["since"] > today:
            when = f"announced {each['announced']}, in force from {each['since']}"
        told.append(
            f"{each['market']}: {each['status']}, {when} ({each['rule_title']}), {low} to {high} lost"
        )
    command = f"{EXPOSURE} --explain US western-camera-brand western-brand-camera"
    yield bullets(command, "in short", told)
    yield paragraph("Output meets demand to the horizon")


def licensees() -> Iterator[Printed]:
    """Claim 11."""
    yield explained("alibaba", "megvii", "recognition")
    yield paragraph("Output meets demand to the horizon")


def headline() -> Iterator[Printed]:
    """Claim 12."""
    yield paragraph("Of 13 product lines")
    yield bullets(RUN, "in the report, its first two sentences", list(ran().answer[:2]))


CLAIMS: tuple[Callable[[], Iterator[Printed]], ...] = (
    listed, kinds, content, waivers, unprocessed, phones, parts, cameras, intelligence, brands, licensees, headline,
)  # fmt: skip


def _told(each: Printed) -> str:
    """One part of a page: in a line where it is short."""
    short = each.text.removeprefix("- ")
    between = " " if short != each.text and "\n" not in short else "\n\n"
    return f"`{each.command}`, {each.where}:{between}{short if between == ' ' else each.text}\n"


def with_figures(text: str) -> str:
    """The page with what runout prints under each claim made anew; each from a command that stands above it."""
    claims = iter(CLAIMS)
    seed, draws = ran().seed, ran().replications

    def printed(found: re.Match[str]) -> str:
        above = _COMMANDS.findall(text[: found.start()])[-1].splitlines()
        parts = list(next(claims)())
        assert {each.command for each in parts} == set(above), "what is printed is not what stands above it"
        drawn = any(each.command.startswith(RUN) for each in parts)
        how = f" (runs: {draws} draws, seed {seed})" if drawn else ""
        return found[1] + "\n".join([f"What runout prints{how}:\n", *map(_told, parts)]) + found[2]

    page = _MARK.sub(printed, text)
    assert next(claims, None) is None, "a claim has no place for its figures"
    return page
