from .activity import Activity, Condition, ConditionAccepted, Phase, PhaseSetting
from .contribution import Contribution, ContributionVersion, Draft
from .minutes import DraftMinutes, ProposedCorrection
from .replies import PublicReply
from .session import Registration, Session, SessionAttendance
from .space import Space

__all__ = [
    "Activity",
    "Condition",
    "ConditionAccepted",
    "Contribution",
    "ContributionVersion",
    "Draft",
    "DraftMinutes",
    "Phase",
    "PhaseSetting",
    "ProposedCorrection",
    "PublicReply",
    "Registration",
    "Session",
    "SessionAttendance",
    "Space",
]
