"""Forms of workshops."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.accounts.models import Person
from civic.core.enums import OFFLINE_CHANNELS, Channel
from civic.core.forms import DateInput
from civic.participation.enums import ReplyOutcome
from civic.privacy.forms import reason_to_keep

from .enums import AgeBand, Gender
from .models import GroupMembership, Room


class RegistrationForm(forms.Form):
    """Coming to a session; what helps to come is read by the organisers alone."""

    needs = forms.CharField(
        label=_("What would help you to come?"),
        help_text=_("A lift, somebody to look after children, a sign-language interpreter…"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CodeForm(forms.Form):
    """The code on the wall of a room."""

    code = forms.CharField(
        label=_("The code on the screen"),
        help_text=_("Six letters and digits; spaces and small letters do not matter."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class JoinForm(forms.Form):
    """Coming into a room: nothing is required, so that one writes first."""

    name = forms.CharField(
        label=_("Your first name"),
        help_text=_("Seen by whoever runs the room, never published."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    college = forms.ChoiceField(label=_("You are here as"), choices=College)
    table = forms.ChoiceField(label=_("Your table"), required=False)
    token = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = [(str(table.pk), str(table)) for table in room.tables.order_by("number")]
        self.fields["table"].choices = tables  # type: ignore[attr-defined]
        self.fields["college"].help_text = _(
            "An officer or an elected official without an account is confirmed by whoever runs "
            "the room."
        )

    def clean_token(self) -> str:
        token = str(self.cleaned_data["token"])
        if not 20 <= len(token) <= 64:
            raise forms.ValidationError(_("Open this page again, then come in."))
        return token


_OPTIONAL: list[tuple[str, Any]] = [("", _("rather not say"))]


class InvitationForm(forms.Form):
    """What somebody who accepts a seat says; nothing of it is required."""

    named = forms.BooleanField(
        label=_("My name may appear among the members"),
        help_text=_("Unticked, the page counts you and does not name you."),
        required=False,
    )
    interests = forms.CharField(
        label=_("What links you to the subject?"),
        help_text=_("A job, an association, a plot of land: public. « None » is an answer."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    gender = forms.ChoiceField(
        label=_("You are"),
        help_text=_("Only to check that the group resembles the territory; never shown for one."),
        choices=[*_OPTIONAL, *Gender.choices],
        required=False,
    )
    age_band = forms.ChoiceField(
        label=_("Your age"), choices=[*_OPTIONAL, *AgeBand.choices], required=False
    )


class InviteForm(forms.Form):
    """Whom to invite: somebody known here, or an e-mail address with a name."""

    college = forms.ChoiceField(label=_("In which college"))
    person = forms.ModelChoiceField(
        label=_("Somebody already known"),
        help_text=_("Also people met at the desk, without e-mail: they are written to or called."),
        queryset=Person.objects.none(),
        required=False,
    )
    email = forms.EmailField(
        label=_("Or an e-mail address"),
        help_text=_("The invitation leaves at once, with a link that needs no account."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    public_name = forms.CharField(
        label=_("Their first name and initial"), max_length=80, required=False
    )
    substitute_of = forms.ModelChoiceField(
        label=_("As a substitute of"),
        help_text=_("A substitute sits when the member cannot come, and takes no seat."),
        queryset=GroupMembership.objects.none(),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one way of naming somebody."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("person")) == bool(cleaned.get("email")):
            self.add_error("person", _("Choose somebody, or give an e-mail address."))
        elif cleaned.get("email") and not cleaned.get("public_name"):
            self.add_error("public_name", _("Give the name others will read."))
        return cleaned


class AnswerForm(forms.Form):
    """What somebody answered by letter, by telephone or at the desk."""

    answer = forms.ChoiceField(
        label=_("They answered"), choices=[("yes", _("yes")), ("no", _("no"))]
    )
    channel = forms.ChoiceField(
        label=_("How"),
        choices=[(one.value, one.label) for one in Channel if one in OFFLINE_CHANNELS],
    )
    named = forms.BooleanField(label=_("Agrees to be named"), required=False)


class MemberForm(forms.Form):
    """What is public of a member: interests declared, training followed."""

    interests = forms.CharField(
        label=_("Declared interests"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    training = forms.CharField(label=_("Training followed"), max_length=200, required=False)


class OpenForm(forms.Form):
    """Opening a group; the reason is asked when members are missing."""

    derogation_reason = forms.CharField(
        label=_("Why it opens without them"),
        help_text=_("Everybody reads it on the page of the group, with the date."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConfirmForm(forms.Form):
    """Nothing but the confirmation itself."""


class ReferenceForm(forms.Form):
    """The people a group is compared with: a percent for each category."""

    label = forms.CharField(
        label=_("Who they are"),
        help_text=_("For instance: « residents aged 15 or more »."),
        max_length=120,
    )
    source = forms.CharField(
        label=_("Source"),
        help_text=_("Shown with the figures: « Insee, population census »."),
        max_length=200,
    )
    as_of = forms.DateField(label=_("As of"), widget=DateInput())

    def __init__(self, *args: Any, categories: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = categories
        for key, word in categories.items():
            self.fields[f"share_{key}"] = forms.DecimalField(
                label=_("%(word)s (percent)") % {"word": word.capitalize()},
                min_value=0,
                max_value=100,
                decimal_places=2,
                required=False,
            )

    def shares(self) -> dict[str, Any]:
        """Return the percents that were given."""
        given = {key: self.cleaned_data.get(f"share_{key}") for key in self.categories}
        return {key: value for key, value in given.items() if value is not None}


class PositionForm(forms.Form):
    """What a college says for itself."""

    text = forms.CharField(
        label=_("The position of the college"),
        help_text=_("What you agree on, what you do not, and why."),
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    publish = forms.BooleanField(
        label=_("Publish it"),
        help_text=_("Everybody reads it, beside those of the other colleges."),
        required=False,
    )
    keep_findings_because = reason_to_keep()


class ReportForm(forms.Form):
    """What the group hands over."""

    text = forms.CharField(
        label=_("Report, or its conclusions"), widget=forms.Textarea(attrs={"rows": 14})
    )
    adopted_on = forms.DateField(label=_("Adopted on"), widget=DateInput())
    keep_findings_because = reason_to_keep()


class ReplyForm(forms.Form):
    """What the authority does with the report, and why."""

    outcome = forms.ChoiceField(
        label=_("What becomes of the report"),
        choices=ReplyOutcome.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("What is kept, what is not, and the reason of each."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    next_steps = forms.CharField(
        label=_("What happens next, and when"), widget=forms.Textarea(attrs={"rows": 3})
    )
    decided_by = forms.CharField(
        label=_("Who decided"),
        help_text=_("For instance « the community council of 12 March »."),
        max_length=150,
    )


class PostponeForm(forms.Form):
    """A later day for the reply, with its public reason."""

    due_on = forms.DateField(
        label=_("The reply is now due on"),
        widget=DateInput(),
    )
    reason = forms.CharField(
        label=_("Why it is put off"),
        help_text=_("The former date and this reason stay on the page."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
