from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import Person
from civic.participation.models import Session
from civic.territory.models import Organisation

from ..enums import LEAST_RESPONDENTS, MOST_MARK, QualitySide
from .council import NeighbourhoodCouncil


class QualityGrid(models.Model):
    """The criteria by which councils are judged; a version that served never changes."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="quality_grids", verbose_name=_("organisation")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    adopted_on = models.DateField(_("adopted on"))

    class Meta:
        verbose_name = _("grid of criteria")
        verbose_name_plural = _("grids of criteria")
        ordering = ["organisation_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="grid_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.version}"


class QualityCriterion(models.Model):
    """One sentence both sides say how much they agree with."""

    grid = models.ForeignKey(
        QualityGrid, models.CASCADE, related_name="criteria", verbose_name=_("grid of criteria")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    label = models.CharField(_("short name"), max_length=60)
    statement = models.CharField(_("sentence"), max_length=250)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["grid_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["grid", "position"], name="criterion_position_once")
        ]

    def __str__(self) -> str:
        return self.label


class QualityRound(models.Model):
    """One evaluation of a council: two sides fill the same grid, blind until both close."""

    council = models.ForeignKey(
        NeighbourhoodCouncil,
        models.CASCADE,
        related_name="quality_rounds",
        verbose_name=_("neighbourhood council"),
    )
    grid = models.ForeignKey(
        QualityGrid, models.PROTECT, related_name="rounds", verbose_name=_("grid of criteria")
    )
    session = models.ForeignKey(
        Session,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opened at the meeting"),
    )
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    closes_on = models.DateField(_("closes on"))
    services_closed_at = models.DateTimeField(_("closed for services at"), null=True, blank=True)
    members_closed_at = models.DateTimeField(_("closed for members at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("evaluation of a council")
        verbose_name_plural = _("evaluations of councils")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council"],
                condition=Q(services_closed_at=None) | Q(members_closed_at=None),
                name="quality_one_open_round",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(services_closed_at__isnull=False, members_closed_at__isnull=False),
                name="quality_published_once_both_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council} {self.opened_at:%Y-%m-%d}"

    @property
    def is_closed(self) -> bool:
        return self.services_closed_at is not None and self.members_closed_at is not None

    def closed_at(self, side: str) -> object:
        """Return when a side closed; None while it is open."""
        return self.services_closed_at if side == QualitySide.SERVICES else self.members_closed_at


class QualitySheet(models.Model):
    """What one person filled; whose it was is forgotten when the evaluation is published."""

    round = models.ForeignKey(
        QualityRound,
        models.CASCADE,
        related_name="sheets",
        verbose_name=_("evaluation of a council"),
    )
    side = models.CharField(_("side"), max_length=10, choices=QualitySide)
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    filled_at = models.DateTimeField(_("filled at"), auto_now=True)

    class Meta:
        verbose_name = _("filled grid")
        verbose_name_plural = _("filled grids")
        ordering = ["round_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="quality_sheet_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.pk}"


class QualityMark(models.Model):
    """How much one person agrees with one sentence, from 1 to 5; no row means no opinion."""

    sheet = models.ForeignKey(
        QualitySheet, models.CASCADE, related_name="marks", verbose_name=_("filled grid")
    )
    criterion = models.ForeignKey(
        QualityCriterion, models.PROTECT, related_name="+", verbose_name=_("criterion")
    )
    mark = models.PositiveSmallIntegerField(_("mark"))

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["sheet_id", "criterion_id"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="quality_mark_once"),
            models.CheckConstraint(
                condition=Q(mark__gte=1, mark__lte=MOST_MARK), name="quality_mark_in_scale"
            ),
        ]

    def __str__(self) -> str:
        return str(self.mark)


class QualityResult(models.Model):
    """What one side said of one criterion, as it was published: never fewer than five people."""

    round = models.ForeignKey(
        QualityRound,
        models.CASCADE,
        related_name="results",
        verbose_name=_("evaluation of a council"),
    )
    criterion = models.ForeignKey(
        QualityCriterion, models.PROTECT, related_name="+", verbose_name=_("criterion")
    )
    side = models.CharField(_("side"), max_length=10, choices=QualitySide)
    respondents = models.PositiveSmallIntegerField(_("people"))
    total = models.PositiveIntegerField(_("sum of the marks"))

    class Meta:
        verbose_name = _("result of an evaluation")
        verbose_name_plural = _("results of an evaluation")
        ordering = ["round_id", "criterion_id", "side"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "criterion", "side"], name="quality_result_once"
            ),
            models.CheckConstraint(
                condition=Q(respondents__gte=LEAST_RESPONDENTS),
                name="quality_result_of_five_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.side}: {self.total}/{self.respondents}"

    @property
    def mean(self) -> float:
        return round(self.total / self.respondents, 1)
