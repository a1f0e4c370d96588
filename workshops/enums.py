"""Vocabulary of workshops."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoomState(models.TextChoices):
    """Where a live room stands."""

    PREPARED = "prepared", _("prepared")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class StepAct(models.TextChoices):
    """What a step of the agenda asks of each participant: one thing at a time."""

    LISTEN = "listen", _("listen and talk")
    WRITE = "write", _("write cards")
    GROUP = "group", _("group the cards")
    VOTE = "vote", _("place dots")
    POLL = "poll", _("answer the question")


class CardState(models.TextChoices):
    """What became of a card on its board; a row is never deleted."""

    KEPT = "kept", _("on the board")
    LATE = "late", _("arrived after closing")
    MERGED = "merged", _("merged into another")
    REMOVED = "removed", _("taken off the board")


class PollState(models.TextChoices):
    """Whether a question is being answered."""

    PREPARED = "prepared", _("prepared")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Gender(models.TextChoices):
    """As the scribe sees it, and only if the group agreed to count it."""

    WOMAN = "woman", _("a woman")
    MAN = "man", _("a man")


class MinutesState(models.TextChoices):
    """Minutes are drafted, shown for correction, then published."""

    DRAFT = "draft", _("being written")
    SHARED = "shared", _("open to corrections")
    PUBLISHED = "published", _("published")


class CorrectionState(models.TextChoices):
    """What became of a correction."""

    PENDING = "pending", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
