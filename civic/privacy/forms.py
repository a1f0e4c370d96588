"""Shape of a decision on what the guard found."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import FindingDecision

LONGEST_REWRITE = 10_000
DECISIONS = (FindingDecision.MASKED, FindingDecision.KEPT, FindingDecision.REWRITTEN)

# What is most often true; anything else may be typed.
USUAL_REASONS = (
    _("elected official acting as such"),
    _("name of a street, a place or a building"),
    _("public telephone or address of a service"),
    _("name of an association or of a company"),
    _("not a name"),
)


class FindingForm(forms.Form):
    """Mask the words, keep them with a reason, or replace the whole text."""

    finding = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        choices=[(decision.value, decision.label) for decision in DECISIONS],
        widget=forms.HiddenInput,
    )
    reason = forms.CharField(label=_("Why it may be published"), max_length=250, required=False)
    rewritten = forms.CharField(
        label=_("The text, rewritten"),
        max_length=LONGEST_REWRITE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
