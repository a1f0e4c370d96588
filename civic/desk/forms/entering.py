"""Shape of what an agent types; services decide."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import ContactPreference
from civic.accounts.models import Person
from civic.accounts.services.people import AGREES_TO_SMS
from civic.core.enums import Channel
from civic.core.exceptions import Refusal
from civic.core.forms import DateInput

from ..enums import ConsentHow
from ..logic.codes import SheetCode, parse_code
from ..models import Mandate
from ..services.people import PersonDraft

NEW = "new"
CHANNELS = (
    (Channel.PAPER, _("on paper")),
    (Channel.DESK, _("at the desk")),
    (Channel.TELEPHONE, _("by telephone")),
    (Channel.EMAIL, _("by e-mail")),
    (Channel.MEETING, _("in a meeting")),
)


class DeskForm(forms.Form):
    """A form of the desk: no colon after labels, refusals shown beside their field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: Refusal) -> None:
        """Show why a service refused, beside the field it belongs to."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal.message))


def sms_agreement() -> forms.BooleanField:
    """Return the box an agent ticks once the sentence was read out to somebody who wants SMS."""
    return forms.BooleanField(
        label=_("For SMS: I read out the sentence, and the person agrees"),
        help_text=AGREES_TO_SMS,
        required=False,
    )


class WhoForm(DeskForm):
    """Who speaks: somebody the desk knows, or somebody new."""

    find = forms.CharField(
        label=_("Who is it?"),
        help_text=_("A name, a telephone or the number of a receipt."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "accesskey": "q"}),
    )
    person = forms.ChoiceField(label=_("Person"), required=False, widget=forms.RadioSelect)
    public_name = forms.CharField(
        label=_("Name shown to others"),
        help_text=_("A first name, or what they choose."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    legal_name = forms.CharField(
        label=_("Name on the envelope"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact_preference = forms.ChoiceField(
        label=_("How do they want the answer?"),
        choices=ContactPreference.choices,
        initial=ContactPreference.DESK,
    )
    postal_address = forms.CharField(
        label=_("Postal address"),
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "class": "control-short"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    agrees_to_sms = sms_agreement()
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, people: Iterable[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            *((key, said_of(person)) for key, person in self.people.items()),
            (NEW, _("Somebody new")),
        ]
        self.fields["contact_preference"].required = False

    def clean(self) -> dict[str, Any]:
        """Say who is missing: a person found, or the name of somebody new."""
        data = super().clean() or {}
        if not self.errors and not data.get("person") and not data.get("public_name", "").strip():
            self.add_error("find", _("Find the person, or write down somebody new."))
        return data

    def who(self) -> Person | PersonDraft:
        """Return the person chosen, or what was typed of somebody new."""
        data = self.cleaned_data
        found = self.people.get(data["person"])
        if found is not None:
            return found
        return PersonDraft(
            public_name=data["public_name"],
            legal_name=data["legal_name"],
            contact_preference=data["contact_preference"] or ContactPreference.DESK,
            postal_address=data["postal_address"],
            phone=data["phone"],
            email=data["email"],
            agrees_to_sms=data["agrees_to_sms"],
        )


def said_of(person: Person) -> str:
    """Return how an agent tells two people apart, without an address of any kind."""
    parts = [person.legal_name or person.public_name]
    if person.legal_name and person.legal_name != person.public_name:
        parts.append(f"« {person.public_name} »")
    if person.neighbourhood or person.organisation:
        parts.append(str(person.neighbourhood or person.organisation))
    if person.phone:
        parts.append(f"☎ …{person.phone.strip()[-2:]}")
    return " · ".join(parts)


class HowForm(DeskForm):
    """How it was said, when, on which sheet, with whose help, and how they agreed."""

    channel = forms.ChoiceField(label=_("How was it said?"), choices=CHANNELS)
    said_on = forms.DateField(
        label=_("When?"),
        help_text=_("The date written on the sheet."),
        widget=DateInput(),
    )
    sheet = forms.CharField(
        label=_("Code of the sheet"),
        help_text=_("At the top right, for instance P12-0007-3."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    late_reason = forms.CharField(
        label=_("Received after the closing: how do you know it was written in time?"),
        help_text=_("For instance: « found in the box of the town hall, dated the 12th »."),
        max_length=250,
        required=False,
    )
    mandate = forms.ModelChoiceField(
        label=_("With whose help?"),
        queryset=Mandate.objects.none(),
        required=False,
        empty_label=_("nobody"),
    )
    consent_how = forms.ChoiceField(
        label=_("How do they agree?"),
        choices=[("", _("choose")), *ConsentHow.choices],
        required=False,
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        mandates: Iterable[Mandate] = (),
        conditions: Iterable[tuple[int, str]] = (),
        needs_consent: bool = True,
        takes_sheet: bool = True,
        is_late: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("submission_key", uuid.uuid4())
        self.initial.setdefault("said_on", timezone.localdate())
        keys = [mandate.pk for mandate in mandates]
        if keys:
            self.fields["mandate"].queryset = Mandate.objects.filter(  # type: ignore[attr-defined]
                pk__in=keys
            )
        else:
            del self.fields["mandate"]
        if not needs_consent:
            del self.fields["consent_how"]
        if not takes_sheet:
            del self.fields["sheet"]
        if not is_late:
            del self.fields["late_reason"]
        self.conditions = list(conditions)
        for key, text in self.conditions:
            self.fields[f"condition_{key}"] = forms.BooleanField(label=text, required=False)

    def clean_sheet(self) -> SheetCode | None:
        """Return the code typed; say that it cannot be one."""
        typed = self.cleaned_data["sheet"].strip()
        if not typed:
            return None
        code = parse_code(typed)
        if code is None:
            raise forms.ValidationError(
                _("« %(typed)s » is not the code of a sheet: check each character."),
                params={"typed": typed},
            )
        return code

    def accepted(self) -> list[int]:
        """Return the conditions that were ticked."""
        return [key for key, _text in self.conditions if self.cleaned_data.get(f"condition_{key}")]
