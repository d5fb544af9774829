"""This is what must hold of closures: nothing that holds a flow back further ever lets more through."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.exposure import Closure, Step, without_licences
from sim.exposure.closures import _joined, _Restriction

DAYS = range(0, 60, 5)


@st.composite
def restrictions(draw: st.DrawFn) -> _Restriction:
    days = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=4, unique=True))
    steps = []
    for day in sorted(days):
        licensed = draw(st.booleans())
        share = draw(st.sampled_from([0.0, 0.4, 0.5, 0.6, 1.0]))
        steps.append(Step(float(day), share, licensed, False, "a measure", "a cause"))
    return _Restriction(0.0, tuple(steps))


def levels(held: list[_Restriction], licences: bool) -> list[float]:
    steps = tuple(_joined(held))
    if not steps:
        return [1.0 for _ in DAYS]
    closed = {"flow": Closure(0.0, steps)}
    closure = (closed if licences else without_licences(closed))["flow"]
    return [closure.share_at(float(day)) for day in DAYS]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(restrictions(), max_size=3), restrictions())
def test_a_further_restriction_never_raises_a_level(held: list[_Restriction], further: _Restriction) -> None:
    for licences in (True, False):
        before, after = levels(held, licences), levels([*held, further], licences)
        assert all(new <= old for old, new in zip(before, after, strict=True))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(restrictions(), min_size=1, max_size=3))
def test_without_licences_nothing_is_wider_and_all_that_needs_one_is_gone(held: list[_Restriction]) -> None:
    with_them, without = levels(held, True), levels(held, False)
    assert all(new <= old for old, new in zip(with_them, without, strict=True))
    for day, share in zip(DAYS, without, strict=True):
        now = [next((s for s in reversed(each.steps) if s.day <= day), None) for each in held]
        open_anyway = [1.0 if s is None else 0.0 if s.licensed else s.share for s in now]
        assert share == min(open_anyway)
