from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import User
from civic.territory.models import Organisation


class IndicatorSnapshot(models.Model):
    """Figures as they were published, with the counts they come from and the formula's version.

    Never changed nor deleted: a recount of the same counts gives the same figures for ever, and a
    recount of today's rows is another row that says what differs.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    subject = models.CharField(_("object"), max_length=120, help_text=_("app.model:pk"))
    name = models.CharField(_("indicators"), max_length=40)
    formula_version = models.PositiveSmallIntegerField(_("version of the formula"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    inputs = models.JSONField(_("counted"), encoder=DjangoJSONEncoder)
    figures = models.JSONField(_("figures"), encoder=DjangoJSONEncoder)
    taken_at = models.DateTimeField(_("taken at"), auto_now_add=True)
    taken_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("snapshot of indicators")
        verbose_name_plural = _("snapshots of indicators")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "name", "starts_on", "ends_on", "formula_version"],
                name="snapshot_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="snapshot_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject} {self.starts_on} – {self.ends_on}"


class SnapshotRecount(models.Model):
    """The same period counted again from the rows of that day, by the same formula."""

    snapshot = models.ForeignKey(
        IndicatorSnapshot,
        models.PROTECT,
        related_name="recounts",
        verbose_name=_("snapshot of indicators"),
    )
    inputs = models.JSONField(_("counted"), encoder=DjangoJSONEncoder)
    figures = models.JSONField(_("figures"), encoder=DjangoJSONEncoder)
    differs = models.BooleanField(_("differs"))
    recounted_at = models.DateTimeField(_("recounted at"), auto_now_add=True)
    recounted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("recount of indicators")
        verbose_name_plural = _("recounts of indicators")
        ordering = ["snapshot_id", "-pk"]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.recounted_at:%Y-%m-%d}"
