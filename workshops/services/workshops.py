"""Prepare workshops and their sessions."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.enums import SpaceKind
from civic.participation.models import Session, Space
from civic.participation.services.sessions import write_minutes
from civic.territory.models import Organisation

from ..models import Workshop

ORGANISERS = (Role.FACILITATOR, Role.MANAGER, Role.COMMUNICATIONS)


def create_workshop(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    slug: str,
    purpose: str,
    consultation_space: Space | None = None,
    **details: Any,
) -> Workshop:
    """Prepare a workshop; `details` are programme, contact_name, contact_phone."""
    if not actor.has_role(*ORGANISERS, at=organisation):
        raise NotAllowed(_("You may not prepare a workshop here."))
    if not purpose.strip():
        raise Refusal(_("Say what the workshop is for."), field="purpose")
    with transaction.atomic():
        space = Space.objects.create(
            kind=SpaceKind.WORKSHOP,
            organisation=organisation,
            title=title,
            slug=slug,
            published_at=timezone.now(),
        )
        workshop = Workshop.objects.create(
            space=space,
            consultation_space=consultation_space,
            purpose=purpose.strip(),
            **details,
        )
        record(
            actor=actor,
            action="workshop.created",
            target=workshop,
            organisation_id=organisation.pk,
        )
    return workshop


def schedule_session(*, actor: Actor, space: Space, **details: Any) -> Session:
    """Add a session; `details` are the columns of `Session`."""
    if not actor.has_role(*ORGANISERS, Role.CHAIR, at=space):
        raise NotAllowed(_("You may not schedule a session here."))
    with transaction.atomic():
        session = Session(space=space, **details)
        session.full_clean(exclude=["space"])
        session.save()
        record(
            actor=actor,
            action="session.scheduled",
            target=session,
            organisation_id=space.organisation_id,
        )
    return session


def publish_minutes(
    *,
    actor: Actor,
    session: Session,
    minutes: str,
    attendance_count: int | None = None,
    keep_findings_because: str = "",
) -> Session:
    """Publish what was said in a session; a text that names somebody needs a reason to stay."""
    if not actor.has_role(*ORGANISERS, Role.CHAIR, at=session.space):
        raise NotAllowed(_("You may not publish these minutes."))
    with transaction.atomic():
        fresh, kept = write_minutes(
            session=session,
            minutes=minutes,
            attendance_count=attendance_count,
            keep_findings_because=keep_findings_because,
        )
        record(
            actor=actor,
            action="session.minutes_published",
            target=fresh,
            organisation_id=session.space.organisation_id,
            kept_findings=kept,
        )
    return fresh
