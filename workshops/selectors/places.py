"""Which page shows the place a session belongs to."""

from civic.core.models import BasePage

from ..models import WorkshopPage


def page_of_space(space_id: int) -> BasePage | None:
    """Return the published page of the workshop or group of a space, or None."""
    return WorkshopPage.objects.live().filter(workshop__space_id=space_id).order_by("pk").first()


def session_url(space_id: int, session_id: int) -> str:
    """Return the public address of a session, or an empty text."""
    page = page_of_space(space_id)
    return page.url_of("session", session_id=session_id) if page is not None else ""
