from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.territory.models import Organisation

from ..enums import SpaceKind
from ..querysets import SpaceQuerySet


class Space(models.Model):
    """What a consultation, a workshop and a council have in common: an owner and territories.

    Phases, activities and sessions belong to it, roles may be limited to it, and it is shown in
    every branch of its territories.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=SpaceKind)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="spaces", verbose_name=_("organisation")
    )
    territories = models.ManyToManyField(
        Organisation,
        related_name="shown_spaces",
        blank=True,
        verbose_name=_("also shown in"),
    )
    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(_("short address"), unique=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
