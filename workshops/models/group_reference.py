from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import Criterion
from .mixed_group import MixedGroup


class ReferencePopulation(models.Model):
    """The people a group is compared with on one criterion; worth nothing without its source."""

    group = models.ForeignKey(
        MixedGroup, models.CASCADE, related_name="references", verbose_name=_("mixed group")
    )
    criterion = models.CharField(_("compared on"), max_length=10, choices=Criterion)
    label = models.CharField(
        _("who they are"), max_length=120, help_text=_("For instance « residents aged 15 or more »")
    )
    source = models.CharField(_("source"), max_length=200)
    as_of = models.DateField(_("as of"))

    class Meta:
        verbose_name = _("reference population")
        verbose_name_plural = _("reference populations")
        ordering = ["group_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "criterion"], name="reference_once"),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(label=""), name="reference_has_a_source"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class PopulationShare(models.Model):
    """The share of one category: a value of the criterion, or the key of a commune."""

    population = models.ForeignKey(
        ReferencePopulation,
        models.CASCADE,
        related_name="shares",
        verbose_name=_("reference population"),
    )
    category = models.CharField(_("category"), max_length=30)
    percent = models.DecimalField(
        _("percent"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = _("share of a population")
        verbose_name_plural = _("shares of a population")
        ordering = ["population_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["population", "category"], name="share_once"),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100), name="share_is_a_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.percent}"
