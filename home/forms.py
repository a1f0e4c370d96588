"""Forms of the website."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.territory.enums import OrganisationKind
from civic.territory.models import Organisation, Theme
from civic.territory.models.organisation import DEFAULT_ACCENT

from .enums import SearchKind


class SearchForm(forms.Form):
    """What is looked for, as written in the address; a value not understood is left out."""

    q = forms.CharField(label=_("Search"), max_length=200, required=False, strip=True)
    kind = forms.ChoiceField(choices=SearchKind, required=False)
    territory = forms.ModelChoiceField(
        Organisation.objects.all(), to_field_name="slug", required=False
    )
    theme = forms.ModelChoiceField(Theme.objects.all(), to_field_name="slug", required=False)


class FirstRunForm(forms.Form):
    """Who a fresh installation belongs to; the columns of an organisation and two addresses."""

    code = forms.CharField(
        label=_("The setup code"),
        help_text=_("Twelve letters and digits, shown in the console where the site was started."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Type the code the console shows.")},
    )
    kind = forms.ChoiceField(
        label=_("Whose site is it?"),
        choices=[
            (OrganisationKind.COMMUNE, _("A commune alone")),
            (OrganisationKind.INTERCOMMUNALITY, _("An intercommunality, with its communes")),
        ],
        initial=OrganisationKind.COMMUNE,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Its full name"),
        help_text=_("As it is written on its letters."),
        max_length=120,
        error_messages={"required": _("Give the name of the body.")},
    )
    short_name = forms.CharField(
        label=_("Its short name"),
        help_text=_("As people say it; shown where there is little room."),
        max_length=60,
        required=False,
    )
    contact_phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("Shown on every page: a person who is stuck calls it."),
        max_length=30,
        error_messages={"required": _("Give a telephone number: not everybody writes.")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )
    desk_hours = forms.CharField(
        label=_("Desk hours"),
        help_text=_("As one says it: « Monday to Friday, 9 to 12 »."),
        max_length=200,
        error_messages={"required": _("Say when the desk is open.")},
    )
    contact_email = forms.EmailField(label=_("Public e-mail address"), required=False)
    contact_address = forms.CharField(label=_("Postal address"), max_length=200, required=False)
    accent = forms.CharField(
        label=_("Colour"),
        help_text=_("Used for links and buttons; its contrast is checked before it is saved."),
        initial=DEFAULT_ACCENT,
        max_length=7,
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You will be its first administrator: a sign-in code is sent there."),
        error_messages={"required": _("Give the address where the sign-in code is sent.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
