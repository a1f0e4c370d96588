"""The journal of what was done, by whom, to what."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.db import models

from .models import JournalEntry


class JournalActor(Protocol):
    """Whoever acts: a name for the journal such as "user:12"."""

    @property
    def journal_name(self) -> str: ...


def key_of(target: models.Model) -> str:
    """Return the journal's name for an object: "app_label.model:pk"."""
    return f"{target._meta.label_lower}:{target.pk}"


def record(
    *,
    actor: JournalActor,
    action: str,
    target: models.Model,
    organisation_id: int | None = None,
    **details: Any,
) -> JournalEntry:
    """Append a line inside the caller's transaction; details are identifiers and states only."""
    return JournalEntry.objects.create(
        actor=actor.journal_name,
        action=action,
        target=key_of(target),
        organisation_id=organisation_id,
        details=details,
    )


def record_each(
    *,
    actor: JournalActor,
    action: str,
    lines: Iterable[tuple[models.Model, dict[str, Any]]],
    organisation_id: int | None = None,
) -> None:
    """Append a line per target inside the caller's transaction, each with its own details."""
    JournalEntry.objects.bulk_create(
        JournalEntry(
            actor=actor.journal_name,
            action=action,
            target=key_of(target),
            organisation_id=organisation_id,
            details=details,
        )
        for target, details in lines
    )
