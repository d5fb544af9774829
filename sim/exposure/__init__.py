"""This is exposure: the law's verdict on every flow and market, and when each of them is closed in a draw."""

from sim.exposure.closures import causes, closures, first_cuts, within, without_licences
from sim.exposure.days import known_cut, reference_days, troubled
from sim.exposure.drawn import DrawnLaw
from sim.exposure.flows import Case, Exposure, FlowExposure, Listing, expose, facts, is_own_work
from sim.exposure.leakage import leaking
from sim.exposure.markets import MarketExposure, market_closure
from sim.exposure.steps import Closure, Step

__all__ = [
    "Case",
    "Closure",
    "DrawnLaw",
    "Exposure",
    "FlowExposure",
    "Listing",
    "MarketExposure",
    "Step",
    "causes",
    "closures",
    "expose",
    "facts",
    "first_cuts",
    "is_own_work",
    "known_cut",
    "leaking",
    "market_closure",
    "reference_days",
    "troubled",
    "within",
    "without_licences",
]
