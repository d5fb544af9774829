"""This is what runout prints for each claim of `article.md`: made by running it, written by `python -m docs.build`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import pandas as pd

import sim
from sim.explain import number, percent, records
from sim.terminal import span

SCENARIO = "entity-list-2019-10"
DRAWS = 32
_MARK = re.compile(r"^runout prints[^\n]*(?:\n- [^\n]*)*", re.MULTILINE)


@cache
def ran(*variants: str) -> sim.Results:
    """The scenario under some variants, with a few draws, so that this page can be checked in a minute."""
    return sim.run(SCENARIO, variants, replications=DRAWS, workers=2)


@cache
def flows(*variants: str) -> pd.DataFrame:
    """Every flow under some variants."""
    return sim.flows_on(sim.prepare(SCENARIO, variants))


def verdict(buyer: str, supplier: str, item: str, *variants: str) -> str:
    """What the law says of one flow."""
    row = sim.explained(flows(*variants), buyer, supplier, item).iloc[0]
    since = "" if row["status"] == "allowed" else f" since {row['since']}"
    status = "open" if row["status"] == "allowed" else row["status"]
    return f"{row['supplier_name']}, {row['title']}: {status}{since}"


def spans(line: str, *variants: str) -> str:
    """How long a line keeps full output, half output and any, in weeks, case by case."""
    table = ran(*variants).tables["products"]
    cases = [
        f"{row['case']}: full output {span(row, 'full_output')}, half {span(row, 'half_output')}, "
        f"stop {span(row, 'stop')}"
        for row in records(table[table["line"] == line])
    ]
    return f"`{line}` ({'; '.join(cases)})"


def counts(*variants: str) -> str:
    """How many ordinary flows are what."""
    found = flows(*variants)
    statuses = found[found["role"] == "ordinary"]["status"].value_counts()
    names = ("licence required", "undetermined", "allowed")
    return ", ".join(f"{statuses.get(name, 0)} {'open' if name == 'allowed' else name}" for name in names)


def listed() -> Iterator[str]:
    """Claim 1."""
    results = ran()
    companies = results.tables["companies"]
    own = companies[companies["case"] == results.cases[0]]
    without = own[own["lines"] == ""]["name"]
    yield f"{len(own[own['listed_since'].notna()])} listed companies, {results.public_bodies} public bodies"
    yield f"not modelled: {', '.join(without)}"
    yield f"ordinary flows: {counts()}"


def kinds() -> Iterator[str]:
    """Claim 2."""
    for supplier, item in (
        ("nvidia", "training-fleet"),
        ("nvidia", "toolchain"),
        ("google", "frameworks"),
        ("us-service-firms", "us-services"),
    ):
        yield verdict("megvii", supplier, item)
    yield f"with `services-too`: {verdict('megvii', 'us-service-firms', 'us-services', 'services-too')}"


def content() -> Iterator[str]:
    """Claim 3."""
    yield verdict("hikvision", "hisilicon", "soc")
    yield verdict("hisilicon", "tsmc", "wafer")
    yield f"ordinary flows: {counts()}; with `threshold-10`: {counts('threshold-10')}"


def waivers() -> Iterator[str]:
    """Claim 4."""
    yield f"base: {spans('hikvision-recorder')}"
    for variant in ("some-licences", "goods-returned"):
        yield f"with `{variant}`: {spans('hikvision-recorder', variant)}"


def unprocessed() -> Iterator[str]:
    """Claim 5."""
    yield verdict("huawei", "google", "gms")
    yield f"with `hindsight`: {verdict('huawei', 'google', 'gms', 'hindsight')}"


def phones() -> Iterator[str]:
    """Claim 6."""
    for row in records(ran().tables["products"]):
        if row["company"] == "huawei":
            yield (
                f"`{row['line']}` ({row['case']}): demand lost {percent(number(row, 'lost_demand_middle'))} of plan, "
                f"output lost {percent(number(row, 'lost_output_middle'))}"
            )


def parts() -> Iterator[str]:
    """Claim 7."""
    yield from said("huawei", "huawei-p30-pro")


def cameras() -> Iterator[str]:
    """Claim 8."""
    for line in ("hikvision-camera", "hikvision-recorder", "dahua-camera"):
        yield spans(line)
    yield f"with `cautious-suppliers`: {spans('hikvision-recorder', 'cautious-suppliers')}"


def intelligence() -> Iterator[str]:
    """Claim 9."""
    for row in records(ran().tables["products"]):
        if str(row["line"]).endswith("-ai-services") and row["case"] == "undetermined cut":
            yield (
                f"{spans(str(row['line']))}; the plan grows by {percent(number(row, 'plan_grows'))} of its first "
                f"year's a year; home supply alone sustains {percent(number(row, 'domestic_level_middle'))} of it"
            )


def brands() -> Iterator[str]:
    """Claim 10."""
    yield verdict("western-camera-brand", "hikvision", "camera")
    row = sim.explained(flows(), "western-camera-brand", "hikvision", "camera").iloc[0]
    yield f"secure at every tier: {'yes' if row['secure'] else 'no'}"
    prepared = sim.prepare(SCENARIO)
    markets, today = sim.markets_on(prepared), prepared.file.scenario.clock.as_seen_from
    for row in records(markets[(markets["line"] == "western-brand-camera") & (markets["status"] != "open")]):
        low, high = (percent(number(row, f"lost_{end}")) for end in ("low", "high"))
        yet_to_come = row["since"] > today
        when = (
            f"announced {row['announced']}, in force from {row['since']}"
            if yet_to_come
            else f"since {row['since']}"
        )
        yield f"{row['market']}: {row['status']}, {when} ({row['rule_title']}), {low} to {high} lost"
    yield spans("western-brand-camera")


def licensees() -> Iterator[str]:
    """Claim 11."""
    yield verdict("alibaba", "megvii", "recognition")
    yield spans("alibaba-vision-service")


def headline() -> Iterator[str]:
    """Claim 12."""
    yield from ran().answer[:2]


def said(company: str, line: str) -> Iterator[str]:
    """The sentences about a line."""
    title = ran().tables["products"].set_index("line").loc[line, "title"]
    name = title if isinstance(title, str) else title.iloc[0]
    yield from (sentence for sentence in ran().sentences[company] if sentence.startswith(name))


CLAIMS: tuple[Callable[[], Iterator[str]], ...] = (
    listed, kinds, content, waivers, unprocessed, phones, parts, cameras, intelligence, brands, licensees, headline,
)  # fmt: skip


def with_figures(text: str) -> str:
    """The page with what runout prints under each claim made anew."""
    claims = iter(CLAIMS)

    def printed(_: re.Match[str]) -> str:
        lines = "\n".join(f"- {line}" for line in next(claims)())
        how = f"{DRAWS} draws, seed 1; weeks as 10-50-90 % of draws, and the share never there"
        return f"runout prints ({how}):\n{lines}"

    page = _MARK.sub(printed, text)
    assert next(claims, None) is None, "a claim has no place for its figures"
    return page
