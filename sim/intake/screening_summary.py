"""This is what a screening says in 80 columns: what was compared, what to review, and what it does not mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sim.intake.listed import day_of
from sim.intake.screening_entries import Entry, ScreeningList
from sim.intake.screening_hints import Hint
from sim.intake.screening_matching import Match
from sim.intake.screening_subjects import Subject
from sim.intake.screening_terms import Policy, footnotes_said
from sim.wording import columns, counted, ended, lines_of

WIDTH = 80
_COUNTRY = {"same": "same country", "not said": "country not said", "differs": "COUNTRY DIFFERS"}
_NEAREST = list(_COUNTRY)
_FEW = 3  # rows shown for one name
_LONGEST_TERM = 120  # letters shown of what a list asks
_LONGEST = 60  # letters shown of a name
_MOST = 40  # names shown; all are in the review file
NOT_A_FINDING = (
    "For review, not a finding. A near match is a red flag for a person to resolve: compare addresses and one more "
    "fact before it means anything. No match is no clearance: the list is a snapshot without history, other names may "
    "be used, and owners are not looked at. Not legal advice; not a statement about the conduct of any firm."
)


def distinct(subjects: Iterable[Subject]) -> int:
    """How many names there are; one that stands with several countries counts once."""
    return len({subject.name for subject in subjects})


def compared(subjects: Sequence[Subject], against: ScreeningList, min_score: float) -> Iterator[str]:
    """How many names were compared with which list, and how."""
    dated = f" of {against.date}" if against.date else ""
    yield from lines_of(
        f"{counted(distinct(subjects), 'name')} against {counted(len(against.entries), 'row')}{dated}: "
        f"{against.title}.",
        WIDTH,
    )
    if against.is_extract:
        yield from lines_of(
            "This is an extract: most of the list is not in it. Give the published list as --list FILE.",
            WIDTH,
        )
    left_out = [f"{kind} {count:,}" for kind, count in against.left_out.items()]
    if left_out:
        yield from lines_of(f"Dropped at reading, only counted: {', '.join(left_out)}.", WIDTH)
    yield from lines_of(
        f"Compared: core tokens of whole names, score {min_score:g} or more of 100. "
        "A same core is not the same name: compare the whole names.",
        WIDTH,
    )


def matched(subjects: Sequence[Subject], matches: Sequence[Match], every: bool) -> Iterator[str]:
    """Of each name the nearest row, or the first few (`every`); and the names without a match."""
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
        if not every:
            yield from lines_of(_in_short(subject, own), WIDTH, later="    ")
            continue
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
        yield from lines_of(f"No match: {counted(len(without), 'name')} ({names}{more}).", WIDTH)


def hinted(hints: Sequence[Hint]) -> Iterator[str]:
    """Names without a match that share a telling word with a row, said as what they are."""
    for each in hints[:_MOST]:
        yield from lines_of(f"Weak hint: {each.subject.name[:_LONGEST]} has {each.why}.", WIDTH)
    if len(hints) > _MOST:
        yield f"and {counted(len(hints) - _MOST, 'more weak hint')}, all in -o REVIEW.csv."


def _in_short(subject: Subject, own: Sequence[Match]) -> str:
    """Of one name the nearest row, of equal ones that of its country: since when on which list, and what that asks."""
    match = min(own, key=lambda each: (-each.score, _NEAREST.index(each.country), len(each.entry.name)))
    entry = match.entry
    first, *later = entry.notices or [""]
    notices = f"{first} and {counted(len(later), 'later notice')}" if later else first
    lists = dict.fromkeys(_source(each.entry) for each in own)
    others = ", ".join(name for name in lists if name != _source(entry))
    also = f", some of {others}" if others else ""
    told = [
        f"{match.score:.1f} {match.strength}",
        _place(match),
        *_listing(entry, notices),
        *_asks(entry),
        *([f"and {counted(len(own) - 1, 'more row')}{also}"] if len(own) > 1 else []),
    ]
    who = f"{subject.name[:_LONGEST]} ({subject.country or 'country not said'})"
    return f"{who}: {ended('; '.join([entry.name, *told]))}"


def _place(match: Match) -> str:
    return f"{', '.join(match.entry.countries) or 'no country'}, {_COUNTRY[match.country]}"


def _source(entry: Entry) -> str:
    return entry.source.partition(" - ")[0]


def _listing(entry: Entry, notices: str) -> Iterator[str]:
    """The list, since when where that is known, by which notices and with which footnote."""
    since = entry.start_date or (day_of(entry.notices[0]) if entry.notices else None)
    yield _source(entry) + (f", since {since}" if since else "")
    if notices:
        yield notices
    if entry.footnote:
        yield footnotes_said(entry.footnote)
    if entry.programmes:
        yield ", ".join(entry.programmes)


def _asks(entry: Entry) -> Iterator[str]:
    """What the list says a licence is required for, and how applications are reviewed."""
    if entry.requirement:
        yield f"licence required: {entry.requirement[:_LONGEST_TERM].rstrip('. ')}"
    if entry.policy is not Policy.NOT_STATED:
        yield f"review: {entry.policy.value}"


def _told(match: Match) -> Iterator[str]:
    entry = match.entry
    parts = [_place(match), *_listing(entry, entry.notice), *_asks(entry)]
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


def unclear(against: ScreeningList) -> Iterator[str]:
    """What the list's own columns left unclear, said loudly."""
    policies = against.unparsed_policies
    if policies:
        yield from lines_of(
            f"ATTENTION: {counted(sum(policies.values()), 'row')} with a review policy that could not be read, "
            "shown as `unparsed`:",
            WIDTH,
        )
        for text, count in list(policies.items())[:_FEW]:
            yield _fit(f"  {count} x `{text}`")
        if len(policies) > _FEW:
            yield f"  and {counted(len(policies) - _FEW, 'more wording')}"
    ambiguous = against.ambiguous_footnotes
    if ambiguous:
        yield from lines_of(
            f"ATTENTION: {counted(len(ambiguous), 'row')} whose footnote is ambiguous, not guessed: "
            + ended(
                "; ".join(
                    [
                        *(entry.name[:200] for entry in ambiguous[:_FEW]),
                        *(["..."] if ambiguous[_FEW:] else []),
                    ]
                )
            ),
            WIDTH,
        )


def _indented(text: str) -> list[str]:
    return lines_of(text, WIDTH, first=" " * 8, later=" " * 8)


def _fit(line: str) -> str:
    """A line cut to the width; Han characters take two columns."""
    if columns(line) <= WIDTH:
        return line
    kept, used = "", 0
    for sign in line:
        if used + columns(sign) > WIDTH - 3:
            break
        kept, used = kept + sign, used + columns(sign)
    return f"{kept}..."
