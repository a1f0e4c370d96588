"""What higher apps declare to the guard: what to do on release, erasure, export, purge."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from civic.accounts.models import Person
from civic.core.registry import Trigger, registry

from .models import GuardedModel

ReleaseHandler = Callable[[Any], None]
# Blanks some words in what a table keeps of a row (of every row when None); returns rows changed.
Purger = Callable[[tuple[str, ...], Any | None], int]


@dataclass(frozen=True)
class RetentionClass:
    """A class of data kept for a time: `expired(before)` gives the rows, `remove` deletes them."""

    name: str
    label: Any
    months: int
    expired: Callable[[date], models.QuerySet[Any]]
    remove: Callable[[models.QuerySet[Any]], int]


@dataclass
class PrivacyRegistry:
    """Declarations gathered from `AppConfig.ready`."""

    guarded: list[type[GuardedModel]] = field(default_factory=list)
    release_handlers: dict[type[GuardedModel], list[ReleaseHandler]] = field(default_factory=dict)
    hold_handlers: dict[type[GuardedModel], list[ReleaseHandler]] = field(default_factory=dict)
    organisation_of: dict[type[GuardedModel], Callable[[Any], int | None]] = field(
        default_factory=dict
    )
    purgers: dict[str, Purger] = field(default_factory=dict)
    purge_labels: dict[str, Any] = field(default_factory=dict)
    erasers: dict[str, Callable[[Person], int]] = field(default_factory=dict)
    exporters: dict[str, Callable[[Person], Iterable[dict[str, Any]]]] = field(default_factory=dict)
    retention: dict[str, RetentionClass] = field(default_factory=dict)

    def guard(
        self, model: type[GuardedModel], organisation_of: Callable[[Any], int | None]
    ) -> None:
        """Declare a guarded model and how to find the organisation that decides for it."""
        if model not in self.guarded:
            self.guarded.append(model)
            registry.forbid(*_never_released_with_an_open_finding(model))
        self.organisation_of[model] = organisation_of

    def on_release(self, model: type[GuardedModel], handler: ReleaseHandler) -> None:
        """Call a handler, inside the transaction, when a row becomes public."""
        handlers = self.release_handlers.setdefault(model, [])
        if handler not in handlers:
            handlers.append(handler)

    def on_hold(self, model: type[GuardedModel], handler: ReleaseHandler) -> None:
        """Call a handler, inside the transaction, when a public row is taken back."""
        handlers = self.hold_handlers.setdefault(model, [])
        if handler not in handlers:
            handlers.append(handler)

    def purge(self, name: str, purger: Purger, label: Any) -> None:
        """Declare where a table keeps copies of guarded texts: versions, previews, notices…"""
        self.purgers[name] = purger
        self.purge_labels[name] = label

    def erase(self, name: str, eraser: Callable[[Person], int]) -> None:
        """Declare what an erasure changes in one table; the eraser returns a number of rows."""
        self.erasers[name] = eraser

    def export(self, name: str, exporter: Callable[[Person], Iterable[dict[str, Any]]]) -> None:
        """Declare what a person's own export holds."""
        self.exporters[name] = exporter

    def keep_for(self, retention: RetentionClass) -> None:
        """Declare a retention rule."""
        self.retention[retention.name] = retention


def _never_released_with_an_open_finding(model: type[GuardedModel]) -> list[Trigger]:
    meta = model._meta
    target = f"'{meta.label_lower}:' || NEW.{meta.pk.column}"
    return [
        Trigger(
            f"guard_{meta.db_table}_{operation.lower()}",
            meta.db_table,
            operation,
            "A text with an open finding is not published.",
            # Table and column names come from the model, never from a request.
            when="NEW.screening = 'released' AND EXISTS (SELECT 1 FROM privacy_finding "  # noqa: S608
            f"WHERE target = {target} AND decision = 'open')",
        )
        for operation in ("INSERT", "UPDATE")
    ]


privacy_registry = PrivacyRegistry()
