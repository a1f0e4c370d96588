"""Where what is said in the demo is: points inside the outline of their place, always the same."""

import random
from typing import Any

from shapely import Point
from shapely.geometry import shape

from civic.territory.models import Neighbourhood, Organisation

# One street is some two hundred metres long.
ALONG_A_STREET = 0.001


def point_in(area: Neighbourhood | Organisation | None, key: str) -> dict[str, Any]:
    """Return the latitude and longitude of a point inside an area; nothing without an outline."""
    if area is None or not area.boundary:
        return {}
    outline = shape(area.boundary)
    west, south, east, north = outline.bounds
    draw = random.Random(key)  # noqa: S311
    for _try in range(50):
        point = Point(draw.uniform(west, east), draw.uniform(south, north))
        if outline.contains(point):
            return {"latitude": round(point.y, 5), "longitude": round(point.x, 5)}
    return {}


def point_along(area: Neighbourhood | Organisation | None, place: str, key: str) -> dict[str, Any]:
    """Return a point of a named place: what has the same place is near, not at the same door."""
    found = point_in(area, f"{area}:{place}")
    draw = random.Random(key)  # noqa: S311
    return {
        name: round(degrees + draw.uniform(0, ALONG_A_STREET), 5) for name, degrees in found.items()
    }
