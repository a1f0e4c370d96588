"""The question and the rules of a ballot, and its list of voters."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.voting.models import Ballot

from .fields import Line, Words

_BETWEEN = re.compile(r"[\s,;<>]+")
LONGEST_LIST = 200_000


class BallotForm(forms.ModelForm):
    """Rules in plain words, fixed from the opening on."""

    question = Line(
        label=_("Question"),
        max_length=250,
        help_text=_("One question, answered by for, against or abstain."),
    )
    rule_text = Words(
        label=_("The rule in plain words"),
        max_length=1_000,
        help_text=_("Who votes, until when, what is adopted, and what the result binds."),
    )

    class Meta:
        model = Ballot
        fields = [
            "question",
            "rule_text",
            "reason_rule",
            "electorate",
            "quorum",
            "majority_percent",
        ]
        labels = {
            "reason_rule": _("Reason asked with the vote"),
            "electorate": _("Who may vote"),
            "quorum": _("Quorum (number of voters)"),
            "majority_percent": _("Majority (% of the votes for or against)"),
        }
        help_texts = {
            "reason_rule": _("A reason is published with its choice, without a name."),
            "electorate": _("By list: write the list of voters before the opening."),
            "quorum": _("0: the result counts whatever the number of voters."),
            "majority_percent": _("More than this share: 50 is a simple majority."),
        }
        widgets = {"reason_rule": forms.RadioSelect, "electorate": forms.RadioSelect}


class RollForm(forms.Form):
    """The addresses of those who may vote."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One by line, as copied from a spreadsheet. People already listed stay once."),
    )

    def clean_addresses(self) -> list[str]:
        words: Any = _BETWEEN.split(self.cleaned_data["addresses"])
        return list(dict.fromkeys(word.strip().lower() for word in words if "@" in word))
