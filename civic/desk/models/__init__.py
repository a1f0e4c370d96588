from .answers import CallAttempt, CallPromise, Letter, LetterBatch
from .entries import Consent, Entry, Mandate
from .sheets import SecondTyping, Sheet, SheetImage

__all__ = [
    "CallAttempt",
    "CallPromise",
    "Consent",
    "Entry",
    "Letter",
    "LetterBatch",
    "Mandate",
    "SecondTyping",
    "Sheet",
    "SheetImage",
]
