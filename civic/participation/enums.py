"""Vocabulary of spaces, activities and what a phase opens."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpaceKind(models.TextChoices):
    """What a resident sees the space as."""

    CONSULTATION = "consultation", _("consultation")
    WORKSHOP = "workshop", _("workshop")
    COUNCIL = "council", _("neighbourhood council")
    MIXED_GROUP = "mixed_group", _("mixed group")


class ActivityKind(models.TextChoices):
    """One form, one data set, one state workflow."""

    CALL_FOR_PROPOSALS = "call_for_proposals", _("call for proposals")
    BALLOT = "ballot", _("ballot")
    TEXT = "text", _("text to amend")


class Act(models.TextChoices):
    """What a phase may open in an activity."""

    CONTRIBUTE = "contribute", _("propose")
    COMMENT = "comment", _("comment")
    SUPPORT = "support", _("support")
    VOTE = "vote", _("vote")
    AMEND = "amend", _("amend")


class PublicationRule(models.TextChoices):
    """When what is written appears; participants are told."""

    AT_ONCE = "at_once", _("at once, read afterwards")
    BEFORE = "before", _("after somebody has read it")


class ContributionKind(models.TextChoices):
    """What a contribution is."""

    PROPOSAL = "proposal", _("proposal")
    AMENDMENT = "amendment", _("amendment")
    OPINION = "opinion", _("opinion")
    CARD = "card", _("card of a workshop")


class ConditionKind(models.TextChoices):
    """What is asked before taking part in an activity."""

    CHARTER = "charter", _("has read the charter")
    RESIDENCE = "residence", _("lives or works on the territory")
    QUESTION = "question", _("a question to confirm")


class RegistrationState(models.TextChoices):
    """A place at a session, or a place in the queue."""

    CONFIRMED = "confirmed", _("has a place")
    WAITING = "waiting", _("on the waiting list")
    CANCELLED = "cancelled", _("cancelled")


class ReplyOutcome(models.TextChoices):
    """What the authority does with what a group or a council handed over to it."""

    FOLLOWED = "followed", _("followed")
    PARTLY = "partly", _("followed in part")
    NOT_FOLLOWED = "not_followed", _("not followed")


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
