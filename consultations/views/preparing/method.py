"""Start the framing note of a consultation from its frame, and say what was done of each line."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.core.exceptions import Refusal
from civic.texts.selectors.addresses import text_url

from ...admin_forms import MethodForm, PromiseForm
from ...models import PromiseKept
from ...policies import can_publish_outcome, can_start_method
from ...selectors.method import groups_to_write_in, lines_of, method_of
from ...services.method import check_closed, say_what_was_done, start_method
from .screens import FormScreen


class MethodView(FormScreen):
    """Hand the frame to a mixed group, which writes it as a text."""

    form_class = MethodForm
    may = staticmethod(can_start_method)
    heading = gettext_lazy("Write the method together")
    introduction = gettext_lazy(
        "What the frame says becomes a text, article by article. The group writes it from there, "
        "each word keeps the college that wrote it, and its members sign each version."
    )
    send = gettext_lazy("Start the framing note")
    afterwards = gettext_lazy(
        "Only the group sees it until its first version. Once that is published, the page of the "
        "consultation shows it, and changing what it promises leaves a dated note in public."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200 and method_of(self.consultation) is not None:
            return self.done(_("The framing note is already started."))
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"groups": groups_to_write_in(self.consultation)}

    def obstacle(self) -> str:
        if groups_to_write_in(self.consultation).exists():
            return ""
        return _(
            "No mixed group of this organisation is public yet: open one first, then come back."
        )

    def write(self, form: MethodForm) -> HttpResponse:
        note = start_method(
            actor=self.actor, consultation=self.consultation, group=form.cleaned_data["group"]
        )
        return self.done(
            _("The framing note is started: the group writes it from here."), to=text_url(note.text)
        )


class PromiseView(FormScreen):
    """Say what was done of one line of the framing note."""

    form_class = PromiseForm
    may = staticmethod(can_publish_outcome)
    heading = gettext_lazy("Promised, and done")
    introduction = gettext_lazy(
        "Once the consultation is closed, each line of the method says what was done of it."
    )
    afterwards = gettext_lazy("It is published at once beside the line, on the page of the method.")

    def find(self) -> None:
        note = method_of(self.consultation)
        rows = [] if note is None else lines_of(note)
        line = next((one for one in rows if one.paragraph_id == self.kwargs["paragraph"]), None)
        if note is None or line is None:
            raise PermissionDenied
        self.note, self.line = note, line

    def facts(self) -> list[str]:
        return [_("Promised: « %(words)s »") % {"words": self.line.revision.text}]

    def obstacle(self) -> str:
        try:
            check_closed(self.consultation)
        except Refusal as refusal:
            return str(refusal.message)
        return ""

    def get_initial(self) -> dict[str, Any]:
        said = PromiseKept.objects.filter(paragraph=self.line.paragraph_id).first()
        return {"kept": said.kept, "words": said.words} if said else {}

    def write(self, form: PromiseForm) -> HttpResponse:
        say_what_was_done(
            actor=self.actor, note=self.note, paragraph=self.line.paragraph, **form.cleaned_data
        )
        return self.done(_("It is published, beside the line."))
