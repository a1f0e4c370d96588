"""Vocabulary every space shares."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How something was said; copied at the moment of the act and never recomputed."""

    ONLINE = "online", _("online")
    PAPER = "paper", _("on paper")
    DESK = "desk", _("at the desk")
    TELEPHONE = "telephone", _("by telephone")
    EMAIL = "email", _("by e-mail")
    MEETING = "meeting", _("in a meeting")
    IMPORT = "import", _("imported")


# An agent or a chair enters these for somebody.
OFFLINE_CHANNELS = frozenset(
    {Channel.PAPER, Channel.DESK, Channel.TELEPHONE, Channel.EMAIL, Channel.MEETING}
)
