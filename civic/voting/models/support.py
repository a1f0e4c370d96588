from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.accounts.models import Person
from civic.core.enums import Channel
from civic.participation.models import Contribution


class Support(models.Model):
    """One person supports one contribution, once: the database holds it."""

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="supports", verbose_name=_("contribution")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="supports", verbose_name=_("person")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    college = models.CharField(_("college"), max_length=20, choices=College)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints = [
            models.UniqueConstraint(fields=["contribution", "person"], name="support_once")
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}/{self.person_id}"
