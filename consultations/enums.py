"""Vocabulary of consultations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ParticipationLevel(models.TextChoices):
    """How far residents weigh on the decision."""

    INFORM = "inform", _("inform: you are told")
    CONSULT = "consult", _("consult: your opinion is asked")
    INVOLVE = "involve", _("involve: your concerns shape the options")
    CO_CONSTRUCT = "co_construct", _("co-construct: the solution is written together")
    DECIDE = "decide", _("decide: the result binds the authority")


class ConsultationPreset(models.TextChoices):
    """Rules a law adds to a consultation."""

    FREE = "free", _("no legal form")
    # Code de l'environnement, articles L123-19 and L123-19-1: to be checked by counsel.
    ENVIRONMENT_L123_19 = "l123_19", _("public participation of the environment code (L123-19)")


class Step(models.TextChoices):
    """What is prepared, in the order in which it is easiest to do."""

    FRAMING = "framing", _("The frame")
    ACTIVITIES = "activities", _("What people can do")
    CALENDAR = "calendar", _("The calendar")
    PAGE = "page", _("The public page")


class Fate(models.TextChoices):
    """What became of a contribution, as a reader names it."""

    KEPT = "kept", _("kept")
    ADAPTED = "adapted", _("kept in part")
    ASIDE = "aside", _("set aside, with the reason")
    HANDED_OVER = "handed_over", _("handed over to another body")
    WAITING = "waiting", _("waiting for its answer")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")
    CLOSED_BEFORE = "closed_before", _("closed before, no argued answer")
    WORKS = "works", _("with works under way or done")


class Kept(models.TextChoices):
    """What was done of one line of a promise."""

    KEPT = "kept", _("promise kept")
    PARTLY = "partly", _("promise kept in part")
    NOT_KEPT = "not_kept", _("promise not kept")
