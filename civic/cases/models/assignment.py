from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import User
from civic.territory.models import CityDepartment, Organisation

from ..enums import AssignedBy
from .case import Case


class Assignment(models.Model):
    """Who holds a request, since when: the first one says whom it was addressed to.

    Without a department, it waits in the list « to route » of the body.
    """

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="assignments", verbose_name=_("case")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
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
    since = models.DateTimeField(_("since"), default=timezone.now)
    assigned_by = models.CharField(_("assigned by"), max_length=10, choices=AssignedBy)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    actor = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["case_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "position"], name="assignment_once_per_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.organisation_id}"

    @property
    def holder(self) -> str:
        """Name who holds it."""
        body = self.organisation.label
        return f"{self.department.name} ({body})" if self.department else body
