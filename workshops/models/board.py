from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.accounts.models import User
from civic.core.enums import Channel
from civic.participation.models import Contribution

from ..enums import CardState
from .room import Participant, Room, RoomTable

MAX_TEXT = 500


class CardGroup(models.Model):
    """Cards put together, under a name the table gives; one left for another keeps its trace.

    `changed` is the number of the event that last changed the row.
    """

    room = models.ForeignKey(
        Room, models.CASCADE, related_name="groups", verbose_name=_("live room")
    )
    table = models.ForeignKey(
        RoomTable, models.CASCADE, related_name="groups", verbose_name=_("table")
    )
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveIntegerField(_("position"), default=0)
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="absorbed",
        verbose_name=_("merged into"),
    )
    dots_count = models.PositiveIntegerField(_("dots"), default=0)
    hands_count = models.PositiveIntegerField(_("raised hands"), default=0)
    changed = models.PositiveBigIntegerField(_("last change"), default=0)

    class Meta:
        verbose_name = _("group of cards")
        verbose_name_plural = _("groups of cards")
        ordering = ["room_id", "table_id", "position", "pk"]
        indexes = [models.Index(fields=["room", "changed"], name="cardgroup_changed")]

    def __str__(self) -> str:
        return self.name


class Card(models.Model):
    """One idea on the board of a table, read in the room only until it is handed on.

    `key` is drawn by the phone, so that a card sent twice is kept once. `number` says in which
    order the room received the cards; among the cards of one person `sequence` has the last word,
    so that no clock of a phone is ever believed. Handed on, a card has its contribution, which
    the publication guard screens: the text of a card is public nowhere else.
    """

    key = models.UUIDField(_("key"), unique=True)
    room = models.ForeignKey(
        Room, models.CASCADE, related_name="cards", verbose_name=_("live room")
    )
    table = models.ForeignKey(
        RoomTable, models.PROTECT, related_name="cards", verbose_name=_("table")
    )
    group = models.ForeignKey(
        CardGroup,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cards",
        verbose_name=_("group of cards"),
    )
    number = models.PositiveIntegerField(_("number"))
    position = models.PositiveIntegerField(_("position"))
    sequence = models.PositiveIntegerField(_("order of writing"), default=0)
    text = models.CharField(_("text"), max_length=MAX_TEXT)
    author = models.ForeignKey(
        Participant,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cards",
        verbose_name=_("author"),
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.ONLINE)
    college = models.CharField(_("college"), max_length=20, choices=College)
    people_count = models.PositiveSmallIntegerField(_("people behind it"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=CardState, default=CardState.KEPT)
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="absorbed",
        verbose_name=_("merged into"),
    )
    written_at = models.DateTimeField(_("received at"))
    entered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    dots_count = models.PositiveIntegerField(_("dots"), default=0)
    hands_count = models.PositiveIntegerField(_("raised hands"), default=0)
    contribution = models.OneToOneField(
        Contribution,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="card",
        verbose_name=_("contribution"),
    )
    changed = models.PositiveBigIntegerField(_("last change"), default=0)

    class Meta:
        verbose_name = _("card of a room")
        verbose_name_plural = _("cards of a room")
        ordering = ["position", "sequence", "pk"]
        indexes = [
            models.Index(fields=["room", "changed"], name="card_changed"),
            models.Index(fields=["table", "state", "position"], name="card_board"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="card_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="card_says_something"),
            models.CheckConstraint(
                condition=Q(state=CardState.MERGED, merged_into__isnull=False)
                | (~Q(state=CardState.MERGED) & Q(merged_into=None)),
                name="card_merged_has_an_heir",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class DotVote(models.Model):
    """One dot of one participant, on a card or on a group."""

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="dots", verbose_name=_("participant of a room")
    )
    card = models.ForeignKey(
        Card, models.CASCADE, null=True, blank=True, related_name="dots", verbose_name=_("card")
    )
    group = models.ForeignKey(
        CardGroup,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="dots",
        verbose_name=_("group of cards"),
    )
    placed_at = models.DateTimeField(_("placed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("dot")
        verbose_name_plural = _("dots")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "card"],
                condition=Q(card__isnull=False),
                name="dot_on_a_card_once",
            ),
            models.UniqueConstraint(
                fields=["participant", "group"],
                condition=Q(group__isnull=False),
                name="dot_on_a_group_once",
            ),
            models.CheckConstraint(
                condition=Q(card__isnull=False, group=None) | Q(card=None, group__isnull=False),
                name="dot_is_on_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.card_id or self.group_id}"
