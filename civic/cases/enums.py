"""Vocabulary of whatever is owed an answer: states, turns, outcomes, transitions as data."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseState(models.TextChoices):
    """Where a case stands; each state says whose turn it is (`TURN_OF`)."""

    RECEIVED = "received", _("received")
    ROUTED = "routed", _("with the department")
    IN_PROGRESS = "in_progress", _("being dealt with")
    WAITING_REQUESTER = "waiting_requester", _("waiting for the person")
    WAITING_THIRD_PARTY = "waiting_third_party", _("waiting for another body")
    PLANNED = "planned", _("planned")
    REVIEW = "review", _("being reviewed")
    ANSWERED = "answered", _("answered")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CLOSED_BEFORE = "closed_before", _("closed before, no argued answer")


class Turn(models.TextChoices):
    """Who must act next."""

    AUTHORITY = "authority", _("the authority")
    REQUESTER = "requester", _("the person who asked")
    THIRD_PARTY = "third_party", _("another body")
    NOBODY = "nobody", _("nobody")


class Outcome(models.TextChoices):
    """What an answer says; custom labels only reword one of these."""

    ACCEPTED = "accepted", _("kept")
    ADAPTED = "adapted", _("kept in part")
    NOT_RETAINED = "not_retained", _("not kept")
    DONE = "done", _("done")
    PLANNED = "planned", _("planned")
    NOT_POSSIBLE = "not_possible", _("not possible")
    HANDED_OVER = "handed_over", _("handed over to another body")


class PlanWord(models.TextChoices):
    """What is said of what was planned, once its date is near or past."""

    DONE = "done", _("it is done")
    MOVED = "moved", _("it is moved to another date")
    DROPPED = "dropped", _("it will not be done")


class SatisfactionReason(models.TextChoices):
    """What somebody is satisfied or dissatisfied with; each one is a column of `Satisfaction`."""

    DELAY = "about_delay", _("the delay")
    CLARITY = "about_clarity", _("how clear the answer is")
    COURTESY = "about_courtesy", _("how I was spoken to")
    RESULT = "about_result", _("the result")


class HolidayCalendar(models.TextChoices):
    """Which public holidays stop the clock of an organisation."""

    NATIONAL = "", _("mainland France")
    ALSACE_MOSELLE = "Moselle", _("Alsace and Moselle")
    GUADELOUPE = "971", _("Guadeloupe")
    MARTINIQUE = "972", _("Martinique")
    GUYANE = "973", _("French Guiana")
    REUNION = "974", _("Réunion")
    MAYOTTE = "976", _("Mayotte")


class InboxPart(models.TextChoices):
    """What is expected of an officer for a case, the most pressing first."""

    CONTESTED = "contested", _("Contested: somebody else answers")
    LATE = "late", _("Late")
    ROUTE = "route", _("To give to a department")
    TODAY = "today", _("Due today")
    SOON = "soon", _("Due within seven days")
    LATER = "later", _("Later")


class FigureScope(models.TextChoices):
    """What a delay figure is about."""

    ALL = "all", _("all requests")
    DEPARTMENT = "department", _("city department")
    TYPE = "type", _("request type")
    CHANNEL = "channel", _("channel")


# An argued answer closes the case: nothing else does, except its author or its past.
CLOSING_STATES = frozenset({CaseState.ANSWERED})
ENDED_STATES = CLOSING_STATES | {CaseState.WITHDRAWN, CaseState.CLOSED_BEFORE}
OPEN_STATES = frozenset(CaseState) - ENDED_STATES
CONTRIBUTION_OUTCOMES = (Outcome.ACCEPTED, Outcome.ADAPTED, Outcome.NOT_RETAINED)
REQUEST_OUTCOMES = (Outcome.DONE, Outcome.PLANNED, Outcome.NOT_POSSIBLE, Outcome.HANDED_OVER)

LONGEST_LABEL = 40
# What an organisation may call otherwise in its tables; the meaning stays.
RENAMED: dict[str, Any] = {
    **{outcome.value: outcome.label for outcome in REQUEST_OUTCOMES},
    CaseState.WITHDRAWN.value: CaseState.WITHDRAWN.label,
}

TURN_OF: dict[CaseState, Turn] = {
    CaseState.RECEIVED: Turn.AUTHORITY,
    CaseState.ROUTED: Turn.AUTHORITY,
    CaseState.IN_PROGRESS: Turn.AUTHORITY,
    CaseState.WAITING_REQUESTER: Turn.REQUESTER,
    CaseState.WAITING_THIRD_PARTY: Turn.THIRD_PARTY,
    CaseState.PLANNED: Turn.AUTHORITY,
    CaseState.REVIEW: Turn.AUTHORITY,
    CaseState.ANSWERED: Turn.NOBODY,
    CaseState.WITHDRAWN: Turn.NOBODY,
    CaseState.CLOSED_BEFORE: Turn.NOBODY,
}

# How a case begins: nothing is born answered.
INITIAL_STATES = (CaseState.RECEIVED, CaseState.ROUTED, CaseState.CLOSED_BEFORE)

_WORKING = (
    CaseState.ROUTED,
    CaseState.IN_PROGRESS,
    CaseState.WAITING_REQUESTER,
    CaseState.WAITING_THIRD_PARTY,
    CaseState.PLANNED,
    CaseState.ANSWERED,
    CaseState.WITHDRAWN,
)
TRANSITIONS: dict[CaseState, tuple[CaseState, ...]] = {
    CaseState.RECEIVED: _WORKING,
    CaseState.ROUTED: _WORKING,
    CaseState.IN_PROGRESS: _WORKING,
    CaseState.WAITING_REQUESTER: _WORKING,
    CaseState.WAITING_THIRD_PARTY: _WORKING,
    CaseState.PLANNED: _WORKING,
    CaseState.REVIEW: (CaseState.ANSWERED, CaseState.WITHDRAWN),
    CaseState.ANSWERED: (CaseState.REVIEW,),
    CaseState.WITHDRAWN: (),
    CaseState.CLOSED_BEFORE: (CaseState.REVIEW,),
}


# Another body takes a case where its own desk may still have to find the department.
HANDED_OVER_FROM = frozenset(
    state for state, destinations in TRANSITIONS.items() if CaseState.ROUTED in destinations
)


def can_move(origin: str, destination: str) -> bool:
    """Tell whether a case may pass from one state to another."""
    return CaseState(destination) in TRANSITIONS[CaseState(origin)]


class CaseOrigin(models.TextChoices):
    """What a case answers."""

    CONTRIBUTION = "contribution", _("contribution")
    REQUEST = "request", _("request")


class PhotoKind(models.TextChoices):
    """What a photo of a request shows."""

    BEFORE = "before", _("before")
    AFTER = "after", _("after")


class AnswerFileKind(models.TextChoices):
    """What a file joined to an answer is."""

    PDF = "pdf", _("PDF")
    PICTURE = "webp", _("picture")


class RouteReason(models.TextChoices):
    """Why a request goes to a body and a department."""

    COMPETENCE = "competence", _("holds this competence here")
    NO_TYPE = "no_type", _("what is asked has not been recognised")
    NO_COMPETENCE = "no_competence", _("no competence is tied to this type of request")
    GAP = "gap", _("nobody holds this competence here")
    NO_DEPARTMENT = "no_department", _("the body is known, its department is not")
    NO_COMMUNE = "no_commune", _("the commune is not known")


class AssignedBy(models.TextChoices):
    """What gave a request to a department."""

    RULE = "rule", _("the rule, without a validation")
    FILING = "filing", _("whoever filed it")
    PERSON = "person", _("a person")
