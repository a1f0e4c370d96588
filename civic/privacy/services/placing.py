"""Write what everybody reads of a place beside what was given."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db.models import QuerySet

from civic.territory.enums import PlacePrecision
from civic.territory.logic.outlines import middle_of
from civic.territory.models import Neighbourhood, Organisation

from ..logic.precision import PublicPlace, allowed_precision, public_place
from ..models import PlacedModel

_AT_ONCE = 500
Placed = TypeVar("Placed", bound=PlacedModel)


def blurred(
    *,
    place: str,
    latitude: float | None,
    longitude: float | None,
    precision: str,
    organisation: Organisation,
    neighbourhood: Neighbourhood | None,
) -> PublicPlace:
    """Return what would be public of a place in a body, in a neighbourhood when it is known."""
    area, centre = "", None
    if allowed_precision(place, precision) == PlacePrecision.NEIGHBOURHOOD:
        area = neighbourhood.name if neighbourhood else organisation.label
        centre = middle_of(neighbourhood.boundary) if neighbourhood else None
    return public_place(
        place=place,
        latitude=latitude,
        longitude=longitude,
        precision=precision,
        area=area,
        centre=centre,
    )


def set_public_place(
    instance: PlacedModel,
    *,
    precision: str,
    organisation: Organisation,
    neighbourhood: Neighbourhood | None,
) -> list[str]:
    """Fill the public columns of a row, which is not saved; return those that changed."""
    shown = blurred(
        place=instance.place,
        latitude=instance.latitude,
        longitude=instance.longitude,
        precision=precision,
        organisation=organisation,
        neighbourhood=neighbourhood,
    )
    values = (shown.label, shown.latitude, shown.longitude)
    changed = []
    for name, value in zip(PlacedModel.PUBLIC_PLACE, values, strict=True):
        if getattr(instance, name) != value:
            setattr(instance, name, value)
            changed.append(name)
    return changed


def place_again(
    rows: "QuerySet[Placed]", set_place: Callable[[Placed], list[str]]
) -> Iterator[Placed]:
    """Blur rows again after a change of level; yield those whose public place changed."""
    placed = rows.exclude(place="", latitude=None).order_by("pk")
    last = 0
    while found := list(placed.filter(pk__gt=last)[:_AT_ONCE]):
        moved = [one for one in found if set_place(one)]
        rows.model._default_manager.bulk_update(moved, [*PlacedModel.PUBLIC_PLACE, "stems"])
        yield from moved
        last = found[-1].pk
