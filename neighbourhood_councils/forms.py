"""Shape of what a chair sends: a table, its columns, the councils it names."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from .logic.mapping import Field, Mapping
from .models import NeighbourhoodCouncil
from .selectors.import_plan import CREATE, LEAVE_OUT, ImportPlan

NOTHING = "nothing"
COLUMN_LABELS = {
    Field.TITLE: _("title of the request"),
    Field.TEXT: _("text of the request"),
    Field.DEPARTMENTS: _("departments concerned"),
    Field.DATE: _("date of the request"),
    Field.ANSWER: _("answer given"),
    Field.STATE: _("state"),
    Field.COUNCIL: _("name of the council"),
}


class UploadForm(forms.Form):
    """A table to import."""

    file = forms.FileField(
        label=_("Your table"),
        help_text=_(
            "The file as it is: CSV, Excel (.xlsx) or OpenDocument (.ods). Nothing is published "
            "before you have read it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.ods,.txt,.tsv"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty: choose another one."),
        },
    )

    @property
    def is_too_large(self) -> bool:
        """Whether what was sent exceeds the limit of the installation."""
        sent = self.files.get("file")
        return sent is not None and sent.size > settings.MAX_UPLOAD_BYTES


class PreviewForm(forms.Form):
    """What was guessed and may be corrected: a field per column, a council per unknown name."""

    def __init__(
        self, *args: Any, plan: ImportPlan, may_create: bool, chosen: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self._names = list(plan.unknown)
        meaning = {
            index: name
            for name, index in plan.parsed.mapping.to_json().items()
            if index is not None
        }
        fields = [(NOTHING, _("nothing that is published"))] + [
            (field.value, label) for field, label in COLUMN_LABELS.items()
        ]
        for column in plan.parsed.header.columns:
            self.fields[f"column_{column.index}"] = forms.ChoiceField(
                label=column.key,
                choices=fields,
                initial=meaning.get(column.index, NOTHING),
            )
        councils = [(council.space.slug, council.space.title) for council in plan.councils]
        for index, name in enumerate(self._names):
            options = [(CREATE, _("create this council"))] if may_create else []
            options += [*councils, (LEAVE_OUT, _("leave its requests out"))]
            self.fields[f"council_{index}"] = forms.ChoiceField(
                label=name,
                choices=options,
                initial=chosen.get(name) or _first_choice(options, plan, name),
            )

    def columns(self) -> Iterator[BoundField]:
        """Yield the selects of the columns."""
        return (bound for bound in self if bound.name.startswith("column_"))

    def councils(self) -> Iterator[tuple[BoundField, int]]:
        """Yield the select of each unknown council and its number of requests."""
        for index, name in enumerate(self._names):
            yield self[f"council_{index}"], self.plan.unknown[name]

    def clean(self) -> dict[str, Any]:
        """Refuse two columns for one field, beside the second one."""
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for bound in self.columns():
            meaning = cleaned.get(bound.name)
            if not meaning or meaning == NOTHING:
                continue
            if meaning in taken:
                self.add_error(
                    bound.name,
                    _("« %(column)s » already holds this: choose one of the two columns.")
                    % {"column": taken[meaning]},
                )
            else:
                taken[meaning] = str(bound.label)
        return cleaned

    def mapping(self) -> Mapping:
        """Return the columns as chosen."""
        chosen = {
            meaning: int(name.removeprefix("column_"))
            for name, meaning in self.cleaned_data.items()
            if name.startswith("column_") and meaning != NOTHING
        }
        return Mapping(**chosen)

    def council_choices(self) -> dict[str, str]:
        """Return, for each unknown name, what was decided."""
        return {
            name: self.cleaned_data[f"council_{index}"] for index, name in enumerate(self._names)
        }


def _first_choice(options: list[tuple[str, Any]], plan: ImportPlan, name: str) -> str:
    """Offer first what the plan does by itself."""
    if options[0][0] == CREATE:
        return CREATE
    placed: NeighbourhoodCouncil | None = next(
        (line.council for line in plan.rows if line.parsed.council == name and line.council), None
    )
    return placed.space.slug if placed else LEAVE_OUT
