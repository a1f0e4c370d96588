"""Write what everybody reads of a place beside what was given."""

from civic.territory.enums import PlacePrecision
from civic.territory.logic.outlines import middle_of
from civic.territory.models import Neighbourhood, Organisation

from ..logic.precision import PublicPlace, allowed_precision, public_place
from ..models import PlacedModel


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
