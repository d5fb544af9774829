"""This is what a terminal shows of a result: tables that fit 80 columns."""

from sim.terminal.flows import show_exposure, show_flow, show_market, show_open, show_reasoning
from sim.terminal.how_long import span
from sim.terminal.screen import console, show_run, show_unverified
from sim.terminal.wrapping import wrapped

__all__ = [
    "console",
    "show_exposure",
    "show_flow",
    "show_market",
    "show_open",
    "show_reasoning",
    "show_run",
    "show_unverified",
    "span",
    "wrapped",
]
