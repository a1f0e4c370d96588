"""The case that is open in the inbox: its typed answers, its forms, what each would send."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import Role
from civic.core.exceptions import NotAllowed, Refusal

from ..enums import OPEN_STATES, Outcome
from ..forms import (
    AnswerForm,
    AskForm,
    DetailsForm,
    PrivateMessageForm,
    RouteForm,
    TransferForm,
)
from ..logic.numbering import parse_number
from ..models import AnswerTemplate, Case
from ..policies import ANSWERERS, can_answer, can_move
from ..selectors.answers import Filled, Likeness, filled, likeness, templates_for
from ..selectors.details import AnswerExtra, facts_of, shown_files
from ..services.answer_files import waiting_files
from ..services.cases import check_answer
from ..services.details import NO_DETAILS, Details, details_of
from .subjects import Subject, SubjectsOf

# Typed answers that a figure of the keyboard calls.
FIGURES = 9


@dataclass(frozen=True)
class InboxLine:
    """One case of the list, with what it is about."""

    case: Case
    subject: Subject
    days_late: int
    url: str

    @property
    def holder(self) -> str:
        return self.case.department.name if self.case.department else self.case.organisation.label


@dataclass(frozen=True)
class TypedAnswer:
    """A typed answer as the open case offers it; `figure` calls it from the keyboard."""

    name: str
    url: str
    figure: str
    outcome: str
    is_chosen: bool


@dataclass(frozen=True)
class AnswerPreview:
    """What everybody will read, what has already been said so, and the form that publishes it."""

    outcome: str
    outcome_label: str
    reason: str
    next_steps: str
    signed_by: str
    receiving_body: str
    planned_for: date | None
    likeness: Likeness
    extra: AnswerExtra
    hidden: list[tuple[str, str]]


@dataclass
class OpenCase:
    """The case that is open in the list, with its forms; the one that was refused is bound."""

    line: InboxLine
    answer: AnswerForm
    private: PrivateMessageForm
    route: RouteForm
    transfer: TransferForm
    ask: AskForm
    details: DetailsForm
    files: list[dict[str, Any]]
    refused: str = ""
    typed_answers: list[TypedAnswer] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    preview: AnswerPreview | None = None
    private_preview: str = ""
    typed_answer: list[tuple[str, str]] = field(default_factory=list)

    @property
    def typed_at_hand(self) -> list[TypedAnswer]:
        """Return the typed answers a figure calls."""
        return self.typed_answers[:FIGURES]

    @property
    def typed_further(self) -> list[TypedAnswer]:
        """Return the other ones, which are folded."""
        return self.typed_answers[FIGURES:]

    @property
    def private_message(self) -> str:
        """Return the message that waits for the answer, to leave with it."""
        return self.line.case.private_message

    @property
    def has_details(self) -> bool:
        """Tell whether something was typed of cost, dates or files: they are shown unfolded."""
        return bool(self.files or self.details.is_begun)

    @property
    def private_typed(self) -> str:
        """Return the private message as the form holds it."""
        return str(self.private["message"].value() or "")

    @property
    def has_unread_message(self) -> bool:
        """Tell whether a message was typed that nobody has read again: it does not leave."""
        return self.private_typed.strip() != self.private_message


def check_staff(request: HttpRequest) -> None:
    """Raise NotAllowed for whoever answers for nobody."""
    if not request.actor.has_role_anywhere(*ANSWERERS, Role.DESK):
        raise NotAllowed(_("This is the inbox of the departments that answer."))


def case_of(request: HttpRequest, number: str) -> Case | None:
    """A case the actor may act on, None when it is closed; NotAllowed when it is not theirs."""
    case = (
        Case.objects.select_related("organisation", "department")
        .filter(number=parse_number(number) or "")
        .first()
    )
    if case is None:
        raise Http404("No case has this number.")
    if not (can_answer(request.actor, case) or can_move(request.actor, case)):
        raise NotAllowed(_("Only the department that holds this case may answer it."))
    return case if case.state in OPEN_STATES else None


def line_of(case: Case, subject: Subject, today: date) -> InboxLine:
    """Return a case as a line of the list."""
    address = urlencode({"dossier": case.number})
    return InboxLine(
        case=case,
        subject=subject,
        days_late=case.days_late_on(today),
        url=f"{reverse('inbox')}?{address}#dossier-{case.number}",
    )


def open_case_of(case: Case, subjects_of: SubjectsOf, chosen: str = "") -> OpenCase:
    """Return the open case; `chosen` is the key of the typed answer to begin with.

    A typed answer without a gap left is shown at once as everybody will read it.
    """
    subject = subjects_of([case])[case.pk]
    templates = templates_for(case)
    template = next((one for one in templates if str(one.pk) == chosen), None)
    answer = None
    begun: Filled | None = None
    if template is not None:
        begun = filled(template, case, title=subject.title, place=subject.public_place)
        answer = AnswerForm(case=case, prefix="answer", initial=_initial(begun))
    opened = OpenCase(
        line=line_of(case, subject, timezone.localdate()),
        answer=answer or AnswerForm(case=case, prefix="answer"),
        private=PrivateMessageForm(prefix="private", initial={"message": case.private_message}),
        route=RouteForm(case=case, prefix="route"),
        transfer=TransferForm(case=case, prefix="transfer"),
        ask=AskForm(prefix="ask"),
        details=DetailsForm(prefix="details"),
        files=shown_files(waiting_files(case)),
        typed_answers=[
            TypedAnswer(
                name=one.name,
                url=_address(case, one, subject),
                figure=str(position) if position <= FIGURES else "",
                outcome=one.get_outcome_display(),
                is_chosen=one is template,
            )
            for position, one in enumerate(templates, start=1)
        ],
        missing=begun.missing if begun else (),
    )
    if begun is not None and not begun.missing:
        _show_at_once(opened, case)
    return opened


def keep_typed(opened: OpenCase, typed: Mapping[str, Any]) -> None:
    """Keep what was typed in the other part of the form: the answer, or the private message."""
    case = opened.line.case
    answer = {
        name: typed[key]
        for name in opened.answer.fields
        if (key := opened.answer.add_prefix(name)) in typed
    }
    if answer:
        opened.answer = AnswerForm(case=case, prefix="answer", initial=answer)
    if (key := opened.private.add_prefix("message")) in typed:
        opened.private = PrivateMessageForm(prefix="private", initial={"message": typed[key]})
    details = {
        name: typed[key]
        for name in opened.details.fields
        if (key := opened.details.add_prefix(name)) in typed
    }
    if details:
        opened.details = DetailsForm(prefix="details", initial=details)


def _initial(begun: Filled) -> dict[str, str]:
    return {"outcome": begun.outcome, "reason": begun.reason, "next_steps": begun.next_steps}


def _address(case: Case, template: AnswerTemplate, subject: Subject) -> str:
    """Return where a typed answer is begun: with a gap to fill, the address leads to the case.

    Without one it leads nowhere, so that the browser focuses the button that publishes.
    """
    asked = urlencode({"dossier": case.number, "modele": template.pk})
    begun = filled(template, case, title=subject.title, place=subject.public_place)
    return f"{reverse('inbox')}?{asked}" + (f"#dossier-{case.number}" if begun.missing else "")


def _show_at_once(opened: OpenCase, case: Case) -> None:
    unbound = opened.answer
    typed = {
        unbound.add_prefix(name): unbound.get_initial_for_field(bound, name) or ""
        for name, bound in unbound.fields.items()
    }
    form = AnswerForm(typed, case=case, prefix="answer")
    if form.is_valid():
        # What the answer lacks (a date, a body) is asked in the form, not refused here.
        try:
            opened.preview = preview_of(form, case)
        except Refusal:
            opened.preview = None


def preview_of(
    form: AnswerForm, case: Case, details_form: DetailsForm | None = None
) -> AnswerPreview:
    """Return what valid forms would publish; raise Refusal for what may not be."""
    given = form.cleaned_data
    details: Details = details_of(details_form.cleaned_data) if details_form else NO_DETAILS
    check_answer(
        case=case,
        outcome=given["outcome"],
        reason=given["reason"],
        next_steps=given["next_steps"],
        receiving_body=given.get("receiving_body"),
        receiving_body_name=given.get("receiving_body_name", ""),
        planned_for=given.get("planned_for"),
        keep_findings_because=given["keep_findings_because"],
        details=details,
    )
    body = given.get("receiving_body") or given.get("receiving_body_name", "")
    return AnswerPreview(
        outcome=given["outcome"],
        outcome_label=str(Outcome(given["outcome"]).label),
        reason=given["reason"],
        next_steps=given["next_steps"],
        signed_by=given["answered_as"],
        receiving_body=str(body or ""),
        planned_for=given.get("planned_for"),
        likeness=likeness(case.organisation_id, given["reason"], besides=case),
        extra=AnswerExtra(facts_of(details), shown_files(waiting_files(case))),
        hidden=hidden_values(form) + (hidden_values(details_form) if details_form else []),
    )


def hidden_values(form: forms.Form) -> list[tuple[str, str]]:
    """Return what a bound form holds, to be sent again as it is."""
    return [
        (bound.html_name, str(value))
        for bound in form
        if not isinstance(bound.field, forms.FileField)
        and (value := bound.value()) not in (None, "")
    ]
