"""Vocabulary of neighbourhood councils."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportState(models.TextChoices):
    """Nothing is written before the preview was seen."""

    READING = "reading", _("being read")
    PREVIEW = "preview", _("to check")
    WRITING = "writing", _("being written")
    WRITTEN = "written", _("written")
    DROPPED = "dropped", _("given up")


class RowFate(models.TextChoices):
    """What an import does with one row of the table."""

    OPEN = "open", _("becomes a request, open")
    CLOSED_BEFORE = "closed_before", _("becomes a request closed before, no argued answer")
    COMPLETED = "completed", _("already there, its date is completed")
    UNCHANGED = "unchanged", _("already there, unchanged")
    REFUSED = "refused", _("refused")


# States of an import that the background work goes on with.
WORKING_STATES = frozenset({ImportState.READING, ImportState.WRITING})
KNOWN_FATES = frozenset({RowFate.COMPLETED, RowFate.UNCHANGED})
CREATING_FATES = frozenset({RowFate.OPEN, RowFate.CLOSED_BEFORE})


class MeetingKind(models.TextChoices):
    """Who a meeting of a council is for."""

    OPEN = "open", _("open to everybody")
    PREPARATORY = "preparatory", _("between members, to prepare another")
    WITH_OFFICIALS = "with_officials", _("with elected officials, who answer")


class AgendaState(models.TextChoices):
    """What became of an item somebody proposed for the agenda."""

    WAITING = "waiting", _("waiting")
    KEPT = "kept", pgettext_lazy("subject", "kept")
    DEFERRED = "deferred", _("deferred")


class QualitySide(models.TextChoices):
    """Who judges how a council works."""

    SERVICES = "services", _("departments")
    MEMBERS = "members", _("members")


class OpinionStance(models.TextChoices):
    """What a council says of what it is asked."""

    FAVOURABLE = "favourable", _("favourable")
    RESERVED = "reserved", _("favourable with reservations")
    UNFAVOURABLE = "unfavourable", _("unfavourable")
    NO_POSITION = "no_position", _("without a common position")


# Under this many people on a side, nothing is published.
LEAST_RESPONDENTS = 5
MOST_MARK = 5

# How many days before a meeting with elected officials its questions are sent.
QUESTION_DAYS = 10

# The first words of what a town hall writes in a state column, without accents.
OPEN_STATE_WORDS = (
    "en cours",
    "a l etude",
    "etude",
    "en attente",
    "attente",
    "a faire",
    "a traiter",
    "nouveau",
    "nouvelle",
    "recu",
    "recue",
    "ouvert",
    "ouverte",
    "transmis",
    "transmise",
    "programme",
    "programmee",
    "planifie",
    "planifiee",
    "prevu",
    "prevue",
    "non traite",
    "non traitee",
    "pas fait",
    "non fait",
    "with the department",
    "being dealt with",
    "received",
    "open",
)
CLOSED_STATE_WORDS = (
    "traite",
    "traitee",
    "termine",
    "terminee",
    "fait",
    "faite",
    "realise",
    "realisee",
    "resolu",
    "resolue",
    "regle",
    "reglee",
    "clos",
    "close",
    "cloture",
    "cloturee",
    "ferme",
    "fermee",
    "refuse",
    "refusee",
    "rejete",
    "rejetee",
    "sans suite",
    "abandonne",
    "abandonnee",
    "annule",
    "annulee",
    "repondu",
    "repondue",
    "solde",
    "soldee",
    "ok",
    "answered",
    "done",
    "closed",
)

# How soon a held text is read; announced wherever something is held.
READING_WORKING_DAYS = 2

# What a resident types, in characters.
SHORTEST_REQUEST = 10
LONGEST_REQUEST = 4_000
LONGEST_REQUEST_TITLE = 120
LONGEST_REQUEST_PLACE = 200
