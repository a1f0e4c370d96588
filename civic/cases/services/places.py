"""What everybody reads of where a request is, at the level its type or its body chose."""

from collections.abc import Iterator

from django.db.models import QuerySet

from civic.core.logic.stemming import search_document
from civic.privacy.services.placing import set_public_place
from civic.territory.models import Organisation

from ..models import Request, RequestType

_AT_ONCE = 500


def precision_of(request_type: RequestType | None, organisation: Organisation) -> str:
    """Return how precisely the places of a type are shown in a body."""
    return (request_type.place_precision if request_type else "") or organisation.place_precision


def set_request_place(request: Request) -> list[str]:
    """Fill the public place of a request and what it is found by, unsaved; return what changed.

    The search knows the public place alone: a house number finds nobody's request.
    """
    changed = []
    if request.place or request.latitude is not None or request.public_place:
        changed = set_public_place(
            request,
            precision=precision_of(request.request_type, request.organisation),
            organisation=request.organisation,
            neighbourhood=request.neighbourhood,
        )
    stems = search_document(
        request.title,
        request.text,
        request.public_place,
        request.imported_answer,
        request.case.reason,
    )
    if stems != request.stems:
        request.stems = stems
        changed.append("stems")
    return changed


def place_anew(requests: "QuerySet[Request]") -> Iterator[Request]:
    """Blur each request again after a change of level; yield those whose public place changed."""
    rows = (
        requests.exclude(place="", latitude=None)
        .select_related("case", "request_type", "organisation", "neighbourhood")
        .order_by("pk")
    )
    last = 0
    while found := list(rows.filter(pk__gt=last)[:_AT_ONCE]):
        moved = [request for request in found if set_request_place(request)]
        Request.objects.bulk_update(moved, [*Request.PUBLIC_PLACE, "stems"])
        yield from moved
        last = found[-1].pk
