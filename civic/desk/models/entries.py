from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import Person, User
from civic.core.enums import Channel
from civic.territory.models import Organisation

from ..enums import ConsentHow, MandateScope
from .sheets import Sheet

LONGEST_MANDATE_DAYS = 366


class Consent(models.Model):
    """What somebody agreed to, in the words they were shown, and how."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="consents", verbose_name=_("person")
    )
    about = models.CharField(_("about"), max_length=120)
    text = models.TextField(_("sentence shown"))
    how = models.CharField(_("agreed"), max_length=10, choices=ConsentHow)
    given_on = models.DateField(_("on"))
    recorded_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.about}"


class Mandate(models.Model):
    """Somebody helps a person at the desk: who, for what, until when; a year at most."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="mandates", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("desk")
    )
    helper_name = models.CharField(_("helper"), max_length=120)
    helper_body = models.CharField(_("helper's organisation"), max_length=120, blank=True)
    scope = models.CharField(_("for"), max_length=8, choices=MandateScope, default=MandateScope.ALL)
    space_id = models.BigIntegerField(_("space"), null=True, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    days = models.PositiveSmallIntegerField(_("days"))
    ended_on = models.DateField(_("ended early on"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("mandate of a helper")
        verbose_name_plural = _("mandates of helpers")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=LONGEST_MANDATE_DAYS),
                name="mandate_lasts_a_year_at_most",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="mandate_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(scope="space") | Q(space_id__isnull=False),
                name="mandate_for_a_space_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.helper_name} → {self.person_id}"


class Entry(models.Model):
    """One act typed by an agent for a person: through which channel, with which sheet and helper.

    `typed` holds what was typed only while a second typing is awaited.
    """

    act = models.CharField(_("act"), max_length=30)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("desk")
    )
    space_id = models.BigIntegerField(_("space"), null=True, blank=True, db_index=True)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="desk_entries", verbose_name=_("person")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    sheet = models.ForeignKey(
        Sheet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("sheet"),
    )
    line = models.PositiveSmallIntegerField(_("line"), default=1)
    result = models.CharField(_("what it became"), max_length=120)
    number = models.CharField(_("number"), max_length=9, blank=True)
    said_on = models.DateField(_("said on"))
    late_reason = models.CharField(_("why accepted after closing"), max_length=250, blank=True)
    consent = models.ForeignKey(
        Consent,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("consent"),
    )
    mandate = models.ForeignKey(
        Mandate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("helper"),
    )
    typed = models.JSONField(_("as typed"), default=dict, blank=True)
    submission_key = models.UUIDField(_("submission"), null=True, blank=True, unique=True)
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    entered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        verbose_name = _("desk entry")
        verbose_name_plural = _("desk entries")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="desk_entry_latest"),
            models.Index(fields=["result"], name="desk_entry_result"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "line"], name="desk_sheet_line_once"),
            models.CheckConstraint(
                condition=~Q(channel__in=["online", "import"]), name="desk_entry_is_offline"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act}: {self.result}"
