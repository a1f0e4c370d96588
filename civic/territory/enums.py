"""Vocabulary of the territory."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """The public body a branch of the site belongs to."""

    INTERCOMMUNALITY = "intercommunality", _("intercommunality")
    COMMUNE = "commune", _("commune")
