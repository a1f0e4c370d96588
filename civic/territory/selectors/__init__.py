"""Reads of the territory: faces, bodies, places, who holds what."""

from .bodies import intercommunalities
from .competences import holder_for
from .faces import stylesheet_of, stylesheet_url
from .places import (
    ELSEWHERE,
    OutsideTerritory,
    Place,
    check_address,
    check_place,
    outlines_of,
    place_at,
    resolve_address,
    resolve_point,
)

__all__ = [
    "ELSEWHERE",
    "OutsideTerritory",
    "Place",
    "check_address",
    "check_place",
    "holder_for",
    "intercommunalities",
    "outlines_of",
    "place_at",
    "resolve_address",
    "resolve_point",
    "stylesheet_of",
    "stylesheet_url",
]
