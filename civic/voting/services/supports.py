"""Support a contribution, once: the database holds it, the counter follows the rows."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.enums import Act
from civic.participation.models import Contribution
from civic.participation.policies import can_submit_as
from civic.participation.services.counters import change_supports_count
from civic.participation.services.limits import spend
from civic.participation.services.phases import is_open, why_closed

from ..models import Support

PER_PERSON = 120
PER_SECONDS = 600


def support(
    *,
    actor: Actor,
    contribution: Contribution,
    person: Person,
    channel: str = Channel.ONLINE,
    said_at: datetime | None = None,
) -> Support:
    """Give a person's support to a contribution; giving it again gives the same one.

    `said_at` (aware) is when it was given on paper: supporting must have been open then. Raises
    NotAllowed, TooMany, or Refusal: a closed phase, an identity that is not sure enough, a
    contribution that is not public or was withdrawn.
    """
    _check_may_act(actor, contribution, person, channel, said_at)
    with transaction.atomic():
        # The row whose counter changes is the lock; the unique constraint is the last guard.
        fresh = locked(Contribution.objects.filter(pk=contribution.pk)).get()
        if not fresh.is_public or fresh.withdrawn_at is not None:
            raise Refusal(
                _("This proposal is not public: it cannot be supported."), code="not_public"
            )
        given, is_new = Support.objects.get_or_create(
            contribution=fresh,
            person=person,
            defaults={"channel": channel, "college": person.college},
        )
        if is_new:
            change_supports_count(fresh.pk, 1)
            record(
                actor=actor,
                action="support.given",
                target=fresh,
                organisation_id=contribution.activity.space.organisation_id,
                channel=str(channel),
            )
    return given


def withdraw_support(
    *, actor: Actor, contribution: Contribution, person: Person, channel: str = Channel.ONLINE
) -> bool:
    """Take a person's support back while supporting is open; return whether there was one."""
    _check_may_act(actor, contribution, person, channel)
    with transaction.atomic():
        locked(Contribution.objects.filter(pk=contribution.pk)).get()
        deleted, _rows = Support.objects.filter(contribution=contribution, person=person).delete()
        if deleted:
            change_supports_count(contribution.pk, -1)
            record(
                actor=actor,
                action="support.withdrawn",
                target=contribution,
                organisation_id=contribution.activity.space.organisation_id,
            )
    return bool(deleted)


def _check_may_act(
    actor: Actor,
    contribution: Contribution,
    person: Person,
    channel: str,
    said_at: datetime | None = None,
) -> None:
    activity = contribution.activity
    if not can_submit_as(actor, person.pk, channel, activity.space):
        raise NotAllowed(_("You may not support in this person's name."))
    # On paper or at the desk the agent who types vouches for the person.
    if channel == Channel.ONLINE and person.assurance_level < activity.assurance_level:
        raise Refusal(
            _("Confirm who you are first: this call for proposals asks for it."),
            code="assurance_too_low",
        )
    moment = said_at if channel != Channel.ONLINE else None
    if not is_open(activity, Act.SUPPORT, moment):
        raise why_closed(activity, Act.SUPPORT, moment)
    if channel == Channel.ONLINE and not actor.is_administrator:
        spend(act="support", who=f"person:{person.pk}", at_most=PER_PERSON, seconds=PER_SECONDS)
