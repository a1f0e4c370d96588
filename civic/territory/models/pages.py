from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from civic.core.blocks import BodyBlock
from civic.core.models import BasePage, PageRoute

from .organisation import Organisation


class OrganisationPage(BasePage):
    """The home of a commune or of the intercommunality: a branch of the one tree."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="pages", verbose_name=_("organisation")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    page_routes = (
        PageRoute("suivi/", "neighbourhood_councils.views.follow_up.territory_table", "follow_up"),
        PageRoute(
            "suivi/export.<str:format>",
            "neighbourhood_councils.views.follow_up.territory_export",
            "follow_up_export",
        ),
        PageRoute(
            "suivi/<str:number>/",
            "neighbourhood_councils.views.follow_up.territory_sheet",
            "follow_up_sheet",
        ),
        PageRoute(
            "suivi/<str:number>/corriger/",
            "neighbourhood_councils.views.corrections.correct_in_territory",
            "follow_up_correct",
        ),
        PageRoute("delais/", "neighbourhood_councils.views.delays.delays_kept", "delays"),
    )
    content_panels = [*BasePage.content_panels, FieldPanel("organisation"), FieldPanel("body")]
    template = "territory/organisation_page.html"

    class Meta:
        verbose_name = _("organisation home")
        verbose_name_plural = _("organisation homes")
