from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.territory.enums import PlacePrecision
from civic.territory.models import Competence, Theme


class RequestType(models.Model):
    """One thing people ask for, in their words: the thesaurus every body of the site shares.

    The competence behind it says, with the territory, who answers.
    """

    name = models.CharField(
        _("name"), max_length=80, help_text=_("In a resident's words: « A street lamp is out ».")
    )
    slug = models.SlugField(_("short address"), unique=True)
    competence = models.ForeignKey(
        Competence,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="request_types",
        verbose_name=_("competence"),
    )
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    hint = models.CharField(
        _("what helps to answer"),
        max_length=200,
        blank=True,
        help_text=_("Shown beside the form: « The number on the pole, if there is one »."),
    )
    words = models.JSONField(
        _("other words"),
        default=list,
        blank=True,
        help_text=_("How people say it, to suggest this type while they write."),
    )
    nearby_metres = models.PositiveSmallIntegerField(
        _("same place within (metres)"),
        default=50,
        help_text=_("What was already asked this near is shown before sending, to follow instead."),
    )
    place_precision = models.CharField(
        _("places are shown at the level of"),
        max_length=14,
        choices=PlacePrecision,
        blank=True,
        help_text=_("Empty: as the body it is asked of chose for everything."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("request type")
        verbose_name_plural = _("request types")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
