from .amendment import AmendmentDetail
from .text import Paragraph, ParagraphClaim, Section, Text
from .versions import ParagraphRevision, TextVersion, VersionParagraph

__all__ = [
    "AmendmentDetail",
    "Paragraph",
    "ParagraphClaim",
    "ParagraphRevision",
    "Section",
    "Text",
    "TextVersion",
    "VersionParagraph",
]
