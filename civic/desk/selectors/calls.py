"""Promised calls: which are due, how many were kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.accounts.enums import STAFF_ROLES
from civic.accounts.models import RoleAssignment, User
from civic.accounts.policies import Actor
from civic.core.logic.numbers import written_number
from civic.territory.models import Organisation

from ..enums import DESK_ROLES, PromiseState
from ..models import CallPromise


def guarantors_of(organisation: Organisation) -> "QuerySet[User]":
    """Return who may be named for a call: the staff of the organisation."""
    held = RoleAssignment.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=timezone.now()),
        organisation=organisation,
        role__in=STAFF_ROLES,
    )
    return User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by(
        "full_name", "email"
    )


def calls_due(actor: Actor, now: datetime | None = None) -> "QuerySet[CallPromise]":
    """Return the calls an actor guarantees, or whose desk they keep, until tomorrow night.

    Those that were broken and never made stay on the list: the person still waits.
    """
    moment = now or timezone.now()
    tomorrow = timezone.localtime(moment).replace(hour=0, minute=0, second=0) + timedelta(days=2)
    waiting = CallPromise.objects.filter(
        Q(state=PromiseState.PENDING) | Q(state=PromiseState.BROKEN, called_at=None),
        promised_at__lt=tomorrow,
    ).select_related("person", "guarantor", "organisation", "case")
    if not actor.is_administrator:
        mine = Q(organisation_id__in=actor.organisations_for(*DESK_ROLES))
        if actor.user is not None:
            mine |= Q(guarantor=actor.user)
        waiting = waiting.filter(mine)
    return waiting.defer("organisation__boundary").order_by("promised_at", "pk")


def first_calls(calls: "QuerySet[CallPromise]", at_most: int) -> tuple[list[CallPromise], int]:
    """Return the first calls of a list and how many it holds, in one query where all are shown."""
    found = list(calls[: at_most + 1])
    return found[:at_most], len(found) if len(found) <= at_most else calls.count()


@dataclass(frozen=True)
class KeptCalls:
    """How an organisation keeps its word on the telephone."""

    kept: int
    broken: int

    @property
    def sentence(self) -> str:
        total = self.kept + self.broken
        if not total:
            return _(
                "No promised call has come to its hour yet: whether it was made will be told here."
            )
        return ngettext(
            "%(kept)s of %(total)s promised call was made at the hour said.",
            "%(kept)s of %(total)s promised calls were made at the hour said.",
            total,
        ) % {"kept": written_number(self.kept), "total": written_number(total)}


def kept_calls(organisation_id: int) -> KeptCalls:
    """Return the count of promises kept and broken; a moved one is counted by its new hour."""
    counts = (
        CallPromise.objects.filter(organisation_id=organisation_id)
        .order_by()
        .aggregate(
            kept=Count("pk", filter=Q(state=PromiseState.KEPT)),
            broken=Count("pk", filter=Q(state=PromiseState.BROKEN)),
        )
    )
    return KeptCalls(**counts)
