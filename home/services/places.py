"""Blur again what is published of places, once a body or a type shows them at another level."""

from django.db import transaction
from django.db.models import QuerySet

from civic.cases.models import Request
from civic.cases.services.places import place_anew as place_requests
from civic.participation.models import Contribution
from civic.participation.services.places import place_anew as place_contributions
from civic.participation.services.publication import index_contribution
from neighbourhood_councils.services.publication import request_placed

from ..selectors.freshness import forget_lists


def places_of_body(organisation_id: int) -> int:
    """Blur the places of what was asked of a body, or said in its spaces; return how many moved."""
    return _place(
        Request.objects.filter(organisation=organisation_id),
        Contribution.objects.filter(activity__space__organisation=organisation_id),
    )


def places_of_type(request_type_id: int) -> int:
    """Blur the places of the requests of a type; return how many moved."""
    return _place(Request.objects.filter(request_type=request_type_id), Contribution.objects.none())


def _place(requests: "QuerySet[Request]", contributions: "QuerySet[Contribution]") -> int:
    moved = 0
    with transaction.atomic():
        for request in place_requests(requests):
            moved += 1
            if request.is_public:
                request_placed(request)
        for contribution in place_contributions(contributions):
            moved += 1
            if contribution.is_public:
                index_contribution(contribution)
        transaction.on_commit(forget_lists)
    return moved
