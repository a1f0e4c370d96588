from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.accounts.models import Person
from civic.core.enums import Channel

from ..enums import AgeBand, Gender, SeatState
from .mixed_group import MixedGroup


class GroupMembership(models.Model):
    """One person invited to a mixed group; the college is copied when the person is invited.

    `named` says whether the person agreed to be named in public; nobody is before saying so.
    A substitute sits when the member they stand for cannot, and takes no seat of the college.
    """

    group = models.ForeignKey(
        MixedGroup, models.CASCADE, related_name="memberships", verbose_name=_("mixed group")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="group_memberships", verbose_name=_("person")
    )
    college = models.CharField(_("college"), max_length=20, choices=College)
    substitute_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name=_("substitute of"),
    )
    invited_at = models.DateTimeField(_("invited at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    answered_by = models.CharField(_("answered"), max_length=10, choices=Channel, blank=True)
    first_time = models.BooleanField(_("first time"), null=True, blank=True)
    named = models.BooleanField(_("agrees to be named"), default=False)
    term_starts_on = models.DateField(_("term starts on"))
    term_ends_on = models.DateField(_("term ends on"))
    interests = models.CharField(
        _("declared interests"),
        max_length=300,
        blank=True,
        help_text=_("What links this member to the subject; public. « None » is an answer."),
    )
    training = models.CharField(_("training followed"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of a group")
        ordering = ["group_id", "college", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="group_member_once"),
            models.CheckConstraint(
                condition=Q(term_ends_on__gt=F("term_starts_on")),
                name="group_member_term_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None),
                name="group_member_answers_once",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(accepted_at__isnull=False),
                name="group_member_leaves_after_accepting",
            ),
            models.CheckConstraint(
                condition=~Q(named=True) | Q(accepted_at__isnull=False),
                name="group_member_named_after_accepting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}"

    @property
    def state(self) -> SeatState:
        if self.left_at is not None:
            return SeatState.LEFT
        if self.declined_at is not None:
            return SeatState.DECLINED
        return SeatState.SEATED if self.accepted_at is not None else SeatState.INVITED

    @property
    def is_seated(self) -> bool:
        return self.state == SeatState.SEATED

    @property
    def organisation_id(self) -> int:
        return self.group.space.organisation_id


class MemberTraits(models.Model):
    """What a member chose to say so that the group can be compared; frozen, deleted on request.

    Never shown for one person: only counts leave it, and none under five.
    """

    membership = models.OneToOneField(
        GroupMembership, models.CASCADE, related_name="traits", verbose_name=_("member")
    )
    gender = models.CharField(_("is"), max_length=10, choices=Gender, blank=True)
    age_band = models.CharField(_("age"), max_length=10, choices=AgeBand, blank=True)

    class Meta:
        verbose_name = _("traits of a member")
        verbose_name_plural = _("traits of members")

    def __str__(self) -> str:
        return f"{self.membership_id}"
