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


class GroupOrigin(models.TextChoices):
    """Why a mixed group gives its opinion."""

    REFERRAL = "referral", _("asked by the authority")
    OWN_INITIATIVE = "own_initiative", _("on its own initiative")


class Criterion(models.TextChoices):
    """What a group is compared on with the people it stands for."""

    COLLEGE = "college", _("college")
    GENDER = "gender", _("women and men")
    AGE_BAND = "age_band", _("age")
    COMMUNE = "commune", _("commune")


class AgeBand(models.TextChoices):
    """Age, no finer than a comparison needs."""

    UNDER_25 = "under_25", _("under 25")
    FROM_25 = "from_25", _("25 to 39")
    FROM_40 = "from_40", _("40 to 59")
    FROM_60 = "from_60", _("60 to 74")
    FROM_75 = "from_75", _("75 and over")


class SeatState(models.TextChoices):
    """Where an invited person stands."""

    INVITED = "invited", _("invited, has not answered yet")
    SEATED = "seated", _("member")
    DECLINED = "declined", _("has declined")
    LEFT = "left", _("has left")
