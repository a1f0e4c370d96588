"""The stylesheet of an organisation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from .models import Organisation
from .selectors import stylesheet_of

FOR_EVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=60"


@require_safe
def organisation_stylesheet(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """Serve the custom properties of an organisation's theme.

    The address holds the digest of the text, so a browser keeps it for ever; an address of
    another time gets the present theme, and is asked again soon.
    """
    accent = Organisation.objects.filter(slug=slug).values_list("accent", flat=True).first()
    if accent is None:
        raise Http404
    text, current = stylesheet_of(accent)
    response = HttpResponse(text, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_EVER if digest == current else BRIEFLY
    response["X-Content-Type-Options"] = "nosniff"
    return response
