"""A council that is closed keeps what it asked and takes nothing more."""

from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal

from ..models import NeighbourhoodCouncil


def check_takes_requests(space_id: int) -> None:
    """Raise Refusal, with the number to call, when the space is that of a closed council."""
    council = (
        NeighbourhoodCouncil.objects.filter(space_id=space_id, is_closed=True)
        .select_related("space__organisation")
        .first()
    )
    if council is None:
        return
    organisation = council.space.organisation
    raise Refusal(
        _(
            "The council « %(council)s » is closed: it follows no new request. Ask "
            "%(organisation)s instead, %(phone)s."
        )
        % {
            "council": council.space.title,
            "organisation": organisation.name,
            "phone": organisation.contact_phone or organisation.contact_email,
        },
        code="closed",
        field="space",
    )
