"""Remind the managers of a consultation whose announced result is overdue; run every minute."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from civic.accounts.enums import Role
from civic.accounts.models import Person, RoleAssignment
from civic.audit.services import key_of
from civic.core.logic.dates import written_day
from civic.notifications.models import Notice
from civic.notifications.services.notices import notify_all

from ..models import Consultation
from ..selectors.overdue import overdue_consultations
from .notices import OVERDUE

AGAIN_AFTER = timedelta(days=7)


def remind_of_overdue_results(moment: datetime) -> int:
    """Tell each manager of each overdue consultation, again after a week; return how many."""
    late = overdue_consultations(timezone.localdate(moment))
    if not late:
        return 0
    told = set(
        Notice.objects.filter(
            kind=OVERDUE,
            about__in=[key_of(consultation) for consultation in late],
            created_at__gt=moment - AGAIN_AFTER,
        ).values_list("about", "person_id")
    )
    reminded = 0
    for consultation in late:
        about = key_of(consultation)
        waiting = [
            person for person in managers_of(consultation, moment) if (about, person.pk) not in told
        ]
        reminded += _remind(consultation, waiting, moment)
    return reminded


def managers_of(consultation: Consultation, moment: datetime) -> list[Person]:
    """Return the managers of the organisation, and those of this consultation alone."""
    held = RoleAssignment.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=moment),
        Q(space_id=None) | Q(space_id=consultation.space_id),
        role=Role.MANAGER,
        organisation=consultation.space.organisation_id,
        department=None,
        user__is_active=True,
    )
    return list(Person.objects.filter(user__in=held.values("user"), erased_at=None).order_by("pk"))


def _remind(consultation: Consultation, people: Iterable[Person], moment: datetime) -> int:
    written = 0
    people = list(people)
    for language in sorted({person.language for person in people}):
        with translation.override(language):
            due = written_day(consultation.answer_due_on or moment)
            notices = notify_all(
                people=[person for person in people if person.language == language],
                kind=OVERDUE,
                about=key_of(consultation),
                subject=_("Result overdue: %(title)s") % {"title": consultation.space.title},
                body=_(
                    "The result of « %(title)s » was announced for %(day)s and is not published. "
                    "The public page says so. Have the reasoned decision signed, publish the "
                    "outcome, or announce another date with its reason."
                )
                % {"title": consultation.space.title, "day": due},
                url=reverse("consultations:prepare", args=[consultation.pk]),
                organisation=consultation.space.organisation,
                key=f"{timezone.localdate(moment):%Y-%m-%d}",
            )
            written += len(notices)
    return written
