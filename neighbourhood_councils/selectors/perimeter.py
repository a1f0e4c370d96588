"""Where a council's perimeter runs, and which council an address belongs to."""

from dataclasses import dataclass
from typing import Any

from civic.territory.logic.outlines import simplified
from civic.territory.logic.streets import find_streets
from civic.territory.models import Neighbourhood

from ..models import NeighbourhoodCouncil
from .councils import council_pages

MOST_FOUND = 12


@dataclass(frozen=True)
class FoundStreet:
    """A street that was meant, or may be: its neighbourhood, and the council that sits for it."""

    street: str
    neighbourhood: str
    council: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class Perimeter:
    """The perimeter of a council among its neighbours: outlines as GeoJSON, streets as a list."""

    features: dict[str, Any] | None
    neighbours: list[dict[str, str]]
    streets: list[str]
    places: list[Neighbourhood]
    councils: dict[int, tuple[str, str]]
    own: int | None


def perimeter_of(council: NeighbourhoodCouncil) -> Perimeter:
    """Return the perimeter of a council and of its neighbours in the same commune."""
    siblings = list(
        NeighbourhoodCouncil.objects.filter(
            space__organisation_id=council.space.organisation_id,
            is_closed=False,
            neighbourhood__isnull=False,
        )
        .select_related("space")
        .order_by("space__title", "pk")
    )
    pages = council_pages(sibling.space_id for sibling in siblings)
    councils = {
        sibling.neighbourhood_id: (
            sibling.space.title,
            pages[sibling.space_id].get_absolute_url() if sibling.space_id in pages else "",
        )
        for sibling in siblings
        if sibling.neighbourhood_id is not None
    }
    places = list(
        Neighbourhood.objects.filter(organisation_id=council.space.organisation_id).order_by("name")
    )
    own = next((place for place in places if place.pk == council.neighbourhood_id), None)
    return Perimeter(
        features=_features(places, councils, own),
        neighbours=[
            {"title": title, "url": url, "place": place.name}
            for place in places
            if place.pk in councils
            for title, url in [councils[place.pk]]
            if url
        ],
        streets=sorted(own.streets, key=str.casefold) if own else [],
        places=places,
        councils=councils,
        own=own.pk if own else None,
    )


def _features(
    places: list[Neighbourhood],
    councils: dict[int, tuple[str, str]],
    own: Neighbourhood | None,
) -> dict[str, Any] | None:
    drawn = [
        {
            "type": "Feature",
            "geometry": outline,
            "properties": {
                "title": councils.get(place.pk, (place.name, ""))[0],
                "url": councils.get(place.pk, ("", ""))[1],
                "strong": place == own,
            },
        }
        for place in places
        for outline in [simplified(place.boundary)]
        if outline
    ]
    return {"type": "FeatureCollection", "features": drawn} if own and drawn else None


def streets_found(perimeter: Perimeter, typed: str) -> tuple[list[FoundStreet], bool]:
    """Return the streets an address may mean, those of this council first, and whether it is sure.

    The same street may lie in two neighbourhoods.
    """
    known = [(place, street) for place in perimeter.places for street in place.streets]
    positions, sure = find_streets(typed, [street for _place, street in known])
    found = [
        FoundStreet(
            street=street,
            neighbourhood=place.name,
            council=perimeter.councils.get(place.pk, ("", ""))[0],
            url=perimeter.councils.get(place.pk, ("", ""))[1],
            is_here=place.pk == perimeter.own,
        )
        for place, street in (known[at] for at in positions)
    ]
    return sorted(found, key=lambda one: (not one.is_here, one.street))[:MOST_FOUND], sure
