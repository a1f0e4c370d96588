from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.accounts.models import User
from civic.participation.models import Session

from ..enums import Gender, PollState
from .room import Participant, Room


class Poll(models.Model):
    """A question asked to the room; phones and raised hands are counted together.

    It measures the mood of a room and is not a ballot: nothing is decided by it.
    """

    room = models.ForeignKey(
        Room, models.CASCADE, related_name="polls", verbose_name=_("live room")
    )
    question = models.CharField(_("question"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=PollState, default=PollState.PREPARED
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("question to the room")
        verbose_name_plural = _("questions to the room")
        ordering = ["room_id", "pk"]

    def __str__(self) -> str:
        return self.question


class PollOption(models.Model):
    """One answer offered; hands are counted by whoever runs the room, apart from phones."""

    poll = models.ForeignKey(
        Poll, models.CASCADE, related_name="options", verbose_name=_("question to the room")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    label = models.CharField(_("answer"), max_length=100)
    answers_count = models.PositiveIntegerField(_("phones"), default=0)
    hands_count = models.PositiveIntegerField(_("raised hands"), default=0)
    hands_counted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("counted by")
    )

    class Meta:
        verbose_name = _("answer offered")
        verbose_name_plural = _("answers offered")
        ordering = ["poll_id", "position", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def total(self) -> int:
        """Phones and raised hands together."""
        return self.answers_count + self.hands_count


class PollAnswer(models.Model):
    """What one participant answered, changed as often as wanted while the question is open."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="answers")
    option = models.ForeignKey(PollOption, models.CASCADE, related_name="answers")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="answers")

    class Meta:
        verbose_name = _("answer of a participant")
        verbose_name_plural = _("answers of participants")
        constraints = [
            models.UniqueConstraint(fields=["poll", "participant"], name="poll_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.option_id}"


class SpeakingTurn(models.Model):
    """One turn to speak, timed by a scribe: a college and seconds, never a name nor a sound."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="speaking_turns", verbose_name=_("session")
    )
    college = models.CharField(_("college"), max_length=20, choices=College)
    gender = models.CharField(_("spoken by"), max_length=10, choices=Gender, blank=True)
    started_at = models.DateTimeField(_("started at"))
    seconds = models.PositiveIntegerField(_("seconds"), null=True, blank=True)
    entered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        verbose_name = _("speaking turn")
        verbose_name_plural = _("speaking turns")
        ordering = ["session_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(seconds=None), name="speaking_turn_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_college_display()}: {self.seconds}"
