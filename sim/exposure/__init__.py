"""This is exposure: the law's verdict on every flow of a network, and when each flow is closed in a draw."""

from sim.exposure.closures import Closure, Step, closures, first_cuts, within, without_licences
from sim.exposure.days import known_cut, reference_days, troubled
from sim.exposure.flows import Case, Exposure, FlowExposure, Listing, expose, facts

__all__ = [
    "Case",
    "Closure",
    "Exposure",
    "FlowExposure",
    "Listing",
    "Step",
    "closures",
    "expose",
    "facts",
    "first_cuts",
    "known_cut",
    "reference_days",
    "troubled",
    "within",
    "without_licences",
]
