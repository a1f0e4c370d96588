from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.participation.enums import CorrectionState
from civic.participation.models import DraftMinutes, ProposedCorrection, Session

from .room import Participant


class MinutesDraft(DraftMinutes):
    """The minutes of a session that had a live room."""

    session = models.OneToOneField(
        Session, models.CASCADE, related_name="minutes_draft", verbose_name=_("session")
    )

    class Meta:
        verbose_name = _("draft minutes")
        verbose_name_plural = _("draft minutes")

    def __str__(self) -> str:
        return str(self.session)


class MinutesCorrection(ProposedCorrection):
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
