"""What an authority teaches the members of its councils, and who followed it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.services.public_words import checked_text
from civic.territory.models import Organisation

from ..models import Training, TrainingAttendance, TrainingDate
from ..policies import can_count_training, can_set_up_councils
from ..selectors.training import members_of

LONGEST_HOURS = 60


def save_training(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    summary: str,
    taught_by: str = "",
    hours: int = 2,
    is_offered: bool = True,
    training: Training | None = None,
) -> Training:
    """Put a training in the catalogue of an organisation, or change one that is there.

    Raises NotAllowed, or Refusal with the field: no title, one that exists, a summary that names
    somebody.
    """
    if not can_set_up_councils(actor, organisation):
        raise NotAllowed(_("You may not change the trainings of this organisation."))
    title = " ".join(title.split())[:150]
    if not title:
        raise Refusal(_("Give the training a title."), code="title_missing", field="title")
    if not 1 <= hours <= LONGEST_HOURS:
        raise Refusal(
            _("From 1 to %(max)s hours.") % {"max": LONGEST_HOURS}, code="hours", field="hours"
        )
    words, _named = checked_text(
        summary,
        organisation_id=organisation.pk,
        field="summary",
        missing=_("Say what one learns."),
    )
    with transaction.atomic():
        locked(Organisation.objects.filter(pk=organisation.pk)).get()
        same = Training.objects.filter(organisation=organisation, title=title)
        if same.exclude(pk=training.pk if training else None).exists():
            raise Refusal(
                _("A training of this title is in the catalogue."), code="taken", field="title"
            )
        row = training or Training(organisation=organisation)
        row.title, row.summary, row.hours, row.is_offered = title, words, hours, is_offered
        row.taught_by = " ".join(taught_by.split())[:150]
        row.save()
        record(
            actor=actor,
            action="training.changed" if training else "training.created",
            target=row,
            organisation_id=organisation.pk,
        )
    return row


def plan_training(
    *,
    actor: Actor,
    training: Training,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    how_to_enrol: str = "",
    date: TrainingDate | None = None,
) -> TrainingDate:
    """Give a training a date, or move one."""
    if not can_set_up_councils(actor, training.organisation):
        raise NotAllowed(_("You may not change the trainings of this organisation."))
    place = " ".join(place.split())[:200]
    if not place:
        raise Refusal(_("Say where it takes place."), code="place_missing", field="place")
    if ends_at <= starts_at:
        raise Refusal(_("It ends after it starts."), code="dates_reversed", field="ends_at")
    with transaction.atomic():
        row = date or TrainingDate(training=training)
        if row.counted_at is not None and starts_at > timezone.now():
            raise Refusal(
                _("Who came is written down: this date is past."), code="counted", field="starts_at"
            )
        row.starts_at, row.ends_at, row.place = starts_at, ends_at, place
        row.how_to_enrol = " ".join(how_to_enrol.split())[:200]
        row.save()
        record(
            actor=actor,
            action="training.date_changed" if date else "training.date_given",
            target=row,
            organisation_id=training.organisation_id,
            training=training.pk,
        )
    return row


def record_training_attendance(
    *, actor: Actor, date: TrainingDate, people: Iterable[Person]
) -> TrainingDate:
    """Write down which members followed a training; said again, it replaces what was written.

    Raises NotAllowed, or Refusal for a date to come or somebody who sits in no council here.
    """
    organisation = date.training.organisation
    if not can_count_training(actor, organisation):
        raise NotAllowed(_("You may not write down who followed this training."))
    chosen = {person.pk: person for person in people}
    with transaction.atomic():
        fresh = locked(TrainingDate.objects.filter(pk=date.pk)).get()
        if fresh.starts_at > timezone.now():
            raise Refusal(_("This training has not taken place yet."), code="not_yet")
        day = timezone.localdate(fresh.starts_at)
        known = set(
            members_of(organisation, max(day, timezone.localdate())).values_list("pk", flat=True)
        )
        known |= set(members_of(organisation, day).values_list("pk", flat=True))
        if strangers := set(chosen) - known:
            raise Refusal(
                _("%(name)s sits in no council here.")
                % {"name": chosen[min(strangers)].public_name},
                code="not_a_member",
                field="people",
            )
        TrainingAttendance.objects.filter(date=fresh).exclude(person__in=chosen).delete()
        TrainingAttendance.objects.bulk_create(
            [TrainingAttendance(date=fresh, person=person) for person in chosen.values()],
            ignore_conflicts=True,
        )
        fresh.counted_at = timezone.now()
        fresh.save(update_fields=["counted_at"])
        record(
            actor=actor,
            action="training.attendance_counted",
            target=fresh,
            organisation_id=organisation.pk,
            count=len(chosen),
        )
    return fresh
