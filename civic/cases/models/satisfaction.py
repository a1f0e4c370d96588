from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.core.enums import Channel
from civic.privacy.models import GuardedModel, GuardedQuerySet
from civic.territory.models import CityDepartment, Organisation

from ..enums import SatisfactionReason
from .case import Case

LONGEST_WORDS = 1_000


class Satisfaction(models.Model):
    """What somebody says of how their request was dealt with: once per case, in two clicks.

    Who answered and how long it took are copied, so that a later move of the case changes no
    figure. Nobody's name: the case leads to whoever asked, and a figure needs five of them.
    """

    case = models.OneToOneField(
        Case, models.CASCADE, related_name="satisfaction", verbose_name=_("case")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    department = models.ForeignKey(
        CityDepartment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("city department"),
    )
    days = models.PositiveIntegerField(_("days waited"))
    is_satisfied = models.BooleanField(_("satisfied"))
    about_delay = models.BooleanField(SatisfactionReason.DELAY.label, default=False)
    about_clarity = models.BooleanField(SatisfactionReason.CLARITY.label, default=False)
    about_courtesy = models.BooleanField(SatisfactionReason.COURTESY.label, default=False)
    about_result = models.BooleanField(SatisfactionReason.RESULT.label, default=False)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    said_on = models.DateField(_("said on"))
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("satisfaction")
        verbose_name_plural = _("satisfactions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.is_satisfied}"


class SatisfactionWords(GuardedModel):
    """What somebody adds to a satisfaction in their own words, read by who answered.

    Below the answer it is read by everybody once the guard, or a person, lets it through.
    """

    GUARDED_FIELDS: ClassVar[tuple[str, ...]] = ("text",)

    satisfaction = models.OneToOneField(
        Satisfaction, models.CASCADE, related_name="words", verbose_name=_("satisfaction")
    )
    text = models.TextField(_("what they say of it"), max_length=LONGEST_WORDS)

    objects = GuardedQuerySet.as_manager()

    class Meta(GuardedModel.Meta):
        verbose_name = _("words of a satisfaction")
        verbose_name_plural = _("words of satisfactions")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.satisfaction.case.number


class DelayFigure(models.Model):
    """What the delays of an organisation were on a day: computed once a day, then read.

    Counts are requests answered in the year before; delays are calendar days somebody really
    waited (nearest rank). Below the organisation's threshold no delay is kept at all.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="delay_figures", verbose_name=_("organisation")
    )
    day = models.DateField(_("day"))
    scope = models.CharField(_("about"), max_length=12)
    key = models.CharField(_("which one"), max_length=20, blank=True)
    label = models.CharField(_("name"), max_length=120, blank=True)
    answered = models.PositiveIntegerField(_("answered"))
    in_time = models.PositiveIntegerField(_("answered in time"))
    median_days = models.PositiveIntegerField(_("median delay"), null=True, blank=True)
    ninetieth_days = models.PositiveIntegerField(_("ninetieth percentile"), null=True, blank=True)
    announced_days = models.PositiveSmallIntegerField(_("working days"), null=True, blank=True)
    waiting = models.PositiveIntegerField(_("waiting"), default=0)
    late = models.PositiveIntegerField(_("late"), default=0)
    contested = models.PositiveIntegerField(_("contested"), default=0)
    rated = models.PositiveIntegerField(_("who said whether they are satisfied"), default=0)
    satisfied = models.PositiveIntegerField(_("satisfied"), default=0)

    class Meta:
        verbose_name = _("delay figure")
        verbose_name_plural = _("delay figures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "day", "scope", "key"], name="delay_figure_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(answered__gte=5) | Q(median_days=None, ninetieth_days=None),
                name="delay_figure_says_nothing_of_a_few",
            ),
            models.CheckConstraint(
                condition=Q(in_time__lte=models.F("answered")),
                name="delay_figure_in_time_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.day:%Y-%m-%d} {self.scope} {self.key}"
