"""Reads of workshops."""

from datetime import datetime

from django.db.models import Min, Q, QuerySet

from civic.accounts.models import Person
from civic.participation.enums import RegistrationState
from civic.participation.models import Registration, Session

from ..models import Workshop, WorkshopPage


def workshop_pages(organisation_id: int, moment: datetime) -> "QuerySet[WorkshopPage]":
    """Return the pages of the workshops shown in a branch, the next session first."""
    return (
        WorkshopPage.objects.live()
        .filter(
            Q(workshop__space__organisation_id=organisation_id)
            | Q(workshop__space__territories=organisation_id)
        )
        .select_related("workshop__space__organisation")
        .annotate(
            next_session_at=Min(
                "workshop__space__sessions__starts_at",
                filter=Q(
                    workshop__space__sessions__starts_at__gt=moment,
                    workshop__space__sessions__cancelled_at=None,
                ),
            )
        )
        .defer("body", "workshop__space__organisation__boundary")
        .order_by("next_session_at", "-pk")
        .distinct()
    )


def url_of_space(space_id: int) -> str:
    """Return the public address of the workshop of a space; empty for another space."""
    page = (
        WorkshopPage.objects.live()
        .filter(workshop__space_id=space_id)
        .order_by("locale__language_code", "pk")
        .first()
    )
    return page.get_absolute_url() if page else ""


def registration_of(person: Person | None, session: Session) -> Registration | None:
    """Return a person's standing registration, or None."""
    if person is None:
        return None
    return (
        Registration.objects.filter(session=session, person=person)
        .exclude(state=RegistrationState.CANCELLED)
        .first()
    )


def place_in_queue(registration: Registration) -> int:
    """Return a waiting person's rank, from 1."""
    return (
        Registration.objects.filter(
            session_id=registration.session_id, state=RegistrationState.WAITING
        )
        .filter(
            Q(registered_at__lt=registration.registered_at)
            | Q(registered_at=registration.registered_at, pk__lt=registration.pk)
        )
        .count()
        + 1
    )


def sessions_of(workshop: Workshop) -> "QuerySet[Session]":
    """Return the sessions of a workshop in order."""
    return Session.objects.filter(space_id=workshop.space_id).order_by("starts_at")
