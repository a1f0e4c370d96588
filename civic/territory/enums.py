"""Vocabulary of the territory."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """The public body a branch of the site belongs to."""

    INTERCOMMUNALITY = "intercommunality", _("intercommunality")
    COMMUNE = "commune", _("commune")


class PlacePrecision(models.TextChoices):
    """How precisely everybody reads where something is; the exact point stays with the staff."""

    EXACT = "exact", _("the exact point")
    STREET = "street", _("the street")
    NEIGHBOURHOOD = "neighbourhood", _("the neighbourhood")


class HoldingFault(models.TextChoices):
    """What is wrong with who holds a competence on a commune."""

    GAP = "gap", _("nobody holds it here")
    OVERLAP = "overlap", _("two bodies hold it")
    HOLDER_ELSEWHERE = "holder_elsewhere", _("the body that holds it does not cover this commune")
    DEPARTMENT_ELSEWHERE = "department_elsewhere", _("the department is of another body")
    NO_DEPARTMENT = "no_department", _("no department is named, and the body has several")
