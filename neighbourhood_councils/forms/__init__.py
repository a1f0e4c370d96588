"""Shape of what a chair sends: a table, its columns, the councils it names."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import Person
from civic.core.forms import DateInput, TimeInput
from civic.core.logic.dates import written_day
from civic.participation.models import Session
from civic.privacy.forms import reason_to_keep

from ..enums import QUESTION_DAYS, MeetingKind
from ..logic.mapping import Field, Mapping
from ..models import NeighbourhoodCouncil
from ..selectors.import_plan import CREATE, LEAVE_OUT, ImportPlan

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
    """A table to import: a file, or the cells pasted from a spreadsheet."""

    file = forms.FileField(
        label=_("Your table"),
        required=False,
        help_text=_(
            "The file as it is: CSV, Excel (.xlsx) or OpenDocument (.ods). Nothing is published "
            "before you have read it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.ods,.txt,.tsv"}),
        error_messages={
            "empty": _("This file is empty: choose another one."),
        },
    )

    pasted = forms.CharField(
        label=_("Or the cells of your table, pasted"),
        help_text=_(
            "In your spreadsheet select everything with the row of headers, copy, and paste here."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "wrap": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and for no more than one."""
        cleaned = super().clean() or {}
        pasted = (cleaned.get("pasted") or "").strip()
        if "file" in self.errors:
            return cleaned
        if not cleaned.get("file") and not pasted:
            self.add_error("file", _("Choose a file, or paste the cells of your table."))
        elif cleaned.get("file") and pasted:
            self.add_error("pasted", _("Send the file or the cells, not both: empty one of them."))
        return cleaned

    @property
    def is_too_large(self) -> bool:
        """Whether what was sent exceeds the limit of the installation."""
        sent = self.files.get("file")
        return sent is not None and (sent.size or 0) > settings.MAX_UPLOAD_BYTES


class CorrectionForm(forms.Form):
    """The words of a published request, and why they are corrected."""

    title = forms.CharField(label=_("Title of the request"), max_length=200)
    text = forms.CharField(
        label=_("Text of the request"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Why you correct it"),
        help_text=_("In one sentence. It is public, with the day and what was corrected."),
        max_length=250,
    )


class PreviewForm(forms.Form):
    """What was guessed and may be corrected: a field per column, a council per unknown name."""

    def __init__(
        self, *args: Any, plan: ImportPlan, may_create: bool, chosen: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self._names = [] if plan.names_too_many else list(plan.unknown)
        meaning = {
            index: name
            for name, index in plan.parsed.mapping.to_json().items()
            if index is not None
        }
        fields: list[tuple[str, Any]] = [(NOTHING, _("nothing that is published"))] + [
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
            options: list[tuple[str, Any]] = [
                *([(CREATE, _("create this council"))] if may_create else []),
                *councils,
                (LEAVE_OUT, _("leave its requests out")),
            ]
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


class MeetingForm(forms.Form):
    """When and where a council meets next."""

    title = forms.CharField(
        label=_("What meets"),
        help_text=_("For instance: « Meeting open to everybody »."),
        max_length=150,
        error_messages={"required": _("Say what meets.")},
    )
    day = forms.DateField(
        label=_("Day"),
        widget=DateInput(),
        error_messages={"required": _("Give this day.")},
    )
    starts = forms.TimeField(
        label=_("From"),
        widget=TimeInput(),
        error_messages={"required": _("Say when it begins.")},
    )
    ends = forms.TimeField(
        label=_("To"),
        widget=TimeInput(),
        error_messages={"required": _("Say when it ends.")},
    )
    place = forms.CharField(
        label=_("Where it meets"),
        max_length=200,
        error_messages={"required": _("Say where it meets.")},
    )
    address = forms.CharField(label=_("Address of the place"), max_length=200, required=False)
    how_to_come = forms.CharField(
        label=_("How to come"),
        help_text=_("Bus, parking, step-free entrance."),
        max_length=300,
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Who it is for"),
        choices=MeetingKind.choices,
        initial=MeetingKind.OPEN,
        required=False,
    )
    prepares = forms.ModelChoiceField(
        label=_("Which meeting it prepares"),
        help_text=_("Only for a meeting between members."),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    question_days = forms.IntegerField(
        label=_("Questions are sent how many days before"),
        help_text=_("Only for a meeting with elected officials, who answer that day."),
        min_value=1,
        max_value=60,
        initial=QUESTION_DAYS,
        required=False,
    )
    agenda = forms.CharField(
        label=_("Agenda of the meeting"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    keep_findings_because = reason_to_keep(
        label=_("Why a name may be published here"),
        help_text=_("Only if what is announced names somebody who acts in public."),
    )

    def __init__(self, *args: Any, meetings: "QuerySet[Session]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["prepares"]
        field.queryset = meetings
        field.label_from_instance = meeting_label

    def description(self) -> dict[str, Any]:
        """Return who the meeting is for, what it prepares and when its questions are sent."""
        given = self.cleaned_data
        return {
            "kind": given["kind"] or MeetingKind.OPEN,
            "prepares": given["prepares"],
            "question_days": given["question_days"] or QUESTION_DAYS,
        }

    def moments(self) -> tuple[datetime, datetime]:
        """Return the beginning and the end, in the time zone of the site."""
        day = self.cleaned_data["day"]
        zone = timezone.get_current_timezone()
        return (
            datetime.combine(day, self.cleaned_data["starts"], zone),
            datetime.combine(day, self.cleaned_data["ends"], zone),
        )


class CancelMeetingForm(forms.Form):
    """Why a meeting does not take place."""

    reason = forms.CharField(
        label=_("Why it does not take place"),
        help_text=_("In one sentence. It is published on the page of the council."),
        max_length=300,
        error_messages={"required": _("Say why it does not take place.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    keep_findings_because = reason_to_keep(
        label=_("Why a name may be published here"),
        help_text=_("Only if your reason names somebody who acts in public."),
    )


class MinutesForm(forms.Form):
    """What was said in a meeting."""

    minutes = forms.CharField(
        label=_("What was said"),
        help_text=_("Published. Name nobody but those who speak by their function."),
        max_length=40_000,
        error_messages={"required": _("Write what was said.")},
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    attendance_count = forms.IntegerField(
        label=_("How many people were there"), min_value=0, max_value=5_000, required=False
    )
    keep_findings_because = reason_to_keep(
        label=_("Why a name may be published here"),
        help_text=_("Only if the minutes name somebody who acts in public."),
    )


class AgendaProposalForm(forms.Form):
    """A subject somebody would have the council speak of."""

    title = forms.CharField(
        label=_("The subject, in a few words"),
        help_text=_("For instance: « Crossing the avenue in front of the school »."),
        max_length=150,
        error_messages={"required": _("Give the subject a name.")},
    )
    text = forms.CharField(
        label=_("Why it matters"),
        help_text=_("In a few sentences. Name nobody: it is published."),
        max_length=1_500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)


class AgendaDecisionForm(forms.Form):
    """Kept for a meeting, or deferred with a reason."""

    meeting = forms.ModelChoiceField(
        label=_("Keep it for the meeting"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("none: it is deferred"),
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Needed to defer it. Published, and sent to whoever proposed it."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, meetings: "QuerySet[Session]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["meeting"]
        field.queryset = meetings
        field.label_from_instance = meeting_label


def meeting_label(meeting: Session) -> str:
    """Return how a list of choices names a meeting."""
    day = written_day(timezone.localtime(meeting.starts_at))
    return f"{meeting.title} – {day}"


class QuestionForm(forms.Form):
    """A question for a meeting with elected officials."""

    text = forms.CharField(
        label=_("The question"),
        help_text=_("One question, that can be answered by somebody who was not in the room."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    put_to = forms.CharField(
        label=_("Put to"),
        help_text=_("A department, or an elected official by their function."),
        max_length=150,
        required=False,
    )


class AnswerForm(forms.Form):
    """The answer to a question of a council."""

    answer = forms.CharField(
        label=_("The answer"),
        help_text=_("Published at once; it does not change afterwards."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    answered_as = forms.CharField(
        label=_("You answer as"),
        help_text=_("For instance: « Roads department » or « Deputy mayor for schools »."),
        max_length=150,
    )


class TrainingAttendanceForm(forms.Form):
    """Who of the members of the councils came."""

    people = forms.ModelMultipleChoiceField(
        label=_("Who came"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, members: "QuerySet[Person]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["people"]
        people.queryset = members
        people.label_from_instance = lambda person: person.public_name


def _first_choice(options: list[tuple[str, Any]], plan: ImportPlan, name: str) -> str:
    """Offer first what the plan does by itself."""
    if options[0][0] == CREATE:
        return CREATE
    placed: NeighbourhoodCouncil | None = next(
        (line.council for line in plan.rows if line.parsed.council == name and line.council), None
    )
    return placed.space.slug if placed else LEAVE_OUT
