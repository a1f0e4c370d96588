"""What every screen of one consultation starts from: the row, who may, the way back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from django.views.generic.base import ContextMixin, View

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.models import Activity, Phase

from ...models import Consultation
from ...policies import can_manage
from ...selectors import with_calendar

Words = str | Promise


class ConsultationScreen(ContextMixin, View):
    """A screen of one consultation; whoever may not open it is refused, whatever its address."""

    heading: Words = ""
    may: Callable[[Actor, Consultation], bool] = staticmethod(can_manage)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.actor: Actor = request.actor  # type: ignore[attr-defined]
        found = with_calendar(Consultation.objects.filter(pk=kwargs["pk"])).first()
        if found is None or not self.may(self.actor, found):
            raise PermissionDenied
        self.consultation = found
        self.find()
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> None:
        """Find the other row the address names; raise PermissionDenied when it is not there."""

    def _phase(self) -> Phase:
        return self._one(self.consultation.space.phases.filter(pk=self.kwargs["phase"]))

    def _activity(self) -> Activity:
        activities = Activity.objects.select_related("space__organisation")
        return self._one(
            activities.filter(pk=self.kwargs["activity"], space=self.consultation.space_id)
        )

    @staticmethod
    def _one(rows: Any) -> Any:
        row = rows.first()
        if row is None:
            raise PermissionDenied
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "consultation": self.consultation,
            "space": self.consultation.space,
            "heading": self.heading,
            "back_url": self.back_url(),
        }

    def back_url(self) -> str:
        """Return the address of the preparation of this consultation."""
        return address("prepare", self.consultation)

    def done(self, sentence: Words, to: str = "") -> HttpResponseRedirect:
        """Go back to the preparation with a sentence that says what happened."""
        messages.success(self.request, str(sentence))
        return HttpResponseRedirect(to or self.back_url())


def address(name: str, consultation: Consultation, *more: Any) -> str:
    """Return the address of one screen of a consultation."""
    return reverse(f"consultations:{name}", args=[consultation.pk, *more])


class FormScreen(ConsultationScreen, FormView):
    """A form whose write is a service; a refusal is shown beside its field, nothing typed is lost.

    `introduction` says what the form is for, `afterwards` what happens once it is sent.
    """

    template_name = "consultations/admin_form.html"
    introduction: Words = ""
    afterwards: Words = ""
    send: Words = _("Save")
    is_grave = False

    def write(self, form: Any) -> HttpResponse:
        """Call the service and answer; a Refusal raised here is shown with the form."""
        raise NotImplementedError

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            return self.write(form)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refusal as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal.message))
            return self.form_invalid(form)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"label_suffix": ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "introduction": self.introduction,
            "afterwards": self.afterwards,
            "send": self.send,
            "is_grave": self.is_grave,
            "facts": self.facts(),
            "obstacle": self.obstacle(),
            "media": context["form"].media,
        }

    def facts(self) -> list[str]:
        """Return sentences to read before sending."""
        return []

    def obstacle(self) -> str:
        """Return why this cannot be done yet, in a sentence; then nothing is offered to send."""
        return ""
