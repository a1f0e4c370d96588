from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import User
from civic.territory.models import Organisation

from ..enums import ImportState
from .council import NeighbourhoodCouncil


class RequestImport(models.Model):
    """A spreadsheet somebody sent: read, previewed, then written.

    A long one is read and written in the background, `rows_done` of its `rows_total` at a time.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    council = models.ForeignKey(
        NeighbourhoodCouncil,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("neighbourhood council"),
    )
    sent_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("sent by")
    )
    file_name = models.CharField(_("file"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState, default=ImportState.PREVIEW
    )
    mapping = models.JSONField(_("columns"), default=dict)
    preview = models.JSONField(_("what was read"), default=dict)
    report = models.JSONField(_("what was written"), default=dict)
    rows_total = models.PositiveIntegerField(_("rows to go through"), default=0)
    rows_done = models.PositiveIntegerField(_("rows gone through"), default=0)
    worked_at = models.DateTimeField(_("last worked on"), null=True, blank=True)
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    written_at = models.DateTimeField(_("written at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of requests")
        verbose_name_plural = _("imports of requests")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class ColumnMapping(models.Model):
    """How an organisation's spreadsheets name their columns, remembered for the next import."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    headers_key = models.CharField(_("headers"), max_length=64)
    mapping = models.JSONField(_("columns"), default=dict)

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "headers_key"], name="column_mapping_once"
            )
        ]

    def __str__(self) -> str:
        return self.headers_key
