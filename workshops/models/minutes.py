from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import Person, User
from civic.participation.models import Session

from ..enums import CorrectionState, MinutesState
from .room import Participant


class MinutesDraft(models.Model):
    """The minutes of a session while they are written and corrected; publishing copies them.

    Before publication they are read by those who run the session and those who came.
    """

    session = models.OneToOneField(
        Session, models.CASCADE, related_name="minutes_draft", verbose_name=_("session")
    )
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
        verbose_name = _("draft minutes")
        verbose_name_plural = _("draft minutes")

    def __str__(self) -> str:
        return str(self.session)


class MinutesCorrection(models.Model):
    """What somebody who was there would change in one paragraph, and what became of it."""

    draft = models.ForeignKey(
        MinutesDraft, models.CASCADE, related_name="corrections", verbose_name=_("draft minutes")
    )
    participant = models.ForeignKey(
        Participant,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("participant of a room"),
    )
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
        verbose_name = _("correction of minutes")
        verbose_name_plural = _("corrections of minutes")
        ordering = ["draft_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.REFUSED) | ~Q(reason=""),
                name="minutes_correction_refused_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.passage[:60]
