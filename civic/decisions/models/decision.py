from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from civic.accounts.models import User
from civic.cases.enums import Outcome
from civic.cases.models import Case
from civic.participation.models import Space
from civic.territory.models import CityDepartment

from ..enums import CommitmentState, DecisionState


class ReasonedDecision(ClusterableModel):
    """What was decided, by whom, on which act, and how each contribution was answered.

    Once signed it does not change (triggers in `logic/forbidden.py`); what it promised is followed.
    """

    space = models.ForeignKey(
        Space, models.PROTECT, related_name="decisions", verbose_name=_("space")
    )
    title = models.CharField(_("title"), max_length=150)
    summary = models.TextField(_("what is decided, in three lines"), max_length=600)
    question = models.CharField(_("question"), max_length=250)
    context = models.TextField(_("context"), blank=True)
    criteria = models.TextField(_("criteria"), blank=True)
    decided_by_name = models.CharField(_("decided by"), max_length=150)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    legal_act = models.CharField(_("legal act"), max_length=200, blank=True)
    legal_act_document = models.ForeignKey(
        "wagtaildocs.Document",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("text of the act"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=DecisionState, default=DecisionState.DRAFT
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    signed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )

    class Meta:
        verbose_name = _("reasoned decision")
        verbose_name_plural = _("reasoned decisions")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft")
                | (Q(signed_at__isnull=False, decided_on__isnull=False) & ~Q(summary="")),
                name="decision_signed_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DecisionItem(models.Model):
    """The answer a decision gives to one case; a case is answered by one signed item."""

    sort_order_field = "position"

    decision = ParentalKey(
        ReasonedDecision, on_delete=models.CASCADE, related_name="items", verbose_name=_("decision")
    )
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="decision_items", verbose_name=_("case")
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    reason = models.TextField(_("reason"))
    next_steps = models.TextField(_("what happens when"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("decision item")
        verbose_name_plural = _("decision items")
        ordering = ["decision_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "case"], name="decision_item_once"),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("reason")), 20),
                name="decision_item_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(next_steps=""), name="decision_item_says_what_happens_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.case_id}"


class Commitment(models.Model):
    """Something promised in a decision, with a date and a department.

    `due_on` is the date that was promised and never changes; `postponed_to` is the one announced
    since, and each change of either state or date has its public `CommitmentNote`.
    """

    sort_order_field = "position"

    decision = ParentalKey(
        ReasonedDecision,
        on_delete=models.CASCADE,
        related_name="commitments",
        verbose_name=_("decision"),
    )
    text = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("for"))
    department = models.ForeignKey(
        CityDepartment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("city department"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CommitmentState, default=CommitmentState.TO_START
    )
    postponed_to = models.DateField(_("now expected for"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    carries_out = models.ManyToManyField(
        DecisionItem,
        related_name="commitments",
        blank=True,
        verbose_name=_("carries out"),
        help_text=_("The answers whose works these are: their authors are led here."),
    )

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["decision_id", "position", "due_on"]

    def __str__(self) -> str:
        return self.text

    @property
    def expected_on(self) -> date:
        """Return the date that counts today: the one announced last."""
        return self.postponed_to or self.due_on


class CommitmentNote(models.Model):
    """One dated, public word on where the works of a commitment stand; never changed."""

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="notes", verbose_name=_("commitment")
    )
    state = models.CharField(_("state"), max_length=10, choices=CommitmentState)
    text = models.TextField(_("what happened"), max_length=1_000)
    postponed_to = models.DateField(_("now expected for"), null=True, blank=True)
    done_on = models.DateField(_("happened on"))
    noted_on = models.DateField(_("noted on"))
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("note on a commitment")
        verbose_name_plural = _("notes on commitments")
        ordering = ["done_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="commitment_note_says_something"),
            models.CheckConstraint(
                condition=Q(done_on__lte=F("noted_on")), name="commitment_note_is_not_ahead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.state} ({self.done_on})"
