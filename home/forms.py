"""Forms of the website."""

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.territory.models import Organisation, Theme

from .enums import SearchKind


class SearchForm(forms.Form):
    """What is looked for, as written in the address; a value not understood is left out."""

    q = forms.CharField(label=_("Search"), max_length=200, required=False, strip=True)
    kind = forms.ChoiceField(choices=SearchKind, required=False)
    territory = forms.ModelChoiceField(
        Organisation.objects.all(), to_field_name="slug", required=False
    )
    theme = forms.ModelChoiceField(Theme.objects.all(), to_field_name="slug", required=False)
