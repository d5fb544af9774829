"""This is the supply network of a scenario: lines, inputs and sources, home and foreign, ready to be drawn."""

from sim.network.building import supply_network
from sim.network.licences import Licence, licence_of, licence_terms
from sim.network.nodes import (
    AgeingNode,
    Application,
    DegradedNode,
    FleetNode,
    InputNode,
    ItemFacts,
    LicenceTerms,
    LineNode,
    Lot,
    MeasureNode,
    OpenOrder,
    PoolNode,
    SourceNode,
    StockNode,
    SupplyNetwork,
    VendorStopNode,
)
from sim.network.planning import (
    Piece,
    always_enough,
    connected,
    domestic_only,
    planned_courses,
    planned_rates,
)

__all__ = [
    "AgeingNode",
    "Application",
    "DegradedNode",
    "FleetNode",
    "InputNode",
    "ItemFacts",
    "Licence",
    "LicenceTerms",
    "LineNode",
    "Lot",
    "MeasureNode",
    "OpenOrder",
    "Piece",
    "PoolNode",
    "SourceNode",
    "StockNode",
    "SupplyNetwork",
    "VendorStopNode",
    "always_enough",
    "connected",
    "domestic_only",
    "licence_of",
    "licence_terms",
    "planned_courses",
    "planned_rates",
    "supply_network",
]
