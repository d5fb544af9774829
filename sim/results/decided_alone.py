"""This is what one undetermined flow does to one line when it alone is decided the other way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.results.outcome import LineOutcome

_NOTHING = 1e-6  # of plan, or of a day; a smaller difference is rounding


@dataclass(frozen=True)
class Lasting:
    """How long one line goes on in one run, and how much it makes."""

    full_output: float  # days from the day its durations count from; infinite if it never falls short
    lost: float  # share of planned output not made from that day to the horizon, wanted or not

    def weeks(self, horizon: float) -> float:
        """Weeks of full output; to the horizon (days) where it never falls short."""
        return min(self.full_output, horizon) / 7.0


def lasting(outcome: LineOutcome, since: float) -> Lasting:
    """How one line lasted in a run; `since` is the day from which its durations count."""
    lost = 1.0 - outcome.made / outcome.planned if outcome.planned > 0.0 else 0.0
    return Lasting(outcome.milestones.first_shortfall - since, max(lost, 0.0))


@dataclass(frozen=True)
class DecidedAlone:
    """One line and one undetermined flow, at likeliest values: in both cases, and decided unlike all the others."""

    line: str
    flow: tuple[str, ...]  # source keys: one supplier of one item to one buyer, in all of the buyer's lines
    all_open: Lasting
    cut_alone: Lasting
    open_alone: Lasting
    all_cut: Lasting
    horizon: float  # days from the day the line's durations count from

    @property
    def moves_output(self) -> float:
        """Share of planned output that hangs on it: the larger of the two differences."""
        return max(
            abs(self.cut_alone.lost - self.all_open.lost), abs(self.open_alone.lost - self.all_cut.lost)
        )

    @property
    def moves_full_output(self) -> float:
        """Weeks of full output that hang on it: the larger of the two differences."""
        pairs = ((self.cut_alone, self.all_open), (self.open_alone, self.all_cut))
        return max(abs(one.weeks(self.horizon) - other.weeks(self.horizon)) for one, other in pairs)

    @property
    def moves(self) -> bool:
        """Whether it does anything to the line by itself."""
        return self.moves_output > _NOTHING or self.moves_full_output > _NOTHING

    @property
    def order(self) -> tuple[float, float]:
        """What sorts the flow that moves a line most first: planned output, of equals weeks of full output."""
        return -round(self.moves_output, 6), -round(self.moves_full_output, 6)


def most_moving(found: Mapping[str, list[DecidedAlone]]) -> dict[str, list[DecidedAlone]]:
    """By line, the flows that move it, the one that moves it most first."""
    return {
        line: sorted((each for each in own if each.moves), key=lambda each: each.order)
        for line, own in found.items()
    }


__all__ = ["DecidedAlone", "Lasting", "lasting", "most_moving"]
