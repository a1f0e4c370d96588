from .answers import AnswerMark, AnswerTemplate
from .assignment import Assignment
from .case import Case, ServiceLevel, Transfer
from .details import AnswerDetails, AnswerFile
from .duplicate import DistinctRequests, DuplicateLink
from .photo import RequestPhoto
from .plan import PlanNews
from .request import Request
from .request_draft import RequestDraft
from .request_type import RequestType
from .rules import AnswerRules
from .satisfaction import DelayFigure, Satisfaction, SatisfactionWords

__all__ = [
    "AnswerDetails",
    "AnswerFile",
    "AnswerMark",
    "AnswerRules",
    "AnswerTemplate",
    "Assignment",
    "Case",
    "DelayFigure",
    "DistinctRequests",
    "DuplicateLink",
    "PlanNews",
    "Request",
    "RequestDraft",
    "RequestPhoto",
    "RequestType",
    "Satisfaction",
    "SatisfactionWords",
    "ServiceLevel",
    "Transfer",
]
