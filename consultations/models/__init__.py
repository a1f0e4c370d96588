from .consultation import Consultation, DateChange
from .pages import BallotPage, CallForProposalsPage, ConsultationIndexPage, ConsultationPage

__all__ = [
    "BallotPage",
    "CallForProposalsPage",
    "Consultation",
    "ConsultationIndexPage",
    "ConsultationPage",
    "DateChange",
]
