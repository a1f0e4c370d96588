from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import SearchEntryQuerySet
from .indexes import StemsIndex


class SearchEntry(models.Model):
    """One line of the site search: what may be found, where it leads, and its stems.

    Rows exist only for what the publication guard lets through; `key` is
    "app_label.model:pk", so that a purge finds every trace of an object.
    """

    key = models.CharField(_("key"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=300)
    excerpt = models.TextField(_("excerpt"), blank=True)
    url = models.CharField(_("address"), max_length=500)
    stems = models.TextField(_("stems"))
    organisation_id = models.BigIntegerField(_("organisation"), null=True, db_index=True)
    theme_id = models.BigIntegerField(_("theme"), null=True, db_index=True)
    happened_on = models.DateField(_("date"), null=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes = [StemsIndex(name="search_entry_stems")]

    def __str__(self) -> str:
        return self.title
