"""Vocabulary of notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How soon somebody wants to be told."""

    IMMEDIATE = "immediate", _("at once")
    DIGEST = "digest", _("in the daily summary")
    MUTED = "muted", _("never")


class NoticeState(models.TextChoices):
    """Where a notice stands: `sent` was handed to a server, `delivered` reached the person."""

    PENDING = "pending", _("to send")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    TO_CONTACT = "to_contact", _("somebody must write or call")
    DELIVERED = "delivered", _("delivered")
    MUTED = "muted", _("not wanted")
    FAILED = "failed", _("could not be sent")


class Medium(models.TextChoices):
    """What carries a notice."""

    EMAIL = "email", _("e-mail")
    LETTER = "letter", _("letter")
    TELEPHONE = "telephone", _("telephone call")
    SMS = "sms", _("text message (SMS)")
    DESK = "desk", _("at the desk")


class Reported(models.TextChoices):
    """What a gateway says became of a text message."""

    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("could not be sent")
    STOPPED = "stopped", _("no more of them, please")
