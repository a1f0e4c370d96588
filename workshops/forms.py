"""Forms of workshops."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RegistrationForm(forms.Form):
    """Coming to a session; what helps to come is read by the organisers alone."""

    needs = forms.CharField(
        label=_("What would help you to come?"),
        help_text=_("A lift, somebody to look after children, a sign-language interpreter…"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
