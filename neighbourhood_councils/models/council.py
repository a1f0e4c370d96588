from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.accounts.models import Person
from civic.participation.models import Space
from civic.territory.models import Neighbourhood


class NeighbourhoodCouncil(models.Model):
    """A council: its perimeter, its members, the requests it follows."""

    space = models.OneToOneField(
        Space, models.CASCADE, related_name="council", verbose_name=_("space")
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="councils",
        verbose_name=_("neighbourhood"),
    )
    sheet_name = models.CharField(
        _("name in the spreadsheets"),
        max_length=120,
        blank=True,
        help_text=_("For instance « 2 - Centre est »."),
    )
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    is_closed = models.BooleanField(_("closed"), default=False)

    class Meta:
        verbose_name = _("neighbourhood council")
        verbose_name_plural = _("neighbourhood councils")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.space.title


class CouncilMembership(models.Model):
    """A member of a council, in a college, for a term.

    A substitute sits when the member they stand for cannot, and is not counted as a member.
    """

    council = models.ForeignKey(
        NeighbourhoodCouncil,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("neighbourhood council"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    college = models.CharField(_("college"), max_length=20, choices=College)
    function = models.CharField(_("function"), max_length=80, blank=True)
    term_starts_on = models.DateField(_("term starts on"))
    term_ends_on = models.DateField(_("term ends on"), null=True, blank=True)
    substitute_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name=_("substitute of"),
    )
    named = models.BooleanField(
        _("is named in public"),
        default=True,
        help_text=_("Unticked, the page counts this member and says no name."),
    )
    interests = models.CharField(
        _("declared interests"),
        max_length=300,
        blank=True,
        help_text=_("What links this member to the subject; public. « None » is an answer."),
    )

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["college", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "person", "term_starts_on"], name="membership_once_per_term"
            ),
            models.CheckConstraint(
                condition=Q(term_ends_on=None) | Q(term_ends_on__gt=F("term_starts_on")),
                name="membership_term_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(substitute_of=None) | ~Q(substitute_of=F("id")),
                name="membership_substitute_of_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}"
