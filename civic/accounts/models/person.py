from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from civic.territory.models import Neighbourhood, Organisation

from ..enums import AssuranceLevel, College, ContactPreference
from .user import User


class Person(models.Model):
    """Somebody who takes part, online or on paper; uniqueness of every act is on the person.

    `public_name` is what others read; `legal_name` and the contact fields never leave staff
    screens. A person without a user is claimed later with a code received at the desk.
    """

    user = models.OneToOneField(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("user"),
    )
    public_name = models.CharField(_("public name"), max_length=80)
    legal_name = models.CharField(_("legal name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    email_confirmed = models.BooleanField(_("e-mail confirmed"), default=False)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    postal_address = models.CharField(_("postal address"), max_length=250, blank=True)
    contact_preference = models.CharField(
        _("wants the answer"), max_length=10, choices=ContactPreference, default="email"
    )
    sms_agreed_at = models.DateTimeField(_("agreed to text messages"), null=True, blank=True)
    college = models.CharField(
        _("college"), max_length=20, choices=College, default=College.RESIDENT
    )
    college_verified_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("college verified by"),
    )
    college_verified_at = models.DateTimeField(_("college verified at"), null=True, blank=True)
    college_label = models.CharField(
        _("capacity"),
        max_length=120,
        blank=True,
        help_text=_("For instance « Climate department » or « vice-president for climate »."),
    )
    college_body = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("college verified for"),
    )
    college_until = models.DateField(_("end of the term"), null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commune"),
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("neighbourhood"),
    )
    assurance_level = models.SmallIntegerField(
        _("assurance level"), choices=AssuranceLevel, default=AssuranceLevel.NONE
    )
    language = models.CharField(_("language"), max_length=5, default="fr")
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    last_active_on = models.DateField(_("last active on"), auto_now_add=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email="") & Q(email_confirmed=True),
                name="person_confirmed_email_once",
            ),
            models.CheckConstraint(
                condition=~Q(college__in=["technical_officer", "elected_official"])
                | Q(college_verified_at__isnull=False),
                name="person_official_college_is_verified",
            ),
            models.CheckConstraint(
                condition=~Q(contact_preference="sms")
                | (Q(sms_agreed_at__isnull=False) & ~Q(phone="")),
                name="person_text_messages_are_agreed",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(legal_name="", email="", phone="", postal_address="", user=None),
                name="person_erased_keeps_nothing_personal",
            ),
        ]

    def __str__(self) -> str:
        return self.public_name

    @property
    def journal_name(self) -> str:
        return f"person:{self.pk}"

    @property
    def has_a_way_to_be_answered(self) -> bool:
        return bool((self.email and self.email_confirmed) or self.postal_address or self.phone)


class ClaimCode(models.Model):
    """A code handed over at the desk, with which a person claims what was said on paper.

    Only a keyed hash is stored; the code is short-lived and serves once.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="claim_codes", verbose_name=_("person")
    )
    code_hash = models.CharField(_("hash"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("claim code")
        verbose_name_plural = _("claim codes")

    def __str__(self) -> str:
        return f"{self.person_id} ({self.expires_at:%Y-%m-%d})"
