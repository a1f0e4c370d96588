"""Who asked something of some organisations."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from ..models import Request


def people_of_requests(organisations: Collection[int], number: str) -> "QuerySet[Any, Any]":
    """Return the keys of those who asked something of some organisations.

    A request handed over is known to the body that received it and to the one that holds it.
    """
    asked = Request.objects.filter(
        Q(organisation__in=organisations) | Q(case__organisation__in=organisations),
        person__isnull=False,
    )
    if number:
        asked = asked.filter(case__number=number)
    return asked.order_by().values("person_id")
