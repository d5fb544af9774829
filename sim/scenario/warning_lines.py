"""This is how warnings are shown to a person: grouped by kind, counted, at 80 columns."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from sim.scenario.warnings import KINDS, ScenarioWarning
from sim.wording import counted

MOST_SHOWN = 20
_WIDTH = 80


def warning_lines(warnings: Sequence[ScenarioWarning], every: bool = False) -> Iterator[str]:
    """Lines of at most 80 columns: at most 20 warnings, some of each kind, or all with everything they count."""
    shown = warnings if every else _some_of_each_kind(warnings)
    for kind, group in groupby(shown, key=lambda each: each.kind):
        count = sum(each.kind == kind for each in warnings)
        yield f"{kind} ({count}): {KINDS[kind]}"
        for file, found in groupby(group, key=lambda each: each.file):
            yield f"  {file}"
            for each in found:
                yield from _wrapped(f"{each.line}:{each.column} {each.item}: {each.message}", "    ")
                if every:
                    yield from (text for row in each.rows for text in _wrapped(row, "      "))
    more = len(warnings) - len(shown)
    if more:
        yield f"and {counted(more, 'more warning')}; --all lists them"
    elif not every and any(each.rows for each in warnings):
        yield "--all lists what is counted here"


def _some_of_each_kind(warnings: Sequence[ScenarioWarning]) -> list[ScenarioWarning]:
    """At most `MOST_SHOWN`, in their order: the first of each kind, then the second of each, and so on."""
    seen: Counter[str] = Counter()
    turns: list[tuple[int, int]] = []
    for place, each in enumerate(warnings):
        turns.append((seen[each.kind], place))
        seen[each.kind] += 1
    kept = sorted(place for _, place in sorted(turns)[:MOST_SHOWN])
    return [warnings[place] for place in kept]


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
