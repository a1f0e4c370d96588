from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import User
from civic.participation.models import Contribution

from ..enums import MIN_REASON, Aim, Verdict
from .text import Paragraph


class AmendmentDetail(models.Model):
    """What makes a contribution an amendment: the paragraph, the words it was written about.

    The words proposed are the text of the contribution, so that the guard, the number, the answer
    and the discussion are the ones of every contribution; `why` is the reason its author gives.
    To remove a paragraph, the text of the contribution is that reason.
    """

    contribution = models.OneToOneField(
        Contribution, models.PROTECT, related_name="amendment", verbose_name=_("contribution")
    )
    paragraph = models.ForeignKey(
        Paragraph, models.PROTECT, related_name="amendments", verbose_name=_("paragraph")
    )
    base_revision = models.ForeignKey(
        "texts.ParagraphRevision",
        models.PROTECT,
        related_name="+",
        verbose_name=_("written about"),
    )
    aim = models.CharField(_("asks to"), max_length=10, choices=Aim, default=Aim.CHANGE)
    why = models.TextField(_("why"), blank=True, max_length=1_500)
    decision = models.CharField(_("decision"), max_length=10, choices=Verdict, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("detail of an amendment")
        verbose_name_plural = _("details of amendments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="")
                | Q(GreaterThanOrEqual(Length(Trim("reason")), MIN_REASON)),
                name="amendment_decision_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="amendment_decision_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(self.contribution)

    @property
    def proposed_text(self) -> str:
        return "" if self.aim == Aim.REMOVE else self.contribution.text

    @property
    def explanation(self) -> str:
        return self.contribution.text if self.aim == Aim.REMOVE else self.why
