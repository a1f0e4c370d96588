from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import Person, User

from ..enums import CorrectionState, MinutesState


class DraftMinutes(models.Model):
    """Minutes while they are written and corrected; publishing copies them to their session.

    Before publication they are read by those who run the session and those who may correct them.
    A subclass says which session they are of.
    """

    text = models.TextField(_("text"))
    state = models.CharField(
        _("state"), max_length=10, choices=MinutesState, default=MinutesState.DRAFT
    )
    corrections_until = models.DateTimeField(_("corrections until"), null=True, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    written_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        abstract = True


class ProposedCorrection(models.Model):
    """What somebody would change in one paragraph of draft minutes, and what became of it.

    A subclass says which draft it is of.
    """

    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    passage = models.TextField(_("was written"))
    proposed = models.TextField(_("should be"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=CorrectionState, default=CorrectionState.PENDING
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.passage[:60]
