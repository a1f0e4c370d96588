from .corrections import RequestCorrection
from .council import CouncilMembership, NeighbourhoodCouncil
from .imports import ColumnMapping, RequestImport
from .pages import CouncilIndexPage, CouncilPage
from .request_page import RequestIndexPage
from .training import Training, TrainingAttendance, TrainingDate

__all__ = [
    "ColumnMapping",
    "CouncilIndexPage",
    "CouncilMembership",
    "CouncilPage",
    "NeighbourhoodCouncil",
    "RequestCorrection",
    "RequestImport",
    "RequestIndexPage",
    "Training",
    "TrainingAttendance",
    "TrainingDate",
]
