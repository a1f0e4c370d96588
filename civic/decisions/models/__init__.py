from .decision import Commitment, CommitmentNote, DecisionItem, ReasonedDecision
from .pages import DecisionIndexPage, DecisionPage

__all__ = [
    "Commitment",
    "CommitmentNote",
    "DecisionIndexPage",
    "DecisionItem",
    "DecisionPage",
    "ReasonedDecision",
]
