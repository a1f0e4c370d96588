"""The photos of requests: those that are shown, those that wait to be looked at."""

from django.db.models import Q, QuerySet

from civic.accounts.policies import Actor
from civic.cases.models import Request, RequestPhoto

from ..policies import reading_organisations, reading_spaces


def held_photos(actor: Actor) -> "QuerySet[RequestPhoto]":
    """Return the photos an actor looks at before publication, oldest first; none for others."""
    waiting: QuerySet[RequestPhoto] = (
        RequestPhoto.objects.held()
        .filter(request__isnull=False, is_restricted=False)
        .select_related("request__case", "request__organisation", "draft")
        .order_by("added_at", "pk")
    )
    organisations = reading_organisations(actor)
    if organisations is None:
        return waiting
    spaces = reading_spaces(actor)
    if not organisations and not spaces:
        return waiting.none()
    return waiting.filter(
        Q(request__organisation_id__in=organisations) | Q(request__space_id__in=spaces)
    )


def shown_photos(request: Request) -> list[RequestPhoto]:
    """Return the published photos of a request, before first."""
    found: QuerySet[RequestPhoto] = RequestPhoto.objects.public().filter(request=request)
    return list(found.order_by("-kind", "position", "pk"))
