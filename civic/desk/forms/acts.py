"""Shape of each act of the desk: what is said, about what."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.cases.logic.numbering import parse_number
from civic.cases.models import Case, RequestType
from civic.discussion.enums import MAX_LENGTH, Rule, Stance
from civic.discussion.models import Comment
from civic.participation.models import Activity, Contribution
from civic.participation.services.requirements import (
    LONGEST_PLACE,
    LONGEST_REASON,
    TEXT_LENGTHS,
    TITLE_LENGTHS,
)
from civic.territory.forms import WordedPlace
from civic.territory.models import Theme
from civic.texts.enums import Aim
from civic.texts.models import Paragraph, Text
from civic.texts.selectors.reading import labels_of
from civic.voting.enums import Choice, ReasonRule

from .entering import DeskForm


class WordsForm(DeskForm):
    """A line and a text, as on the sheet."""

    title = forms.CharField(
        label=_("The idea in one line"),
        min_length=TITLE_LENGTHS[0],
        max_length=TITLE_LENGTHS[1],
    )
    text = forms.CharField(
        label=_("The text, as it is written"),
        help_text=_("Spelling may be put right; nothing else is changed."),
        min_length=TEXT_LENGTHS[0],
        max_length=TEXT_LENGTHS[1],
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ProposalForm(WordedPlace, WordsForm):
    """A proposal: its words, its theme, its place."""

    theme = forms.ModelChoiceField(
        label=_("Theme"),
        queryset=Theme.objects.none(),
        required=False,
        empty_label=_("none ticked"),
    )
    place = forms.CharField(label=_("Place"), max_length=LONGEST_PLACE, required=False)

    def __init__(self, *args: Any, themes: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if themes is not None and themes.exists():
            self.fields["theme"].queryset = themes  # type: ignore[attr-defined]
        else:
            del self.fields["theme"]


class RequestForm(WordedPlace, WordsForm):
    """A request to a council: what, of which type, where."""

    request_type = forms.ModelChoiceField(
        label=_("What is it about?"),
        queryset=RequestType.objects.filter(is_active=True),
        required=False,
        empty_label=_("found from the words"),
        help_text=_("It says who answers and the delay announced on the receipt."),
    )
    place = forms.CharField(label=_("Place"), max_length=LONGEST_PLACE, required=False)


class AboutForm(DeskForm):
    """Names a proposal by its number."""

    number = forms.CharField(
        label=_("Number of the proposal"),
        help_text=_("Eight digits, for instance 4821-9307."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_number(self) -> Contribution:
        """Return the proposal that has this number."""
        typed = self.cleaned_data["number"]
        number = parse_number(typed)
        found = (
            Contribution.objects.filter(case__number=number)
            .select_related("activity__space__organisation", "case")
            .first()
            if number
            else None
        )
        if found is None:
            raise forms.ValidationError(
                _("No proposal has the number « %(typed)s »."), params={"typed": typed}
            )
        return found


class CommentForm(AboutForm):
    """A comment on a proposal."""

    stance = forms.ChoiceField(label=_("Their stance"), choices=Stance.choices)
    text = forms.CharField(
        label=_("The comment, as it is written"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ChangeForm(AboutForm, WordsForm):
    """New words for a proposal."""

    field_order = ["number", "title", "text"]


class ParagraphField(forms.ModelChoiceField):
    """A paragraph of a text, named as on the paper: its article and number, its first words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.labels: dict[int, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        words = " ".join(obj.current.text.split()) if obj.current else ""
        return f"{self.labels.get(obj.pk, '')} – {words[:60]}"


class ParagraphForm(DeskForm):
    """Names a paragraph of a text."""

    paragraph = ParagraphField(
        label=_("Which paragraph?"), queryset=Paragraph.objects.none(), empty_label=_("choose")
    )

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = Text.objects.filter(activity=activity).first()
        field: Any = self.fields["paragraph"]
        if text is not None:
            field.labels = labels_of(text)
            field.queryset = (
                Paragraph.objects.filter(text=text, removed_at=None)
                .select_related("current", "text__activity__space__organisation")
                .order_by("section__position", "position")
            )


class AmendmentForm(ParagraphForm):
    """What to write in place of a paragraph, and why."""

    aim = forms.ChoiceField(label=_("They ask to"), choices=Aim.choices)
    words = forms.CharField(
        label=_("The paragraph as they would write it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    why = forms.CharField(
        label=_("Why"), max_length=1_500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ParagraphCommentForm(ParagraphForm):
    """A comment on a paragraph."""

    stance = forms.ChoiceField(label=_("Their stance"), choices=Stance.choices)
    text = forms.CharField(
        label=_("The comment, as it is written"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WithdrawForm(AboutForm):
    """Why a proposal is withdrawn; published beside it."""

    reason = forms.CharField(label=_("Why, in their words"), max_length=LONGEST_REASON)


class ReviewForm(DeskForm):
    """What an answer leaves aside; published beside it."""

    case_number = forms.CharField(
        label=_("Number of the answer"),
        help_text=_("Eight digits, for instance 4821-9307."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("What does the answer leave aside?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_case_number(self) -> Case:
        """Return the case that has this number."""
        typed = self.cleaned_data["case_number"]
        found = Case.objects.filter(number=parse_number(typed) or "").first()
        if found is None:
            raise forms.ValidationError(
                _("Nothing has the number « %(typed)s »."), params={"typed": typed}
            )
        return found


class ReportForm(AboutForm):
    """Which rule a text breaks."""

    rule = forms.ChoiceField(label=_("Rule it breaks"), choices=Rule.choices)
    text = forms.CharField(label=_("What they say of it"), max_length=500, required=False)


class CommentReportForm(DeskForm):
    """Which rule a comment breaks; the address of the comment says which one."""

    field_order = ["comment", "rule", "text"]
    comment = forms.CharField(
        label=_("Address of the comment"),
        help_text=_(
            "Its date is its link on the page of the discussion: copy it. On a printed page, type "
            "the number beside the date."
        ),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    rule = forms.ChoiceField(label=_("Rule it breaks"), choices=Rule.choices)
    text = forms.CharField(label=_("What they say of it"), max_length=500, required=False)

    def clean_comment(self) -> Comment:
        """Return the comment that everybody can read at this address."""
        typed = self.cleaned_data["comment"].strip()
        asked = parse_qs(urlsplit(typed).query).get("commentaire", [typed.lstrip("#")])[0]
        is_key = asked.isascii() and asked.isdigit() and len(asked) < 19
        found = Comment.objects.public().filter(pk=int(asked)).first() if is_key else None
        if found is None:
            raise forms.ValidationError(
                _("No comment can be read at « %(typed)s »."), params={"typed": typed[:80]}
            )
        return found


class PlaceForm(DeskForm):
    """A place at a session."""

    needs = forms.CharField(
        label=_("What would help them to come"),
        help_text=_("A lift, a loop for hearing aids, child care… Never published."),
        max_length=300,
        required=False,
    )


class VoteForm(DeskForm):
    """A ballot paper filled in by the voter, typed before their eyes."""

    choice = forms.ChoiceField(
        label=_("What is ticked on the ballot paper"),
        choices=Choice.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Their reason"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, reason_rule: str = ReasonRule.NONE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reason_rule == ReasonRule.NONE:
            del self.fields["reason"]


FORM_OF: dict[str, type[DeskForm]] = {
    "contribution": ProposalForm,
    "demande": RequestForm,
    "soutien": AboutForm,
    "inscription": PlaceForm,
    "commentaire": CommentForm,
    "amendement": AmendmentForm,
    "paragraphe": ParagraphCommentForm,
    "vote": VoteForm,
    "changer": ChangeForm,
    "retirer": WithdrawForm,
    "reexamen": ReviewForm,
    "reprendre": AboutForm,
    "annuler": DeskForm,
    "signaler": ReportForm,
    "signaler-commentaire": CommentReportForm,
}
