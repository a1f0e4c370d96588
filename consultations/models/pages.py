from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from civic.core.blocks import BodyBlock
from civic.core.models import BasePage, PageRoute
from civic.participation.models import Activity

from .consultation import Consultation


class ConsultationIndexPage(BasePage):
    """The consultations shown in a branch."""

    page_routes = (PageRoute("", "consultations.views.consultation.consultation_list", "list"),)
    subpage_types = ["consultations.ConsultationPage"]

    class Meta:
        verbose_name = _("list of consultations")
        verbose_name_plural = _("lists of consultations")


class ConsultationPage(BasePage):
    """Shows a consultation; its rules are the row's."""

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="pages", verbose_name=_("consultation")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more text and documents"))

    page_routes = (
        PageRoute("", "consultations.views.consultation.consultation_detail", "detail"),
        PageRoute("ce-que-c-est-devenu/", "consultations.views.became.became_of_it", "became"),
        PageRoute("methode/", "consultations.views.method.method", "method"),
        PageRoute("methode/signer/", "consultations.views.method.sign", "method_sign"),
        PageRoute("kit/", "consultations.views.kit.consultation_kit", "kit"),
        PageRoute("kit/<slug:piece>/", "consultations.views.kit.consultation_kit", "kit_piece"),
        PageRoute(
            "kit/<slug:piece>.<slug:extension>",
            "consultations.views.kit.consultation_kit",
            "kit_file",
        ),
        PageRoute("registre.<slug:extension>", "consultations.views.register.register", "register"),
    )
    content_panels = [*BasePage.content_panels, FieldPanel("consultation"), FieldPanel("body")]
    parent_page_types = ["consultations.ConsultationIndexPage"]
    subpage_types = ["consultations.CallForProposalsPage", "consultations.BallotPage"]

    class Meta:
        verbose_name = _("consultation page")
        verbose_name_plural = _("consultation pages")


class CallForProposalsPage(BasePage):
    """Shows a call for proposals: the list, the writing steps, each proposal."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", verbose_name=_("activity")
    )

    page_routes = (
        PageRoute("", "consultations.views.proposals.proposal_list", "list"),
        PageRoute("ecrire/", "consultations.views.writing.write", "write"),
        PageRoute("ecrire/<slug:step>/", "consultations.views.writing.write", "write_step"),
        PageRoute("kit/", "consultations.views.kit.call_kit", "kit"),
        PageRoute("kit/<slug:piece>/", "consultations.views.kit.call_kit", "kit_piece"),
        PageRoute(
            "kit/<slug:piece>.<slug:extension>", "consultations.views.kit.call_kit", "kit_file"
        ),
        PageRoute("<str:number>/", "consultations.views.proposals.proposal_detail", "detail"),
        PageRoute("<str:number>/recu/", "consultations.views.receipts.receipt", "receipt"),
        PageRoute("<str:number>/soutenir/", "consultations.views.acting.support", "support"),
        PageRoute("<str:number>/commenter/", "consultations.views.acting.comment", "comment"),
        PageRoute("<str:number>/modifier/", "consultations.views.acting.edit", "edit"),
        PageRoute("<str:number>/retirer/", "consultations.views.acting.withdraw", "withdraw"),
        PageRoute("<str:number>/signaler/", "consultations.views.acting.report", "report"),
    )
    content_panels = [*BasePage.content_panels, FieldPanel("activity")]
    parent_page_types = ["consultations.ConsultationPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("call for proposals page")
        verbose_name_plural = _("call for proposals pages")


class BallotPage(BasePage):
    """Shows a ballot: the rule, the choices, then the result."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", verbose_name=_("activity")
    )

    page_routes = (
        PageRoute("", "consultations.views.ballots.ballot_detail", "detail"),
        PageRoute("voter/", "consultations.views.ballots.vote", "vote"),
        PageRoute("recu/", "consultations.views.ballots.receipt", "receipt"),
        PageRoute("bulletins.csv", "consultations.views.ballots.ballot_file", "file"),
    )
    content_panels = [*BasePage.content_panels, FieldPanel("activity")]
    parent_page_types = ["consultations.ConsultationPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("ballot page")
        verbose_name_plural = _("ballot pages")
