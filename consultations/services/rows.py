"""The one lock of every change of a consultation."""

from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal
from civic.core.querysets import locked
from civic.participation.models import Space

from ..models import Consultation


def locked_consultation(consultation: Consultation) -> Consultation:
    """Lock the space of a consultation and read both again.

    The calendar, the framing and the publication of one consultation wait for one another here.
    """
    space = locked(
        Space.objects.filter(pk=consultation.space_id).select_related("organisation")
    ).get()
    fresh = Consultation.objects.get(pk=consultation.pk)
    fresh.space = space
    return fresh


def check_not_archived(consultation: Consultation) -> None:
    """Raise Refusal once a consultation is archived."""
    if consultation.space.archived_at is not None:
        raise Refusal(
            _("This consultation is archived: it can be read, not changed."), code="archived"
        )
