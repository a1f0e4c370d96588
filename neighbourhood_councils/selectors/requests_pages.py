"""The requests page of a branch, where what no council follows is shown."""

from collections.abc import Iterable

from django.utils.translation import get_language

from civic.territory.models import OrganisationPage

from ..models import RequestIndexPage


def requests_pages(organisation_ids: Iterable[int]) -> dict[int, RequestIndexPage]:
    """Return the live requests page of each organisation, in the reader's language if it exists.

    Two queries; an organisation without one is left out.
    """
    language = get_language() or "fr"
    homes = dict(
        OrganisationPage.objects.live()
        .filter(organisation_id__in=set(organisation_ids))
        .order_by("path")
        .values_list("path", "organisation_id")
    )
    if not homes:
        return {}
    pages = RequestIndexPage.objects.live().select_related("locale").order_by("-path")
    found: dict[int, RequestIndexPage] = {}
    for page in sorted(pages, key=lambda page: page.locale.language_code == language):
        organisation_id = homes.get(page.path[: -RequestIndexPage.steplen])
        if organisation_id is not None:
            found[organisation_id] = page
    return found
