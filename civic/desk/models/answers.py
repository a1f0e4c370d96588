from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import Person, User
from civic.cases.models import Case
from civic.notifications.models import Notice
from civic.territory.models import Organisation

from ..enums import CallOutcome, LetterState, PromiseState


class LetterBatch(models.Model):
    """Letters written together: printed, then handed over to the post."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("desk")
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    printed_at = models.DateTimeField(_("printed at"), null=True, blank=True)
    posted_on = models.DateField(_("posted on"), null=True, blank=True)

    class Meta:
        verbose_name = _("batch of letters")
        verbose_name_plural = _("batches of letters")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(posted_on=None) | Q(printed_at__isnull=False),
                name="letters_are_printed_before_they_are_posted",
            )
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"


class Letter(models.Model):
    """One page for one person: everything they are told, in one envelope."""

    batch = models.ForeignKey(
        LetterBatch, models.CASCADE, related_name="letters", verbose_name=_("batch of letters")
    )
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="letters", verbose_name=_("person")
    )
    notices = models.ManyToManyField(Notice, related_name="letters", verbose_name=_("notices"))
    state = models.CharField(
        _("state"), max_length=10, choices=LetterState, default=LetterState.WRITTEN
    )
    returned_on = models.DateField(_("came back on"), null=True, blank=True)
    returned_reason = models.CharField(_("why it came back"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "person"], name="letter_once_per_batch"),
            models.CheckConstraint(
                condition=~Q(state="returned") | Q(returned_on__isnull=False),
                name="letter_returned_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.person_id}"


class CallAttempt(models.Model):
    """One call to somebody who waits for news."""

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="calls", verbose_name=_("notice")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=CallOutcome)
    called_at = models.DateTimeField(_("called at"), auto_now_add=True)
    called_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("called by")
    )

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.outcome}"


class CallPromise(models.Model):
    """A promised call: the authority calls, the person does not call again.

    It has a guarantor and an hour; kept or broken is counted in public. A broken one stays broken
    even when the call is made later (`called_at`).
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("desk")
    )
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="call_promises", verbose_name=_("person")
    )
    case = models.ForeignKey(
        Case, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("case")
    )
    about = models.CharField(_("about what"), max_length=200)
    guarantor = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("guarantor")
    )
    promised_at = models.DateTimeField(_("promised for"))
    made_at = models.DateTimeField(_("promised on"), auto_now_add=True)
    made_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("promised by"),
    )
    state = models.CharField(
        _("state"), max_length=8, choices=PromiseState, default=PromiseState.PENDING
    )
    called_at = models.DateTimeField(_("called at"), null=True, blank=True)
    outcome = models.CharField(_("what was said"), max_length=300, blank=True)
    moved_reason = models.CharField(_("why moved"), max_length=200, blank=True)
    moved_from = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="moved_to",
        verbose_name=_("instead of"),
    )

    class Meta:
        verbose_name = _("promised call")
        verbose_name_plural = _("promised calls")
        ordering = ["promised_at", "pk"]
        indexes = [
            models.Index(fields=["organisation", "state", "promised_at"], name="promised_calls")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="kept") | Q(called_at__isnull=False),
                name="call_kept_was_made",
            ),
            models.CheckConstraint(
                condition=~Q(state="moved") | ~Q(moved_reason=""), name="call_moved_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.promised_at:%Y-%m-%d %H:%M}"
