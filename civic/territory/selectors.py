"""Reads of the territory."""

import hashlib
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from civic.core.selectors import once_per_request

from .enums import OrganisationKind
from .logic.contrast import InvalidColour, normalise
from .logic.outlines import holds, simplified
from .logic.theme import organisation_stylesheet
from .models import Neighbourhood, Organisation
from .models.organisation import DEFAULT_ACCENT


@lru_cache(maxsize=256)
def stylesheet_of(accent: str) -> tuple[str, str]:
    """Return the stylesheet of an accent and its digest; both empty when it is not a colour."""
    try:
        text = organisation_stylesheet(accent)
    except InvalidColour:
        return "", ""
    return text, hashlib.sha256(text.encode()).hexdigest()[:12]


def stylesheet_url(organisation: Organisation) -> str:
    """Return the address of an organisation's stylesheet; empty when it wears the site's face."""
    text, digest = stylesheet_of(organisation.accent)
    if not text or normalise(organisation.accent) == DEFAULT_ACCENT:
        return ""
    return reverse("stylesheet", kwargs={"slug": organisation.slug, "digest": digest})


@once_per_request
def intercommunalities() -> list[Organisation]:
    """Return the bodies that keep the themes, competences and words everybody shares."""
    return list(Organisation.objects.filter(kind=OrganisationKind.INTERCOMMUNALITY).order_by("pk"))


def place_at(
    communes: "QuerySet[Organisation]", *, latitude: float, longitude: float
) -> tuple[Organisation | None, Neighbourhood | None]:
    """Return the commune and the neighbourhood that hold a point, among some communes.

    Two queries, whatever their number; None where no outline is known.
    """
    for commune in communes.filter(boundary__isnull=False):
        if holds(commune.boundary, latitude=latitude, longitude=longitude):
            for neighbourhood in commune.neighbourhoods.filter(boundary__isnull=False):
                if holds(neighbourhood.boundary, latitude=latitude, longitude=longitude):
                    return commune, neighbourhood
            return commune, None
    return None, None


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
