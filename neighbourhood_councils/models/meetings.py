from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.accounts.models import Person, User
from civic.cases.models.case import MIN_REASON
from civic.core.enums import Channel
from civic.participation.enums import CorrectionState
from civic.participation.models import DraftMinutes, ProposedCorrection, Session
from civic.privacy.models import GuardedModel, GuardedQuerySet

from ..enums import AgendaState, MeetingKind
from .council import NeighbourhoodCouncil


class Meeting(models.Model):
    """What a council adds to one of its sessions: who it is for, what it prepares.

    `questions_until` is the last day on which questions are sent to those who come to answer.
    """

    session = models.OneToOneField(
        Session, models.CASCADE, related_name="council_meeting", verbose_name=_("session")
    )
    kind = models.CharField(
        _("who it is for"), max_length=15, choices=MeetingKind, default=MeetingKind.OPEN
    )
    prepares = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="prepared_by",
        verbose_name=_("prepares the meeting"),
    )
    questions_until = models.DateField(_("questions sent until"), null=True, blank=True)

    class Meta:
        verbose_name = _("meeting of a council")
        verbose_name_plural = _("meetings of a council")
        ordering = ["session_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(prepares=None) | Q(kind="preparatory"),
                name="meeting_preparatory_prepares",
            ),
            models.CheckConstraint(
                condition=Q(kind="with_officials", questions_until__isnull=False)
                | (~Q(kind="with_officials") & Q(questions_until=None)),
                name="meeting_with_officials_has_questions",
            ),
        ]

    def __str__(self) -> str:
        return str(self.session)


class AgendaProposal(GuardedModel):
    """What somebody would put on the agenda: kept for a meeting, or deferred with a reason."""

    GUARDED_FIELDS: ClassVar[tuple[str, ...]] = ("title", "text")

    council = models.ForeignKey(
        NeighbourhoodCouncil,
        models.CASCADE,
        related_name="agenda_proposals",
        verbose_name=_("neighbourhood council"),
    )
    title = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("why it matters"), max_length=1_500, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="agenda_proposals", verbose_name=_("proposed by")
    )
    college = models.CharField(_("college"), max_length=20, choices=College)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    submission_key = models.UUIDField(_("submission"), null=True, blank=True, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=AgendaState, default=AgendaState.WAITING
    )
    meeting = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_proposals",
        verbose_name=_("kept for the meeting"),
    )
    reason = models.TextField(_("reason"), max_length=600, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    objects = GuardedQuerySet.as_manager()

    class Meta(GuardedModel.Meta):
        verbose_name = _("proposed agenda item")
        verbose_name_plural = _("proposed agenda items")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            *GuardedModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="agenda_decided_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state="kept", meeting__isnull=False)
                | (~Q(state="kept") & Q(meeting=None)),
                name="agenda_kept_for_a_meeting",
            ),
            models.CheckConstraint(
                condition=~Q(state="deferred")
                | Q(GreaterThanOrEqual(Length(Trim("reason")), MIN_REASON)),
                name="agenda_deferred_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def organisation_id(self) -> int:
        return self.council.space.organisation_id

    @property
    def space_id(self) -> int:
        return self.council.space_id


class CouncilQuestion(models.Model):
    """A question a council sends before a meeting, answered at the latest when it takes place."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="council_questions", verbose_name=_("meeting")
    )
    text = models.TextField(_("question"), max_length=600)
    put_to = models.CharField(_("put to"), max_length=150, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=4_000, blank=True)
    answered_as = models.CharField(_("answered by"), max_length=150, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )

    class Meta:
        verbose_name = _("question of a council")
        verbose_name_plural = _("questions of a council")
        ordering = ["session_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None)
                | (
                    Q(sent_on__isnull=False)
                    & ~Q(answered_as="")
                    & Q(GreaterThanOrEqual(Length(Trim("answer")), MIN_REASON))
                ),
                name="question_answer_is_argued",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class CouncilMinutes(DraftMinutes):
    """The minutes of a meeting of a council until they are published."""

    session = models.OneToOneField(
        Session, models.CASCADE, related_name="council_minutes", verbose_name=_("meeting")
    )

    class Meta:
        verbose_name = _("draft minutes of a council")
        verbose_name_plural = _("draft minutes of a council")

    def __str__(self) -> str:
        return str(self.session)


class CouncilCorrection(ProposedCorrection):
    """What a member would change in the minutes of a meeting, and what became of it."""

    draft = models.ForeignKey(
        CouncilMinutes,
        models.CASCADE,
        related_name="corrections",
        verbose_name=_("draft minutes of a council"),
    )

    class Meta:
        verbose_name = _("correction of the minutes of a council")
        verbose_name_plural = _("corrections of the minutes of a council")
        ordering = ["draft_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.REFUSED) | ~Q(reason=""),
                name="council_correction_refused_has_a_reason",
            ),
        ]
