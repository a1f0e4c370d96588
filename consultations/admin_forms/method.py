"""Start the framing note of a consultation, and say what was done of each of its lines."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from civic.participation.models import Space

from ..enums import Kept
from ..logic.promises import LONGEST_ACCOUNT, SHORTEST_ACCOUNT
from .fields import Words, kept_reason


class MethodForm(forms.Form):
    """The mixed group in which the note is written."""

    group = forms.ModelChoiceField(
        label=_("Mixed group that writes it"),
        queryset=Space.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_("Its residents, technical officers and elected officials write and sign it."),
        error_messages={"required": _("Choose the group that writes it.")},
    )

    def __init__(self, *args: Any, groups: "QuerySet[Space]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["group"]
        field.queryset = groups
        field.label_from_instance = lambda one: one.title


class PromiseForm(forms.Form):
    """What was done of one line."""

    kept = forms.ChoiceField(
        label=_("What was done"),
        choices=Kept,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it was kept.")},
    )
    words = Words(
        label=_("How, or why not"),
        min_length=SHORTEST_ACCOUNT,
        max_length=LONGEST_ACCOUNT,
        help_text=_("Published beside the line. For instance: « The answer came on 12 March. »"),
        error_messages={"required": _("Say how, or why not.")},
    )
    keep_findings_because = kept_reason()
