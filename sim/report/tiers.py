"""This is who makes what for whom among the modelled lines: tiers, takers, and suppliers that are listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.explain import join, number, percent
from sim.figures.cells import Record, calendar_day, day, text
from sim.figures.rows import Rows


@dataclass(frozen=True)
class Tiers:
    """The links between modelled lines: each is an ordinary flow of an item that another line makes."""

    titles: dict[str, str]  # of lines
    makers: dict[str, str]  # company id by line
    names: dict[str, str]  # of companies
    listed: dict[str, str]  # since when, by company id; a dash: not listed
    links: tuple[Record, ...]
    depths: dict[str, int]  # by line: fewest steps to a line whose product no other line takes

    def made_by(self, line: str) -> str:
        """A line by its maker: `Hikvision's 4-megapixel network camera`; by its title where that names the maker."""
        name = self.names[self.makers[line]]
        title = self.titles[line].removeprefix(f"{name} ").removesuffix(f" of {name}")
        return title if name in title or name.endswith("(fictional)") else f"{name}'s {title}"

    def tier(self, line: str) -> int:
        """The tier of what a line takes: 1 for the inputs of a product that no other line takes."""
        return self.depths.get(line, 0) + 1

    def taken_by(self, line: str) -> str:
        """Who takes the product of a line, for what and how much of it; empty if no line does."""
        return join(
            [f"{self.made_by(text(row, 'line'))} ({_part(row)})" for row in self._links(made_by=line)]
        )

    def takes(self, line: str) -> str:
        """What a line takes from other lines; empty if nothing."""
        return join(
            [
                f"{text(row, 'title')}, {percent(number(row, 'share'))} from {self.made_by(text(row, 'made_by'))}"
                for row in self._links(line=line)
            ]
        )

    def supplied_by(self, company: str) -> str:
        """Which lines of other makers supply a company, and since when these are listed; empty if none does."""
        return join(
            [
                f"{self.made_by(text(row, 'made_by'))} ({_part(row)}), "
                + ("not listed either" if since == "–" else f"listed since {since}")
                for row in self._links(company=company)
                if (maker := self.makers[text(row, "made_by")]) != company
                for since in [self.listed[maker]]
            ]
        )

    def _links(self, **equal: str) -> Iterator[Record]:
        return (row for row in self.links if all(row[column] == value for column, value in equal.items()))


def tiers(rows: Rows) -> Tiers:
    """The links of a result."""
    products, companies = rows.of("products"), rows.of("companies")
    links = tuple(row for row in rows.of("flows", role="ordinary") if text(row, "made_by"))
    return Tiers(
        titles={text(row, "line"): text(row, "title") for row in products},
        makers={text(row, "line"): text(row, "company") for row in products},
        names={text(row, "company"): text(row, "name") for row in companies},
        listed={text(row, "company"): calendar_day(day(row, "listed_since")) for row in companies},
        links=links,
        depths=_depths({(text(row, "made_by"), text(row, "line")) for row in links}),
    )


def _depths(links: set[tuple[str, str]]) -> dict[str, int]:
    """Fewest steps from each line down to one that no other line takes; lines that only take each other are at 0."""
    makers = {maker for maker, _ in links}
    depths = {taker: 0 for _, taker in links if taker not in makers}
    reached, step = set(depths), 0
    while reached:
        step += 1
        reached = {maker for maker, taker in links if taker in reached and maker not in depths}
        depths |= dict.fromkeys(reached, step)
    return depths


def _part(row: Record) -> str:
    return f"{percent(number(row, 'share'))} of {text(row, 'title')}"
