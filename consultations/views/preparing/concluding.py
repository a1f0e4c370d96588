"""Publish, put the pages online, publish the outcome, archive, take the register."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.core.exceptions import Refusal
from civic.core.logic.dates import written_day
from civic.decisions.enums import DecisionState

from ...admin_forms import ConfirmForm, PublishForm
from ...models import ConsultationPage
from ...policies import can_open, can_publish_outcome
from ...selectors import stage_of
from ...selectors.readiness import missing_of, remarks_of
from ...services.pages import lay_out_pages
from ...services.publication import (
    archive_consultation,
    check_over,
    publish_consultation,
    publish_outcome,
)
from ...services.wording import words_found
from ..register import register_file
from .screens import ConsultationScreen, FormScreen


class PagesView(ConsultationScreen):
    """Create in one click the pages a consultation and its activities lack."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            page = lay_out_pages(actor=self.actor, consultation=self.consultation)
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
            return HttpResponseRedirect(self.back_url())
        return self.done(
            _("The page « %(page)s » and those of its activities are there.") % {"page": page}
        )


class PublishView(FormScreen):
    """The last look: what is missing, what to check, what happens once published."""

    form_class = PublishForm
    template_name = "consultations/admin_publish.html"
    heading = gettext_lazy("Publish the consultation")
    send = gettext_lazy("Publish")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        if self.consultation.is_published and response.status_code != 302:
            return self.done(_("This consultation is already published."))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = missing_of(self.consultation)
        words = words_found(self.consultation)
        context = super().get_context_data(**kwargs)
        if not words and not context["form"].errors:
            del context["form"].fields["keep_findings_because"]
        return context | {
            "missing": missing,
            "remarks": remarks_of(self.consultation),
            "words": words,
            "next_steps": self.next_steps(),
        }

    def next_steps(self) -> list[str]:
        """Return what happens once it is published, as sentences."""
        stage = stage_of(self.consultation)
        steps = [
            _("Its page is online at once, in every commune where it is shown."),
            _(
                "From then on a date changes one at a time, with a public reason; those who follow "
                "are told."
            ),
        ]
        if stage.is_open:
            steps.insert(1, _("People may take part from this minute on."))
        elif stage.opens_at is not None:
            day = written_day(timezone.localtime(stage.opens_at))
            steps.insert(1, _("People may take part from %(day)s on.") % {"day": day})
        if self.consultation.answer_due_on:
            due = written_day(self.consultation.answer_due_on)
            steps.append(
                _("The answer is promised for %(day)s; past this day the page says it is overdue.")
                % {"day": due}
            )
        return steps

    def write(self, form: PublishForm) -> HttpResponse:
        published = publish_consultation(
            actor=self.actor,
            consultation=self.consultation,
            keep_findings_because=form.cleaned_data.get("keep_findings_because", ""),
        )
        try:
            lay_out_pages(actor=self.actor, consultation=published)
        except Refusal as refusal:
            return self.done(
                _("The consultation is published, without a page: %(why)s")
                % {"why": refusal.message}
            )
        return self.done(_("The consultation is published: everybody can read it."))


class OutcomeView(FormScreen):
    """Say that the outcome is published: a reasoned decision that is signed."""

    form_class = ConfirmForm
    may = staticmethod(can_publish_outcome)
    heading = gettext_lazy("Publish the outcome")
    introduction = gettext_lazy("The outcome is the reasoned decision people will read.")
    send = gettext_lazy("Say that the outcome is published")
    afterwards = gettext_lazy(
        "The page says that the answer is published, on today's date; the consultation may then be "
        "archived once it is closed."
    )

    def facts(self) -> list[str]:
        signed = self.consultation.space.decisions.filter(state=DecisionState.SIGNED)
        titles = [decision.title for decision in signed.order_by("pk")]
        if not titles:
            return [_("No decision of this consultation is signed yet.")]
        return [_("Signed: « %(title)s ».") % {"title": title} for title in titles]

    def write(self, form: ConfirmForm) -> HttpResponse:
        publish_outcome(actor=self.actor, consultation=self.consultation)
        return self.done(_("The outcome is published."))


class ArchiveView(FormScreen):
    """Close a consultation for good."""

    form_class = ConfirmForm
    heading = gettext_lazy("Archive the consultation")
    introduction = gettext_lazy(
        "Archive what is closed and answered: it stays readable, at the same address."
    )
    send = gettext_lazy("Archive")
    is_grave = True
    afterwards = gettext_lazy(
        "Nothing in it can be changed any more: no writing, no support, no date. There is no way "
        "back."
    )

    def obstacle(self) -> str:
        try:
            check_over(self.consultation)
        except Refusal as refusal:
            return str(refusal.message)
        return ""

    def write(self, form: ConfirmForm) -> HttpResponse:
        archive_consultation(actor=self.actor, consultation=self.consultation)
        return self.done(_("The consultation is archived."))


class RegisterView(ConsultationScreen):
    """The register as it stands, for those who prepare and run the consultation."""

    may = staticmethod(can_open)

    def get(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse | StreamingHttpResponse:
        return register_file(request, self.consultation, kwargs["extension"])


class PreviewView(ConsultationScreen):
    """The public page as its draft stands, for those who prepare the consultation."""

    may = staticmethod(can_open)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = ConsultationPage.objects.filter(consultation=self.consultation).first()
        if page is None:
            return HttpResponseRedirect(self.back_url())
        draft = page.get_latest_revision_as_object()
        answer: HttpResponse = draft.make_preview_request(request, draft.default_preview_mode)
        return answer
