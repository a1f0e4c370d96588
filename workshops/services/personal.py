"""What a person's account, merger and copy hold of workshops."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.core.logic.dates import written_day
from civic.participation.enums import RegistrationState
from civic.participation.models import Registration

from ..models import WorkshopPage


def my_registrations(person: Person) -> "QuerySet[Registration]":
    """Return the places somebody holds or waits for, the next session first."""
    return (
        Registration.objects.filter(person=person)
        .exclude(state=RegistrationState.CANCELLED)
        .select_related("session")
        .order_by("-session__starts_at", "-pk")
    )


def registration_lines(rows: Sequence[Registration]) -> list[dict[str, Any]]:
    """Return the lines of an account page, in one query."""
    pages = {
        page.workshop.space_id: page
        for page in WorkshopPage.objects.live()
        .filter(workshop__space_id__in={row.session.space_id for row in rows})
        .select_related("workshop")
    }
    return [
        {
            "title": row.session.title,
            "url": pages[row.session.space_id].url_of("session", session_id=row.session_id),
            "meta": f"{_when(row)} – {_standing(row)}",
        }
        for row in rows
        if row.session.space_id in pages
    ]


def _when(row: Registration) -> str:
    return written_day(timezone.localtime(row.session.starts_at), "DATETIME_FORMAT")


def _standing(row: Registration) -> str:
    if row.session.cancelled_at is not None:
        return _("the session is cancelled: %(reason)s") % {"reason": row.session.cancelled_reason}
    return str(row.get_state_display())


def merge_registrations(kept: Person, absorbed: Person) -> int:
    """Move registrations to the person who claims them; a session taken twice stays taken once."""
    already = set(Registration.objects.filter(person=kept).values_list("session_id", flat=True))
    moved = 0
    for row in Registration.objects.filter(person=absorbed):
        if row.session_id in already:
            # The duplicate gives its place back without telling anybody.
            if row.state == RegistrationState.CONFIRMED:
                row.session.confirmed_count -= 1
                row.session.save(update_fields=["confirmed_count"])
            row.delete()
        else:
            row.person = kept
            row.save(update_fields=["person"])
            moved += 1
    return moved
