from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from civic.core.blocks import BodyBlock
from civic.core.models import BasePage, PageRoute

from .mixed_group import MixedGroup
from .workshop import Workshop


class WorkshopIndexPage(BasePage):
    """The workshops shown in a branch."""

    page_routes = (PageRoute("", "workshops.views.workshop.workshop_list", "list"),)
    subpage_types = ["workshops.WorkshopPage", "workshops.MixedGroupPage"]

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
        PageRoute("kit/", "workshops.views.kit.workshop_kit", "kit"),
        PageRoute("kit/<slug:piece>/", "workshops.views.kit.workshop_kit", "kit_piece"),
        PageRoute(
            "kit/<slug:piece>.<slug:extension>", "workshops.views.kit.workshop_kit", "kit_file"
        ),
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


class MixedGroupPage(BasePage):
    """Shows a mixed group: mandate, members by college, work, report, reply."""

    group = models.ForeignKey(
        MixedGroup, models.PROTECT, related_name="pages", verbose_name=_("mixed group")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more text"))

    page_routes = (
        PageRoute("", "workshops.views.group.group_detail", "detail"),
        PageRoute("kit/", "workshops.views.kit.group_kit", "kit"),
        PageRoute("kit/<slug:piece>/", "workshops.views.kit.group_kit", "kit_piece"),
        PageRoute("kit/<slug:piece>.<slug:extension>", "workshops.views.kit.group_kit", "kit_file"),
        PageRoute("seances/<int:session_id>/", "workshops.views.group.group_session", "session"),
        PageRoute(
            "seances/<int:session_id>/seance.ics", "workshops.views.group.calendar_file", "calendar"
        ),
        PageRoute(
            "invitation/<str:token>/", "workshops.views.group_invitation.invitation", "invitation"
        ),
        PageRoute(
            "positions/<str:college>/", "workshops.views.group_words.write_position", "position"
        ),
        PageRoute("gerer/", "workshops.views.group_managing.manage", "manage"),
        PageRoute("gerer/inviter/", "workshops.views.group_inviting.invite", "invite"),
        PageRoute(
            "gerer/membres/<int:membership_id>/", "workshops.views.group_managing.member", "member"
        ),
        PageRoute("gerer/ouvrir/", "workshops.views.group_managing.open_it", "open"),
        PageRoute(
            "gerer/comparer/<str:criterion>/",
            "workshops.views.group_figures.compare",
            "compare",
        ),
        PageRoute(
            "gerer/seances/<int:session_id>/presents/",
            "workshops.views.group_figures.attendance",
            "attendance",
        ),
        PageRoute("gerer/rapport/", "workshops.views.group_words.report", "report"),
        PageRoute("gerer/reponse/", "workshops.views.group_words.reply", "reply"),
        PageRoute("gerer/reponse/report/", "workshops.views.group_words.postpone", "postpone"),
        PageRoute("gerer/archiver/", "workshops.views.group_managing.archive", "archive"),
    )
    content_panels = [*BasePage.content_panels, FieldPanel("group"), FieldPanel("body")]
    parent_page_types = ["workshops.WorkshopIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("mixed group page")
        verbose_name_plural = _("mixed group pages")
