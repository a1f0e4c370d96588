"""Distances on a small territory."""

from math import asin, cos, radians, sin, sqrt

EARTH_METRES = 6_371_008.8
METRES_PER_DEGREE = 111_195.0


def metres_between(
    latitude: float, longitude: float, other: float, other_longitude: float
) -> float:
    """Return the great-circle distance of two points in degrees (WGS 84), in metres."""
    half_north = sin(radians(other - latitude) / 2)
    half_east = sin(radians(other_longitude - longitude) / 2)
    squared = half_north**2 + cos(radians(latitude)) * cos(radians(other)) * half_east**2
    return 2 * EARTH_METRES * asin(sqrt(min(1.0, squared)))


def box_around(
    latitude: float, longitude: float, metres: float
) -> tuple[float, float, float, float]:
    """Return south, north, west, east of a square that holds a circle, in degrees."""
    high = metres / METRES_PER_DEGREE
    wide = high / max(0.01, cos(radians(latitude)))
    return latitude - high, latitude + high, longitude - wide, longitude + wide
