from .council import CouncilMembership, NeighbourhoodCouncil
from .imports import ColumnMapping, RequestImport
from .pages import CouncilIndexPage, CouncilPage

__all__ = [
    "ColumnMapping",
    "CouncilIndexPage",
    "CouncilMembership",
    "CouncilPage",
    "NeighbourhoodCouncil",
    "RequestImport",
]
