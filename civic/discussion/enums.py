"""Vocabulary of comments, of what breaks a rule, and of what became of a report."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stance(models.TextChoices):
    """What a comment brings to what it answers."""

    NEUTRAL = "neutral", _("remark")
    FOR = "for", _("for")
    AGAINST = "against", _("against")
    QUESTION = "question", _("question")


# What takes a side or asks; a remark is only counted in the total.
COUNTED_STANCES = (Stance.FOR, Stance.AGAINST, Stance.QUESTION)

# Levels 0 to 4: a reply to the last one is placed beside it.
MAX_LEVEL = 4
MAX_LENGTH = 3000
# What the conclusions of a discussion hold at most.
MAX_POINTS = 8
MAX_CITED = 60


class Rule(models.TextChoices):
    """The published rules of the discussion; a hidden comment names the one it breaks."""

    PERSONAL_DATA = "personal_data", _("names somebody or gives a way to reach them")
    INSULT = "insult", _("insults or threatens somebody")
    HATE = "hate", _("incites to hatred or discrimination")
    ILLEGAL = "illegal", _("says something the law forbids")
    ADVERTISING = "advertising", _("is advertising or was posted many times")
    OFF_TOPIC = "off_topic", _("has nothing to do with the subject")


class ReportState(models.TextChoices):
    """Where a report stands."""

    OPEN = "open", _("to be looked at")
    HIDDEN = "hidden", _("text hidden")
    KEPT = "kept", _("text kept")
