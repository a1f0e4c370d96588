"""Shape of a decision on what the guard found; files sent by editors, names and traces checked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .enums import FindingDecision
from .services.media import findings_in_file_name, without_traces

LONGEST_REWRITE = 10_000
MOST_WORDS = 10
DECISIONS = (FindingDecision.MASKED, FindingDecision.KEPT, FindingDecision.REWRITTEN)

# What is most often true; anything else may be typed.
USUAL_REASONS = (
    _("elected official acting as such"),
    _("name of a street, a place or a building"),
    _("public telephone or address of a service"),
    _("name of an association or of a company"),
    _("not a name"),
)


# The longest reason the journal and a finding keep.
LONGEST_REASON = 250


def reason_to_keep(
    *,
    label: Any = "",
    help_text: Any = "",
    field: type[forms.CharField] = forms.CharField,
) -> forms.CharField:
    """Return the field of the reason why words that name somebody may be published."""
    return field(
        label=label or _("Why a name may stay"),
        help_text=help_text or _("Only when it is asked: the journal notes that a name was kept."),
        max_length=LONGEST_REASON,
        required=False,
    )


class FindingForm(forms.Form):
    """Mask the words, keep them with a reason, or replace the whole text."""

    finding = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        choices=[(decision.value, decision.label) for decision in DECISIONS],
        widget=forms.HiddenInput,
    )
    reason = forms.CharField(
        label=_("Why it may be published"), max_length=LONGEST_REASON, required=False
    )
    rewritten = forms.CharField(
        label=_("The text, rewritten"),
        max_length=LONGEST_REWRITE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class WordsForm(forms.Form):
    """Words to look for everywhere, one per line; they are kept nowhere."""

    words = forms.CharField(
        label=_("Words to look for"),
        help_text=_(
            "A name, a number, an address: one per line. They are not kept, not even in the "
            "journal."
        ),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the words to look for, one per line.")},
    )

    def clean_words(self) -> list[str]:
        """Return the words, one per line that is not empty."""
        lines = [line.strip() for line in self.cleaned_data["words"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > MOST_WORDS:
            raise ValidationError(
                _("Look for %(n)d at most at a time."), code="too_many", params={"n": MOST_WORDS}
            )
        return found


def check_file_name(name: str, *, organisation_id: int | None = None) -> None:
    """Refuse a file whose name says who somebody is or how to reach them: its address shows it."""
    found = findings_in_file_name(name, organisation_id=organisation_id)
    if found:
        raise ValidationError(
            _(
                "The name of this file shows « %(words)s » to everybody. Rename the file, then "
                "choose it again."
            ),
            code="personal_name",
            params={"words": " », « ".join(span.text for span in found)},
        )


class ImageWithoutTracesForm(BaseImageForm):
    """An image of the site: its name names nobody, it does not say where it was taken."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_file_name(file.name)
            return without_traces(file)
        return file


class NamelessDocumentForm(BaseDocumentForm):
    """A document of the site: its name names nobody."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_file_name(file.name)
        return file
