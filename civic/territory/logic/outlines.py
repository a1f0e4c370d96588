"""Where a point falls: outlines are GeoJSON geometries, points are degrees (WGS 84)."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shapely import Point, prepare
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

# About fifty metres: enough to recognise a commune on a map.
ROUGHLY = 0.0005
_UNREADABLE = (ShapelyError, ValueError, TypeError, KeyError, AttributeError)
_DEGREE_IN_METRES = 111_320


@dataclass(frozen=True, eq=False)
class Outline:
    """A geometry made ready for many points; its box answers most of them."""

    geometry: BaseGeometry

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        west, south, east, north = self.geometry.bounds
        return west, south, east, north

    def holds(self, *, latitude: float, longitude: float) -> bool:
        """Tell whether a point lies in it, its edge included and its holes excluded."""
        west, south, east, north = self.box
        if not (west <= longitude <= east and south <= latitude <= north):
            return False
        return bool(self.geometry.covers(Point(longitude, latitude)))

    def metres_to(self, *, latitude: float, longitude: float) -> float:
        """Return how far a point is from it, good enough to say who is nearest."""
        here = Point(longitude, latitude)
        there, _same = nearest_points(self.geometry, here)
        east = (there.x - longitude) * math.cos(math.radians(latitude))
        return math.hypot(east, there.y - latitude) * _DEGREE_IN_METRES


def read_outline(outline: dict[str, Any] | None) -> Outline | None:
    """Read a GeoJSON polygon or multipolygon; None when it cannot be read or holds nothing."""
    if not outline:
        return None
    try:
        geometry = shape(outline)
        if geometry.geom_type not in {"Polygon", "MultiPolygon"} or geometry.is_empty:
            return None
        prepare(geometry)
    except _UNREADABLE:
        return None
    return Outline(geometry)


def holds(outline: dict[str, Any] | None, *, latitude: float, longitude: float) -> bool:
    """Tell whether an outline holds a point, its edge included; an unreadable one holds nothing."""
    ready = read_outline(outline)
    try:
        return ready is not None and ready.holds(latitude=latitude, longitude=longitude)
    except _UNREADABLE:
        return False


def simplified(outline: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return an outline light enough for a page; None when it cannot be read."""
    if not outline:
        return None
    try:
        light: dict[str, Any] = mapping(shape(outline).simplify(ROUGHLY))
    except _UNREADABLE:
        return None
    return light


def middle_of(outline: dict[str, Any] | None) -> tuple[float, float] | None:
    """Return the latitude and longitude of a point well inside an outline; None when unreadable."""
    ready = read_outline(outline)
    if ready is None:
        return None
    inside = ready.geometry.representative_point()
    return inside.y, inside.x
