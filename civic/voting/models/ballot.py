import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.accounts.models import Person
from civic.core.enums import Channel
from civic.participation.models import Activity

from ..enums import BallotState, Choice, Electorate, Method, ReasonRule, ReasonState


def random_key() -> int:
    """Draw a key of 62 random bits."""
    return secrets.randbits(62) + 1


class Ballot(models.Model):
    """A question put to the vote; its rules are fixed before it opens (promise 4).

    Triggers refuse to change a rule once open, to reopen, and to touch what was cast.
    """

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="ballot", verbose_name=_("activity")
    )
    question = models.CharField(_("question"), max_length=250)
    rule_text = models.TextField(_("the rule in plain words"), max_length=1000)
    method = models.CharField(
        _("method"), max_length=20, choices=Method, default=Method.FOR_AGAINST
    )
    reason_rule = models.CharField(
        _("reason"), max_length=10, choices=ReasonRule, default=ReasonRule.OPTIONAL
    )
    electorate = models.CharField(
        _("who may vote"), max_length=10, choices=Electorate, default=Electorate.OPEN
    )
    quorum = models.PositiveIntegerField(_("quorum (voters)"), default=0)
    majority_percent = models.PositiveSmallIntegerField(
        _("majority of the votes cast for or against (%)"), default=50
    )
    state = models.CharField(
        _("state"), max_length=10, choices=BallotState, default=BallotState.DRAFT
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    tally = models.JSONField(_("tally"), null=True, blank=True)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.CheckConstraint(
                condition=Q(tally=None) | Q(state="closed"), name="ballot_no_result_before_close"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False),
                name="ballot_open_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False, tally__isnull=False),
                name="ballot_closed_has_a_tally",
            ),
            models.CheckConstraint(
                condition=Q(majority_percent__gte=50, majority_percent__lt=100),
                name="ballot_majority_is_a_majority",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class RollEntry(models.Model):
    """Who may vote and who voted; it never says what."""

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="roll", verbose_name=_("ballot")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    college = models.CharField(_("college"), max_length=20, choices=College)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, blank=True)
    voted_on = models.DateField(_("voted on"), null=True, blank=True)

    class Meta:
        verbose_name = _("roll entry")
        verbose_name_plural = _("roll")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "person"], name="roll_entry_once"),
            models.CheckConstraint(
                condition=Q(voted_on=None) | ~Q(channel=""), name="roll_vote_has_a_channel"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id}/{self.person_id}"


class CastBallot(models.Model):
    """A choice, of nobody: no person, no moment, a random key.

    On SQLite an integer key is also the place of the row in the file: drawn at random, neither the
    key nor the place says in which order people voted. A text key would leave that order behind.
    """

    id = models.BigAutoField(primary_key=True, default=random_key, editable=False)
    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="cast", verbose_name=_("ballot")
    )
    choice = models.CharField(_("choice"), max_length=10, choices=Choice)
    reason = models.TextField(_("reason"), blank=True, max_length=600)
    reason_state = models.CharField(
        _("state of the reason"), max_length=10, choices=ReasonState, default=ReasonState.NONE
    )
    college = models.CharField(_("college"), max_length=20, choices=College)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    receipt_hash = models.CharField(_("hash of the receipt"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("cast ballot")
        verbose_name_plural = _("cast ballots")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)
