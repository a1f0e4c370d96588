from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from civic.core.blocks import BodyBlock
from civic.core.models import BasePage, PageRoute

from .decision import ReasonedDecision


class DecisionIndexPage(BasePage):
    """The decisions of an organisation, the latest first."""

    page_routes = (PageRoute("", "civic.decisions.views.decision_list", "list"),)
    subpage_types = ["decisions.DecisionPage"]

    class Meta:
        verbose_name = _("list of decisions")
        verbose_name_plural = _("lists of decisions")


class DecisionPage(BasePage):
    """Shows a reasoned decision; publishing the page changes no rule and answers nobody."""

    decision = models.ForeignKey(
        ReasonedDecision, models.PROTECT, related_name="pages", verbose_name=_("decision")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more text"))

    page_routes = (PageRoute("", "civic.decisions.views.decision_detail", "detail"),)
    content_panels = [*BasePage.content_panels, FieldPanel("decision"), FieldPanel("body")]
    parent_page_types = ["decisions.DecisionIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("decision page")
        verbose_name_plural = _("decision pages")
