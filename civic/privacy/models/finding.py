from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import User
from civic.territory.models import Organisation

from ..enums import FindingDecision, FindingType


class Finding(models.Model):
    """A place in a text that may name or reach somebody, decided by a person.

    `start` and `end` are offsets in code points of the field as it was when it was looked at; the
    text itself is not copied, so that a purge has one place less to clean. `words_mark` is a keyed
    hash of the words, by which what was kept is known again once the field has changed.
    """

    target = models.CharField(_("object"), max_length=120, help_text=_("app.model:pk"))
    field = models.CharField(_("field"), max_length=60)
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    type = models.CharField(_("type"), max_length=10, choices=FindingType)
    words_mark = models.CharField(_("mark of the words"), max_length=64, blank=True)
    score = models.FloatField(_("score"), default=1.0)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, related_name="+", verbose_name=_("organisation")
    )
    decision = models.CharField(
        _("decision"), max_length=10, choices=FindingDecision, default=FindingDecision.OPEN
    )
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    found_at = models.DateTimeField(_("found at"), auto_now_add=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["target", "field", "start"]
        indexes = [models.Index(fields=["target", "decision"], name="finding_by_target")]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="finding_span"),
            models.CheckConstraint(
                condition=~Q(decision="kept") | ~Q(reason=""), name="finding_kept_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} {self.target} {self.field}[{self.start}:{self.end}]"


class PublicName(models.Model):
    """A name that is public by its function: an elected official acting as such, a street."""

    name = models.CharField(_("name"), max_length=150)
    reason = models.CharField(_("why it is public"), max_length=200)
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="public_names",
        verbose_name=_("organisation"),
        help_text=_("Empty: everywhere."),
    )

    class Meta:
        verbose_name = _("public name")
        verbose_name_plural = _("public names")
        constraints = [
            models.UniqueConstraint("name", Coalesce("organisation", 0), name="public_name_once")
        ]

    def __str__(self) -> str:
        return self.name
