from .amendment import AmendmentDetail
from .text import Paragraph, ParagraphClaim, ParagraphLineage, Section, Text
from .versions import ParagraphRevision, TextVersion, VersionParagraph

__all__ = [
    "AmendmentDetail",
    "Paragraph",
    "ParagraphClaim",
    "ParagraphLineage",
    "ParagraphRevision",
    "Section",
    "Text",
    "TextVersion",
    "VersionParagraph",
]
