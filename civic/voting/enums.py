"""Vocabulary of ballots."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Method(models.TextChoices):
    """How choices are expressed and counted."""

    FOR_AGAINST = "for_against", _("for, against or abstain")


class Choice(models.TextChoices):
    """What a for/against ballot paper may say."""

    FOR = "for", _("for")
    AGAINST = "against", _("against")
    ABSTAIN = "abstain", _("abstain")


class BallotState(models.TextChoices):
    """Rules are fixed when a ballot leaves `draft`; results exist from `closed` on."""

    DRAFT = "draft", _("being prepared")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class ReasonRule(models.TextChoices):
    """Whether a reason goes with the choice; it is published with it."""

    NONE = "none", _("no reason asked")
    OPTIONAL = "optional", _("reason welcome")
    REQUIRED = "required", _("reason required")


class Electorate(models.TextChoices):
    """Who may vote; frozen when the ballot opens."""

    OPEN = "open", _("whoever confirms an e-mail address or comes to the desk")
    LISTED = "listed", _("the people of the list, frozen at opening")
