"""This is what a closure is: from a day on, the share of what is ordinary that may still be shipped or bought."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """From a day on, the share of a flow's ordinary volume that may be shipped (of a market's, bought), and why."""

    day: float
    share: float
    licensed: bool  # whether that share is shipped under a licence
    returned: bool  # whether goods en route on the day are returned
    measure: str
    cause: str
    spares: bool = False  # whether open orders and lots may still be shipped


@dataclass(frozen=True, slots=True)
class Closure:
    """When one flow or market is closed, and how it opens again; times in days from the scenario's start."""

    announced: float
    steps: tuple[Step, ...]

    @property
    def cut(self) -> float:
        """The first day on which less than all may be shipped."""
        return self.steps[0].day

    def share_at(self, day: float) -> float:
        """Share of the ordinary volume that may be shipped on a day."""
        return next((step.share for step in reversed(self.steps) if step.day <= day), 1.0)

    def ships_at(self, day: float) -> bool:
        """Whether an open order or a lot may be shipped on a day."""
        return next((s.share > 0.0 or s.spares for s in reversed(self.steps) if s.day <= day), True)


def is_closed(status: str, undetermined_cut: bool) -> bool:
    """Whether what has this status by law is closed, in the case where what is undetermined counts as cut or not."""
    return status in ("prohibited", "licence required") or (status == "undetermined" and undetermined_cut)
