from datetime import date

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Length, Replace, Trim
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import User
from civic.territory.models import CityDepartment, Organisation

from ..enums import OPEN_STATES, TURN_OF, CaseOrigin, CaseState, Outcome, Turn
from ..querysets import CaseQuerySet
from .request_type import RequestType

MIN_REASON = 20
# TRIM takes off spaces alone: a line break or a hard space says no more than they do.
_BLANKS = "\t\n\r\x0b\x0c\xa0\u2009\u202f"


def letters(name: str) -> Length:
    """Return how long a column is without what cannot be read at its ends."""
    text: F | Replace = F(name)
    for blank in _BLANKS:
        text = Replace(text, Value(blank), Value(" "))
    return Length(Trim(text))


def _turn_follows() -> Q:
    condition = Q()
    for turn in Turn.values:
        states = [state.value for state in CaseState if TURN_OF[state] == turn]
        condition |= Q(turn=turn, state__in=states)
    return condition


class ServiceLevel(models.Model):
    """The delay an organisation announces, in working days; the most precise rule wins."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="service_levels", verbose_name=_("organisation")
    )
    department = models.ForeignKey(
        CityDepartment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="service_levels",
        verbose_name=_("city department"),
    )
    origin = models.CharField(_("for"), max_length=20, choices=CaseOrigin)
    request_type = models.ForeignKey(
        RequestType,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="service_levels",
        verbose_name=_("request type"),
    )
    working_days = models.PositiveSmallIntegerField(_("working days"), default=30)

    class Meta:
        verbose_name = _("announced delay")
        verbose_name_plural = _("announced delays")
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Coalesce("department", 0),
                "origin",
                Coalesce("request_type", 0),
                name="service_level_once",
            ),
            models.CheckConstraint(
                condition=Q(request_type=None) | Q(origin=CaseOrigin.REQUEST),
                name="service_level_of_a_type_is_for_requests",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.working_days}"


class Case(models.Model):
    """Whatever is owed an argued answer (promise 1) by an announced date (promise 2).

    The CHECK constraints are the promise: no closing state without outcome, reason (trimmed, at
    least 20 characters) and what happens when; nothing handed over without a receiving body.
    """

    number = models.CharField(
        _("number"), max_length=9, unique=True, help_text=_("Eight digits, as 4821-9307.")
    )
    origin = models.CharField(_("origin"), max_length=20, choices=CaseOrigin)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="cases", verbose_name=_("organisation")
    )
    department = models.ForeignKey(
        CityDepartment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("city department"),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=CaseState, default=CaseState.RECEIVED
    )
    turn = models.CharField(_("whose turn"), max_length=12, choices=Turn, default=Turn.AUTHORITY)
    received_on = models.DateField(_("received on"))
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    reason = models.TextField(_("reason"), blank=True, validators=[MinLengthValidator(MIN_REASON)])
    next_steps = models.TextField(_("what happens when"), blank=True)
    receiving_body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed over to"),
    )
    receiving_body_name = models.CharField(
        _("or a body outside the site"), max_length=150, blank=True
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    answered_as = models.CharField(_("answered as"), max_length=150, blank=True)
    private_message = models.TextField(_("private message"), blank=True)
    planned_for = models.DateField(
        _("planned for"), null=True, blank=True, help_text=_("When what was planned will be done.")
    )
    plan_overdue_on = models.DateField(_("planned date found past on"), null=True, blank=True)
    contest_until = models.DateField(_("may be contested until"), null=True, blank=True)
    first_outcome = models.CharField(
        _("outcome of the first answer"), max_length=20, choices=Outcome, blank=True
    )
    first_reason = models.TextField(_("reason of the first answer"), blank=True)
    first_next_steps = models.TextField(_("what the first answer said happens"), blank=True)
    first_answered_on = models.DateField(_("first answered on"), null=True, blank=True)
    first_answered_as = models.CharField(_("first answered as"), max_length=150, blank=True)
    review_asked_on = models.DateField(_("review asked on"), null=True, blank=True)
    review_reason = models.TextField(_("why a review"), blank=True)
    review_promised_on = models.DateField(_("review promised for"), null=True, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = CaseQuerySet.as_manager()

    # Known inside the transaction of an answer: hundreds are signed at once, and told one by one.
    is_answered_bare = False

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["organisation", "state", "promised_on"], name="case_inbox"),
            # The orders of the follow-up tables: the key settles a tie, so that the first page of
            # a hundred thousand is read from the index.
            models.Index(fields=["promised_on", "id"], name="case_by_promise"),
            models.Index(fields=["state", "id"], name="case_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "review"])
                | Q(review_asked_on__isnull=False, state="review")
                | (~Q(outcome="") & Q(answered_on__isnull=False)),
                name="case_answer_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(
                    ~Q(state="answered") | Q(GreaterThanOrEqual(letters("reason"), MIN_REASON))
                ),
                name="case_answer_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(GreaterThan(letters("next_steps"), 0)),
                name="case_answer_says_what_happens_when",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="handed_over")
                | Q(receiving_body__isnull=False)
                | Q(GreaterThan(letters("receiving_body_name"), 0)),
                name="case_handed_over_names_a_body",
            ),
            models.CheckConstraint(condition=_turn_follows(), name="case_turn_follows_its_state"),
            models.CheckConstraint(
                condition=Q(plan_overdue_on=None) | Q(planned_for__lt=F("plan_overdue_on")),
                name="case_plan_is_overdue_after_its_date",
            ),
            models.CheckConstraint(
                condition=Q(contest_until=None) | Q(answered_on__isnull=False),
                name="case_is_contested_after_its_answer",
            ),
            models.CheckConstraint(
                # What was closed before was promised nothing; its review has its own promise.
                condition=Q(promised_on__isnull=False)
                | Q(state="closed_before")
                | Q(review_asked_on__isnull=False),
                name="case_has_an_announced_delay",
            ),
            models.CheckConstraint(
                condition=Q(promised_on=None) | Q(promised_on__gte=F("received_on")),
                name="case_promise_follows_reception",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def due_on(self) -> date | None:
        """Return when an answer is due: that of the contest once the first one is contested."""
        return self.review_promised_on if self.state == CaseState.REVIEW else self.promised_on

    @property
    def first_answer_on(self) -> date | None:
        """Return when it was first answered: a contest changes nothing to that delay."""
        return self.first_answered_on or self.answered_on

    @property
    def days_waited(self) -> int | None:
        """Return the calendar days from the reception to the first answer."""
        answered = self.first_answer_on
        return None if answered is None else (answered - self.received_on).days

    @property
    def rate_until(self) -> date | None:
        """Return until when whoever asked says how they like the answer.

        As long as it may be contested; once reviewed, as long again after the second answer.
        """
        first = self.first_answer_on
        if self.contest_until is None or first is None or self.answered_on is None:
            return None
        return self.answered_on + (self.contest_until - first)

    @property
    def news_of_plan(self) -> list[models.Model]:
        """Return what was said of what was planned, earliest first."""
        return list(self.plan_news.all())  # type: ignore[attr-defined]

    def days_late_on(self, day: date) -> int:
        """Return the calendar days since an answer was due; 0 when it is not late."""
        due = self.due_on
        if self.state not in OPEN_STATES or due is None:
            return 0
        return max(0, (day - due).days)


class Transfer(models.Model):
    """One hand-over; the number and the first clock stay with the case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="transfers", verbose_name=_("case"))
    from_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("from")
    )
    from_department = models.ForeignKey(
        CityDepartment, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    to_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("to")
    )
    to_department = models.ForeignKey(
        CityDepartment, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=250)
    moved_at = models.DateTimeField(_("moved at"), auto_now_add=True)
    moved_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["moved_at", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.from_organisation_id} → {self.to_organisation_id}"
