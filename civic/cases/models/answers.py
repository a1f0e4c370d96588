from django.db import models
from django.db.models import Q
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from civic.territory.models import CityDepartment, Organisation

from ..enums import REQUEST_OUTCOMES, Outcome
from .case import MIN_REASON, Case, letters
from .request_type import RequestType


class AnswerTemplate(models.Model):
    """An answer a department often gives, with gaps that each case fills (`logic/gaps.py`)."""

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="answer_templates",
        verbose_name=_("organisation"),
    )
    department = models.ForeignKey(
        CityDepartment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="answer_templates",
        verbose_name=_("city department"),
    )
    request_type = models.ForeignKey(
        RequestType,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="answer_templates",
        verbose_name=_("request type"),
    )
    name = models.CharField(_("name"), max_length=80)
    outcome = models.CharField(
        _("outcome"),
        max_length=20,
        choices=[(outcome.value, outcome.label) for outcome in REQUEST_OUTCOMES],
        default=Outcome.DONE,
    )
    reason = models.TextField(_("reason"), max_length=2_000)
    next_steps = models.TextField(_("what happens when"), max_length=1_000)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("typed answer")
        verbose_name_plural = _("typed answers")
        ordering = ["position", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="typed_answer_has_its_own_name"
            ),
            models.CheckConstraint(
                condition=Q(GreaterThanOrEqual(letters("reason"), MIN_REASON)),
                name="typed_answer_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AnswerMark(models.Model):
    """What an answer resembles: those of one body with the same `likeness` repeat one another.

    Written when an answer is published, so that how many repeat another is counted in SQL.
    """

    case = models.OneToOneField(
        Case, models.CASCADE, related_name="answer_mark", verbose_name=_("case")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    likeness = models.CharField(_("mark of the words"), max_length=32)
    marked_at = models.DateTimeField(_("marked at"), auto_now=True)

    class Meta:
        verbose_name = _("mark of an answer")
        verbose_name_plural = _("marks of answers")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["organisation", "likeness"], name="answers_that_look_alike")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.likeness}"
