"""What a person's own export, erasure and claim change in texts."""

from collections.abc import Iterator
from typing import Any

from civic.accounts.models import Person

from ..models import ParagraphClaim, ParagraphRevision


def export_revisions(person: Person) -> Iterator[dict[str, Any]]:
    """Return what a person wrote in texts, with its day."""
    mine = ParagraphRevision.objects.filter(author=person).select_related("paragraph__text")
    for revision in mine.order_by("pk"):
        yield {
            "text": revision.paragraph.text.title,
            "paragraph": str(revision.paragraph.key),
            "words": revision.text,
            "college": revision.college,
            "at": revision.at.isoformat(),
        }


def move_revisions(kept: Person, absorbed: Person) -> int:
    """Give what one row of a person wrote to the other; the college stays as it was."""
    return ParagraphRevision.objects.filter(author=absorbed).update(author=kept)


def erase_claims(person: Person) -> int:
    """Let go what an erased person was writing; what they wrote stays unnamed, by its college."""
    return ParagraphClaim.objects.filter(person=person).delete()[0]


def move_claims(kept: Person, absorbed: Person) -> int:
    """Give the paragraphs held to the person who stays."""
    return ParagraphClaim.objects.filter(person=absorbed).update(person=kept)
