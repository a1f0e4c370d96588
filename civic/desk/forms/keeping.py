"""Shape of what is kept around an entry: sheets, pictures, mandates, letters, calls."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import ContactPreference
from civic.accounts.models import User
from civic.core.forms import DateInput, DateTimeInput

from ..enums import CallOutcome, MandateScope
from ..services.sheets import MOST_AT_ONCE
from .entering import DeskForm, sms_agreement


class PrintForm(DeskForm):
    """How many numbered sheets."""

    count = forms.IntegerField(
        label=_("How many?"), min_value=1, max_value=MOST_AT_ONCE, initial=20
    )


class VoidForm(DeskForm):
    """Why a sheet is cancelled."""

    void_reason = forms.CharField(label=_("Why is it cancelled?"), max_length=200)


class ImageForm(DeskForm):
    """The picture of a sheet."""

    image = forms.FileField(
        label=_("Picture of the sheet"),
        help_text=_(
            "A photograph or a scan (JPEG, PNG, WebP, PDF). Only the agents of this desk see it; "
            "each look is written in the journal; it is erased after a year. A PDF is kept as it "
            "came, and handed over as a file: prefer an image."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )


class AgainForm(DeskForm):
    """The fields of a sheet, empty, to be typed by somebody who has not seen them."""

    _LABELS: Mapping[str, Any] = {
        "title": _("The idea in one line"),
        "text": _("The text, as it is written"),
        "place": _("Place"),
    }

    def __init__(self, *args: Any, names: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in names:
            widget = forms.Textarea(attrs={"rows": 6}) if name == "text" else forms.TextInput()
            self.fields[name] = forms.CharField(
                label=self._LABELS.get(name, name), required=False, widget=widget
            )


class MandateForm(DeskForm):
    """Who helps, for what, until when."""

    helper_name = forms.CharField(label=_("Who helps?"), max_length=120)
    helper_body = forms.CharField(
        label=_("For which organisation?"),
        help_text=_("For instance « France services », « Association des familles ». "),
        max_length=120,
        required=False,
    )
    scope = forms.ChoiceField(label=_("For what?"), choices=MandateScope.choices)
    space_id = forms.ChoiceField(label=_("Which one?"), required=False)
    ends_on = forms.DateField(
        label=_("Until when?"),
        help_text=_("A year from now at most."),
        widget=DateInput(),
    )

    def __init__(self, *args: Any, spaces: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space_id"].choices = [  # type: ignore[attr-defined]
            ("", _("choose, if it is for one of them")),
            *((str(key), title) for key, title in spaces),
        ]


class ContactForm(DeskForm):
    """How somebody without an account is answered."""

    contact_preference = forms.ChoiceField(
        label=_("How do they want the answer?"), choices=ContactPreference.choices
    )
    postal_address = forms.CharField(
        label=_("Postal address"),
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    agrees_to_sms = sms_agreement()


class _HourForm(DeskForm):
    promised_at = forms.DateTimeField(
        label=_("When do we call?"),
        help_text=_("The call is made within the hour that follows."),
        widget=DateTimeInput(),
        input_formats=["%Y-%m-%dT%H:%M"],
    )

    def clean_promised_at(self) -> datetime:
        """Return an aware moment."""
        moment: datetime = self.cleaned_data["promised_at"]
        return moment


class PromiseForm(_HourForm):
    """A call to promise: about what, when, by whom."""

    about = forms.CharField(label=_("About what?"), max_length=200)
    guarantor = forms.ModelChoiceField(
        label=_("Who calls?"),
        help_text=_("A name, not a department: this person answers for the call."),
        queryset=User.objects.none(),
        empty_label=_("choose"),
    )
    field_order = ["about", "promised_at", "guarantor"]

    def __init__(self, *args: Any, guarantors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guarantor"].queryset = guarantors  # type: ignore[attr-defined]


class MoveForm(_HourForm):
    """Another hour for a promised call, and why."""

    reason = forms.CharField(label=_("Why?"), help_text=_("The person is told."), max_length=200)


class CalledForm(DeskForm):
    """What was said on the telephone."""

    outcome = forms.CharField(label=_("What was said"), max_length=300, required=False)


class CallOutcomeForm(DeskForm):
    """What became of a call from the list."""

    outcome = forms.ChoiceField(choices=CallOutcome.choices)


class ReturnedForm(DeskForm):
    """Why a letter came back."""

    reason = forms.CharField(label=_("What does the envelope say?"), max_length=200)
