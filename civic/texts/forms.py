"""Forms of texts: they check shape, services decide."""

import re
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.cases.models.case import MIN_REASON
from civic.core.exceptions import Refusal
from civic.participation.models import Condition
from civic.privacy.forms import reason_to_keep

from .enums import Aim, Verdict
from .logic.limits import DEEPEST, LONGEST_HEADING, LONGEST_PARAGRAPH


class PlainForm(forms.Form):
    """A form that can show a refusal beside the field it belongs to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: Refusal) -> None:
        """Show why a service refused."""
        names = {"text": "words"}
        field = names.get(refusal.field, refusal.field)
        self.add_error(field if field in self.fields else None, str(refusal.message))


def _keeping() -> forms.CharField:
    return reason_to_keep(
        label=_("If a name may stay, say why"),
        help_text=_("Only when the site says that the words name somebody."),
    )


class StartForm(PlainForm):
    """A new text: its title and two sentences."""

    title = forms.CharField(label=_("Title of the text"), min_length=5, max_length=120)
    introduction = forms.CharField(
        label=_("What this text is for"),
        help_text=_("Two sentences: what it will become, who decides."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WordsForm(PlainForm):
    """The words of a paragraph, and the contributions that brought them about."""

    words = forms.CharField(
        label=_("The paragraph"),
        max_length=LONGEST_PARAGRAPH,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    causes = forms.CharField(
        label=_("Numbers of the contributions behind this change"),
        help_text=_("For instance 4821-9307; several are separated by spaces."),
        required=False,
        max_length=300,
    )
    base = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    keep_findings_because = _keeping()


class CutForm(PlainForm):
    """The words of a paragraph with an empty line where it is cut."""

    words = forms.CharField(
        label=_("The paragraph"),
        help_text=_("Leave an empty line where it is cut; change no word."),
        max_length=LONGEST_PARAGRAPH + 20,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def parts(self) -> tuple[str, str]:
        """Return what stands before and after the first empty line."""
        first, *rest = re.split(r"\n\s*\n", self.cleaned_data["words"].replace("\r\n", "\n"))
        return first, "\n".join(rest)


class JoinForm(PlainForm):
    """Two paragraphs as they were looked at."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    other_base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SectionForm(PlainForm):
    """A title or an article."""

    heading = forms.CharField(label=_("Heading"), max_length=LONGEST_HEADING)
    level = forms.TypedChoiceField(
        label=_("How deep"),
        coerce=int,
        initial=1,
        choices=[
            (level, label)
            for level, label in zip(
                range(1, DEEPEST + 1),
                (_("a title"), _("an article in a title"), _("a part of an article")),
                strict=True,
            )
        ],
    )
    numbered = forms.BooleanField(
        label=_("Counts as an article"),
        help_text=_("A preamble or an annex does not."),
        required=False,
        initial=True,
    )


class ParagraphForm(PlainForm):
    """A new paragraph at the end of an article."""

    words = forms.CharField(
        label=_("New paragraph"),
        max_length=LONGEST_PARAGRAPH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    keep_findings_because = _keeping()


class UploadForm(PlainForm):
    """A document to read."""

    document = forms.FileField(
        label=_("The document"),
        help_text=_("DOCX, ODT, Markdown or plain text, 32 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.odt,.md,.markdown,.txt"}),
    )


class ImportForm(PlainForm):
    """The yes that writes what was looked at."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    keep_findings_because = _keeping()


class VersionForm(PlainForm):
    """The name of a version, and what changed."""

    title = forms.CharField(
        label=_("Name of this version"),
        help_text=_("For instance « submitted to the council of March »."),
        max_length=150,
    )
    note = forms.CharField(
        label=_("What changed, in a few words"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AmendForm(PlainForm):
    """What one proposes to write in place of a paragraph, and why."""

    aim = forms.ChoiceField(
        label=_("I propose to"),
        choices=Aim.choices,
        initial=Aim.CHANGE,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("The paragraph as I would like it"),
        help_text=_("Change the words below: the difference is shown beside the present text."),
        max_length=LONGEST_PARAGRAPH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    why = forms.CharField(
        label=_("Why"),
        help_text=_("One or two sentences, published with the amendment."),
        max_length=1_500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why in a sentence: it is what convinces.")},
    )
    base = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    submission_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, conditions: list[Condition] | None = None, **kwargs: Any
    ) -> None:
        initial = {"submission_key": uuid.uuid4()} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        self.conditions = conditions or []
        for condition in self.conditions:
            self.fields[f"condition_{condition.pk}"] = forms.BooleanField(
                label=condition.text, required=condition.required
            )

    @property
    def accepted(self) -> list[int]:
        """Return the conditions that were ticked."""
        return [
            condition.pk
            for condition in self.conditions
            if self.cleaned_data.get(f"condition_{condition.pk}")
        ]


class DecideForm(PlainForm):
    """What becomes of an amendment, the reason, what happens next."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("The paragraph as it becomes"),
        help_text=_("Empty: the words of the amendment, as they are."),
        max_length=LONGEST_PARAGRAPH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Sent to the author and published: a sentence they can understand."),
        min_length=MIN_REASON,
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_steps = forms.CharField(
        label=_("What happens next, and when"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    base = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    keep_findings_because = _keeping()


class WithdrawForm(PlainForm):
    """Why an author withdraws an amendment; it stays readable with it."""

    reason = forms.CharField(label=_("Why do you withdraw it?"), max_length=250)
