"""Shape of what is asked of councils, of what each says, and of the reply."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.core.forms import DateInput
from civic.participation.enums import ReplyOutcome
from civic.privacy.forms import reason_to_keep
from civic.territory.models import Organisation

from ..enums import OpinionStance
from ..models import NeighbourhoodCouncil


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        error_messages={"required": _("Give this day.")},
        widget=DateInput(),
    )


def _words(
    label: Any, help_text: Any = "", *, missing: Any = "", longest: int, rows: int = 5
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        error_messages={"required": missing} if missing else None,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ReferralForm(forms.Form):
    """A question put to one or several councils."""

    title = forms.CharField(
        label=_("The subject, in a few words"),
        max_length=150,
        error_messages={"required": _("Give the subject a name.")},
    )
    question = forms.CharField(
        label=_("The question put"),
        help_text=_("One sentence a neighbour understands, ending with a question mark."),
        max_length=300,
        error_messages={"required": _("Write the question put to the councils.")},
    )
    context = _words(_("What to know before answering"), longest=4_000)
    councils = forms.ModelMultipleChoiceField(
        label=_("To which councils"),
        help_text=_("Several: it is a theme they share, and the position of each is kept."),
        queryset=NeighbourhoodCouncil.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one council.")},
    )
    own_initiative = forms.BooleanField(label=_("On the councils' own initiative"), required=False)
    asked_by = forms.ModelChoiceField(
        label=_("Who owes the reply"), queryset=Organisation.objects.none()
    )
    opinions_due_on = _day(_("Opinions due on"))
    reply_due_on = _day(_("Reply due on"), _("Public. It only moves with a public reason."))

    def __init__(
        self,
        *args: Any,
        councils: Sequence[NeighbourhoodCouncil],
        organisation: Organisation,
        alone: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["context"].required = False
        offered: Any = self.fields["councils"]
        offered.queryset = NeighbourhoodCouncil.objects.filter(
            pk__in=[council.pk for council in councils]
        ).select_related("space")
        bodies: Any = self.fields["asked_by"]
        bodies.queryset = Organisation.objects.filter(
            pk__in=[organisation.pk, organisation.intercommunality_id or 0]
        ).order_by("kind", "name")
        bodies.initial = organisation.pk
        self._alone = alone
        if alone:
            del self.fields["own_initiative"]
            offered.initial = [council.pk for council in councils[:1]]

    def clean(self) -> dict[str, Any]:
        """A chair acts on the initiative of their council."""
        cleaned = super().clean() or {}
        if self._alone:
            cleaned["own_initiative"] = True
        if "councils" in cleaned:
            cleaned["councils"] = list(cleaned["councils"].select_related("space__organisation"))
        return cleaned


class OpinionForm(forms.Form):
    """What one council says."""

    stance = forms.ChoiceField(
        label=_("The position of the council"),
        choices=OpinionStance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the position of the council.")},
    )
    text = _words(
        _("The opinion"),
        _("Its reasons, and what the council asks. It does not change once published."),
        missing=_("Write the opinion and its reasons."),
        longest=6_000,
        rows=8,
    )
    votes_for = forms.IntegerField(label=_("Votes for"), min_value=0, required=False)
    votes_against = forms.IntegerField(label=_("Votes against"), min_value=0, required=False)
    abstentions = forms.IntegerField(label=_("Abstentions"), min_value=0, required=False)
    adopted_on = _day(_("Adopted on"), required=False)
    keep_findings_because = reason_to_keep()


class DeliberationForm(forms.Form):
    """What several councils concluded together."""

    text = _words(
        _("What was concluded together"),
        _("The position of each council stays beside it."),
        missing=_("Write what was concluded."),
        longest=6_000,
        rows=8,
    )
    deliberated_on = _day(_("Deliberated on"), required=False)


class ReplyForm(forms.Form):
    """The motivated reply of the authority."""

    outcome = forms.ChoiceField(
        label=_("What becomes of the opinion"),
        choices=ReplyOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what becomes of the opinion.")},
    )
    reason = _words(
        _("Why"),
        _("Read by everybody, and sent to the members."),
        missing=_("Say why, in a sentence at least."),
        longest=6_000,
    )
    next_steps = _words(
        _("What happens next, and when"),
        missing=_("Say what happens next, and when."),
        longest=2_000,
        rows=3,
    )
    decided_by = forms.CharField(
        label=_("Who decided"),
        help_text=_("For instance « the municipal council »."),
        max_length=150,
        error_messages={"required": _("Say who decided.")},
    )


class PostponeForm(forms.Form):
    """Another date for the reply, with its reason."""

    due_on = _day(_("New date of the reply"))
    reason = _words(_("Why it moves"), missing=_("Say why it moves."), longest=300, rows=2)
