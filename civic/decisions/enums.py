"""Vocabulary of decisions and commitments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.cases.enums import CONTRIBUTION_OUTCOMES, REQUEST_OUTCOMES, CaseOrigin, Outcome


class DecisionState(models.TextChoices):
    """A decision answers its items when it is signed, all together or not at all."""

    DRAFT = "draft", _("being written")
    SIGNED = "signed", _("signed")


class CommitmentState(models.TextChoices):
    """Where the works stand."""

    TO_START = "to_start", _("to start")
    UNDER_WAY = "under_way", _("under way")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


OPEN_COMMITMENTS = (CommitmentState.TO_START, CommitmentState.UNDER_WAY)

# Handing over needs a receiving body: it is done on the case itself, not in a decision.
ITEM_OUTCOMES = {
    CaseOrigin.CONTRIBUTION: frozenset(CONTRIBUTION_OUTCOMES),
    CaseOrigin.REQUEST: frozenset(REQUEST_OUTCOMES) - {Outcome.HANDED_OVER},
}
