"""Follow an object, mute it, say how soon one wants to be told, tick off the contact list."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import Role
from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked

from ..enums import Level, NoticeState
from ..models import Follow, Notice, Preference
from ..registry import notice_registry

LONGEST_TARGET = 120


def follow(*, actor: Actor, target: str) -> Follow:
    """Follow a public object ("app.model:pk"); following again unmutes nothing.

    Raises NotAllowed, or Refusal for what cannot be followed.
    """
    person = _person_of(actor)
    if target not in notice_registry.shown([target]):
        raise Refusal(_("This can no longer be followed."), code="not_followable")
    return Follow.objects.get_or_create(person=person, target=target)[0]


def unfollow(*, actor: Actor, target: str) -> None:
    """Stop following an object; what was muted stays muted."""
    Follow.objects.filter(person=_person_of(actor), target=target, muted=False).delete()


def mute(*, actor: Actor, target: str) -> Follow:
    """Never be told about an object again, whoever and whatever it is."""
    person = _person_of(actor)
    if not target or len(target) > LONGEST_TARGET:
        raise Refusal(_("This cannot be muted."), code="not_mutable")
    return Follow.objects.update_or_create(person=person, target=target, defaults={"muted": True})[
        0
    ]


def unmute(*, actor: Actor, target: str) -> None:
    """Be told about an object again, as anybody is: following it is another choice."""
    Follow.objects.filter(person=_person_of(actor), target=target, muted=True).delete()


def _person_of(actor: Actor) -> Person:
    if actor.person is None or actor.person.erased_at is not None:
        raise NotAllowed(_("Sign in first."))
    return actor.person


def set_preference(*, actor: Actor, kind: str, level: str) -> Preference:
    """Say how soon to be told of one kind of notice (an empty kind: of everything)."""
    if actor.person is None:
        raise NotAllowed(_("Sign in first."))
    if kind and kind not in notice_registry.kinds:
        raise Refusal(_("This kind of notice does not exist."), field="kind")
    if level not in Level.values:
        raise Refusal(_("Choose when you want to be told."), field="level")
    return Preference.objects.update_or_create(
        person=actor.person, kind=kind, defaults={"level": level}
    )[0]


def mark_delivered(*, actor: Actor, notice: Notice) -> Notice:
    """Say that a person without e-mail was written to, called, or met at the desk."""
    if notice.organisation is None or not actor.has_role(
        Role.DESK, Role.OFFICER, Role.COMMUNICATIONS, at=notice.organisation
    ):
        raise NotAllowed(_("You may not tick this off."))
    with transaction.atomic():
        fresh = locked(Notice.objects.filter(pk=notice.pk)).get()
        if fresh.state != NoticeState.TO_CONTACT:
            raise Refusal(_("This person has already been told."), code="already_told")
        fresh.state, fresh.sent_at = NoticeState.DELIVERED, timezone.now()
        fresh.told_by = actor.user
        fresh.save(update_fields=["state", "sent_at", "told_by"])
        record(
            actor=actor,
            action="notice.delivered",
            target=fresh,
            organisation_id=fresh.organisation_id,
        )
    return fresh


def follow_for(*, person: Person, target: str) -> None:
    """Let somebody concerned by an object be told of it; who muted it is left in peace."""
    Follow.objects.get_or_create(person=person, target=target)
