from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.participation.models import Space

from ..enums import ConsultationPreset, ParticipationLevel


class Consultation(models.Model):
    """The framing of a consultation: the question, who decides, what is open, the answer date.

    Publishing without the framing is refused by a CHECK (LC1).
    """

    space = models.OneToOneField(
        Space, models.CASCADE, related_name="consultation", verbose_name=_("space")
    )
    preset = models.CharField(
        _("legal form"),
        max_length=10,
        choices=ConsultationPreset,
        default=ConsultationPreset.FREE,
    )
    question = models.CharField(_("the question, in one sentence"), max_length=250, blank=True)
    participation_level = models.CharField(
        _("level of participation"), max_length=20, choices=ParticipationLevel, blank=True
    )
    decider = models.CharField(_("who decides"), max_length=200, blank=True)
    how_decided = models.TextField(_("how it will be decided"), blank=True)
    what_is_open = models.TextField(_("what is open"), blank=True)
    what_is_fixed = models.TextField(_("what is already fixed"), blank=True)
    answer_due_on = models.DateField(_("answer due on"), null=True, blank=True)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    offline_way = models.TextField(_("on paper, by telephone, at the desk"), blank=True)
    notice_published_on = models.DateField(
        _("notice published on"),
        null=True,
        blank=True,
        help_text=_("At least 15 days before opening; to be checked by counsel."),
    )
    file_to_consult = models.ForeignKey(
        "wagtaildocs.Document",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file to consult"),
        help_text=_("Required by the statutory form; to be checked by counsel."),
    )
    is_published = models.BooleanField(_("published"), default=False)
    outcome_published_on = models.DateField(_("outcome published on"), null=True, blank=True)
    submission_key = models.UUIDField(
        _("submission"), null=True, blank=True, unique=True, editable=False
    )

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_published=False)
                | (
                    ~Q(question="")
                    & ~Q(participation_level="")
                    & ~Q(decider="")
                    & ~Q(what_is_open="")
                    & ~Q(what_is_fixed="")
                    & Q(answer_due_on__isnull=False)
                    & (~Q(contact_phone="") | ~Q(contact_email=""))
                ),
                name="consultation_published_is_framed",
            ),
        ]

    def __str__(self) -> str:
        return self.question or self.space.title


class DateChange(models.Model):
    """The public, dated note that the calendar was changed, and why (LC5).

    Without `before` and `after` it says that something else of the calendar changed.
    """

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="date_changes", verbose_name=_("consultation")
    )
    what = models.CharField(_("which date"), max_length=120)
    before = models.DateTimeField(_("before"), null=True)
    after = models.DateTimeField(_("after"), null=True)
    reason = models.CharField(_("reason"), max_length=300)
    changed_at = models.DateTimeField(_("changed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("changed date")
        verbose_name_plural = _("changed dates")
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.what
