"""From a space to the page that shows it as a consultation."""

from wagtail.models import Page

from civic.participation.models import Space

from ..models import ConsultationPage
from .calendar import in_language


def page_of_space(space: Space) -> Page | None:
    """Return the public page of a space in the active language, or None, in one query."""
    pages = (
        ConsultationPage.objects.live()
        .filter(consultation__space=space)
        .select_related("locale")
        .defer("body")
        .order_by("pk")
    )
    page: Page | None = in_language(pages)
    return page
