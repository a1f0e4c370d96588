"""What requests hold about a person: given back, moved when two are one, forgotten."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from civic.accounts.models import Person

from ..enums import SatisfactionReason
from ..models import Request, RequestPhoto, Satisfaction, SatisfactionWords
from .satisfaction import forget_words
from .stored import forget_with_files


def export_requests(person: Person) -> Iterator[dict[str, Any]]:
    """Return what a person asked, with the number of its case."""
    for request in Request.objects.filter(person=person).select_related("case").order_by("pk"):
        yield {
            "number": request.case.number,
            "title": request.title,
            "text": request.text,
            "place": request.place,
            "received_on": request.case.received_on.isoformat(),
            "channel": request.channel,
        }


def export_satisfactions(person: Person) -> Iterator[dict[str, Any]]:
    """Return what a person said of the answers they got, with their own words."""
    said = Satisfaction.objects.filter(case__request__person=person)
    for one in said.select_related("case", "words").order_by("pk"):
        words = getattr(one, "words", None)
        yield {
            "number": one.case.number,
            "satisfied": one.is_satisfied,
            "about": [reason for reason in SatisfactionReason.values if getattr(one, reason)],
            "words": words.text if words else "",
            "said_on": one.said_on.isoformat(),
            "channel": one.channel,
        }


def erase_words(person: Person) -> int:
    """Delete what a person added in their own words; the two clicks stay in the counts."""
    return forget_words(words_of(person))


def words_of(person: Person) -> "QuerySet[SatisfactionWords]":
    """Return what a person added to what they say of the answers they got."""
    return SatisfactionWords.objects.filter(satisfaction__case__request__person=person)


def merge_requests(kept: Person, absorbed: Person) -> int:
    """Give what one row of a person asked to the other; college and channel stay as they were."""
    return Request.objects.filter(person=absorbed).update(person=kept)


def forget_drafts(drafts: "QuerySet[Any]") -> int:
    """Delete what was never sent, with its photos."""
    with transaction.atomic():
        forget_with_files(RequestPhoto.objects.filter(draft__in=drafts))
        return drafts.delete()[0]
