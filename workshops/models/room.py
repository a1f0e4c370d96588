from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.accounts.models import Person, User
from civic.participation.models import Session

from ..enums import RoomState, StepAct
from ..logic.codes import CODE_LENGTH


class Room(models.Model):
    """The live room of a session: where people at several tables write on one board.

    Its row is the lock of whatever changes in it; `cards_count` also gives cards their numbers.
    Every change has a number in the event stream "room:<pk>".
    """

    session = models.OneToOneField(
        Session, models.CASCADE, related_name="room", verbose_name=_("session")
    )
    code = models.CharField(
        _("code to join"),
        max_length=CODE_LENGTH,
        unique=True,
        help_text=_("Shown on the projector; letters and digits that are not mistaken."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RoomState, default=RoomState.PREPARED
    )
    current_step = models.ForeignKey(
        "RoomStep",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where we are"),
    )
    timer_ends_at = models.DateTimeField(_("time is up at"), null=True, blank=True)
    dots_each = models.PositiveSmallIntegerField(
        _("dots for each"), default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    cards_count = models.PositiveIntegerField(_("cards written"), default=0)

    # How far the stream had come just before the row was read; set by `selectors.room_with`.
    reached = 0

    class Meta:
        verbose_name = _("live room")
        verbose_name_plural = _("live rooms")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RoomState.CLOSED) | Q(closed_at__isnull=False),
                name="room_closed_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.session.title

    @property
    def stream(self) -> str:
        """The name of the event stream."""
        return f"room:{self.pk}"

    @property
    def space_id(self) -> int:
        return self.session.space_id

    @property
    def organisation_id(self) -> int:
        return self.session.space.organisation_id

    @property
    def is_open(self) -> bool:
        return self.state == RoomState.OPEN

    @property
    def seconds_left(self) -> int | None:
        """Seconds left by the server's clock, or None without a timer."""
        if self.timer_ends_at is None:
            return None
        return max(0, round((self.timer_ends_at - timezone.now()).total_seconds()))


class RoomStep(models.Model):
    """One step of a room's agenda: what is done, and what each phone offers meanwhile."""

    room = models.ForeignKey(
        Room, models.CASCADE, related_name="steps", verbose_name=_("live room")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("what we do now"), max_length=120)
    act = models.CharField(
        _("what each may do"), max_length=10, choices=StepAct, default=StepAct.LISTEN
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)

    class Meta:
        verbose_name = _("step of a room")
        verbose_name_plural = _("steps of a room")
        ordering = ["room_id", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class RoomTable(models.Model):
    """One table, with its own board."""

    room = models.ForeignKey(
        Room, models.CASCADE, related_name="tables", verbose_name=_("live room")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("table of a room")
        verbose_name_plural = _("tables of a room")
        ordering = ["room_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="room_table_once"),
        ]

    def __str__(self) -> str:
        table = _("Table %(number)s") % {"number": self.number}
        return f"{table} · {self.name}" if self.name else str(table)


class Participant(models.Model):
    """Somebody in a room, with a phone; known by a cookie, and by the person once signed in.

    Only the hash of what the cookie holds is stored. `college_confirmed` is set by whoever runs
    the room when a college that binds the authority is claimed without a verified account.
    """

    room = models.ForeignKey(
        Room, models.CASCADE, related_name="participants", verbose_name=_("live room")
    )
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="room_participations",
        verbose_name=_("person"),
    )
    token_hash = models.CharField(_("hash"), max_length=64)
    name = models.CharField(_("name"), max_length=80, blank=True)
    college = models.CharField(
        _("college"), max_length=20, choices=College, default=College.RESIDENT
    )
    asked_college = models.CharField(
        _("college to confirm"), max_length=20, choices=College, blank=True
    )
    table = models.ForeignKey(
        RoomTable,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="participants",
        verbose_name=_("table"),
    )
    last_sequence = models.PositiveIntegerField(_("last card sent"), default=0)
    joined_at = models.DateTimeField(_("joined at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("shown out at"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("reason"), max_length=200, blank=True)
    withdrawn_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("participant of a room")
        verbose_name_plural = _("participants of a room")
        ordering = ["room_id", "joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["room", "token_hash"], name="room_phone_once"),
            models.UniqueConstraint(
                fields=["room", "person"],
                condition=Q(person__isnull=False),
                name="room_participant_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    @property
    def journal_name(self) -> str:
        return f"participant:{self.pk}"
