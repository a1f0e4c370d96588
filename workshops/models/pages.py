from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from civic.core.blocks import BodyBlock
from civic.core.models import BasePage, PageRoute

from .workshop import Workshop


class WorkshopIndexPage(BasePage):
    """The workshops shown in a branch."""

    page_routes = (PageRoute("", "workshops.views.workshop.workshop_list", "list"),)
    subpage_types = ["workshops.WorkshopPage"]

    class Meta:
        verbose_name = _("list of workshops")
        verbose_name_plural = _("lists of workshops")


class WorkshopPage(BasePage):
    """Shows a workshop and its sessions."""

    workshop = models.ForeignKey(
        Workshop, models.PROTECT, related_name="pages", verbose_name=_("workshop")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more text"))

    page_routes = (
        PageRoute("", "workshops.views.workshop.workshop_detail", "detail"),
        PageRoute(
            "seances/<int:session_id>/", "workshops.views.workshop.session_detail", "session"
        ),
        PageRoute(
            "seances/<int:session_id>/inscription/", "workshops.views.workshop.register", "register"
        ),
        PageRoute("seances/<int:session_id>/annuler/", "workshops.views.workshop.cancel", "cancel"),
        PageRoute(
            "seances/<int:session_id>/seance.ics",
            "workshops.views.workshop.calendar_file",
            "calendar",
        ),
    )
    content_panels = [*BasePage.content_panels, FieldPanel("workshop"), FieldPanel("body")]
    parent_page_types = ["workshops.WorkshopIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("workshop page")
        verbose_name_plural = _("workshop pages")
