from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from civic.cases.models.case import MIN_REASON
from civic.participation.models import PublicReply
from civic.territory.models import Organisation

from ..enums import OpinionStance
from .council import NeighbourhoodCouncil


class Referral(models.Model):
    """A question on which one or several councils give their opinion, and are owed a reply.

    Put to several councils it is a theme they share: it is deliberated once at town scale, and the
    position of each stays beside what was concluded together.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="referrals", verbose_name=_("organisation")
    )
    title = models.CharField(_("subject"), max_length=150)
    question = models.CharField(_("question put"), max_length=300)
    context = models.TextField(_("what to know"), blank=True)
    own_initiative = models.BooleanField(_("on the councils' own initiative"), default=False)
    asked_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        verbose_name=_("the body that owes the reply"),
    )
    opened_on = models.DateField(_("opened on"))
    opinions_due_on = models.DateField(_("opinions due on"))
    reply_due_on = models.DateField(
        _("reply due on"), help_text=_("Public. It only moves with a public reason.")
    )
    deliberation = models.TextField(_("what was concluded together"), blank=True)
    deliberated_on = models.DateField(_("deliberated on"), null=True, blank=True)

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reply_due_on__gt=models.F("opinions_due_on")),
                name="referral_reply_after_the_opinions",
            ),
            models.CheckConstraint(
                condition=Q(deliberated_on=None)
                | Q(GreaterThanOrEqual(Length(Trim("deliberation")), MIN_REASON)),
                name="referral_deliberation_is_written",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CouncilOpinion(models.Model):
    """What one council says of a referral; kept as it was published, whatever is concluded."""

    referral = models.ForeignKey(
        Referral, models.CASCADE, related_name="opinions", verbose_name=_("referral")
    )
    council = models.ForeignKey(
        NeighbourhoodCouncil,
        models.PROTECT,
        related_name="opinions",
        verbose_name=_("neighbourhood council"),
    )
    stance = models.CharField(
        _("position"), max_length=15, choices=OpinionStance, blank=True, default=""
    )
    text = models.TextField(_("opinion"), blank=True)
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("opinion of a council")
        verbose_name_plural = _("opinions of councils")
        ordering = ["referral_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "council"], name="council_opinion_once"),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | (
                    ~Q(stance="")
                    & Q(adopted_on__isnull=False)
                    & Q(GreaterThanOrEqual(Length(Trim("text")), MIN_REASON))
                ),
                name="council_opinion_is_argued",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council}: {self.referral}"


class CouncilReply(PublicReply):
    """What the authority answers to the opinions it was given, with its reason."""

    referral = models.OneToOneField(
        Referral, models.CASCADE, related_name="reply", verbose_name=_("referral")
    )

    class Meta:
        verbose_name = _("motivated reply to councils")
        verbose_name_plural = _("motivated replies to councils")
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("reason")), MIN_REASON),
                name="council_reply_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(next_steps="") & ~Q(decided_by=""),
                name="council_reply_says_who_and_what_happens_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral}: {self.get_outcome_display()}"


class CouncilReplyPostponement(models.Model):
    """A reply date that moved, with its reason, shown for ever."""

    referral = models.ForeignKey(
        Referral, models.CASCADE, related_name="postponements", verbose_name=_("referral")
    )
    due_before = models.DateField(_("was due on"))
    due_after = models.DateField(_("is due on"))
    reason = models.CharField(_("reason"), max_length=300)
    said_at = models.DateTimeField(_("said at"), auto_now_add=True)

    class Meta:
        verbose_name = _("postponed reply to councils")
        verbose_name_plural = _("postponed replies to councils")
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("reason")), MIN_REASON),
                name="council_postponement_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_before} → {self.due_after}"
