from .corrections import RequestCorrection
from .council import CouncilMembership, NeighbourhoodCouncil
from .imports import ColumnMapping, RequestImport
from .meetings import AgendaProposal, CouncilCorrection, CouncilMinutes, CouncilQuestion, Meeting
from .pages import CouncilIndexPage, CouncilPage
from .quality import (
    QualityCriterion,
    QualityGrid,
    QualityMark,
    QualityResult,
    QualityRound,
    QualitySheet,
)
from .referrals import CouncilOpinion, CouncilReply, CouncilReplyPostponement, Referral
from .request_page import RequestIndexPage
from .training import Training, TrainingAttendance, TrainingDate

__all__ = [
    "AgendaProposal",
    "ColumnMapping",
    "CouncilCorrection",
    "CouncilIndexPage",
    "CouncilMembership",
    "CouncilMinutes",
    "CouncilOpinion",
    "CouncilPage",
    "CouncilQuestion",
    "CouncilReply",
    "CouncilReplyPostponement",
    "Meeting",
    "NeighbourhoodCouncil",
    "QualityCriterion",
    "QualityGrid",
    "QualityMark",
    "QualityResult",
    "QualityRound",
    "QualitySheet",
    "Referral",
    "RequestCorrection",
    "RequestImport",
    "RequestIndexPage",
    "Training",
    "TrainingAttendance",
    "TrainingDate",
]
