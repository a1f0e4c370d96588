"""What is confirmed before something becomes public or closes for good."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import kept_reason


class ConfirmForm(forms.Form):
    """Nothing but the confirmation itself."""


class PublishForm(forms.Form):
    """The last look before publishing."""

    keep_findings_because = kept_reason()
    confirmed = forms.BooleanField(
        label=_("I have read the page: it may be published."),
        error_messages={"required": _("Tick this box to publish.")},
    )
