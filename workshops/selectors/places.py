"""Which page shows the place a session belongs to."""

from collections.abc import Iterable

from ..models import MixedGroupPage, WorkshopPage

PlacePage = WorkshopPage | MixedGroupPage


def pages_of_spaces(spaces: Iterable[int]) -> dict[int, PlacePage]:
    """Return the published page of each workshop or mixed group, by space, in two queries."""
    keys = set(spaces)
    found: dict[int, PlacePage] = {}
    if not keys:
        return found
    workshops = WorkshopPage.objects.live().filter(workshop__space_id__in=keys)
    for workshop in workshops.select_related("workshop", "locale").order_by("pk"):
        found.setdefault(workshop.workshop.space_id, workshop)
    groups = MixedGroupPage.objects.live().filter(group__space_id__in=keys)
    for group in groups.select_related("group", "locale").order_by("pk"):
        found.setdefault(group.group.space_id, group)
    return found


def page_of_space(space_id: int) -> PlacePage | None:
    """Return the published page of the workshop or group of a space, or None."""
    return pages_of_spaces([space_id]).get(space_id)


def session_url(space_id: int, session_id: int) -> str:
    """Return the public address of a session, or an empty text."""
    page = page_of_space(space_id)
    return page.url_of("session", session_id=session_id) if page is not None else ""
