"""What requests hold about a person: given back, moved when two are one, forgotten."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from civic.accounts.models import Person

from ..models import Request, RequestPhoto
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


def merge_requests(kept: Person, absorbed: Person) -> int:
    """Give what one row of a person asked to the other; college and channel stay as they were."""
    return Request.objects.filter(person=absorbed).update(person=kept)


def forget_drafts(drafts: "QuerySet[Any]") -> int:
    """Delete what was never sent, with its photos."""
    with transaction.atomic():
        forget_with_files(RequestPhoto.objects.filter(draft__in=drafts))
        return drafts.delete()[0]
