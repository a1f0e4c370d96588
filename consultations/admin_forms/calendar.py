"""One phase, and the grid of what each phase opens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.participation.enums import Act
from civic.participation.models import Activity, Phase, PhaseSetting

from ..selectors.readiness import ACTS_OF
from .fields import Line, Moment, Words, public_reason


class PhaseForm(forms.Form):
    """An interval of the calendar: exact dates, or roughly when."""

    title = Line(
        label=gettext_lazy("Name of the phase"),
        max_length=120,
        help_text=gettext_lazy(
            "What people do: « We propose », « We vote », « The council votes »."
        ),
    )
    starts_at = Moment(
        label=gettext_lazy("Begins on"),
        help_text=gettext_lazy("Empty: open since the publication."),
    )
    ends_at = Moment(
        label=gettext_lazy("Ends on"),
        help_text=gettext_lazy("Closed from this very minute on. Phases may overlap."),
    )
    approximate = Line(
        label=gettext_lazy("Or roughly when"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "« Spring 2027 »: shown on the calendar, opens nothing until exact dates replace it."
        ),
    )
    text = Words(
        label=gettext_lazy("What happens"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("One or two sentences, shown on the timeline."),
    )
    reason = public_reason()

    def __init__(
        self, *args: Any, is_public: bool, phase: Phase | None = None, **kwargs: Any
    ) -> None:
        if phase is not None:
            kwargs["initial"] = {
                name: getattr(phase, name)
                for name in ("title", "text", "starts_at", "ends_at", "approximate")
            }
        super().__init__(*args, **kwargs)
        self.phase = phase
        # Asked for when a date moves: rewording a phase needs none, and the service knows.
        self.fields["reason"].required = is_public and phase is None
        if not is_public:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        # The browser's field knows minutes: what was not retyped keeps its seconds.
        for name in ("starts_at", "ends_at"):
            stored = getattr(self.phase, name) if self.phase else None
            typed = given.get(name)
            if stored and typed and typed == stored.replace(second=0, microsecond=0):
                given[name] = stored
        if given.get("approximate") and (given.get("starts_at") or given.get("ends_at")):
            self.add_error(
                "approximate",
                _("Give exact dates or say roughly when, not both: empty one of the two."),
            )
        return given


class PhaseRemovalForm(forms.Form):
    """Why a phase leaves a public calendar."""

    reason = public_reason()

    def __init__(self, *args: Any, is_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_public:
            del self.fields["reason"]


@dataclass(frozen=True)
class Cell:
    """One box of the grid; `label` says the whole for whoever does not see the row."""

    name: str
    act: str
    label: str
    checked: bool


@dataclass(frozen=True)
class GridRow:
    """A phase, or what is always open, and its boxes by activity."""

    title: str
    when: str
    groups: list[tuple[str, list[Cell]]]


class GridForm(forms.Form):
    """Which act each phase opens in which activity: one box each."""

    reason = public_reason()

    def __init__(
        self,
        *args: Any,
        phases: Sequence[tuple[Phase, str]],
        activities: Sequence[Activity],
        stored: Sequence[PhaseSetting],
        is_public: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.phases, self.activities = list(phases), list(activities)
        opened = {(one.phase_id, one.activity_id, one.act) for one in stored}
        self.fields["reason"].required = False
        if not is_public:
            del self.fields["reason"]
        for phase in (None, *(phase for phase, _when in self.phases)):
            for activity, act in self._acts():
                key = phase.pk if phase else None
                self.fields[self._name(key, activity, act)] = forms.BooleanField(
                    required=False, initial=(key, activity.pk, act) in opened
                )

    def _acts(self) -> Iterator[tuple[Activity, str]]:
        for activity in self.activities:
            for act in ACTS_OF.get(activity.kind, ()):  # type: ignore[call-overload]
                yield activity, str(act)

    @staticmethod
    def _name(phase: int | None, activity: Activity, act: str) -> str:
        return f"open-{phase or 'always'}-{activity.pk}-{act}"

    def openings(self) -> dict[int | None, list[tuple[int, str]]]:
        """Return what was ticked, by phase; None stands for always."""
        found: dict[int | None, list[tuple[int, str]]] = {}
        for key in (None, *(phase.pk for phase, _when in self.phases)):
            found[key] = [
                (activity.pk, act)
                for activity, act in self._acts()
                if self.cleaned_data.get(self._name(key, activity, act))
            ]
        return found

    def rows(self) -> list[GridRow]:
        """Return the grid as it is drawn: a row per phase, then what is always open."""
        rows = [self._row(phase.pk, phase.title, when) for phase, when in self.phases]
        always = _("whatever the calendar says, until the archive")
        return [*rows, self._row(None, _("Always open"), always)]

    def _row(self, key: int | None, title: str, when: str) -> GridRow:
        groups = []
        for activity in self.activities:
            cells = [
                self._cell(key, title, activity, str(act))
                for act in ACTS_OF.get(activity.kind, ())  # type: ignore[call-overload]
            ]
            groups.append((activity.title, cells))
        return GridRow(title, when, groups)

    def _cell(self, key: int | None, row: str, activity: Activity, act: str) -> Cell:
        name = self._name(key, activity, act)
        word = str(Act(act).label)
        return Cell(name, word, f"{row} – {activity.title} – {word}", bool(self[name].value()))
