"""Open requests that seem to ask what an earlier one asks, for whoever may link them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.cases.enums import OPEN_STATES
from civic.cases.models import Case, DistinctRequests, Request
from civic.cases.policies import ANSWERERS
from civic.cases.selectors.inbox import held_by
from civic.core.logic.stemming import stems_of

from ..logic.distances import METRES_PER_DEGREE, metres_between
from .nearby import DEFAULT_METRES as DEFAULT
from .nearby import SHARED_STEMS

# The latest open requests of a territory: what is older was looked at long ago.
READ_AT_MOST = 5_000
# A request is compared with the ones just before it at the same place.
COMPARED = 40


class Line(NamedTuple):
    """What is compared of a request; `street` is the stems of its place."""

    pk: int
    organisation: int
    type: int | None
    latitude: float | None
    longitude: float | None
    street: str
    stems: frozenset[str]
    radius: int


@dataclass(frozen=True)
class Suspicion:
    """A request and the earlier one it may repeat."""

    request: Request
    earlier: Request


def suspected_pairs(actor: Actor) -> list[tuple[int, int]]:
    """Return (request, earlier one) of what an actor may link, the latest first; three queries.

    The same type within its radius, or the same street; there, the same type or two words in
    common.
    """
    held = held_by(actor, *ANSWERERS, Role.DESK)
    mine = Request.objects.filter(case__in=Case.objects.open().filter(held).values("pk"))
    keys = set(mine.order_by("-pk").values_list("pk", flat=True)[:READ_AT_MOST])
    lines = _lines(mine.order_by().values("organisation_id"))
    distinct = set(DistinctRequests.objects.values_list("one_id", "other_id"))
    found: dict[int, int] = {}
    for group in (*_by_square(lines), *_by_street(lines)):
        for index, later in enumerate(group):
            if later.pk not in keys or later.pk in found:
                continue
            for earlier in reversed(group[max(0, index - COMPARED) : index]):
                if (earlier.pk, later.pk) not in distinct and _are_alike(later, earlier):
                    found[later.pk] = earlier.pk
                    break
    return sorted(found.items(), reverse=True)


def suspicions(pairs: Sequence[tuple[int, int]]) -> list[Suspicion]:
    """Return the requests of some pairs, in their order, in one query."""
    keys = {key for pair in pairs for key in pair}
    found = Request.objects.filter(pk__in=keys).select_related("case", "request_type").in_bulk()
    return [Suspicion(found[later], found[earlier]) for later, earlier in pairs]


def _lines(organisations: "QuerySet[Request, Any]") -> list[Line]:
    """Read what is open and public in some bodies, the earliest first."""
    rows = (
        Request.objects.public()
        .filter(organisation__in=organisations, case__state__in=OPEN_STATES, duplicate_link=None)
        .order_by("-pk")
        .values_list(
            "pk",
            "organisation_id",
            "request_type_id",
            "latitude",
            "longitude",
            "place",
            "stems",
            "request_type__nearby_metres",
        )[:READ_AT_MOST]
    )
    return [_line(*row) for row in rows][::-1]


def _line(
    pk: int,
    organisation: int,
    kind: int | None,
    latitude: float | None,
    longitude: float | None,
    place: str,
    stems: str,
    radius: int | None,
) -> Line:
    street = stems_of(place)
    # The name of the street is among the words of each request there: it is no likeness.
    said = frozenset(stems.split()).difference(street)
    return Line(
        pk, organisation, kind, latitude, longitude, " ".join(street), said, radius or DEFAULT
    )


def _by_square(lines: list[Line]) -> Iterable[list[Line]]:
    """Group what lies close by: each point in its square and in the next ones."""
    # A degree of longitude is shorter than one of latitude, by half at 60 degrees.
    side = 2 * max((line.radius for line in lines), default=DEFAULT) / METRES_PER_DEGREE
    squares: dict[tuple[int, int, int], list[Line]] = defaultdict(list)
    for line in lines:
        if line.latitude is None or line.longitude is None:
            continue
        down, right = int(line.latitude // side), int(line.longitude // side)
        for row in (down, down + 1):
            for column in (right, right + 1):
                squares[line.organisation, row, column].append(line)
    return squares.values()


def _by_street(lines: list[Line]) -> Iterable[list[Line]]:
    streets: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.street:
            streets[line.organisation, line.street].append(line)
    return streets.values()


def _are_alike(later: Line, earlier: Line) -> bool:
    if later.street != earlier.street or not later.street:
        metres = _metres(later, earlier)
        if metres is None or metres > later.radius:
            return False
    if later.type is not None and later.type == earlier.type:
        return True
    return len(later.stems & earlier.stems) >= SHARED_STEMS


def _metres(one: Line, other: Line) -> float | None:
    if one.latitude is None or one.longitude is None:
        return None
    if other.latitude is None or other.longitude is None:
        return None
    return metres_between(one.latitude, one.longitude, other.latitude, other.longitude)
