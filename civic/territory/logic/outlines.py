"""Where a point falls: outlines are GeoJSON geometries, points are degrees (WGS 84)."""

from typing import Any

from shapely import Point
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape

# About fifty metres: enough to recognise a commune on a map.
ROUGHLY = 0.0005


def holds(outline: dict[str, Any] | None, *, latitude: float, longitude: float) -> bool:
    """Tell whether an outline holds a point, its edge included; an unreadable one holds nothing."""
    if not outline:
        return False
    try:
        return bool(shape(outline).covers(Point(longitude, latitude)))
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError):
        return False


def simplified(outline: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return an outline light enough for a page; None when it cannot be read."""
    if not outline:
        return None
    try:
        light: dict[str, Any] = mapping(shape(outline).simplify(ROUGHLY))
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return light
