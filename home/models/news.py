from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from civic.core.blocks import BodyBlock
from civic.core.models import BasePage, PageRoute


class NewsIndexPage(BasePage):
    """The news of an organisation, the latest first."""

    page_routes = (PageRoute("", "home.views.news.news_list", "list"),)
    subpage_types = ["home.NewsPage"]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")


class NewsPage(BasePage):
    """One news item."""

    published_on = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("published_on"),
        FieldPanel("body"),
    ]
    template = "home/news_page.html"
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
