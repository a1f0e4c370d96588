from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import AssuranceLevel
from civic.accounts.models import Person
from civic.privacy.models import ProcessingSheet
from civic.territory.models import CityDepartment, Theme

from ..enums import Act, ActivityKind, ConditionKind, PublicationRule
from ..querysets import PhaseQuerySet
from .space import Space


class Phase(models.Model):
    """An interval of time of a space; a date may be approximate ("spring 2027")."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="phases", verbose_name=_("space"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("what happens"), blank=True, max_length=600)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    approximate = models.CharField(
        _("or roughly when"),
        max_length=60,
        blank=True,
        help_text=_("For instance « spring 2027 »; an approximate phase opens nothing by itself."),
    )

    objects = PhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["space_id", "position", "starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at=None) | Q(ends_at__gt=F("starts_at")),
                name="phase_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Activity(models.Model):
    """One form, one data set, one state workflow; phases only open and close it."""

    space = models.ForeignKey(
        Space, models.CASCADE, related_name="activities", verbose_name=_("space")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=ActivityKind)
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("short address"))
    publication_rule = models.CharField(
        _("what is written appears"),
        max_length=10,
        choices=PublicationRule,
        default=PublicationRule.AT_ONCE,
    )
    assurance_level = models.SmallIntegerField(
        _("who may take part"), choices=AssuranceLevel, default=AssuranceLevel.NONE
    )
    department = models.ForeignKey(
        CityDepartment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answering department"),
    )
    answer_working_days = models.PositiveSmallIntegerField(
        _("announced delay of the answer (working days)"), default=60
    )
    themes = models.ManyToManyField(Theme, related_name="+", blank=True, verbose_name=_("themes"))
    with_place = models.BooleanField(_("asks for a place"), default=True)
    minimum_age = models.PositiveSmallIntegerField(_("from the age of"), default=0)
    processing_sheet = models.ForeignKey(
        ProcessingSheet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("processing sheet"),
    )
    contributions_count = models.PositiveIntegerField(_("public contributions"), default=0)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="activity_slug_once"),
        ]

    def __str__(self) -> str:
        return self.title


class PhaseSetting(models.Model):
    """What one phase opens in one activity; without a phase, what is always open."""

    phase = models.ForeignKey(
        Phase,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="settings",
        verbose_name=_("phase"),
    )
    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="settings", verbose_name=_("activity")
    )
    act = models.CharField(_("opens"), max_length=20, choices=Act)

    class Meta:
        verbose_name = _("phase setting")
        verbose_name_plural = _("phase settings")
        constraints = [
            models.UniqueConstraint(
                Coalesce("phase", 0), "activity", "act", name="phase_setting_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.phase or '∞'}: {self.get_act_display()}"


class Condition(models.Model):
    """Something asked before taking part in an activity (LC7)."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="conditions", verbose_name=_("activity")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ConditionKind)
    text = models.CharField(_("sentence to accept"), max_length=300)
    required = models.BooleanField(_("required"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("entry condition")
        verbose_name_plural = _("entry conditions")
        ordering = ["activity_id", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class ConditionAccepted(models.Model):
    """The trace that a person accepted a condition."""

    condition = models.ForeignKey(Condition, models.CASCADE, related_name="accepted")
    person = models.ForeignKey(Person, models.CASCADE, related_name="conditions_accepted")
    accepted_at = models.DateTimeField(_("accepted at"), auto_now_add=True)

    class Meta:
        verbose_name = _("accepted condition")
        verbose_name_plural = _("accepted conditions")
        constraints = [
            models.UniqueConstraint(fields=["condition", "person"], name="condition_accepted_once")
        ]

    def __str__(self) -> str:
        return f"{self.condition_id}/{self.person_id}"
