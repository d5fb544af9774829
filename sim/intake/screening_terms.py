"""This is what two columns of the Entity List say: the footnote of a licence requirement, and the review policy.

The columns are prose typed by hand, so what cannot be read is called ambiguous or unparsed, never guessed.
"""

from __future__ import annotations

import re
from enum import StrEnum

AMBIGUOUS = "ambiguous"

# The direct-product rule that a footnote brings in names the footnote, whatever digit is glued to the end.
_BY_RULE = (
    (re.compile(r"734\.9\(e\) ?\(3\)"), "5"),
    (re.compile(r"734\.9\(e\) ?\(2\)"), "4"),
    (re.compile(r"734\.9\(e\) ?(?:\(1\)|1(?!\d))"), "1"),
    (re.compile(r"734\.9\(g\)"), "3"),
)
_BARE_E = re.compile(r"734\.9\(e\)(?! ?\(?\d)")
_LAST_DIGIT = re.compile(r"of the EAR\.?\)? ?([1-9])\.?$")


def footnote_of(requirement: str) -> str:
    """The footnote a licence requirement carries: a digit, `1 and 2`, `` for none, or `ambiguous` if not told."""
    text = " ".join(requirement.split())
    last = _LAST_DIGIT.search(text)
    named = {number for rule, number in _BY_RULE if rule.search(text)}
    if _BARE_E.search(text):
        named.add(last[1] if last else AMBIGUOUS)
    if not named:
        return last[1] if last else ""
    # A digit after (e)1 is the second footnote of Huawei's entries (standards work), which brings no rule of its own.
    if last and named == {"1"} and last[1] == "2":
        return "1 and 2"
    if last and named <= {"4", "5"} and last[1] not in named:
        return AMBIGUOUS
    return named.pop() if len(named) == 1 else AMBIGUOUS


def footnotes_said(footnote: str) -> str:
    """A footnote, or two, in words; empty for none."""
    return f"footnote{'s' if ' and ' in footnote else ''} {footnote}" if footnote else ""


class Policy(StrEnum):
    """How licence applications for an entry are reviewed, as a class."""

    DENIAL = "policy of denial"
    PRESUMED_DENIAL = "presumption of denial"
    CASE_BY_CASE = "case by case"
    SPLIT = "split by item"
    PRESUMED_APPROVAL = "presumption of approval"
    REFERENCE = "as another section says"
    NOT_STATED = "not stated"
    UNPARSED = "unparsed"


_CASE_BY_CASE = re.compile(r"\bcas[ae][\s-]+by[\s-]+case\b")
_REFERENCE = re.compile(r"^see\s*§|\bpolicy\b.*\bis specified in\s*§", re.DOTALL)
# In this order: a denial with room for food, medicine or the space station is still a denial.
_STATED = (
    (Policy.DENIAL, re.compile(r"\bpolicy\s+(?:of|for)\s+denial\b")),
    (Policy.PRESUMED_APPROVAL, re.compile(r"\bpresumption\s+(?:of|for)\s+approval\b")),
    (Policy.PRESUMED_DENIAL, re.compile(r"\bpresumption\s+(?:of|for)\s+denial\b")),
)


def policy_of(text: str) -> Policy:
    """The class of a review policy; `unparsed` for words that are none of those known."""
    words = text.strip().lower()
    if not words:
        return Policy.NOT_STATED
    case_by_case = _CASE_BY_CASE.search(words) is not None
    for policy, pattern in _STATED:
        if pattern.search(words):
            return Policy.SPLIT if policy is Policy.PRESUMED_DENIAL and case_by_case else policy
    if case_by_case:
        return Policy.CASE_BY_CASE
    return Policy.REFERENCE if _REFERENCE.search(words) else Policy.UNPARSED
