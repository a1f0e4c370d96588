from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.territory.models import Organisation


class ProcessingSheet(models.Model):
    """What the data-protection officer needs for one activity: notice, register line, impact sheet.

    Source: Regulation (EU) 2016/679, articles 13, 30 and 35. Every text is a draft to be checked
    by the data-protection officer.
    """

    name = models.CharField(_("name of the processing"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("controller")
    )
    purpose = models.TextField(_("purpose"))
    legal_basis = models.CharField(_("legal basis"), max_length=200)
    data_categories = models.TextField(_("data collected"))
    sensitive = models.BooleanField(
        _("may reveal opinions"),
        default=True,
        help_text=_("Opinions are sensitive data (article 9): an impact sheet is prepared."),
    )
    recipients = models.TextField(_("who reads them"))
    retention_months = models.PositiveSmallIntegerField(_("kept for (months)"), default=36)
    rights_contact = models.CharField(_("contact for one's rights"), max_length=200)
    risks = models.TextField(_("risks for people"), blank=True)
    measures = models.TextField(_("measures taken"), blank=True)
    checked_on = models.DateField(_("checked by the officer on"), null=True, blank=True)

    class Meta:
        verbose_name = _("processing sheet")
        verbose_name_plural = _("processing sheets")

    def __str__(self) -> str:
        return self.name


class ErasureRecord(models.Model):
    """The proof that a person was erased, without anything about the person."""

    person_id = models.BigIntegerField(_("person"))
    asked_by = models.CharField(_("asked by"), max_length=60)
    reason = models.CharField(_("reason"), max_length=40)
    rows = models.JSONField(_("rows changed, by table"), default=dict)
    done_at = models.DateTimeField(_("done at"), auto_now_add=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return f"{self.person_id} ({self.done_at:%Y-%m-%d})"
