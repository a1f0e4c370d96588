"""Where a paragraph comes from and what came of it, as its page says it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..enums import Kinship
from ..models import Paragraph, ParagraphLineage
from .addresses import paragraph_url


@dataclass(frozen=True)
class Kin:
    """One paragraph another comes from or went to, in a sentence."""

    sentence: str
    url: str
    on: date


def lineage_of(paragraph: Paragraph) -> list[Kin]:
    """Return the paragraphs a paragraph was cut from, gave, or was joined with, in one query."""
    rows = (
        ParagraphLineage.objects.filter(Q(paragraph=paragraph) | Q(kept=paragraph))
        .select_related("paragraph", "kept")
        .order_by("at", "pk")
    )
    found = []
    for row in rows:
        mine = row.kept_id == paragraph.pk
        other = row.paragraph if mine else row.kept
        other.text = paragraph.text
        found.append(
            Kin(_sentence(row.kinship, mine), paragraph_url(other), timezone.localdate(row.at))
        )
    return found


def _sentence(kinship: str, kept: bool) -> str:
    if kinship == Kinship.CUT_FROM:
        if kept:
            return _("Its end was cut off and is now a paragraph of its own.")
        return _("It was cut from the end of another paragraph, which kept what was said of both.")
    if kept:
        return _("Another paragraph was joined to it; what was said of that one is still there.")
    return _("It was joined to another paragraph, which is the one to comment on and amend.")
