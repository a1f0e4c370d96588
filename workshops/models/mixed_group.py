from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from civic.accounts.enums import College
from civic.accounts.models import User
from civic.participation.models import Phase, Space
from civic.territory.models import Organisation

from ..enums import GroupOrigin

MIN_REASON = 20


class MixedGroup(ClusterableModel):
    """Residents, officers and elected officials with a mandate, a report to give, a reply due.

    Its row is the lock under which seats are counted. `public_from` is the phase from which
    everybody reads its documents; before, its members alone do.
    """

    space = models.OneToOneField(
        Space, models.CASCADE, related_name="mixed_group", verbose_name=_("space")
    )
    consultation_space = models.ForeignKey(
        Space,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="mixed_groups",
        verbose_name=_("works for the consultation"),
    )
    question = models.CharField(
        _("question put"),
        max_length=300,
        help_text=_("One sentence a neighbour understands, ending with a question mark."),
    )
    mandate = models.TextField(
        _("mandate"), help_text=_("What the group must produce, and what it may not decide.")
    )
    origin = models.CharField(
        _("origin"), max_length=15, choices=GroupOrigin, default=GroupOrigin.REFERRAL
    )
    asked_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
        help_text=_("The body that put the question; it owes the reply."),
    )
    term_starts_on = models.DateField(_("term starts on"))
    term_ends_on = models.DateField(_("term ends on"))
    reply_due_on = models.DateField(
        _("reply due on"),
        null=True,
        blank=True,
        help_text=_("Public. Once the group is open it only moves with a public reason."),
    )
    public_from = models.ForeignKey(
        Phase,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("open to everybody from the phase"),
        help_text=_("Before it, only the members read the documents of the group."),
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("mixed group")
        verbose_name_plural = _("mixed groups")
        ordering = ["-term_starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(term_ends_on__gt=F("term_starts_on")),
                name="group_term_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(origin="referral") | Q(asked_by__isnull=False),
                name="group_referral_names_who_asks",
            ),
        ]

    def __str__(self) -> str:
        return self.space.title

    @property
    def organisation_id(self) -> int:
        return self.space.organisation_id

    @property
    def authority(self) -> Organisation:
        """The body that owes the motivated reply."""
        return self.asked_by or self.space.organisation

    @property
    def is_referral(self) -> bool:
        return self.origin == GroupOrigin.REFERRAL


class CollegeQuota(models.Model):
    """The seats of one college: as many as hoped for, not fewer than, not more than."""

    sort_order_field = "position"

    group = ParentalKey(
        MixedGroup, on_delete=models.CASCADE, related_name="quotas", verbose_name=_("mixed group")
    )
    college = models.CharField(_("college"), max_length=20, choices=College)
    minimum = models.PositiveSmallIntegerField(_("minimum"), default=1)
    target = models.PositiveSmallIntegerField(_("target"))
    maximum = models.PositiveSmallIntegerField(_("maximum"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("seats of a college")
        verbose_name_plural = _("seats of the colleges")
        ordering = ["group_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "college"], name="quota_once"),
            models.CheckConstraint(
                condition=Q(minimum__lte=F("target"), target__lte=F("maximum"), maximum__gte=1),
                name="quota_minimum_target_maximum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_college_display()}: {self.minimum}–{self.maximum}"


class Derogation(models.Model):
    """Why a group was opened below the minimum of a college; public, dated, never changed."""

    group = models.ForeignKey(
        MixedGroup, models.CASCADE, related_name="derogations", verbose_name=_("mixed group")
    )
    college = models.CharField(_("college"), max_length=20, choices=College)
    minimum = models.PositiveSmallIntegerField(_("minimum"))
    seated = models.PositiveSmallIntegerField(_("members at the opening"))
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("derogation")
        verbose_name_plural = _("derogations")
        ordering = ["decided_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "college"], name="derogation_once"),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("reason")), MIN_REASON),
                name="derogation_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(seated__lt=F("minimum")), name="derogation_is_below_the_minimum"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_college_display()}: {self.seated}/{self.minimum}"


class GroupDocument(models.Model):
    """A file of the group; before the group opens to everybody, only its members read it."""

    sort_order_field = "position"

    group = ParentalKey(
        MixedGroup,
        on_delete=models.CASCADE,
        related_name="documents",
        verbose_name=_("mixed group"),
    )
    document = models.ForeignKey(
        "wagtaildocs.Document", models.CASCADE, related_name="+", verbose_name=_("file")
    )
    note = models.CharField(_("what it is"), max_length=200, blank=True)
    members_only = models.BooleanField(
        _("stays with the members"),
        default=False,
        help_text=_("Ticked, it is never shown to everybody, whatever the phase."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("document of a group")
        verbose_name_plural = _("documents of a group")
        ordering = ["group_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "document"], name="group_document_once"),
        ]

    def __str__(self) -> str:
        return self.note or str(self.document)
