"""Shape of what a resident types to ask something: one question per form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import ContactPreference
from civic.cases.models import RequestType
from civic.core.exceptions import Refusal
from civic.participation.logic.texts import clean_line, clean_text
from civic.territory.enums import OrganisationKind
from civic.territory.forms import ConfirmedPlace
from civic.territory.models import Neighbourhood, Organisation
from civic.territory.selectors import (
    OutsideTerritory,
    Place,
    resolve_address,
    resolve_point,
)

from ..enums import (
    LONGEST_REQUEST,
    LONGEST_REQUEST_PLACE,
    LONGEST_REQUEST_TITLE,
    SHORTEST_REQUEST,
)

OTHER = "autre"


class LineField(forms.CharField):
    """One line of text, cleaned before its length is judged."""

    def to_python(self, value: Any) -> str:
        return clean_line(str(value)) if value is not None else ""


class TextField(forms.CharField):
    """A text of several lines, cleaned before its length is judged."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text(str(value)) if value is not None else ""


class PlainForm(forms.Form):
    """A form that can show a refusal beside the field it belongs to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: Refusal) -> None:
        """Show why a service refused."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal.message))


class TextForm(PlainForm):
    """What happens, or what is asked, in the words of whoever asks."""

    text = TextField(
        label=_("What happens, or what do you ask?"),
        help_text=_(
            "In your own words: what, since when, what it prevents. Name nobody and give no "
            "telephone."
        ),
        min_length=SHORTEST_REQUEST,
        max_length=LONGEST_REQUEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Say what happens in a sentence or two."),
            "min_length": _(
                "Say what happens in a sentence or two, at least %(limit_value)d characters."
            ),
            "max_length": _(
                "This text is too long (%(show_value)d characters): %(limit_value)d at most."
            ),
        },
    )


class SubjectForm(PlainForm):
    """The line others read and the kind of thing asked; both are suggested from the text."""

    title = LineField(
        label=_("In one line"),
        help_text=_("Taken from your text: change it if it says it badly."),
        max_length=LONGEST_REQUEST_TITLE,
        error_messages={
            "required": _("Sum it up in one line."),
            "max_length": _(
                "This line is too long (%(show_value)d characters): %(limit_value)d at most."
            ),
        },
    )
    type = forms.ChoiceField(
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one, or « Something else ».")},
    )
    other_type = forms.ChoiceField(
        label=_("or choose in the whole list"),
        required=False,
        help_text=_("It decides who answers and the delay; we put it right if need be."),
    )

    def __init__(self, *args: Any, suggested: list[RequestType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(RequestType.objects.filter(is_active=True))
        rest: list[tuple[str, Any]] = [(kind.slug, kind.name) for kind in known]
        if suggested:
            self.fields["type"].choices = [  # type: ignore[attr-defined]
                *((kind.slug, kind.name) for kind in suggested),
                (OTHER, _("Something else")),
            ]
            self.fields["other_type"].choices = [("", "–"), *rest]  # type: ignore[attr-defined]
        else:
            del self.fields["other_type"]
            self.fields["type"].widget = forms.Select()
            self.fields["type"].choices = [  # type: ignore[attr-defined]
                ("", _("choose")),
                *rest,
                (OTHER, _("Something else")),
            ]

    def clean(self) -> dict[str, Any]:
        """Let the whole list have the last word."""
        data: dict[str, Any] = super().clean() or {}
        if chosen := data.get("other_type"):
            data["type"] = chosen
            self.errors.pop("type", None)
        return data


class PlaceForm(ConfirmedPlace, PlainForm):
    """Where: a street, a point, or a neighbourhood in a list; nothing is required."""

    place = LineField(
        label=_("The street or the place"),
        required=False,
        max_length=LONGEST_REQUEST_PLACE,
        help_text=_(
            "And what stands there: « rue du Pont, in front of the baker's ». A house number is "
            "for who answers: everybody reads the street alone."
        ),
        error_messages={
            "max_length": _(
                "This place is too long (%(show_value)d characters): %(limit_value)d at most."
            )
        },
    )
    where = forms.ChoiceField(
        label=_("The commune or the neighbourhood"),
        required=False,
        help_text=_("Leave it as it is when the street or the point says it."),
    )
    latitude = forms.FloatField(
        required=False, min_value=-90, max_value=90, widget=forms.HiddenInput
    )
    longitude = forms.FloatField(
        required=False, min_value=-180, max_value=180, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["where"].choices = where_choices(organisation)  # type: ignore[attr-defined]
        self.found: Place | None = None

    def clean(self) -> dict[str, Any]:
        """Find the commune and the neighbourhood from the point, else from the street."""
        data: dict[str, Any] = super().clean() or {}
        latitude, longitude = data.get("latitude"), data.get("longitude")
        if latitude is None or longitude is None:
            # Half a point is none: it was typed by nobody.
            data |= {"latitude": None, "longitude": None}
        else:
            # A metre or so: more would say which door.
            data |= {"latitude": round(latitude, 5), "longitude": round(longitude, 5)}
            try:
                self.found = resolve_point(latitude, longitude)
            except OutsideTerritory as outside:
                self.add_error("place", str(outside.message))
                return data
        here = self.found is not None and self.found.organisation is not None
        if not here and not self.check_words(data.get("place", "")):
            return data
        if not data.get("where") and self.found is None and data.get("place"):
            self._read_street(data["place"])
        if self.found is not None and self.found.organisation is not None:
            data["where"] = where_key(self.found.organisation, self.found.neighbourhood)
        return data

    def _read_street(self, street: str) -> None:
        places = resolve_address(street, self.organisation)
        spots = {
            (place.organisation, place.neighbourhood) for place in places if place.organisation
        }
        if len(spots) == 1:
            self.found = places[0]
        elif len(spots) > 1:
            names = [place.label for place in places if place.organisation]
            self.add_error(
                "where",
                _("Several places have this name: choose in the list (%(names)s).")
                % {"names": " ; ".join(dict.fromkeys(names))},
            )


class PhotosInput(forms.ClearableFileInput):
    """Several photos at once, from the camera or the gallery."""

    allow_multiple_selected = True


class PhotosForm(PlainForm):
    """Photos, each kept as it arrives; nothing is required."""

    photos = forms.FileField(
        label=_("Photos"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP. Where and when they were taken is removed; a person looks at each "
            "before it is published: no face, no number plate."
        ),
        widget=PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
        error_messages={"empty": _("This file is empty: choose another one.")},
    )


def where_choices(organisation: Organisation) -> list[tuple[str, Any]]:
    """Return the places one may choose: those of a commune first, then the others."""
    communes = list(
        Organisation.objects.filter(kind=OrganisationKind.COMMUNE)
        .defer("boundary")
        .order_by("name")
    )
    inside: dict[int, list[Neighbourhood]] = {}
    for part in Neighbourhood.objects.filter(organisation__in=communes).defer("boundary"):
        inside.setdefault(part.organisation_id, []).append(part)
    communes.sort(key=lambda commune: commune.pk != organisation.pk)
    choices: list[tuple[str, Any]] = [("", _("I do not know, or everywhere"))]
    for commune in communes:
        whole = (where_key(commune, None), commune.label)
        parts = inside.get(commune.pk, [])
        if parts:
            named = [(where_key(commune, part), part.name) for part in parts]
            choices.append((commune.label, [whole, *named]))
        else:
            choices.append(whole)
    return choices


def where_key(commune: Organisation, neighbourhood: Neighbourhood | None) -> str:
    """Return how a form names a place."""
    return f"n{neighbourhood.pk}" if neighbourhood else f"c{commune.pk}"


def place_named(key: str) -> tuple[Organisation | None, Neighbourhood | None]:
    """Return the commune and the neighbourhood a form names."""
    kind, number = key[:1], key[1:]
    if not number.isdecimal():
        return None, None
    if kind == "n":
        part = Neighbourhood.objects.select_related("organisation").filter(pk=int(number)).first()
        return (part.organisation, part) if part else (None, None)
    if kind == "c":
        return Organisation.objects.filter(pk=int(number)).first(), None
    return None, None


NUMBER_ALONE = ContactPreference.DESK.value


class WhoForm(PlainForm):
    """How one wants the answer: an address, a telephone, a letter, or the number alone."""

    how = forms.ChoiceField(
        label=_("How do you want the answer?"),
        widget=forms.RadioSelect,
        choices=[
            (ContactPreference.EMAIL.value, _("By e-mail")),
            (ContactPreference.TELEPHONE.value, _("By telephone")),
            (ContactPreference.LETTER.value, _("By letter")),
            (NUMBER_ALONE, _("I keep the number: I give nothing")),
        ],
        error_messages={"required": _("Choose how you want the answer.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Confirmed by a code; never shown."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = LineField(
        label=_("Your telephone"),
        help_text=_("Never shown."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    postal_address = LineField(
        label=_("Your postal address"),
        help_text=_("For the letter alone; never shown."),
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    name = LineField(
        label=_("Your name"),
        help_text=_("To write or speak to you; never shown."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    _NEEDED = {
        ContactPreference.EMAIL: ("email", _("Write the address where you want the answer.")),
        ContactPreference.TELEPHONE: ("phone", _("Write the number to call.")),
        ContactPreference.LETTER: ("postal_address", _("Write the address of the letter.")),
    }

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs, and for nothing else."""
        data: dict[str, Any] = super().clean() or {}
        needed = self._NEEDED.get(ContactPreference(data["how"])) if data.get("how") else None
        if needed is not None and not data.get(needed[0]) and needed[0] not in self.errors:
            self.add_error(needed[0], needed[1])
        digits = sum(character.isdigit() for character in data.get("phone", ""))
        if data.get("how") == ContactPreference.TELEPHONE and data.get("phone") and digits < 6:
            self.add_error("phone", _("This number is too short: check it."))
        return data
