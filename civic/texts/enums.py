"""Vocabulary of texts written together."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextState(models.TextChoices):
    """Who reads a text, and who may still change it."""

    DRAFTING = "drafting", _("being drafted")
    OPEN = "open", _("published, still being written")
    ADOPTED = "adopted", _("adopted")


class Origin(models.TextChoices):
    """How the words of a paragraph came to be."""

    EDIT = "edit", _("written in the group")
    IMPORT = "import", _("imported")
    AMENDMENT = "amendment", _("accepted amendment")
    SPLIT = "split", _("cut in two")
    JOIN = "join", _("joined with another")


class Kinship(models.TextChoices):
    """How one paragraph comes from another."""

    CUT_FROM = "cut_from", _("was cut from")
    JOINED_TO = "joined_to", _("was joined to")


class Aim(models.TextChoices):
    """What an amendment asks for."""

    CHANGE = "change", _("change the words of this paragraph")
    REMOVE = "remove", _("remove this paragraph")


class Verdict(models.TextChoices):
    """What became of an amendment."""

    ACCEPTED = "accepted", _("accepted")
    ADAPTED = "adapted", _("accepted in part")
    REJECTED = "rejected", _("rejected")


# How long one holds a paragraph without a sign of life.
CLAIM_MINUTES = 15
MIN_REASON = 20
