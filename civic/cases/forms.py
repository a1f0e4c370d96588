"""Shape of an answer, of a hand-over, of a question; the services decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.core.forms import DateInput
from civic.privacy.forms import reason_to_keep
from civic.privacy.services.screening import findings_in
from civic.territory.models import CityDepartment, Organisation

from .enums import (
    CONTRIBUTION_OUTCOMES,
    REQUEST_OUTCOMES,
    CaseOrigin,
    CaseState,
    Outcome,
    PlanWord,
    SatisfactionReason,
)
from .models import Case
from .models.satisfaction import LONGEST_WORDS

LONGEST_ANSWER = 5_000


def a_day(*, label: Any, help_text: Any = "") -> forms.DateField:
    """Return the field of a day that may be left out."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        widget=DateInput(),
        error_messages={"invalid": _("Write a day, as 31/12/2027.")},
    )


class AnswerForm(forms.Form):
    """The argued answer, that everybody reads: outcome, reason, what happens when."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an outcome.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_(
            "Published. In a sentence the person can understand, at least 20 characters: "
            "« fait » is not an answer."
        ),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _(
                "Explain the reason in a sentence the person can understand "
                "(at least 20 characters; « fait » is not an answer)."
            )
        },
    )
    next_steps = forms.CharField(
        label=_("What happens, and when"),
        help_text=_("Published. For instance: « The bench is put back before the end of March. »"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what happens next and when.")},
    )
    receiving_body = forms.ModelChoiceField(
        label=_("Handed over to"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("choose, if it is handed over"),
    )
    receiving_body_name = forms.CharField(
        label=_("or to a body that is not on this site"), max_length=150, required=False
    )
    planned_for = a_day(
        label=_("Planned for"),
        help_text=_("Published. When this day is past, the request comes back to you."),
    )
    answered_as = forms.CharField(
        label=_("Signed as"),
        help_text=_("Published. For instance: « Roads department »."),
        max_length=150,
        required=False,
    )
    keep_findings_because = reason_to_keep(
        label=_("Why a name may be published here"),
        help_text=_("Only if the answer names somebody who acts in public."),
    )

    def __init__(
        self, *args: Any, case: Case, bodies: Sequence[Organisation] | None = None, **kwargs: Any
    ) -> None:
        """Offer the outcomes of a case; `bodies` are those of the site, when they are read."""
        super().__init__(*args, **kwargs)
        outcomes = REQUEST_OUTCOMES if case.origin == CaseOrigin.REQUEST else CONTRIBUTION_OUTCOMES
        self.fields["outcome"].choices = [
            (outcome.value, outcome.label[:1].upper() + outcome.label[1:]) for outcome in outcomes
        ]
        self.may_hand_over = Outcome.HANDED_OVER in outcomes
        if self.may_hand_over:
            others = Organisation.objects.exclude(pk=case.organisation_id)
            others = others.defer("boundary").order_by("kind", "name")
            field = self.fields["receiving_body"]
            field.queryset = others
            if bodies is not None:
                field.choices = [
                    ("", field.empty_label),
                    *((body.pk, str(body)) for body in bodies if body.pk != case.organisation_id),
                ]
        else:
            del self.fields["receiving_body"], self.fields["receiving_body_name"]
            del self.fields["planned_for"]
        if not self.is_bound and case.department is not None:
            self.initial.setdefault("answered_as", case.department.name)


class EuroField(forms.DecimalField):
    """An amount as it is written: "1 250,50 €"."""

    default_error_messages = {
        "invalid": _("Write an amount in euros, for instance 1 250,50."),
        "max_decimal_places": _("Write an amount in euros, for instance 1 250,50."),
        "max_digits": _("This amount is too large: check its digits."),
        "max_whole_digits": _("This amount is too large: check its digits."),
    }

    def to_python(self, value: Any) -> Any:
        """Read spaces between thousands, a comma, the sign of the currency."""
        if isinstance(value, str):
            value = "".join(value.replace("€", "").split()).replace(",", ".")
        return super().to_python(value)


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class DetailsForm(forms.Form):
    """What an answer says of the works besides its reason: cost, dates, budget line, files."""

    cost = EuroField(
        label=_("Cost, in euros"),
        max_digits=12,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    cost_covers = forms.CharField(
        label=_("What the cost covers"),
        help_text=_("For instance: « supply and laying, without tax »."),
        max_length=200,
        required=False,
    )
    works_from = a_day(
        label=_("Works: the day, or from"),
    )
    works_until = a_day(
        label=_("Works: until"),
    )
    budget_line = forms.CharField(
        label=_("Budget line"),
        help_text=_("For instance: « Public lighting, 2027 programme »."),
        max_length=120,
        required=False,
    )
    files = forms.FileField(  # type: ignore[assignment]
        label=_("Files to join"),
        help_text=_("PDF or pictures, published with the answer under the name of the file."),
        required=False,
        widget=FilesInput(
            attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp", "multiple": True}
        ),
        error_messages={"empty": _("This file is empty: choose another one.")},
    )

    @property
    def is_begun(self) -> bool:
        """Tell whether something was typed, right or wrong: it is shown unfolded."""
        return bool(self.errors or any(bound.value() not in (None, "") for bound in self))


class PrivateMessageForm(forms.Form):
    """What one person alone reads, written and sent apart from the answer."""

    message = forms.CharField(
        label=_("Message to the person alone"),
        help_text=_("Never published: it leaves with the answer, to whoever asked."),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PublishedReason(forms.Form):
    """A sentence everybody reads in the trail of a case: it names nobody."""

    _organisation_id: int

    def clean_reason(self) -> str:
        """Refuse a published sentence that names somebody."""
        reason: str = self.cleaned_data["reason"]
        found = findings_in(reason, organisation_id=self._organisation_id)
        if found:
            raise forms.ValidationError(
                _("This would publish « %(words)s ». Say it without naming anybody."),
                params={"words": " », « ".join(span.text for span in found)},
            )
        return reason


class RouteForm(PublishedReason):
    """Give a case to a department of the same body; whoever held it already says why it moves."""

    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=CityDepartment.objects.none(),
        empty_label=_("choose"),
        error_messages={"required": _("Choose the department it goes to.")},
    )
    reason = forms.CharField(
        label=_("Why it is theirs"),
        help_text=_(
            "Published in the trail of the case, and read by whoever asked. For instance: "
            "« The lamp hangs on a wall of the school. »"
        ),
        max_length=250,
        error_messages={
            "required": _("Say why it goes elsewhere: whoever asked reads it."),
        },
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisation_id = case.organisation_id
        self.asks_reason = case.origin == CaseOrigin.REQUEST
        if self.asks_reason:
            # To sort what nobody holds yet moves nothing: there is nothing to explain.
            self.fields["reason"].required = case.department_id is not None
        else:
            del self.fields["reason"]
        departments = CityDepartment.objects.filter(organisation_id=case.organisation_id)
        if case.department_id is not None:
            departments = departments.exclude(pk=case.department_id)
        self.fields["department"].queryset = departments.order_by("name")


class TransferForm(PublishedReason):
    """Hand a case over to another body; it keeps its number and its first clock."""

    organisation = forms.ModelChoiceField(
        label=_("Body"),
        queryset=Organisation.objects.none(),
        empty_label=_("choose"),
        error_messages={"required": _("Choose the body that takes it over.")},
    )
    reason = forms.CharField(
        label=_("Why it is theirs"),
        help_text=_("Published in the trail of the case."),
        max_length=250,
        error_messages={"required": _("Say why it is handed over.")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisation_id = case.organisation_id
        self.fields["organisation"].queryset = Organisation.objects.exclude(
            pk=case.organisation_id
        ).order_by("kind", "name")


# Whom an officer may wait for, and where a case stands meanwhile.
WAITING_STATES = (
    CaseState.IN_PROGRESS,
    CaseState.WAITING_REQUESTER,
    CaseState.WAITING_THIRD_PARTY,
    CaseState.PLANNED,
)


class AskForm(forms.Form):
    """Say where a case stands, and ask the person something when it waits for them."""

    state = forms.ChoiceField(
        label=_("Where it stands"),
        choices=[("", _("choose")), *((state.value, state.label) for state in WAITING_STATES)],
        error_messages={"required": _("Choose where it stands.")},
    )
    question = forms.CharField(
        label=_("Question to the person"),
        help_text=_("Never published: it is sent to whoever asked, as they wish to be told."),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NumberForm(forms.Form):
    """A number as it was typed or dictated."""

    q = forms.CharField(
        label=_("Your number"),
        help_text=_("Eight digits, on your receipt. For instance: 4821-9307."),
        max_length=120,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Type the number of your receipt.")},
    )


class ReviewForm(forms.Form):
    """What an answer leaves aside."""

    reason = forms.CharField(
        label=_("What does the answer leave aside?"),
        help_text=_("Published beside the first answer. Name nobody."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class CodeForm(forms.Form):
    """The code that comes with an answer, or with a receipt."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Eight letters and digits, in the message or the letter that answers you."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Type the code of your answer.")},
    )


class OpinionForm(forms.Form):
    """Satisfied or not; with what, for whoever wants to say it."""

    satisfied = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    about = forms.MultipleChoiceField(
        label=_("What do you think of?"),
        choices=SatisfactionReason,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=_("In your own words"),
        help_text=_(
            "Read by who answered. Everybody reads it below the answer, unless it may name "
            "somebody: a person then reads it first."
        ),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": _(
                "This text is too long (%(show_value)d characters): %(limit_value)d at most."
            )
        },
    )


class PlanForm(forms.Form):
    """What became of something planned."""

    word = forms.ChoiceField(
        label=_("What became of it"), choices=PlanWord, widget=forms.RadioSelect
    )
    planned_for = a_day(
        label=_("To which day, if it is moved"),
    )
    text = forms.CharField(
        label=_("In a sentence"),
        help_text=_("Published, and sent to whoever asked."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
