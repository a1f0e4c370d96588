"""Forms of the administration: cases are named by their number, signing is confirmed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.cases.models import Case


class CaseNumberInput(forms.TextInput):
    """A case typed by its public number; the field behind it holds the case."""

    def format_value(self, value: Any) -> str | None:
        if not value:
            return None
        if isinstance(value, int) or str(value).isdigit():
            found = Case.objects.filter(pk=value).values_list("number", flat=True).first()
            return found or str(value)
        return str(value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = str(data.get(name) or "").strip()
        digits = "".join(character for character in typed if character.isdigit())
        if not digits:
            return typed
        number = f"{digits[:4]}-{digits[4:]}"
        found = Case.objects.filter(number=number).values_list("pk", flat=True).first()
        return found if found is not None else typed


class SignForm(forms.Form):
    """What a signer confirms, once everything has been read."""

    keep_findings_because = forms.CharField(
        label=_("Why a name or an address may stay in these texts"),
        help_text=_("Only when something above is underlined: the reason is kept in the journal."),
        required=False,
        max_length=250,
    )
    confirmed = forms.BooleanField(
        label=_("I have read every answer: they are published together, in my name."),
        error_messages={"required": _("Tick this box to sign.")},
    )
