from .decision import Commitment, DecisionItem, ReasonedDecision
from .pages import DecisionIndexPage, DecisionPage

__all__ = [
    "Commitment",
    "DecisionIndexPage",
    "DecisionItem",
    "DecisionPage",
    "ReasonedDecision",
]
