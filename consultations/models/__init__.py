from .consultation import Consultation, DateChange
from .method import MethodNote, MethodSignature, PromiseKept
from .pages import BallotPage, CallForProposalsPage, ConsultationIndexPage, ConsultationPage

__all__ = [
    "BallotPage",
    "CallForProposalsPage",
    "Consultation",
    "ConsultationIndexPage",
    "ConsultationPage",
    "DateChange",
    "MethodNote",
    "MethodSignature",
    "PromiseKept",
]
