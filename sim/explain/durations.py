"""This is durations in words: how long output is full, when it stops, and when it is back."""

from __future__ import annotations

import datetime as dt
import math

from sim.explain.words import Record, number, percent, weeks_said


def held_for(row: Record, name: str, horizon: float) -> str:
    """A duration to follow the word `for`, low to high; what lies beyond the horizon is said so."""
    low, high, beyond = (number(row, f"{name}_{end}") for end in ("low", "high", "beyond"))
    whole = f"the whole horizon of {weeks_said(horizon)}"
    if beyond >= 1.0:
        return f"{whole} in every draw"
    if math.isnan(low):
        return f"{whole} in {percent(beyond)} of draws"
    if math.isnan(high):
        return f"{weeks_said(low)} or more ({whole} in {percent(beyond)} of draws)"
    if round(low) == round(high):
        return f"about {weeks_said(low)}"
    return f"{low:.0f} to {high:.0f} weeks"


def short_by_rationing(row: Record) -> str:
    """The cause of the first shortfall where it is mostly the maker's rationing, after `it`."""
    share = number(row, "rationed_first")
    if math.isnan(share) or share < 0.5:
        return ""
    draws = (
        "every draw that falls short" if share >= 1.0 else f"{percent(share)} of the draws that fall short"
    )
    return f"first falls short because the maker stretches its stock in {draws}"


def stops(row: Record) -> str:
    """Whether and when it stops, to follow the word `and`."""
    low, high, beyond = (number(row, f"stop_{end}") for end in ("low", "high", "beyond"))
    if beyond >= 1.0:
        return "no draw stops within the horizon"
    if beyond > 0.0:
        return f"{percent(1.0 - beyond)} of draws stop within the horizon"
    return (
        f"it stops after {low:.0f} to {high:.0f} weeks"
        if round(low) != round(high)
        else f"it stops after {weeks_said(low)}"
    )


def dips(row: Record, since: dt.date) -> str:
    """How low output dips and about when, when it runs or is full again, and at what level it ends; empty if full."""
    told = []
    if number(row, "short_before") > 0.0:
        share = percent(number(row, "short_before"))
        told.append(
            f"in {share} of draws it falls short before the day from which weeks count, told as 0 weeks"
        )
    if number(row, "full_output_beyond") >= 0.5:
        return "; ".join(told)  # in most draws output never falls short
    lowest, at = number(row, "lowest_middle"), number(row, "lowest_at_middle")
    if lowest >= 0.005 and number(row, "stop_beyond") > 0.5:
        month = since + dt.timedelta(weeks=at)
        told.append(
            f"at its lowest, about week {at:.0f} ({month:%b} {month.year}), it makes {percent(lowest)} of plan"
        )
    if number(row, "resumes_beyond") < 1.0 and number(row, "stop_beyond") < 0.5:
        told.append(f"{_of_draws(row, 'resumes', 'that stop')} run again after {_after(row, 'resumes')}")
    if number(row, "full_again_beyond") < 1.0:
        told.append(
            f"{_of_draws(row, 'full_again', 'that fall short')} are full again after {_after(row, 'full_again')}"
        )
    if number(row, "full_again_beyond") > 0.0:
        told.append(f"at the end it makes {_shares(row, 'level')} of plan")
    return "; ".join(told)


def _of_draws(row: Record, name: str, which: str) -> str:
    beyond = number(row, f"{name}_beyond")
    return f"all draws {which}" if beyond == 0.0 else f"{percent(1.0 - beyond)} of the draws {which}"


def _after(row: Record, name: str) -> str:
    low, high = number(row, f"{name}_low"), number(row, f"{name}_high")
    if math.isnan(low):
        return "a while"  # fewer than one in ten
    if math.isnan(high):
        return f"{weeks_said(low)} or more"
    return f"about {weeks_said(low)}" if f"{low:.0f}" == f"{high:.0f}" else f"{low:.0f} to {high:.0f} weeks"


def _shares(row: Record, name: str) -> str:
    low, high = percent(number(row, f"{name}_low")), percent(number(row, f"{name}_high"))
    return low if low == high else f"{low.removesuffix(' %')} to {high}"


def recovers(row: Record) -> str:
    """How many draws that fell under half of plan are back there at the end."""
    low, high, beyond = (number(row, f"recovery_{end}") for end in ("low", "high", "beyond"))
    if math.isnan(beyond):
        return ""
    if beyond >= 1.0:
        return "no draw that falls under half of plan is back at half by the end"
    after = ""
    if not math.isnan(low):
        weeks = f"{weeks_said(low)} or more" if math.isnan(high) else f"{low:.0f} to {high:.0f} weeks"
        after = f", after {weeks if f'{low:.0f}' != f'{high:.0f}' else f'about {weeks_said(low)}'}"
    share = "all" if beyond == 0.0 else percent(1.0 - beyond)
    return f"of the draws that fall under half of plan, {share} run at half or more again by the end{after}"
