"""Reads of the publication guard."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from civic.accounts.enums import STAFF_ROLES, Role
from civic.accounts.models import RoleAssignment
from civic.accounts.policies import Actor
from civic.audit.services import key_of

from .enums import BLOCKING_DECISIONS
from .models import Finding, GuardedModel, PublicName
from .policies import READERS

PUBLIC_NAMES_SECONDS = 60
# Whoever decides signs in public, and a chair presides in public.
AGENT_ROLES = STAFF_ROLES - {Role.DECIDER}


def public_names(organisation_id: int | None) -> frozenset[str]:
    """Return the names that are public in an organisation by their function."""
    key = f"civic.privacy.public_names.{organisation_id}"
    names: frozenset[str] | None = cache.get(key)
    if names is None:
        names = frozenset(
            PublicName.objects.filter(
                Q(organisation=None) | Q(organisation_id=organisation_id)
            ).values_list("name", flat=True)
        )
        cache.set(key, names, PUBLIC_NAMES_SECONDS)
    return names


def agent_names(organisation_id: int | None) -> frozenset[str]:
    """Return the names of the people who work for an organisation, in one query.

    A single word is left out: it would be found in every text that says it of anybody else.
    """
    if organisation_id is None:
        return frozenset()
    key = f"civic.privacy.agent_names.{organisation_id}"
    names: frozenset[str] | None = cache.get(key)
    if names is None:
        held = RoleAssignment.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=timezone.now()),
            organisation_id=organisation_id,
            role__in=AGENT_ROLES,
            user__is_active=True,
        )
        written = held.values_list("user__full_name", "user__person__legal_name").distinct()
        names = frozenset(name for row in written for name in row if name and " " in name.strip())
        cache.set(key, names, PUBLIC_NAMES_SECONDS)
    return names


def open_findings(instance: GuardedModel) -> list[Finding]:
    """Return what a person has still to decide in one object."""
    return list(Finding.objects.filter(target=key_of(instance), decision__in=BLOCKING_DECISIONS))


def findings_by_target(instances: Iterable[GuardedModel]) -> dict[str, list[Finding]]:
    """Return the findings of several objects in one query, by key."""
    found: dict[str, list[Finding]] = defaultdict(list)
    keys = [key_of(instance) for instance in instances]
    for finding in Finding.objects.filter(target__in=keys):
        found[finding.target].append(finding)
    return found


def count_open_findings(actor: Actor) -> int:
    """Return how many words an actor has to decide on, in the organisations they read for."""
    waiting = Finding.objects.filter(decision__in=BLOCKING_DECISIONS)
    if not actor.is_administrator:
        organisations = set(actor.organisations_for(*READERS))
        if not organisations:
            return 0
        waiting = waiting.filter(organisation_id__in=organisations)
    return waiting.count()
