from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.participation.models import PublicReply

from .mixed_group import MIN_REASON, MixedGroup


class CollegePosition(models.Model):
    """What one college says for itself, side by side with the others; a draft until published."""

    group = models.ForeignKey(
        MixedGroup, models.CASCADE, related_name="positions", verbose_name=_("mixed group")
    )
    college = models.CharField(_("college"), max_length=20, choices=College)
    text = models.TextField(_("position"), max_length=3_000)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("position of a college")
        verbose_name_plural = _("positions of the colleges")
        ordering = ["group_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "college"], name="position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_college_display()}"


class GroupReport(models.Model):
    """What the group hands over; from that day the authority owes its reply."""

    group = models.OneToOneField(
        MixedGroup, models.CASCADE, related_name="report", verbose_name=_("mixed group")
    )
    text = models.TextField(_("report"))
    document = models.ForeignKey(
        "wagtaildocs.Document",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whole report"),
    )
    adopted_on = models.DateField(_("adopted on"))

    class Meta:
        verbose_name = _("report of a group")
        verbose_name_plural = _("reports of groups")

    def __str__(self) -> str:
        return str(self.group)


class MotivatedReply(PublicReply):
    """What the authority answers to the report, with its reason; never changed once published."""

    group = models.OneToOneField(
        MixedGroup, models.CASCADE, related_name="reply", verbose_name=_("mixed group")
    )

    class Meta:
        verbose_name = _("motivated reply")
        verbose_name_plural = _("motivated replies")
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("reason")), MIN_REASON),
                name="reply_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(next_steps="") & ~Q(decided_by=""),
                name="reply_says_who_and_what_happens_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.get_outcome_display()}"


class ReplyPostponement(models.Model):
    """A reply date that moved, with its reason, shown for ever."""

    group = models.ForeignKey(
        MixedGroup, models.CASCADE, related_name="postponements", verbose_name=_("mixed group")
    )
    due_before = models.DateField(_("was due on"))
    due_after = models.DateField(_("is due on"))
    reason = models.CharField(_("reason"), max_length=300)
    said_at = models.DateTimeField(_("said at"), auto_now_add=True)

    class Meta:
        verbose_name = _("postponed reply")
        verbose_name_plural = _("postponed replies")
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("reason")), MIN_REASON),
                name="postponement_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_before} → {self.due_after}"
