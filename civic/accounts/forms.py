"""Forms of people: who are you, a code, a profile, a claim."""

from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _

from civic.territory.enums import OrganisationKind
from civic.territory.models import Organisation

from .enums import VERIFIED_COLLEGES, AssuranceLevel, College, ContactPreference
from .logic.mobile import mobile_number
from .models import Person, User
from .services.people import AGREES_TO_SMS
from .services.sign_in import user_for_email

DECLARED_COLLEGES = [
    (college.value, college.label)
    for college in College
    if college not in VERIFIED_COLLEGES and college != College.COUNCIL
]


class SignInForm(RequestLoginCodeForm):
    """An e-mail address: known or not, it receives a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your e-mail address")
        self.fields["email"].help_text = _("You receive a code to type here; no password.")
        self.fields["email"].widget.attrs = {"autocomplete": "email"}

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if email and getattr(self, "_user", None) is None:
            self._user: User | None = user_for_email(email)
        return email


class IdentifyForm(forms.Form):
    """Who are you: asked last, once what one has to say is written."""

    public_name = forms.CharField(
        label=_("Name shown to others"),
        help_text=_("A first name, a pseudonym: you choose. Your real name is never shown."),
        max_length=80,
    )
    college = forms.ChoiceField(
        label=_("You take part as"),
        choices=DECLARED_COLLEGES,
        initial=College.RESIDENT,
        widget=forms.RadioSelect,
    )
    organisation = forms.ModelChoiceField(
        label=_("Your commune"),
        queryset=Organisation.objects.filter(kind=OrganisationKind.COMMUNE).order_by("name"),
        required=False,
        empty_label=_("I would rather not say"),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, assurance_level: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if assurance_level >= AssuranceLevel.EMAIL:
            self.fields["email"].required = True
            self.fields["email"].help_text = _(
                "It is needed here: you receive a code to confirm. It is never shown."
            )
        else:
            self.fields["email"].help_text = _(
                "To receive the answer. Without it, keep the number you will be given. "
                "It is never shown."
            )


class ProfileForm(forms.ModelForm):
    """What a person may change about themselves."""

    agrees_to_sms = forms.BooleanField(label=AGREES_TO_SMS, required=False)
    field_order = ["public_name", "organisation", "phone", "contact_preference", "agrees_to_sms"]

    class Meta:
        model = Person
        fields = [
            "public_name",
            "organisation",
            "contact_preference",
            "phone",
            "postal_address",
            "language",
        ]
        widgets = {
            "language": forms.RadioSelect(choices=[("fr", "Français"), ("en", "English")]),
            "contact_preference": forms.RadioSelect(choices=ContactPreference.choices),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["public_name"].label = _("Name shown to others")
        self.fields["organisation"].queryset = Organisation.objects.filter(
            kind=OrganisationKind.COMMUNE
        ).order_by("name")
        self.fields["organisation"].empty_label = _("I would rather not say")
        preference = self.fields["contact_preference"]
        preference.label = _("How you want the answers")
        has_sms = self.instance.contact_preference == ContactPreference.SMS
        if has_sms or mobile_number(self.data.get("phone", self.instance.phone)):
            self.fields["agrees_to_sms"].initial = self.instance.sms_agreed_at is not None
        else:
            # Offered once there is a number that receives them.
            preference.choices = [  # type: ignore[attr-defined]
                choice for choice in ContactPreference.choices if choice[0] != ContactPreference.SMS
            ]
            preference.help_text = _("With a mobile number, SMS can be chosen too: save it first.")
            del self.fields["agrees_to_sms"]


class ClaimForm(forms.Form):
    """The code of a paper receipt."""

    code = forms.CharField(
        label=_("Code of your receipt"),
        help_text=_("Ten letters and digits, given at the desk. Spaces do not matter."),
        max_length=20,
    )


class EraseForm(forms.Form):
    """A deliberate act: a box, not a word to type."""

    confirm = forms.BooleanField(
        label=_("I understand that my account and my contact details are erased for good."),
        error_messages={"required": _("Tick the box to confirm.")},
    )
