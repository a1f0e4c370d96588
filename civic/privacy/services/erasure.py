"""Erase a person, give them their data, and forget in time."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import Role
from civic.accounts.models import ClaimCode, Person
from civic.accounts.policies import Actor
from civic.accounts.services.people import empty_person
from civic.audit.services import record
from civic.core.exceptions import NotAllowed
from civic.core.querysets import locked

from ..models import ErasureRecord
from ..registry import privacy_registry


def erase_person(*, actor: Actor, person: Person, reason: str = "asked") -> ErasureRecord:
    """Remove a person from every table; what was said stays where it was answered, unnamed.

    A person erases themselves; a data-protection officer erases whoever asked on paper. Each app
    declares its own part in the registry; the user, codes and contact details go here.
    """
    own = actor.person is not None and actor.person.pk == person.pk
    if not own and not actor.has_role_anywhere(Role.DATA_PROTECTION):
        raise NotAllowed(_("Only the person, or the data-protection officer, may erase."))
    with transaction.atomic():
        fresh = locked(Person.objects.filter(pk=person.pk)).get()
        rows = {name: eraser(fresh) for name, eraser in privacy_registry.erasers.items()}
        rows["claim_codes"] = ClaimCode.objects.filter(person=fresh).delete()[0]
        user = fresh.user
        empty_person(fresh)
        if user is not None:
            rows["users"] = user.delete()[0]
        entry = ErasureRecord.objects.create(
            person_id=fresh.pk,
            asked_by="person" if own else actor.journal_name,
            reason=reason,
            rows=rows,
        )
        record(
            actor=actor if not own else Actor(person=fresh), action="person.erased", target=fresh
        )
    return entry


def export_person(*, person: Person) -> dict[str, Any]:
    """Return everything the site holds about a person, by table, ready for JSON."""
    data: dict[str, Any] = {
        "person": {
            "public_name": person.public_name,
            "legal_name": person.legal_name,
            "email": person.email,
            "phone": person.phone,
            "postal_address": person.postal_address,
            "college": person.college,
            "commune": person.organisation.name if person.organisation else "",
            "since": person.created_at.isoformat(),
        }
    }
    for name, exporter in sorted(privacy_registry.exporters.items()):
        data[name] = list(exporter(person))
    return data


def apply_retention(
    *, actor: Actor, today: date | None = None, dry_run: bool = False
) -> dict[str, int]:
    """Delete what is older than the rule of its class; return the rows concerned, by class."""
    day = today or timezone.localdate()
    report: dict[str, int] = {}
    for name, rule in sorted(privacy_registry.retention.items()):
        rows = rule.expired(day - relativedelta(months=rule.months))
        if dry_run:
            report[name] = rows.count()
            continue
        with transaction.atomic():
            report[name] = rule.remove(rows)
    return report
