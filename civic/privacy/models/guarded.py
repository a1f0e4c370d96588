from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import ScreeningState


class HoldReason(models.TextChoices):
    """Why a text waits, or was taken back."""

    NEW = "new", _("not looked at yet")
    FINDING = "finding", _("may name somebody")
    IMPORTED = "imported", _("imported: a person releases it")
    BEFORE = "before", _("read before publication here")
    SUSPECT = "suspect", _("may be unwanted")
    HIDDEN = "hidden", _("hidden by a moderator")


class GuardedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Every public read starts with `public()`."""

    def public(self) -> Self:
        """Keep what the publication guard lets through."""
        return self.filter(screening=ScreeningState.RELEASED)

    def held(self) -> Self:
        """Keep what waits for a person."""
        return self.filter(screening=ScreeningState.HELD)


class GuardedModel(models.Model):
    """Something whose text is public only after the publication guard (promise 3).

    A subclass names its texts in `GUARDED_FIELDS`; a row starts held, and
    `civic.privacy.services.screen` releases it. A trigger refuses to release a row with an open
    finding, so that no other path can.
    """

    GUARDED_FIELDS: ClassVar[tuple[str, ...]] = ()

    screening = models.CharField(
        _("publication"),
        max_length=10,
        choices=ScreeningState,
        default=ScreeningState.HELD,
        db_index=True,
    )
    held_for = models.CharField(
        _("held because"), max_length=10, choices=HoldReason, default=HoldReason.NEW, blank=True
    )
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(screening="released", held_for="")
                | (Q(screening="held") & ~Q(held_for="")),
                name="%(app_label)s_%(class)s_held_has_a_reason",
            )
        ]

    @property
    def is_public(self) -> bool:
        return self.screening == ScreeningState.RELEASED
