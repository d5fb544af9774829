"""This is exposure: the law's verdict on every flow and market, and when each of them is closed in a draw."""

from sim.exposure.causes import Causes, is_reached, reached_keys
from sim.exposure.closures import closures, first_cuts, within, without_licences
from sim.exposure.days import known_cut, reference_days, troubled
from sim.exposure.drawn import DrawnLaw
from sim.exposure.flows import Case, Exposure, FlowExposure, Listing, expose, facts, is_own_work
from sim.exposure.leakage import leaking
from sim.exposure.markets import MarketExposure, market_closure
from sim.exposure.steps import Closure, Step

__all__ = [
    "Case",
    "Causes",
    "Closure",
    "DrawnLaw",
    "Exposure",
    "FlowExposure",
    "Listing",
    "MarketExposure",
    "Step",
    "closures",
    "expose",
    "facts",
    "first_cuts",
    "is_own_work",
    "is_reached",
    "known_cut",
    "leaking",
    "market_closure",
    "reached_keys",
    "reference_days",
    "troubled",
    "within",
    "without_licences",
]
