from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import Person
from civic.territory.models import Organisation


class Training(models.Model):
    """What an authority teaches the members of its councils, free of charge."""

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="council_trainings",
        verbose_name=_("organisation"),
    )
    title = models.CharField(_("title"), max_length=150)
    summary = models.TextField(
        _("what one learns"), help_text=_("In two or three sentences, without jargon.")
    )
    taught_by = models.CharField(_("taught by"), max_length=150, blank=True)
    hours = models.PositiveSmallIntegerField(
        _("hours"), default=2, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    is_offered = models.BooleanField(_("still offered"), default=True)

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("training catalogue")
        ordering = ["organisation_id", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="training_once"),
            models.CheckConstraint(condition=Q(hours__gte=1), name="training_lasts_an_hour"),
        ]

    def __str__(self) -> str:
        return self.title


class TrainingDate(models.Model):
    """When and where a training is given."""

    training = models.ForeignKey(
        Training, models.CASCADE, related_name="dates", verbose_name=_("training")
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = models.CharField(_("place"), max_length=200)
    how_to_enrol = models.CharField(_("how to enrol"), max_length=200, blank=True)
    counted_at = models.DateTimeField(_("attendance written down at"), null=True, blank=True)

    class Meta:
        verbose_name = _("date of a training")
        verbose_name_plural = _("dates of trainings")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="training_date_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.training} ({self.starts_at:%Y-%m-%d})"


class TrainingAttendance(models.Model):
    """A member followed a training; written down once for each date."""

    date = models.ForeignKey(
        TrainingDate, models.CASCADE, related_name="attendance", verbose_name=_("date")
    )
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="council_trainings", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("training followed")
        verbose_name_plural = _("trainings followed")
        ordering = ["date_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["date", "person"], name="training_followed_once")
        ]

    def __str__(self) -> str:
        return f"{self.date_id}/{self.person_id}"
