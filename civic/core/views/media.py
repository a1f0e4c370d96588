"""The images editors have published, at the sizes the pages ask for."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

# A new size or a new focal point has a new name, so a file never changes.
_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def image_file(request: HttpRequest, path: str) -> HttpResponse:
    """Give one rendition; originals and documents are not below this address."""
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, "images", path))
    except SuspiciousFileOperation as error:
        raise Http404 from error
    kind = mimetypes.guess_type(file.name)[0] or ""
    if not kind.startswith("image/") or not file.is_file():
        raise Http404
    return HttpResponse(file.read_bytes(), content_type=kind, headers={"Cache-Control": _FOR_EVER})
