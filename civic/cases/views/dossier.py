"""Act on the open case: what leaves is first shown as it will be read, then sent."""

from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.core.exceptions import NotAllowed, Refusal
from civic.privacy.views.visits import signed_in

from ..forms import (
    AnswerForm,
    AskForm,
    DetailsForm,
    PrivateMessageForm,
    RouteForm,
    TransferForm,
)
from ..models import Case
from ..policies import can_answer
from ..selectors.details import shown_files
from ..services.answer_files import waiting_files
from ..services.answers import save_private_message
from ..services.cases import answer_case
from ..services.details import details_of
from ..services.routing import route_case, transfer_case
from .answer_files import take_files
from .inbox import render_inbox
from .opening import (
    OpenCase,
    case_of,
    check_staff,
    hidden_values,
    keep_typed,
    open_case_of,
    preview_of,
)
from .subjects import SubjectsOf

ACTS = ("answer", "private", "route", "transfer", "ask")
CONFIRMED = "confirmed"

# Moves a case to a waiting state and sends the question, if any; given by the apps above.
Ask = Callable[..., Case]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def case_act(
    request: HttpRequest, number: str, act: str, subjects_of: SubjectsOf, ask: Ask
) -> HttpResponse:
    """Answer, write privately, route, hand over or ask; a refusal loses nothing that was typed."""
    check_staff(request)
    if act not in ACTS:
        raise Http404("There is no such act.")
    case = case_of(request, number)
    back = f"{reverse('inbox')}?{urlencode({'dossier': number})}#dossier-{number}"
    if request.method != "POST":
        return redirect(back)
    if case is None:
        messages.info(request, _("This case has been answered or withdrawn meanwhile."))
        return redirect("inbox")
    if act in ("answer", "private") and not can_answer(request.actor, case):
        raise NotAllowed(_("Only the department that holds this case may answer it."))
    opened = open_case_of(case, subjects_of)
    keep_typed(opened, request.POST)
    form = _bound(request, act, case)
    setattr(opened, act, form)
    opened.refused = act
    is_complete = form.is_valid()
    if act == "answer":
        opened.details = DetailsForm(request.POST, prefix="details")
        is_complete = opened.details.is_valid() and is_complete
    if act in ("answer", "private"):
        # Files come first: what else is wrong must not make anybody choose them again.
        refusals = take_files(request, case, "details-files")
        opened.files = shown_files(waiting_files(case))
        _show_refusals(request, opened, act, refusals)
        is_complete = is_complete and not refusals
    if is_complete:
        try:
            if _is_shown_first(request, act, form, opened):
                return render_inbox(request, subjects_of, opened)
            said = _done(request, act, case, form, ask, opened.details)
        except NotAllowed:
            raise
        except Refusal as refusal:
            if act == "answer" and refusal.field in opened.details.fields:
                opened.details.add_error(refusal.field, str(refusal.message))
            else:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, str(refusal.message))
        else:
            messages.success(request, said)
            return redirect(back if act == "private" else "inbox")
    return render_inbox(request, subjects_of, opened, status=422)


def _is_shown_first(request: HttpRequest, act: str, form: forms.Form, opened: OpenCase) -> bool:
    """Show what would leave, unless that was confirmed; to remove a message sends nothing."""
    if CONFIRMED in request.POST:
        return False
    if act == "answer" and isinstance(form, AnswerForm):
        opened.preview = preview_of(form, opened.line.case, opened.details)
        opened.preview.hidden.append(("private-message", opened.private_typed))
        return True
    if act == "private" and form.cleaned_data["message"]:
        opened.private_preview = form.cleaned_data["message"]
        opened.typed_answer = hidden_values(opened.answer) + hidden_values(opened.details)
        return True
    return False


def _show_refusals(request: HttpRequest, opened: OpenCase, act: str, refusals: list[str]) -> None:
    for refusal in refusals:
        if act == "answer":
            opened.details.add_error("files", refusal)
        else:
            messages.error(request, refusal)


def _bound(request: HttpRequest, act: str, case: Case) -> forms.Form:
    match act:
        case "answer":
            return AnswerForm(request.POST, case=case, prefix=act)
        case "private":
            return PrivateMessageForm(request.POST, prefix=act)
        case "route":
            return RouteForm(request.POST, case=case, prefix=act)
        case "transfer":
            return TransferForm(request.POST, case=case, prefix=act)
        case _:
            return AskForm(request.POST, prefix=act)


def _done(
    request: HttpRequest,
    act: str,
    case: Case,
    form: forms.Form,
    ask: Ask,
    details: DetailsForm,
) -> str:
    """Call the service of an act and say what was done."""
    actor, given = request.actor, form.cleaned_data
    match act:
        case "answer":
            answer_case(
                actor=actor,
                case=case,
                outcome=given["outcome"],
                reason=given["reason"],
                next_steps=given["next_steps"],
                receiving_body=given.get("receiving_body"),
                receiving_body_name=given.get("receiving_body_name", ""),
                answered_as=given["answered_as"],
                keep_findings_because=given["keep_findings_because"],
                planned_for=given.get("planned_for"),
                details=details_of(details.cleaned_data),
                with_files=True,
            )
            return _("Answer to %(number)s published.") % {"number": case.number}
        case "private":
            saved = save_private_message(actor=actor, case=case, message=given["message"])
            if saved.private_message:
                return _("The private message waits: it leaves with the answer, to one person.")
            return _("The private message was removed.")
        case "route":
            route_case(
                actor=actor,
                case=case,
                department=given["department"],
                reason=given.get("reason", ""),
            )
            return _("%(number)s is now with « %(place)s ».") % {
                "number": case.number,
                "place": given["department"],
            }
        case "transfer":
            transfer_case(
                actor=actor, case=case, organisation=given["organisation"], reason=given["reason"]
            )
            return _("%(number)s is now with « %(place)s »; its number and its delay are kept.") % {
                "number": case.number,
                "place": given["organisation"],
            }
        case _:
            ask(actor=actor, case=case, state=given["state"], question=given["question"])
            return _("%(number)s was updated.") % {"number": case.number}
