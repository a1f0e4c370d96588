"""Forms of workshops."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College

from .models import Room


class RegistrationForm(forms.Form):
    """Coming to a session; what helps to come is read by the organisers alone."""

    needs = forms.CharField(
        label=_("What would help you to come?"),
        help_text=_("A lift, somebody to look after children, a sign-language interpreter…"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CodeForm(forms.Form):
    """The code on the wall of a room."""

    code = forms.CharField(
        label=_("The code on the screen"),
        help_text=_("Six letters and digits; spaces and small letters do not matter."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class JoinForm(forms.Form):
    """Coming into a room: nothing is required, so that one writes first."""

    name = forms.CharField(
        label=_("Your first name"),
        help_text=_("Seen by whoever runs the room, never published."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    college = forms.ChoiceField(label=_("You are here as"), choices=College)
    table = forms.ChoiceField(label=_("Your table"), required=False)
    token = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = [(str(table.pk), str(table)) for table in room.tables.order_by("number")]
        self.fields["table"].choices = tables  # type: ignore[attr-defined]
        self.fields["college"].help_text = _(
            "An officer or an elected official without an account is confirmed by whoever runs "
            "the room."
        )

    def clean_token(self) -> str:
        token = str(self.cleaned_data["token"])
        if not 20 <= len(token) <= 64:
            raise forms.ValidationError(_("Open this page again, then come in."))
        return token
