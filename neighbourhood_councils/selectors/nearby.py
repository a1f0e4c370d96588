"""What was already asked at the same place, to follow instead of asking again."""

from dataclasses import dataclass
from math import ceil

from django.db.models import Q, QuerySet

from civic.cases.enums import OPEN_STATES
from civic.cases.models import Request, RequestType
from civic.core.logic.stemming import stems_of
from civic.core.querysets import with_stems
from civic.privacy.logic.precision import STREET_METRES
from civic.territory.models import Organisation

from ..logic.distances import box_around, metres_between

SHOWN = 3
READ_AT_MOST = 60
DEFAULT_METRES = 50
# Words two texts share, among those that say something, to be about one thing.
SHARED_STEMS = 2
ROUNDED_METRES = 50


@dataclass(frozen=True)
class Nearby:
    """A public, open request at the same place; `metres` is None where one has no point.

    Measured to the public point of the other: nobody finds an exact one by moving their own.
    """

    request: Request
    metres: int | None


def already_asked(
    *,
    organisation: Organisation,
    request_type: RequestType | None,
    latitude: float | None,
    longitude: float | None,
    street: str,
    text: str,
) -> list[Nearby]:
    """Return the open requests that seem to ask the same thing, nearest first.

    Same type within the radius of the type; or the same street, and the same type or two words in
    common. A duplicate is left out: its original stands for it. Three queries at most.
    """
    waiting = (
        Request.objects.public()
        .filter(organisation=organisation, case__state__in=OPEN_STATES, duplicate_link__isnull=True)
        .select_related("case__department", "case__organisation", "request_type")
        .order_by("-created_at", "-pk")
    )
    found: dict[int, Nearby] = {}
    if latitude is not None and longitude is not None:
        for nearby in _around(waiting, request_type, latitude, longitude, text):
            found[nearby.request.pk] = nearby
    if street.strip():
        for request in with_stems(waiting, street)[:READ_AT_MOST]:
            if request.pk not in found and _is_like(request, request_type, text):
                found[request.pk] = Nearby(request, None)
    far = float("inf")
    return sorted(
        found.values(), key=lambda each: far if each.metres is None else float(each.metres)
    )[:SHOWN]


def _around(
    waiting: "QuerySet[Request]",
    request_type: RequestType | None,
    latitude: float,
    longitude: float,
    text: str,
) -> list[Nearby]:
    # A public point may be that much further than the place itself.
    radius = (request_type.nearby_metres if request_type else DEFAULT_METRES) + STREET_METRES
    south, north, west, east = box_around(latitude, longitude, radius)
    inside = waiting.filter(
        public_latitude__range=(south, north), public_longitude__range=(west, east)
    )
    if request_type is not None:
        inside = inside.filter(Q(request_type=request_type) | Q(request_type=None))
    found = []
    for request in inside[:READ_AT_MOST]:
        metres = metres_between(
            latitude, longitude, request.public_latitude or 0.0, request.public_longitude or 0.0
        )
        if metres <= radius and _is_like(request, request_type, text):
            found.append(Nearby(request, _about(metres)))
    return found


def _about(metres: float) -> int:
    # Up to the next fifty: a public point says no more.
    return max(1, ceil(metres / ROUNDED_METRES)) * ROUNDED_METRES


def _is_like(request: Request, request_type: RequestType | None, text: str) -> bool:
    if request_type is not None and request.request_type_id == request_type.pk:
        return True
    said = set(request.stems.split())
    return len(said & set(stems_of(text))) >= SHARED_STEMS
