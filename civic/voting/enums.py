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


# An abstention counts for the quorum, not for the majority.
EXPRESSED = (Choice.FOR, Choice.AGAINST)


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


class ReasonState(models.TextChoices):
    """Whether the reason given with a choice is published with it, once the ballot is closed."""

    NONE = "none", _("no reason given")
    PUBLIC = "public", _("published with the choice")
    WAITING = "waiting", _("to be read: it may name somebody")
    KEPT_BACK = "kept_back", _("kept back by a moderator")


class Electorate(models.TextChoices):
    """Who may vote; frozen when the ballot opens."""

    OPEN = "open", _("whoever confirms an e-mail address or comes to the desk")
    LISTED = "listed", _("the people of the list, frozen at opening")


class Verdict(models.TextChoices):
    """What a count says under the rule of the ballot."""

    ADOPTED = "adopted", _("adopted")
    REJECTED = "rejected", _("not adopted")
    TIE = "tie", _("not adopted: equal numbers")
    NO_QUORUM = "no_quorum", _("no decision: the quorum was not reached")
