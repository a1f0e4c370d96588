"""Forms of the administration: cases are named by their number, signing is confirmed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.cases.models import Case
from civic.core.forms import DateInput
from civic.privacy.forms import reason_to_keep

from .enums import CommitmentState
from .models import Commitment, DecisionItem


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

    keep_findings_because = reason_to_keep(
        label=_("Why a name or an address may stay in these texts"),
        help_text=_("Only when something above is underlined: the reason is kept in the journal."),
    )
    confirmed = forms.BooleanField(
        label=_("I have read every answer: they are published together, in my name."),
        error_messages={"required": _("Tick this box to sign.")},
    )


class FollowForm(forms.Form):
    """One dated, public word on where the works stand."""

    state = forms.ChoiceField(label=_("Where the works stand"), choices=CommitmentState.choices)
    text = forms.CharField(
        label=_("What happened"),
        help_text=_(
            "Published, and kept as it is. For instance: « The contractor was chosen; works begin "
            "on 3 March. »"
        ),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    done_on = forms.DateField(
        label=_("On"),
        help_text=_("Empty: today."),
        required=False,
        widget=DateInput(),
    )
    postponed_to = forms.DateField(
        label=_("Another date to announce"),
        help_text=_(
            "Only when the date changes: the one that was promised stays readable beside it, and "
            "the people concerned are told."
        ),
        required=False,
        widget=DateInput(),
    )
    keep_findings_because = reason_to_keep(label=_("Why a name may stay in this text"))


class CarriesOutForm(forms.Form):
    """The answers whose works a commitment is: their authors are led to it."""

    items = forms.ModelMultipleChoiceField(
        label=_("The answers it carries out"),
        help_text=_("Each person who is answered there is led to these works, and back."),
        queryset=DecisionItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among the answers of this decision.")},
    )

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "works")
        initial = {"items": [item.pk for item in commitment.carries_out.all()]}
        super().__init__(*args, initial=initial, **kwargs)
        field = self.fields["items"]
        field.queryset = (  # type: ignore[attr-defined]
            DecisionItem.objects.filter(decision=commitment.decision_id)
            .select_related("case__contribution")
            .order_by("position", "pk")
        )
        field.label_from_instance = self._words  # type: ignore[attr-defined]

    @staticmethod
    def _words(item: DecisionItem) -> str:
        said = getattr(item.case, "contribution", None)
        # What is not public is named by its number alone.
        title = f" – {said.title}" if said is not None and said.is_public else ""
        return f"{item.case.number}{title} ({item.get_outcome_display()})"
