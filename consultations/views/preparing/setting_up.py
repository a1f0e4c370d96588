"""Where a consultation is shown, and what people can do in it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.enums import ActivityKind
from civic.participation.models import Activity
from civic.participation.services.activities import ConditionDraft
from civic.participation.services.spaces import share_space

from ...admin_forms import ActivityForm, ConditionFormSet, ConfirmForm, TerritoriesForm
from ...services.activities import (
    OFFERED,
    add_activity,
    remove_activity,
    set_entry_conditions,
    set_up_activity,
)
from .screens import FormScreen, address


class TerritoriesView(FormScreen):
    """Choose the communes a consultation is shown in."""

    form_class = TerritoriesForm
    heading = gettext_lazy("Where it is shown")
    introduction = gettext_lazy(
        "The consultation appears in the pages of each commune ticked; its staff still belong to "
        "its own organisation."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"space": self.consultation.space}

    def write(self, form: TerritoriesForm) -> HttpResponse:
        share_space(
            actor=self.actor,
            space=self.consultation.space,
            territories=form.cleaned_data["territories"],
        )
        return self.done(_("Where it is shown is saved."))


class AddActivityView(FormScreen):
    """Add a call for proposals or a ballot."""

    form_class = ActivityForm
    send = gettext_lazy("Add it")

    def find(self) -> None:
        if self.kwargs["kind"] not in OFFERED:
            raise PermissionDenied
        self.kind = ActivityKind(self.kwargs["kind"])
        self.heading = _("Add: %(kind)s") % {"kind": self.kind.label}
        self.afterwards = (
            _("Its question and its rule are written next.")
            if self.kind == ActivityKind.BALLOT
            else _("What opens it, and when, is ticked in the grid of the calendar.")
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "space": self.consultation.space,
            "kind": self.kind,
            "instance": Activity(kind=self.kind),
        }

    def write(self, form: ActivityForm) -> HttpResponse:
        given = form.cleaned_data
        activity = add_activity(
            actor=self.actor,
            consultation=self.consultation,
            kind=self.kind,
            title=given["title"],
            themes=given.get("themes", ()),
            **form.options(),
        )
        to = ""
        if self.kind == ActivityKind.BALLOT:
            to = address("ballot", self.consultation, activity.pk)
        return self.done(_("« %(title)s » is added.") % {"title": activity.title}, to=to)


class ChangeActivityView(FormScreen):
    """Change the settings of an activity."""

    form_class = ActivityForm
    afterwards = gettext_lazy("What was already said keeps the rules of its day.")

    def find(self) -> None:
        self.activity = self._activity()
        self.heading = self.activity.title

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy for the form, which writes on its instance even when something is refused.
        return super().get_form_kwargs() | {
            "space": self.consultation.space,
            "kind": self.activity.kind,
            "instance": self._activity(),
        }

    def write(self, form: ActivityForm) -> HttpResponse:
        themes = form.cleaned_data.get("themes")
        set_up_activity(
            actor=self.actor,
            consultation=self.consultation,
            activity=self.activity,
            title=form.cleaned_data["title"],
            themes=self.activity.themes.all() if themes is None else themes,
            **form.options(),
        )
        return self.done(_("« %(title)s » is changed.") % {"title": form.cleaned_data["title"]})


class RemoveActivityView(FormScreen):
    """Take an activity out while nobody has used it."""

    form_class = ConfirmForm
    heading = gettext_lazy("Remove an activity")
    send = gettext_lazy("Remove it")
    is_grave = True

    def find(self) -> None:
        self.activity = self._activity()

    def facts(self) -> list[str]:
        return [
            _("« %(title)s » disappears with its settings, its conditions and its draft page.")
            % {"title": self.activity.title}
        ]

    def write(self, form: ConfirmForm) -> HttpResponse:
        title = self.activity.title
        remove_activity(actor=self.actor, consultation=self.consultation, activity=self.activity)
        return self.done(_("« %(title)s » is removed.") % {"title": title})


class ConditionsView(FormScreen):
    """What is asked before taking part: one sentence per box to tick."""

    template_name = "consultations/admin_conditions.html"
    heading = gettext_lazy("What is asked before taking part")
    introduction = gettext_lazy(
        "One box to tick per sentence. A sentence somebody has accepted is kept as it is: it is "
        "the proof of what they accepted. Two empty lines are added each time you save."
    )

    def find(self) -> None:
        self.activity = self._activity()

    def get_form(self, form_class: Any = None) -> Any:
        initial = [
            {"kind": one.kind, "text": one.text, "required": one.required}
            for one in self.activity.conditions.all()
        ]
        data = self.request.POST if self.request.method == "POST" else None
        return ConditionFormSet(data, initial=initial, prefix="conditions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"activity": self.activity}

    def form_valid(self, form: Any) -> HttpResponse:
        rows = [row.cleaned_data for row in form.forms if row.cleaned_data.get("text")]
        drafts = [ConditionDraft(row["kind"], row["text"], row["required"]) for row in rows]
        return self.attempt(form, drafts)

    def attempt(self, form: Any, drafts: list[ConditionDraft]) -> HttpResponse:
        """Write the conditions; a refusal is shown above the lines."""
        try:
            set_entry_conditions(
                actor=self.actor,
                consultation=self.consultation,
                activity=self.activity,
                conditions=drafts,
            )
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refusal as refusal:
            form.non_form_errors().append(str(refusal.message))
            return self.form_invalid(form)
        return self.done(_("What is asked before taking part is saved."))
