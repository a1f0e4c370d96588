"""Shape of an evaluation: when it closes, the criteria, the grid; and of a period of figures."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from civic.core.forms import DateInput
from civic.participation.models import Session

from ..models import QualityCriterion
from . import meeting_label


class RoundForm(forms.Form):
    """Opening the evaluation of a council."""

    closes_on = forms.DateField(
        label=_("Last day to answer"),
        widget=DateInput(),
    )
    session = forms.ModelChoiceField(
        label=_("Opened at the meeting"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("none"),
    )

    def __init__(self, *args: Any, meetings: "QuerySet[Session]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["session"]
        field.queryset = meetings
        field.label_from_instance = meeting_label


class SnapshotForm(forms.Form):
    """The period whose figures are published."""

    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(label=_("To"), widget=DateInput())


class GridForm(forms.Form):
    """The criteria by which the councils are judged, one per line."""

    criteria = forms.CharField(
        label=_("Criteria, one per line"),
        help_text=_(
            "A short name, a colon, the sentence one agrees with: « Delays: answers come when they "
            "were promised. » Another version is adopted; what was judged keeps its own."
        ),
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 9}),
    )

    def clean_criteria(self) -> list[tuple[str, str]]:
        """Return the short names and the sentences; a line without a colon is refused."""
        pairs = []
        for line in self.cleaned_data["criteria"].splitlines():
            if not line.strip():
                continue
            label, colon, said = line.partition(":")
            if not colon or not label.strip() or not said.strip():
                raise forms.ValidationError(
                    _("« %(line)s »: write a short name, a colon, a sentence.")
                    % {"line": line.strip()[:60]}
                )
            pairs.append((label.strip(), said.strip()))
        return pairs


NO_OPINION = "0"
SCALE = (
    ("1", _("1 – not at all")),
    ("2", _("2 – rather not")),
    ("3", _("3 – partly")),
    ("4", _("4 – rather yes")),
    ("5", _("5 – entirely")),
    (NO_OPINION, _("no opinion")),
)


class QualityForm(forms.Form):
    """The grid: how much one agrees with each sentence."""

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[QualityCriterion],
        marks: dict[int, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for criterion in criteria:
            self.fields[f"mark_{criterion.pk}"] = forms.ChoiceField(
                label=criterion.statement,
                choices=SCALE,
                initial=str(marks.get(criterion.pk, "")),
                required=False,
                widget=forms.RadioSelect,
            )

    def marks(self) -> dict[int, int | None]:
        """Return the mark of each criterion, None for no opinion."""
        return {
            int(name.removeprefix("mark_")): int(value) if value not in ("", NO_OPINION) else None
            for name, value in self.cleaned_data.items()
        }
