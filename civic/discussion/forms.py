"""The forms of a discussion: shape only, the services decide."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.privacy.forms import reason_to_keep

from .enums import MAX_LENGTH, MAX_POINTS, Rule, Stance


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


class ConclusionsForm(forms.Form):
    """The points of conclusions, each with the comments it rests on.

    `comments` are pairs of a key and what the box says. The number of points is in the form, so
    that one more may be asked for without JavaScript.
    """

    points = forms.IntegerField(min_value=1, max_value=MAX_POINTS, widget=forms.HiddenInput)
    keep_findings_because = reason_to_keep(
        label=_("If a name must stay, say why"),
        help_text=_("Only where the conclusions name somebody for their public office."),
    )

    def __init__(
        self,
        *args: Any,
        comments: list[tuple[int, str]],
        points: int = 1,
        picked: list[int] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("auto_id", "conclusions_%s")
        super().__init__(*args, initial={"points": points}, **kwargs)
        self.count = points
        for number in range(1, points + 1):
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Conclusion %(number)s") % {"number": number},
                max_length=MAX_LENGTH,
                required=number == 1,
                widget=forms.Textarea(attrs={"rows": 5}),
                error_messages={"required": _("Write at least one conclusion.")},
            )
            self.fields[f"comments_{number}"] = forms.TypedMultipleChoiceField(
                label=_("The comments it rests on"),
                choices=comments,
                coerce=int,
                required=False,
                initial=picked if number == 1 else [],
                widget=forms.CheckboxSelectMultiple,
            )

    def pairs(self) -> list[tuple[Any, Any]]:
        """Return the two fields of each point."""
        return [
            (self[f"text_{number}"], self[f"comments_{number}"])
            for number in range(1, self.count + 1)
        ]


class ReopenForm(forms.Form):
    """Why a discussion is open again."""

    reason = forms.CharField(
        label=_("Why is the discussion open again?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "reopen_%s")
        super().__init__(*args, **kwargs)
