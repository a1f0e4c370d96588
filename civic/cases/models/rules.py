from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.territory.models import Organisation

from ..enums import HolidayCalendar

CONTEST_DAYS = 30
REVIEW_WORKING_DAYS = 20
FEWEST_ANSWERS = 5


class AnswerRulesManager(models.Manager["AnswerRules"]):
    """Finds the rules that hold."""

    def of(self, organisation_id: int) -> "AnswerRules":
        """Return the rules of an organisation, or those that hold where it chose nothing."""
        found = self.filter(organisation_id=organisation_id).first()
        return found or AnswerRules(organisation_id=organisation_id)


class AnswerRules(models.Model):
    """What an organisation announces around its answers; without a row, the values below hold.

    A rule that changes moves nothing that was announced: the dates are kept with the case.
    """

    organisation = models.OneToOneField(
        Organisation,
        models.CASCADE,
        related_name="answer_rules",
        verbose_name=_("organisation"),
    )
    contest_days = models.PositiveSmallIntegerField(
        _("days to contest an answer"),
        default=CONTEST_DAYS,
        validators=[MinValueValidator(7), MaxValueValidator(365)],
        help_text=_("Calendar days, announced with the answer; also to say whether one is happy."),
    )
    review_working_days = models.PositiveSmallIntegerField(
        _("working days to answer a contest"),
        default=REVIEW_WORKING_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    fewest_answers = models.PositiveSmallIntegerField(
        _("answers below which no figure is published"),
        default=FEWEST_ANSWERS,
        validators=[MinValueValidator(FEWEST_ANSWERS), MaxValueValidator(100)],
        help_text=_("Never fewer than five: a delay of one answer says something of one person."),
    )
    holiday_calendar = models.CharField(
        _("public holidays"), max_length=10, choices=HolidayCalendar, blank=True
    )
    outcome_labels = models.JSONField(
        _("words of the outcomes"),
        default=dict,
        blank=True,
        help_text=_("How the follow-up tables call an outcome: the word alone, by its code."),
    )

    objects = AnswerRulesManager()

    class Meta:
        verbose_name = _("rules of answers")
        verbose_name_plural = _("rules of answers")
        constraints = [
            models.CheckConstraint(
                condition=Q(contest_days__gte=7, contest_days__lte=365),
                name="answer_rules_leave_time_to_contest",
            ),
            models.CheckConstraint(
                condition=Q(fewest_answers__gte=FEWEST_ANSWERS),
                name="answer_rules_publish_nothing_of_a_few",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def subdivision(self) -> str | None:
        """Return the holidays of the clock, as it names them."""
        return self.holiday_calendar or None
