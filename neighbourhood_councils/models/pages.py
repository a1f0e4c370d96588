from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from civic.core.blocks import BodyBlock
from civic.core.models import BasePage, PageRoute

from .council import NeighbourhoodCouncil


class CouncilIndexPage(BasePage):
    """The neighbourhood councils of a branch."""

    page_routes = (
        PageRoute("", "neighbourhood_councils.views.council.council_list", "list"),
        PageRoute("saisines/", "neighbourhood_councils.views.referrals.listing", "referrals"),
        PageRoute("saisines/ouvrir/", "neighbourhood_councils.views.referrals.ask", "ask"),
        PageRoute(
            "saisines/<int:referral_id>/",
            "neighbourhood_councils.views.referrals.detail",
            "referral",
        ),
        PageRoute("formations/", "neighbourhood_councils.views.training.catalogue", "trainings"),
        PageRoute(
            "formations/<int:date_id>/presents/",
            "neighbourhood_councils.views.training.attendance",
            "training_attendance",
        ),
    )
    subpage_types = ["neighbourhood_councils.CouncilPage"]

    class Meta:
        verbose_name = _("list of councils")
        verbose_name_plural = _("lists of councils")


class CouncilPage(BasePage):
    """Shows a council: next meeting, follow-up table, members."""

    council = models.ForeignKey(
        NeighbourhoodCouncil,
        models.PROTECT,
        related_name="pages",
        verbose_name=_("neighbourhood council"),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more text"))

    page_routes = (
        PageRoute("", "neighbourhood_councils.views.council.council_detail", "detail"),
        PageRoute("perimetre/", "neighbourhood_councils.views.perimeter.perimeter", "perimeter"),
        PageRoute("suivi/", "neighbourhood_councils.views.follow_up.follow_up_table", "table"),
        PageRoute(
            "suivi/export.<str:format>", "neighbourhood_councils.views.follow_up.export", "export"
        ),
        PageRoute(
            "suivi/<str:number>/", "neighbourhood_councils.views.follow_up.follow_up_sheet", "sheet"
        ),
        PageRoute(
            "suivi/<str:number>/corriger/",
            "neighbourhood_councils.views.corrections.correct",
            "correct",
        ),
        PageRoute("importer/", "neighbourhood_councils.views.imports.start", "import"),
        PageRoute(
            "importer/exemple.<str:format>",
            "neighbourhood_councils.views.imports.example",
            "import_example",
        ),
        PageRoute(
            "importer/<int:import_id>/", "neighbourhood_councils.views.imports.preview", "preview"
        ),
        PageRoute(
            "importer/<int:import_id>/erreurs.csv",
            "neighbourhood_councils.views.imports.error_file",
            "import_errors",
        ),
        PageRoute("reunions/", "neighbourhood_councils.views.meetings.announce", "meetings"),
        PageRoute(
            "reunions/<int:meeting_id>/",
            "neighbourhood_councils.views.meetings.change",
            "meeting",
        ),
        PageRoute(
            "reunions/<int:meeting_id>/annuler/",
            "neighbourhood_councils.views.meetings.cancel",
            "cancel_meeting",
        ),
        PageRoute(
            "reunions/<int:meeting_id>/compte-rendu/",
            "neighbourhood_councils.views.meetings.minutes",
            "minutes",
        ),
        PageRoute("entendu/", "neighbourhood_councils.views.heard.heard", "heard"),
        PageRoute(
            "reunions/<int:meeting_id>/presents/",
            "neighbourhood_councils.views.meetings.attendance",
            "meeting_attendance",
        ),
        PageRoute(
            "reunions/<int:meeting_id>/relecture/",
            "neighbourhood_councils.views.minutes_review.review",
            "review_minutes",
        ),
        PageRoute(
            "seances/", "neighbourhood_councils.views.public_meeting.meeting_list", "all_meetings"
        ),
        PageRoute(
            "seances/<int:meeting_id>/",
            "neighbourhood_councils.views.public_meeting.public_meeting",
            "public_meeting",
        ),
        PageRoute("qualite/", "neighbourhood_councils.views.quality.quality", "quality"),
        PageRoute("qualite/remplir/", "neighbourhood_councils.views.quality.fill", "fill_quality"),
        PageRoute("ordre-du-jour/", "neighbourhood_councils.views.agenda.agenda", "agenda"),
        PageRoute(
            "ordre-du-jour/proposer/",
            "neighbourhood_councils.views.agenda.propose",
            "propose_agenda",
        ),
        PageRoute(
            "ordre-du-jour/<int:proposal_id>/",
            "neighbourhood_councils.views.agenda.decide",
            "decide_agenda",
        ),
        PageRoute("a-relire/", "neighbourhood_councils.views.release.held_list", "held"),
        PageRoute("kit/", "neighbourhood_councils.views.kit.council_kit", "kit"),
        PageRoute("kit/<slug:piece>/", "neighbourhood_councils.views.kit.council_kit", "kit_piece"),
        PageRoute(
            "kit/<slug:piece>.<slug:extension>",
            "neighbourhood_councils.views.kit.council_kit",
            "kit_file",
        ),
    )
    content_panels = [*BasePage.content_panels, FieldPanel("council"), FieldPanel("body")]
    parent_page_types = ["neighbourhood_councils.CouncilIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("council page")
        verbose_name_plural = _("council pages")
