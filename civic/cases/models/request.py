from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.accounts.models import Person, User
from civic.core.enums import Channel
from civic.core.models.indexes import StemsIndex
from civic.privacy.models import GuardedModel, GuardedQuerySet, PlacedModel
from civic.territory.models import Neighbourhood, Organisation, Theme

from .case import Case
from .request_type import RequestType


class RequestQuerySet(GuardedQuerySet):
    """Requests, as the follow-up table asks for them."""

    def once(self) -> Self:
        """Leave out what repeats an earlier request, which is counted for both."""
        return self.filter(duplicate_link__isnull=True)


class Request(PlacedModel, GuardedModel):
    """What is asked of a public body; one line of the follow-up table.

    `source_texts` keeps each cell of an imported row as it was written; `row_key` makes the same
    file imported twice add nothing.
    """

    GUARDED_FIELDS = (
        "title",
        "text",
        "place",
        "imported_answer",
        "departments_text",
        "said_on_text",
    )

    case = models.OneToOneField(
        Case, models.PROTECT, related_name="request", verbose_name=_("case")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="requests", verbose_name=_("organisation")
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("neighbourhood"),
    )
    space_id = models.BigIntegerField(
        _("space"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The council that follows it."),
    )
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    request_type = models.ForeignKey(
        RequestType,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("request type"),
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=10_000)
    departments_text = models.CharField(_("departments, as written"), max_length=200, blank=True)
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("asked by"),
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    college = models.CharField(_("college"), max_length=20, choices=College)
    said_on = models.DateField(_("said on"), null=True, blank=True)
    asked_on = models.DateField(
        _("asked on"),
        null=True,
        editable=False,
        help_text=_("The day it was said, else the day it was received: the order of the tables."),
    )
    said_on_text = models.CharField(_("date, as written"), max_length=60, blank=True)
    imported_answer = models.TextField(_("answer, as written before"), blank=True)
    source_texts = models.JSONField(_("row, as imported"), default=dict, blank=True)
    row_key = models.CharField(_("key of the row"), max_length=64, null=True, blank=True)
    entered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    submission_key = models.UUIDField(_("submission"), null=True, blank=True, unique=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    stems = models.TextField(_("stems"), blank=True, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta(GuardedModel.Meta):
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["space_id", "screening", "asked_on", "id"], name="request_follow_up_table"
            ),
            models.Index(fields=["screening", "asked_on", "id"], name="request_territory_table"),
            StemsIndex(name="request_stems"),
        ]
        constraints = [
            *GuardedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["space_id", "row_key"],
                condition=models.Q(row_key__isnull=False),
                name="request_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the day by which the tables are ordered."""
        if self.asked_on is None:
            self.asked_on = self.said_on or self.case.received_on
        super().save(*args, **kwargs)
