"""This is what a screening says in 80 columns: what was compared, what to review, and what it does not mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import wrap
from unicodedata import east_asian_width

from sim.intake.screening_entries import ScreeningList
from sim.intake.screening_hints import Hint
from sim.intake.screening_matching import Match
from sim.intake.screening_subjects import Subject
from sim.intake.screening_terms import footnotes_said
from sim.wording import counted, ended

WIDTH = 80
_FEW = 3  # rows shown for one name
_LONGEST = 60  # letters shown of a name
_MOST = 40  # names shown; all are in the review file
NOT_A_FINDING = (
    "For review, not a finding. A near match is a red flag for a person to resolve: compare addresses and one more "
    "fact before it means anything. No match is no clearance: the list is a snapshot without history, other names may "
    "be used, and owners are not looked at. Not legal advice; not a statement about the conduct of any firm."
)


def summary(
    subjects: Sequence[Subject],
    against: ScreeningList,
    matches: Sequence[Match],
    hints: Sequence[Hint],
    min_score: float,
) -> str:
    """The whole summary, lines of at most 80 columns."""
    lines = [
        *_compared(subjects, against, min_score),
        "",
        *_matches(subjects, matches),
        *_hints(hints),
        "",
        *_unclear(against),
        *wrap(NOT_A_FINDING, WIDTH),
    ]
    return "\n".join(lines)


def distinct(subjects: Iterable[Subject]) -> int:
    """How many names there are; one that stands with several countries counts once."""
    return len({subject.name for subject in subjects})


def _compared(subjects: Sequence[Subject], against: ScreeningList, min_score: float) -> Iterator[str]:
    dated = f" of {against.date}" if against.date else ""
    yield from wrap(
        f"{counted(distinct(subjects), 'name')} against {counted(len(against.entries), 'row')}{dated}: "
        f"{against.title}.",
        WIDTH,
    )
    if against.is_extract:
        yield from wrap(
            "This is an extract: most of the list is not in it. Give the published list as --list FILE.",
            WIDTH,
        )
    left_out = [f"{kind} {count:,}" for kind, count in against.left_out.items()]
    if left_out:
        yield from wrap(f"Dropped at reading, only counted: {', '.join(left_out)}.", WIDTH)
    yield from wrap(
        f"Compared: core tokens of whole names, score {min_score:g} or more of 100. "
        "A same core is not the same name: compare the whole names.",
        WIDTH,
    )


def _matches(subjects: Sequence[Subject], matches: Sequence[Match]) -> Iterator[str]:
    found = {match.subject for match in matches}
    told = distinct(found)
    kinds = [
        f"{count} {kind}"
        for kind in ("same core", "near", "low")
        if (count := sum(match.strength == kind for match in matches))
    ]
    of_kinds = f" ({', '.join(kinds)})" if kinds else ""
    yield (
        f"To review: {counted(len(matches), 'match', 'matches')}{of_kinds} "
        f"for {told} of {counted(distinct(subjects), 'name')}."
    )
    groups = [(subject, list(own)) for subject, own in groupby(matches, key=lambda match: match.subject)]
    for subject, own in groups[:_MOST]:
        yield _fit(f"{subject.name} ({subject.country or 'country not said'})")
        for match in own[:_FEW]:
            yield from _told(match)
        if len(own) > _FEW:
            yield f"    and {counted(len(own) - _FEW, 'more row')}"
    if len(groups) > _MOST:
        yield f"and {counted(len(groups) - _MOST, 'more name')}; -o REVIEW.csv has all of them."
    without = list(dict.fromkeys(subject.name for subject in subjects if subject not in found))
    if without:
        more = f"; and {len(without) - _MOST} more, all in -o REVIEW.csv" if len(without) > _MOST else ""
        names = "; ".join(name[:_LONGEST] for name in without[:_MOST])
        yield from wrap(f"No match: {counted(len(without), 'name')} ({names}{more}).", WIDTH)


def _hints(hints: Sequence[Hint]) -> Iterator[str]:
    """Names without a match that share a telling word with a row, said as what they are."""
    for each in hints[:_MOST]:
        yield from wrap(f"Weak hint: {each.subject.name[:_LONGEST]} has {each.why}.", WIDTH)
    if len(hints) > _MOST:
        yield f"and {counted(len(hints) - _MOST, 'more weak hint')}, all in -o REVIEW.csv."


def _told(match: Match) -> Iterator[str]:
    entry = match.entry
    country = {"same": "same country", "differs": "COUNTRY DIFFERS", "not said": "country not said"}
    parts = [
        f"{', '.join(entry.countries) or 'no country'}, {country[match.country]}",
        entry.source.partition(" - ")[0],
        *([entry.notice] if entry.notice else []),
        *([footnotes_said(entry.footnote)] if entry.footnote else []),
        *([", ".join(entry.programmes)] if entry.programmes else []),
    ]
    yield _fit(f"  {match.score:5.1f} {match.strength}: {entry.name}")
    yield from _indented("; ".join(parts))
    how = f"through {match.through}"
    if match.core != match.listed_core or match.backing:
        how += f": `{match.core}` and `{match.listed_core}` (`{match.listed_name}`)"
    if match.slip:
        how += f"; {match.slip}"
    if match.backing:
        how += f", {match.backing}"
    if match.known_apart:
        how += f". Known apart: {match.known_apart}"
    yield from _indented(how)


def _unclear(against: ScreeningList) -> Iterator[str]:
    """What the list's own columns left unclear, said loudly."""
    policies = against.unparsed_policies
    if policies:
        yield from wrap(
            f"ATTENTION: {counted(sum(policies.values()), 'row')} with a review policy that could not be read, "
            "shown as `unparsed`:",
            WIDTH,
        )
        for text, count in list(policies.items())[:_FEW]:
            yield _fit(f"  {count} x `{text}`")
        if len(policies) > _FEW:
            yield f"  and {counted(len(policies) - _FEW, 'more wording')}"
    unclear = against.ambiguous_footnotes
    if unclear:
        yield from wrap(
            f"ATTENTION: {counted(len(unclear), 'row')} whose footnote is ambiguous, not guessed: "
            + ended(
                "; ".join(
                    [*(entry.name[:200] for entry in unclear[:_FEW]), *(["..."] if unclear[_FEW:] else [])]
                )
            ),
            WIDTH,
        )


def _indented(text: str) -> list[str]:
    return [_fit(line) for line in wrap(text, WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 8)]


def _fit(line: str) -> str:
    """A line cut to the width; Han characters take two columns."""
    if sum(_columns(sign) for sign in line) <= WIDTH:
        return line
    kept, used = "", 0
    for sign in line:
        if used + _columns(sign) > WIDTH - 3:
            break
        kept, used = kept + sign, used + _columns(sign)
    return f"{kept}..."


def _columns(sign: str) -> int:
    return 2 if east_asian_width(sign) in "WF" else 1
