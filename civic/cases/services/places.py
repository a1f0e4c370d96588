"""What everybody reads of where a request is, at the level its type or its body chose."""

from collections.abc import Iterator

from django.db.models import QuerySet

from civic.core.logic.stemming import search_document
from civic.privacy.services.placing import place_again, set_public_place
from civic.territory.models import Organisation

from ..models import Request, RequestType


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
    rows = requests.select_related("case", "request_type", "organisation", "neighbourhood")
    return place_again(rows, set_request_place)
