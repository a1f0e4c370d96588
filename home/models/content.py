from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from civic.core.blocks import BodyBlock
from civic.core.models import BasePage


class ContentPage(BasePage):
    """A page of text made of blocks."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    in_footer = models.BooleanField(
        _("shown at the foot of every page"),
        default=False,
        help_text=_("For legal pages, accessibility, contact."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    promote_panels = [*BasePage.promote_panels, FieldPanel("in_footer")]
    template = "home/content_page.html"

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")
