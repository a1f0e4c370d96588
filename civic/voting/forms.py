"""The ballot paper and the receipt, as forms: shape only, the services decide."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from civic.participation.models import Condition

from .enums import Choice, ReasonRule
from .logic.receipts import is_code, new_code
from .models import Ballot
from .services.casting import LONGEST_REASON


class VoteForm(forms.Form):
    """One choice, its reason where the ballot asks for one, and the conditions left to accept.

    The receipt code is drawn with the form and signed: the same form sent twice gives the same
    receipt, and nobody chooses their code.
    """

    choice = forms.ChoiceField(
        choices=[(choice.value, choice.label) for choice in Choice],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the answers."),
            "invalid_choice": _("Choose one of the answers."),
        },
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    code = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, ballot: Ballot, conditions: list[Condition], **kwargs: Any
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", "vote_%s")
        self._signer = signing.Signer(salt=f"civic.voting.ballot.{ballot.pk}")
        super().__init__(*args, **kwargs)
        self.initial.setdefault("code", self._signer.sign(new_code()))
        self.fields["choice"].label = ballot.question
        self.conditions = conditions
        reason = self.fields["reason"]
        if ballot.reason_rule == ReasonRule.NONE:
            del self.fields["reason"]
        elif ballot.reason_rule == ReasonRule.REQUIRED:
            reason.required = True
            reason.error_messages["required"] = _(
                "Say why in a sentence: in this ballot the reason is published with the choice."
            )
        for condition in conditions:
            self.fields[f"condition_{condition.pk}"] = forms.BooleanField(
                label=condition.text,
                required=condition.required,
                error_messages={"required": _("Tick this box to go on, or call us.")},
            )

    def clean_code(self) -> str:
        """Return the code this form was served with; a tampered one is replaced."""
        try:
            code = str(self._signer.unsign(self.cleaned_data["code"]))
        except signing.BadSignature:
            return new_code()
        return code if is_code(code) else new_code()

    def accepted(self) -> list[int]:
        """Return the conditions that were ticked."""
        return [
            condition.pk
            for condition in self.conditions
            if self.cleaned_data.get(f"condition_{condition.pk}")
        ]

    def refuse(self, refusal: Any) -> None:
        """Show why a service refused, beside the field it belongs to."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal.message))


class ReceiptForm(forms.Form):
    """The code of a receipt, as it is typed from paper."""

    code = forms.CharField(
        label=_("The code of your receipt"),
        help_text=_("Twenty letters and digits; capitals and dashes do not matter."),
        max_length=60,
        error_messages={"required": _("Type the code of your receipt.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", "receipt_%s")
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not is_code(code):
            raise forms.ValidationError(
                _("A receipt has twenty letters and digits: check what you typed.")
            )
        return code


class ReasonForm(forms.Form):
    """What a moderator decides of one reason."""

    paper = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    decision = forms.ChoiceField(choices=[("publish", ""), ("keep_back", "")])
