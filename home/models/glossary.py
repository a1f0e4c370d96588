from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from civic.core.models import BasePage, PageRoute


class GlossaryTerm(models.Model):
    """A word everybody uses alike: same term, same label everywhere."""

    term = models.CharField(_("term"), max_length=80)
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)
    definition = models.CharField(_("definition in plain words"), max_length=240)
    more = models.TextField(_("to know more"), blank=True)

    panels = [
        FieldPanel("term"),
        FieldPanel("acronym"),
        FieldPanel("definition"),
        FieldPanel("more"),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = [Lower("term")]
        constraints = [models.UniqueConstraint(Lower("term"), name="glossary_term_once")]

    def __str__(self) -> str:
        return self.term


class GlossaryPage(BasePage):
    """The shared vocabulary."""

    page_routes = (PageRoute("", "home.views.glossary.glossary", "list"),)
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("glossary page")
        verbose_name_plural = _("glossary pages")
