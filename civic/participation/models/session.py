from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.accounts.models import Person, User
from civic.core.enums import Channel

from ..enums import RegistrationState
from .space import Space


class Session(models.Model):
    """A dated moment of a space: a workshop's session, a council's meeting."""

    space = models.ForeignKey(
        Space, models.CASCADE, related_name="sessions", verbose_name=_("space")
    )
    title = models.CharField(_("title"), max_length=150)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = models.CharField(_("place"), max_length=200)
    address = models.CharField(_("address"), max_length=200, blank=True)
    how_to_come = models.CharField(_("how to come"), max_length=300, blank=True)
    remote_link = models.URLField(_("to take part from home"), blank=True)
    agenda = models.TextField(_("agenda"), blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, help_text=_("Empty: no registration needed.")
    )
    registration_closes_at = models.DateTimeField(
        _("registration closes at"), null=True, blank=True
    )
    minutes = models.TextField(_("minutes"), blank=True)
    minutes_published_at = models.DateTimeField(_("minutes published at"), null=True, blank=True)
    attendance_count = models.PositiveSmallIntegerField(_("people present"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancelled_reason = models.CharField(_("why it is cancelled"), max_length=300, blank=True)
    confirmed_count = models.PositiveSmallIntegerField(_("places taken"), default=0)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(confirmed_count__lte=F("capacity")),
                name="session_never_over_capacity",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancelled_reason=""),
                name="session_cancelled_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Registration(models.Model):
    """One person's place at a session, or place in the queue."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="registrations", verbose_name=_("session")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="registrations", verbose_name=_("person")
    )
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    college = models.CharField(_("college"), max_length=20, choices=College)
    needs = models.CharField(_("what helps to come"), max_length=300, blank=True)
    first_time = models.BooleanField(_("first time"), null=True, blank=True)
    registered_at = models.DateTimeField(_("registered at"), auto_now_add=True)
    entered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="registered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.person_id}"


class SessionAttendance(models.Model):
    """How many people of one college came to a session: counts only, never who."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="attendance", verbose_name=_("session")
    )
    college = models.CharField(_("college"), max_length=20, choices=College)
    count = models.PositiveSmallIntegerField(_("people present"))
    first_time = models.PositiveSmallIntegerField(
        _("of whom for the first time"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["session_id", "college"]
        constraints = [
            models.UniqueConstraint(fields=["session", "college"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(first_time=None) | Q(first_time__lte=F("count")),
                name="attendance_first_time_within_count",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_college_display()}: {self.count}"
