"""What the forms of the administration share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.core.forms import DateInput, DateTimeInput
from civic.participation.logic.texts import clean_line, clean_text
from civic.privacy.forms import reason_to_keep

DAY = DateInput()
REASON_LENGTH = 300


class Line(forms.CharField):
    """One line, without control characters."""

    def to_python(self, value: Any) -> str:
        return clean_line(str(value)) if value is not None else ""


class Words(forms.CharField):
    """A text of several lines, without control characters."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> str:
        return clean_text(str(value)) if value is not None else ""


class Moment(forms.DateTimeField):
    """A day and an hour, as the browser's own field sends them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "widget",
            DateTimeInput(),
        )
        kwargs.setdefault("input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
        super().__init__(**kwargs)


def public_reason() -> Line:
    """Return the field of the sentence published beside a date that changes."""
    return Line(
        label=_("Why it changes"),
        help_text=_(
            "Published with the old and the new date, and sent to those who follow. "
            "For instance: « Three communes asked for ten days more. »"
        ),
        max_length=REASON_LENGTH,
    )


def kept_reason() -> forms.CharField:
    """Return the field of the reason why words that name somebody may stay."""
    return reason_to_keep(
        label=_("Why a name or an address may stay in these texts"),
        help_text=_("Only when words were refused above: the reason is kept in the journal."),
        field=Line,
    )
