"""Reads of the publication guard."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import STAFF_ROLES, Role
from civic.accounts.models import RoleAssignment
from civic.accounts.policies import Actor, organisations_where
from civic.accounts.selectors import names_behind
from civic.audit.models import JournalEntry
from civic.audit.services import key_of

from .enums import BLOCKING_DECISIONS, Removal
from .models import ErasureRecord, Finding, GuardedModel, PublicName
from .policies import READERS
from .registry import privacy_registry

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


@dataclass(frozen=True)
class RemovalLine:
    """One removal, or one look for words, as its officer reads it; `places` has labels, not text.

    `same` says that the look was for the words looked for last on this screen.
    """

    entry: JournalEntry
    kind: str
    who: str
    about: str
    places: list[tuple[str, int]]
    same: bool = False

    @property
    def is_look(self) -> bool:
        return self.entry.action == Removal.LOOKED_FOR


def removals(actor: Actor) -> "QuerySet[JournalEntry]":
    """Return the removals an officer answers for, the latest first: those of the site included."""
    entries = JournalEntry.objects.filter(action__in=Removal.values).order_by("-pk")
    if actor.is_administrator:
        return entries
    mine = organisations_where(actor, (Role.DATA_PROTECTION,))
    # What covers the whole site has no organisation.
    return entries.filter(Q(organisation_id__in=mine.values("pk")) | Q(organisation_id=None))


def removal_lines(entries: Iterable[JournalEntry], marks: Iterable[str] = ()) -> list[RemovalLine]:
    """Return entries as they are read, in a number of queries that does not follow theirs."""
    entries, wanted = list(entries), set(marks)
    names = names_behind(entry.actor for entry in entries)
    abouts = _abouts(entry for entry in entries if entry.action != Removal.LOOKED_FOR)
    erased = _rows_erased(entries)
    return [
        RemovalLine(
            entry=entry,
            kind=str(Removal(entry.action).label),
            who=names.get(entry.actor, entry.actor),
            about=abouts.get(entry.target, ""),
            places=_places(entry, erased),
            same=bool(wanted) and wanted == set(entry.details.get("marks", ())),
        )
        for entry in entries
    ]


def _places(entry: JournalEntry, erased: dict[str, dict[str, int]]) -> list[tuple[str, int]]:
    if entry.action == Removal.LOOKED_FOR:
        return [(place_label(where), count) for where, count in entry.details["places"].items()]
    rows = erased.get(entry.target, {}) if entry.action == Removal.ERASED else None
    counted = entry.details.get("rows", {}) if rows is None else rows
    return [(copy_label(name), count) for name, count in sorted(counted.items()) if count]


def copy_label(name: str) -> str:
    """Return how a declared place of copies is called."""
    if name == "page_versions":
        return str(_("earlier versions of pages"))
    return str(privacy_registry.purge_labels.get(name, name.replace("_", " ")))


def place_label(where: str) -> str:
    """Return a column of a table, or a stored file, in words: « request – text »."""
    table, _separator, column = where.partition(".")
    model = _models_by_table().get(table)
    if model is None:
        return where
    name = str(model._meta.verbose_name)
    for field in model._meta.get_fields():
        if getattr(field, "column", None) == column:
            return f"{name} – {getattr(field, 'verbose_name', column)}"
    return f"{name} – {column}"


def _models_by_table() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def _rows_erased(entries: Iterable[JournalEntry]) -> dict[str, dict[str, int]]:
    keys = {entry.target.partition(":")[2] for entry in entries if entry.action == Removal.ERASED}
    records = ErasureRecord.objects.filter(person_id__in=[key for key in keys if key.isdigit()])
    return {f"accounts.person:{record.person_id}": record.rows for record in records}


def _abouts(entries: Iterable[JournalEntry]) -> dict[str, str]:
    """Say what each removal is about by its kind and its public number, never by its words."""
    keys: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        label, _separator, key = entry.target.partition(":")
        keys[label].add(key)
    found: dict[str, str] = {}
    for label, pks in keys.items():
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            continue
        numbers = _numbers(model, pks)
        name = str(model._meta.verbose_name)
        for key in pks:
            found[f"{label}:{key}"] = f"{name} {numbers.get(key, key)}"
    return found


def _numbers(model: type[Model], keys: set[str]) -> dict[str, str]:
    try:
        model._meta.get_field("case")
    except FieldDoesNotExist:
        return {}
    rows: Any = model._default_manager.filter(pk__in=[key for key in keys if key.isdigit()])
    return {str(pk): number for pk, number in rows.values_list("pk", "case__number") if number}
