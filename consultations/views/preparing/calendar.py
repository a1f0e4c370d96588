"""The calendar: phases one by one, and the grid of what each one opens."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.participation.models import PhaseSetting

from ...admin_forms import GridForm, PhaseForm, PhaseRemovalForm
from ...services.calendar import add_phase, change_phase, remove_phase, set_openings
from ..consultation import when_of
from .screens import FormScreen, address

TOLD = gettext_lazy(
    "The calendar is public: a dated note stays on the page, and those who follow or took part "
    "are told."
)
SILENT = gettext_lazy("Nothing is public yet: nobody is told.")


class _CalendarScreen(FormScreen):
    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_public": self.consultation.is_published}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        afterwards = TOLD if self.consultation.is_published else SILENT
        return super().get_context_data(**kwargs) | {"afterwards": afterwards}


class AddPhaseView(_CalendarScreen):
    """Add an interval to the calendar."""

    form_class = PhaseForm
    heading = gettext_lazy("Add a phase")
    introduction = gettext_lazy(
        "A phase is an interval of time. What it opens is ticked afterwards, in the grid."
    )
    send = gettext_lazy("Add the phase")

    def write(self, form: PhaseForm) -> HttpResponse:
        phase = add_phase(actor=self.actor, consultation=self.consultation, **form.cleaned_data)
        to = address("openings", self.consultation)
        sentence = _("« %(phase)s » is in the calendar. Tick what it opens.") % {"phase": phase}
        return self.done(sentence, to=to if self.consultation.space.activities.all() else "")


class ChangePhaseView(_CalendarScreen):
    """Change the words and the dates of a phase."""

    form_class = PhaseForm
    heading = gettext_lazy("Change a phase")
    introduction = gettext_lazy("Changing a date changes nothing of what people have written.")

    def find(self) -> None:
        self.phase = self._phase()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"phase": self.phase}

    def write(self, form: PhaseForm) -> HttpResponse:
        notes = change_phase(
            actor=self.actor, consultation=self.consultation, phase=self.phase, **form.cleaned_data
        )
        if notes:
            return self.done(
                _("The date is changed; the note is on the page and those who follow are told.")
            )
        return self.done(_("« %(phase)s » is changed.") % {"phase": form.cleaned_data["title"]})


class RemovePhaseView(_CalendarScreen):
    """Take a phase out of the calendar."""

    form_class = PhaseRemovalForm
    heading = gettext_lazy("Remove a phase")
    send = gettext_lazy("Remove the phase")
    is_grave = True

    def find(self) -> None:
        self.phase = self._phase()

    def facts(self) -> list[str]:
        return [
            _("« %(phase)s », %(when)s.")
            % {"phase": self.phase.title, "when": when_of(self.phase)},
            _("What it opened is closed, unless another phase opens it too."),
        ]

    def write(self, form: PhaseRemovalForm) -> HttpResponse:
        remove_phase(
            actor=self.actor, consultation=self.consultation, phase=self.phase, **form.cleaned_data
        )
        return self.done(_("« %(phase)s » is out of the calendar.") % {"phase": self.phase.title})


class OpeningsView(_CalendarScreen):
    """The grid: which act each phase opens in which activity."""

    form_class = GridForm
    template_name = "consultations/admin_openings.html"
    heading = gettext_lazy("What each phase opens")
    introduction = gettext_lazy(
        "One line per phase, one box per act. What no phase opens is closed, and its page says why "
        "and since when."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        space = self.consultation.space
        return super().get_form_kwargs() | {
            "phases": [(phase, when_of(phase)) for phase in space.phases.all()],
            "activities": list(space.activities.all()),
            "stored": list(PhaseSetting.objects.filter(activity__space=space)),
        }

    def write(self, form: GridForm) -> HttpResponse:
        changed = set_openings(
            actor=self.actor,
            consultation=self.consultation,
            openings=form.openings(),
            reason=form.cleaned_data.get("reason", ""),
        )
        if not changed:
            return self.done(_("Nothing changed in what is opened."))
        return self.done(_("What each phase opens is saved."))
