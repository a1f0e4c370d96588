from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisation import CityDepartment, Organisation


class Theme(models.Model):
    """One subject of the single taxonomy used by every activity, request and page."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short address"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Competence(models.Model):
    """What the law or an agreement makes a public body responsible for."""

    name = models.CharField(_("name"), max_length=120)
    code = models.SlugField(_("code"), unique=True)

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CompetenceHolder(models.Model):
    """Which body and department holds a competence on the territory of an organisation."""

    competence = models.ForeignKey(
        Competence, models.CASCADE, related_name="holders", verbose_name=_("competence")
    )
    territory = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("on the territory of")
    )
    holder = models.ForeignKey(
        Organisation, models.CASCADE, related_name="competences_held", verbose_name=_("holder")
    )
    department = models.ForeignKey(
        CityDepartment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="competences",
        verbose_name=_("city department"),
    )

    class Meta:
        verbose_name = _("competence holder")
        verbose_name_plural = _("competence holders")
        constraints = [
            models.UniqueConstraint(
                fields=["competence", "territory"], name="competence_held_once_per_territory"
            )
        ]

    def __str__(self) -> str:
        return f"{self.competence} – {self.territory}: {self.holder}"

    def clean(self) -> None:
        """Refuse a body that does not cover the territory, or a department of another body."""
        if self.holder_id and self.territory_id:
            covering = {self.territory_id, self.territory.intercommunality_id}
            if self.holder_id not in covering:
                raise ValidationError(
                    {"holder": _("This body does not cover this territory: it cannot hold it.")}
                )
        if self.department is not None and self.department.organisation_id != self.holder_id:
            raise ValidationError({"department": _("This department belongs to another body.")})
