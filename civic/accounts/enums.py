"""Vocabulary of people: colleges, roles, assurance."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class College(models.TextChoices):
    """The capacity in which somebody takes part; copied at the moment of the act."""

    RESIDENT = "resident", _("resident")
    TECHNICAL_OFFICER = "technical_officer", _("technical officer")
    ELECTED_OFFICIAL = "elected_official", _("elected official")
    ASSOCIATION = "association", _("association")
    COUNCIL = "council", _("neighbourhood council")
    BUSINESS = "business", _("business")


# Speaking in the authority's name is not something one declares: staff verify it.
VERIFIED_COLLEGES = frozenset({College.TECHNICAL_OFFICER, College.ELECTED_OFFICIAL})


class Role(models.TextChoices):
    """What a user may do at one place."""

    COMMUNICATIONS = "communications", _("communications officer")
    OFFICER = "officer", _("technical officer")
    MODERATOR = "moderator", _("moderator")
    FACILITATOR = "facilitator", _("facilitator")
    CHAIR = "chair", _("council chair")
    DESK = "desk", _("desk agent")
    DECIDER = "decider", _("elected official who decides")
    MANAGER = "manager", _("consultation manager")
    DATA_PROTECTION = "data_protection", _("data-protection officer")


STAFF_ROLES = frozenset(Role) - {Role.CHAIR}


class AssuranceLevel(models.IntegerChoices):
    """How sure the site is of who somebody is, from nothing to the State's identity service."""

    NONE = 0, _("nothing asked")
    EMAIL = 10, _("e-mail confirmed")
    PHONE = 20, _("telephone confirmed")
    RESIDENCE = 30, _("residence confirmed")
    STATE_IDENTITY = 40, _("State identity service")


class ContactPreference(models.TextChoices):
    """How a person wants the answer."""

    EMAIL = "email", _("by e-mail")
    LETTER = "letter", _("by letter")
    TELEPHONE = "telephone", _("by telephone")
    SMS = "sms", _("by text message (SMS)")
    DESK = "desk", _("at the desk, with the number")
