"""Forms of consultations: they check shape, services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.core.exceptions import Refusal
from civic.participation.logic.texts import clean_line, clean_text
from civic.participation.models import Activity, Condition
from civic.participation.selectors import communes_of
from civic.participation.services.requirements import (
    LONGEST_PLACE,
    LONGEST_REASON,
    TEXT_LENGTHS,
    TITLE_LENGTHS,
)
from civic.territory.forms import ConfirmedPlace
from civic.territory.models import Neighbourhood, Organisation, Theme
from civic.territory.selectors import place_at


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
    """A form whose fields point to their own errors, and that can show a refusal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: Refusal) -> None:
        """Show why a service refused, beside the field it belongs to."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal.message))


class WordsForm(PlainForm):
    """What one has to say: a line and a text."""

    title = LineField(
        label=_("Your idea in one line"),
        help_text=_("As you would say it to a neighbour."),
        min_length=TITLE_LENGTHS[0],
        max_length=TITLE_LENGTHS[1],
        error_messages={
            "required": _("Sum your idea up in one line."),
            "min_length": _("Sum your idea up in one line, at least %(limit_value)d characters."),
            "max_length": _(
                "This title is too long (%(show_value)d characters): %(limit_value)d at most."
            ),
        },
    )
    text = TextField(
        label=_("Explain it"),
        help_text=_("What should change, where, for whom? Name nobody and give no telephone."),
        min_length=TEXT_LENGTHS[0],
        max_length=TEXT_LENGTHS[1],
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Explain your idea in a sentence or two."),
            "min_length": _(
                "Explain your idea in a sentence or two, at least %(limit_value)d characters."
            ),
            "max_length": _(
                "This text is too long (%(show_value)d characters): %(limit_value)d at most."
            ),
        },
    )


class PlaceForm(ConfirmedPlace, PlainForm):
    """What it is about and where: nothing here is required, nobody has to sort their own idea."""

    theme = forms.ModelChoiceField(
        label=_("What is it about?"),
        queryset=Theme.objects.none(),
        required=False,
        blank=True,
        empty_label=_("I do not know"),
        widget=forms.RadioSelect,
        to_field_name="slug",
    )
    where = forms.ChoiceField(
        label=_("Where?"),
        required=False,
        help_text=_("The commune or the neighbourhood it is about, not the one you live in."),
    )
    place = LineField(
        label=_("A precise place"),
        required=False,
        max_length=LONGEST_PLACE,
        help_text=_("A street, a square, a bus stop… Not your own address."),
    )
    latitude = forms.FloatField(
        required=False, min_value=-90, max_value=90, widget=forms.HiddenInput
    )
    longitude = forms.FloatField(
        required=False, min_value=-180, max_value=180, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = activity.themes.all()
        if themes:
            self.fields["theme"].queryset = themes  # type: ignore[attr-defined]
        else:
            del self.fields["theme"]
        choices = _places_of(activity)
        if len(choices) > 1:
            self.fields["where"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["where"]
        self.communes = communes_of(activity.space)
        if not activity.with_place:
            for name in ("place", "latitude", "longitude"):
                del self.fields[name]

    @property
    def asks_something(self) -> bool:
        return bool(self.fields)

    def clean(self) -> dict[str, Any]:
        """Let the point say the commune and the neighbourhood, where their outlines are known."""
        data: dict[str, Any] = super().clean() or {}
        latitude, longitude = data.get("latitude"), data.get("longitude")
        has_point = latitude is not None and longitude is not None
        if not has_point and not self.check_words(data.get("place") or ""):
            return data
        if latitude is None or longitude is None:
            # Half a point is none: it was typed by nobody.
            return data | dict.fromkeys({"latitude", "longitude"} & set(self.fields))
        commune, neighbourhood = place_at(self.communes, latitude=latitude, longitude=longitude)
        if commune is None:
            if not self.communes.filter(boundary__isnull=True).exists():
                self.add_error(
                    "place",
                    _("This point is outside the territory: move it, remove it, or write a place."),
                )
            return data
        chosen, precisely = place_from(str(data.get("where", "")))
        if "where" in self.fields and (chosen != commune or precisely is None):
            data["where"] = f"n{neighbourhood.pk}" if neighbourhood else f"c{commune.pk}"
        # A metre or so: more would say which door.
        return data | {"latitude": round(latitude, 5), "longitude": round(longitude, 5)}


def _places_of(activity: Activity) -> list[tuple[str, Any]]:
    communes = list(communes_of(activity.space).only("name", "short_name"))
    neighbourhoods: dict[int, list[Neighbourhood]] = {}
    for neighbourhood in Neighbourhood.objects.filter(organisation__in=communes).only(
        "name", "organisation_id"
    ):
        neighbourhoods.setdefault(neighbourhood.organisation_id, []).append(neighbourhood)
    choices: list[tuple[str, Any]] = [("", _("Everywhere, or I do not know"))]
    for commune in communes:
        inside = neighbourhoods.get(commune.pk, [])
        whole = (f"c{commune.pk}", commune.label)
        if not inside:
            choices.append(whole)
            continue
        choices.append(
            (commune.label, [whole, *((f"n{place.pk}", place.name) for place in inside)])
        )
    return choices


def place_from(where: str) -> tuple[Organisation | None, Neighbourhood | None]:
    """Return the commune or the neighbourhood a choice of `PlaceForm.where` stands for."""
    kind, key = where[:1], where[1:]
    if not key.isdecimal():
        return None, None
    if kind == "c":
        return Organisation.objects.filter(pk=int(key)).first(), None
    if kind == "n":
        found = Neighbourhood.objects.filter(pk=int(key)).select_related("organisation").first()
        return (found.organisation, found) if found else (None, None)
    return None, None


class SendForm(PlainForm):
    """What is asked before sending: one box per condition."""

    def __init__(self, *args: Any, conditions: list[Condition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conditions = conditions
        for condition in conditions:
            self.fields[f"condition_{condition.pk}"] = forms.BooleanField(
                label=condition.text,
                required=condition.required,
                error_messages={"required": _("Tick this box to go on, or call us.")},
            )

    def accepted(self) -> list[int]:
        """Return the conditions that were ticked."""
        return [
            condition.pk
            for condition in self.conditions
            if self.cleaned_data.get(f"condition_{condition.pk}")
        ]


class WithdrawForm(PlainForm):
    """Why one withdraws what one said."""

    reason = LineField(
        label=_("Why do you withdraw it?"),
        help_text=_("Your proposal stays readable, with this reason."),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why, in a few words.")},
    )
