"""The face an organisation wears."""

import hashlib
from functools import lru_cache

from django.urls import reverse

from ..logic.contrast import InvalidColour, normalise
from ..logic.theme import organisation_stylesheet
from ..models import Organisation
from ..models.organisation import DEFAULT_ACCENT


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
