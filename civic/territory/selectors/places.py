"""Where something is: a point or an address to a commune and its neighbourhood."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet, TextField
from django.db.models.functions import MD5, Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.core.exceptions import Refusal

from ..enums import OrganisationKind
from ..logic.elsewhere import elsewhere, may_be_elsewhere, served
from ..logic.outlines import Outline, read_outline, simplified
from ..logic.streets import find_streets, plain, read_street
from ..models import Neighbourhood, Organisation

Row = TypeVar("Row", Organisation, Neighbourhood)

# An outline is read once for each of its versions: its fingerprint is its key.
_ready: dict[str, Outline | None] = {}
_MOST_READY = 5_000
NAMED_AT_MOST = 8
FEW_NAMED = 3
ELSEWHERE = "elsewhere"
SHORTEST_NAME = 4
# « Saint-Aurel » is said for « Saint-Aurel-sur-Brévanne ».
_RIVER = re.compile(r"[- ](?:sur|sous|lès|en)[- ]")


@dataclass(frozen=True)
class Place:
    """A commune and a neighbourhood, each None when unknown; the street when it was recognised.

    A place that is not sure (a name written almost so) is shown and confirmed, never taken.
    """

    organisation: Organisation | None
    neighbourhood: Neighbourhood | None = None
    street: str = ""
    number: str = ""
    is_sure: bool = True

    @property
    def label(self) -> str:
        """Name the place as one says it."""
        parts = [
            f"{self.number} {self.street}".strip(),
            self.neighbourhood.name if self.neighbourhood else "",
            self.organisation.name if self.organisation else "",
        ]
        return ", ".join(part for part in parts if part)


class OutsideTerritory(Refusal):
    """A point where no commune of the site is; `communes` are those served, by name."""

    def __init__(self, message: Any, *, communes: list[str], nearest: str, metres: int) -> None:
        super().__init__(message, code="outside_territory", field="place")
        self.communes = communes
        self.nearest = nearest
        self.metres = metres


def _served() -> "QuerySet[Organisation]":
    return Organisation.objects.filter(kind=OrganisationKind.COMMUNE)


def _outlined(rows: "QuerySet[Row]") -> list[tuple[Row, Outline]]:
    # The text of an outline leaves the database once for each of its versions.
    found = list(
        rows.filter(boundary__isnull=False)
        .defer("boundary")
        .annotate(fingerprint=MD5(Cast("boundary", TextField())))
        # A point on a shared edge goes to the same side whatever the order of creation.
        .order_by("slug", "pk")
    )
    prints: dict[Any, str] = {row.pk: row.fingerprint for row in found}  # type: ignore[attr-defined]
    missing = [pk for pk, fingerprint in prints.items() if fingerprint not in _ready]
    if missing:
        if len(_ready) > _MOST_READY:
            _ready.clear()
        boundaries = rows.model._default_manager.filter(pk__in=missing).order_by()
        for pk, boundary in boundaries.values_list("pk", "boundary"):
            _ready[prints[pk]] = read_outline(boundary)
    pairs = ((row, _ready.get(prints[row.pk])) for row in found)
    return [(row, outline) for row, outline in pairs if outline is not None]


def _holding(rows: "list[tuple[Row, Outline]]", *, latitude: float, longitude: float) -> Row | None:
    holding = (
        row for row, outline in rows if outline.holds(latitude=latitude, longitude=longitude)
    )
    return next(holding, None)


def place_at(
    communes: "QuerySet[Organisation]", *, latitude: float, longitude: float
) -> tuple[Organisation | None, Neighbourhood | None]:
    """Return the commune and the neighbourhood that hold a point, among some communes.

    Two queries, whatever their number, and two more when an outline changed; None where no
    outline is known.
    """
    commune = _holding(_outlined(communes), latitude=latitude, longitude=longitude)
    if commune is None:
        return None, None
    return commune, _neighbourhood_at(commune, latitude, longitude)


def _neighbourhood_at(
    commune: Organisation, latitude: float, longitude: float
) -> Neighbourhood | None:
    parts = Neighbourhood.objects.filter(organisation=commune)
    return _holding(_outlined(parts), latitude=latitude, longitude=longitude)


def resolve_point(
    latitude: float, longitude: float, *, communes: "QuerySet[Organisation] | None" = None
) -> Place:
    """Return the place that holds a point, among the communes of the site.

    Raises OutsideTerritory. Where the outline of a commune is unknown, a point outside the others
    may be in it: the place then has no organisation, and is asked for in words.
    """
    served = _served() if communes is None else communes
    outlined = _outlined(served)
    commune = _holding(outlined, latitude=latitude, longitude=longitude)
    if commune is not None:
        return Place(commune, _neighbourhood_at(commune, latitude, longitude))
    if not outlined or served.filter(boundary__isnull=True).exists():
        return Place(None)
    raise _outside(outlined, latitude, longitude)


def _outside(
    outlined: list[tuple[Organisation, Outline]], latitude: float, longitude: float
) -> OutsideTerritory:
    names = sorted((commune.label for commune, _outline in outlined), key=plain)
    metres, nearest = min(
        (outline.metres_to(latitude=latitude, longitude=longitude), commune.label)
        for commune, outline in outlined
    )
    return OutsideTerritory(
        _(
            "This point is outside the communes of this site (%(names)s). The nearest is "
            "%(nearest)s. Move the point, or remove it and write the street."
        )
        % {"names": _listed(names), "nearest": nearest},
        communes=names,
        nearest=nearest,
        metres=round(metres),
    )


def _listed(names: list[str], most: int = NAMED_AT_MOST) -> str:
    listed, more = ", ".join(names[:most]), len(names) - most
    if more <= 0:
        return listed
    return ngettext("%(names)s and %(count)d other", "%(names)s and %(count)d others", more) % {
        "names": listed,
        "count": more,
    }


def check_place(
    text: str,
    *,
    latitude: float | None = None,
    longitude: float | None = None,
    is_confirmed: bool = False,
    communes: "QuerySet[Organisation] | None" = None,
) -> None:
    """Refuse a point outside some communes, or words that name another town.

    The communes are those of the site unless told. A point inside is sure, whatever is written
    beside it. Raises OutsideTerritory, or Refusal with the code ELSEWHERE: those words may be
    confirmed, a point is moved.
    """
    found = None
    if latitude is not None and longitude is not None:
        found = resolve_point(latitude, longitude, communes=communes).organisation
    if found is None and not is_confirmed:
        check_address(text)


def check_address(text: str) -> None:
    """Refuse words that clearly name a town outside the communes of the site, with the way out.

    Two queries, none where nothing is like a postcode or a large town. A street nobody knows is
    accepted.
    """
    if not may_be_elsewhere(text):
        return
    bodies = list(Organisation.objects.defer("boundary"))
    communes = [body for body in bodies if body.kind == OrganisationKind.COMMUNE]
    if not communes:
        return
    names = [
        name for body in bodies for name in (body.name, _RIVER.split(body.name)[0], body.short_name)
    ]
    town = elsewhere(
        text,
        served(
            names=[*names, *Neighbourhood.objects.order_by().values_list("name", flat=True)],
            addresses=[body.contact_address for body in bodies],
            commune_codes=[body.code for body in communes],
        ),
    )
    if town:
        raise Refusal(
            _(
                "« %(town)s » is outside the communes of this site (%(names)s). Write a street or "
                "a place of one of them, or tick beside the place that it is here."
            )
            % {
                "town": town,
                "names": _listed(
                    sorted((body.label for body in communes), key=plain),
                    FEW_NAMED if len(communes) > NAMED_AT_MOST else NAMED_AT_MOST,
                ),
            },
            code=ELSEWHERE,
            field="place",
        )


def resolve_address(text: str, organisation: Organisation | None = None) -> tuple[Place, ...]:
    """Return the places an address may mean, in one query: none, one, or those to choose from.

    A street is looked for in the streets of the neighbourhoods, of one organisation or of all; a
    commune named in the text leaves the others out. Without a known street, the neighbourhood or
    the commune that is named.
    """
    rows = Neighbourhood.objects.select_related("organisation").order_by(
        "organisation__slug", "slug"
    )
    communes = _served()
    if organisation is not None and organisation.kind == OrganisationKind.COMMUNE:
        rows, communes = rows.filter(organisation=organisation), communes.filter(pk=organisation.pk)
    neighbourhoods = list(
        rows.defer("boundary", "organisation__boundary").filter(organisation__in=communes)
    )
    known = [(part, street) for part in neighbourhoods for street in part.streets]
    found, sure = find_streets(text, [street for _part, street in known])
    number = read_street(text).number
    streets = [
        Place(known[at][0].organisation, known[at][0], known[at][1], number, sure) for at in found
    ]
    if streets:
        here = _named(text, {place.organisation for place in streets if place.organisation})
        return tuple(place for place in streets if not here or place.organisation in here)
    parts = _named(text, neighbourhoods)
    if parts:
        return tuple(Place(part.organisation, part) for part in parts)
    return tuple(Place(commune) for commune in _named(text, communes.defer("boundary")))


def _named(text: str, rows: "Iterable[Row]") -> list[Row]:
    said = f" {' '.join(read_street(text).words)} "
    return [
        row
        for row in rows
        if any(
            len(words) >= SHORTEST_NAME and f" {words} " in said
            for words in (
                " ".join(read_street(name).words)
                for name in (row.name, _RIVER.split(row.name)[0], getattr(row, "short_name", ""))
                if name
            )
        )
    ]


def outlines_of(communes: "QuerySet[Organisation]") -> dict[str, Any]:
    """Return the outlines of communes and their neighbourhoods as light GeoJSON, for a map."""
    named = [
        *communes.filter(boundary__isnull=False).values_list("name", "boundary"),
        *Neighbourhood.objects.filter(
            organisation__in=communes.values("pk"), boundary__isnull=False
        ).values_list("name", "boundary"),
    ]
    light = ((name, simplified(boundary)) for name, boundary in named)
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": outline, "properties": {"title": name}}
            for name, outline in light
            if outline
        ],
    }
