"""The forms of a discussion: shape only, the services decide."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import MAX_LENGTH, Rule, Stance


class CommentForm(forms.Form):
    """A comment or a reply; give its `cleaned_data` to `post_comment`."""

    stance = forms.ChoiceField(
        label=_("Your comment is"),
        choices=Stance.choices,
        initial=Stance.NEUTRAL,
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Your comment"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your comment.")},
    )
    reply_to = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    submission_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "comment_%s")
        initial = {"submission_key": uuid.uuid4()} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)

    def clean_stance(self) -> str:
        return self.cleaned_data["stance"] or Stance.NEUTRAL


class ReportForm(forms.Form):
    """Why a text breaks a rule; give its `cleaned_data` to `report`."""

    rule = forms.ChoiceField(
        label=_("Which rule does it break?"),
        choices=[(rule.value, rule.label) for rule in Rule],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the rule it breaks.")},
    )
    text = forms.CharField(
        label=_("What should a moderator know?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    comment = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "report_%s")
        super().__init__(*args, **kwargs)


class SettleForm(forms.Form):
    """What a moderator decides of a reported text: hidden for a rule, or kept."""

    report = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=[("hide", ""), ("keep", "")])
    rule = forms.ChoiceField(
        label=_("because it"),
        choices=[("", _("(which rule?)")), *((rule.value, rule.label) for rule in Rule)],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == "keep":
            data["rule"] = ""
        elif not data.get("rule"):
            self.add_error("rule", _("Choose the rule it breaks: its author is told."))
        return data
