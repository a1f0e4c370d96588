from django.db import models
from django.db.models import Q
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import User

from ..enums import PlanWord
from .case import MIN_REASON, Case, letters


class PlanNews(models.Model):
    """What was said, in public, of something planned: done, moved to a date, or given up."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="plan_news", verbose_name=_("case"))
    word = models.CharField(_("what became of it"), max_length=8, choices=PlanWord)
    text = models.TextField(_("reason"), max_length=2_000)
    planned_before = models.DateField(_("planned before for"))
    planned_for = models.DateField(_("planned for"), null=True, blank=True)
    said_on = models.DateField(_("said on"))
    said_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("news of what was planned")
        verbose_name_plural = _("news of what was planned")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(GreaterThanOrEqual(letters("text"), MIN_REASON)),
                name="plan_news_have_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(word="moved", planned_for__isnull=False)
                | (~Q(word="moved") & Q(planned_for=None)),
                name="plan_moved_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.word}"
