"""What is due: late first, then today; answered, routed, handed over or asked about in place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from civic.accounts.enums import Role
from civic.core.exceptions import NotAllowed, Refusal
from civic.privacy.policies import READERS
from civic.privacy.views.visits import signed_in

from ..enums import OPEN_STATES
from ..forms import AnswerForm, AskForm, RouteForm, TransferForm
from ..logic.numbering import parse_number
from ..models import Case
from ..policies import ANSWERERS, can_answer, can_move
from ..querysets import is_late
from ..selectors import inbox as waiting_for
from ..services.cases import answer_case
from ..services.routing import route_case, transfer_case
from .subjects import Subject, SubjectsOf

CASES_PER_PAGE = 40
SOON_DAYS = 7

# Moves a case to a waiting state and sends the question, if any; given by the apps above.
Ask = Callable[..., Case]


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


@dataclass
class OpenCase:
    """The case that is open in the list, with its forms; the one that was refused is bound."""

    line: InboxLine
    answer: AnswerForm
    route: RouteForm
    transfer: TransferForm
    ask: AskForm
    refused: str = ""


@dataclass(frozen=True)
class Group:
    """A part of the list."""

    name: str
    title: str
    lines: list[InboxLine]


@never_cache
@require_safe
@signed_in
def inbox(request: HttpRequest, subjects_of: SubjectsOf) -> HttpResponse:
    """List what waits for the actor's organisations or departments."""
    _check_staff(request)
    number = request.GET.get("dossier", "")
    opened = None
    if number:
        case = _case_of(request, number)
        if case is not None:
            opened = _opened(case, subjects_of)
    return _render(request, subjects_of, opened)


def _check_staff(request: HttpRequest) -> None:
    if not request.actor.has_role_anywhere(*ANSWERERS, Role.DESK):
        raise NotAllowed(_("This is the inbox of the departments that answer."))


def _case_of(request: HttpRequest, number: str) -> Case | None:
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


def _opened(case: Case, subjects_of: SubjectsOf) -> OpenCase:
    subject = subjects_of([case])[case.pk]
    return OpenCase(
        line=_line(case, subject, timezone.localdate()),
        answer=AnswerForm(case=case, prefix="answer"),
        route=RouteForm(case=case, prefix="route"),
        transfer=TransferForm(case=case, prefix="transfer"),
        ask=AskForm(prefix="ask"),
    )


def _line(case: Case, subject: Subject, today: date) -> InboxLine:
    address = urlencode({"dossier": case.number})
    return InboxLine(
        case=case,
        subject=subject,
        days_late=case.days_late_on(today),
        url=f"{reverse('inbox')}?{address}#dossier-{case.number}",
    )


def _render(
    request: HttpRequest, subjects_of: SubjectsOf, opened: OpenCase | None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    waiting = waiting_for(request.actor)
    counts = waiting.order_by().aggregate(
        total=Count("pk"),
        late=Count("pk", filter=is_late(today)),
        today=Count("pk", filter=Q(promised_on=today)),
    )
    page = Paginator(waiting, CASES_PER_PAGE).get_page(request.GET.get("page"))
    subjects = subjects_of(list(page))
    lines = [_line(case, subjects[case.pk], today) for case in page if case.pk in subjects]
    if opened is not None:
        lines = _with_opened(lines, opened)
    context = {
        "groups": _groups(lines, today),
        "opened": opened,
        "counts": counts,
        "sentence": _sentence(counts),
        "page": page,
        "held_url": reverse("held") if request.actor.has_role_anywhere(*READERS) else "",
    }
    return render(request, "cases/inbox.html", context, status=status)


def _with_opened(lines: list[InboxLine], opened: OpenCase) -> list[InboxLine]:
    """The open case is shown even when it lies on another page of the list."""
    if any(line.case.pk == opened.line.case.pk for line in lines):
        return lines
    return [opened.line, *lines]


def _groups(lines: list[InboxLine], today: date) -> list[Group]:
    def within(first: date | None, last: date | None) -> list[InboxLine]:
        return [
            line
            for line in lines
            if (first is None or (line.case.promised_on or date.max) >= first)
            and (last is None or (line.case.promised_on or date.max) <= last)
        ]

    day = timedelta(days=1)
    soon = today + timedelta(days=SOON_DAYS)
    groups = [
        Group("late", _("Late"), within(None, today - day)),
        Group("today", _("Due today"), within(today, today)),
        Group("soon", _("Due within seven days"), within(today + day, soon)),
        Group("later", _("Later"), within(soon + day, None)),
    ]
    return [group for group in groups if group.lines]


def _sentence(counts: dict[str, int]) -> str:
    if not counts["total"]:
        return _("Nothing waits for you.")
    said = [
        ngettext(
            "%(n)s case waits for an answer.", "%(n)s cases wait for an answer.", counts["total"]
        )
        % {"n": counts["total"]}
    ]
    if counts["late"]:
        said.append(
            ngettext("%(n)s is late.", "%(n)s are late.", counts["late"]) % {"n": counts["late"]}
        )
    if counts["today"]:
        said.append(
            ngettext("%(n)s is due today.", "%(n)s are due today.", counts["today"])
            % {"n": counts["today"]}
        )
    return " ".join(said)


ACTS = ("answer", "route", "transfer", "ask")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def case_act(
    request: HttpRequest, number: str, act: str, subjects_of: SubjectsOf, ask: Ask
) -> HttpResponse:
    """Answer, route, hand over or ask; a refusal shows the list again with all that was typed."""
    _check_staff(request)
    if act not in ACTS:
        raise Http404("There is no such act.")
    case = _case_of(request, number)
    back = f"{reverse('inbox')}?{urlencode({'dossier': number})}"
    if request.method != "POST":
        return redirect(back)
    if case is None:
        messages.info(request, _("This case has been answered or withdrawn meanwhile."))
        return redirect("inbox")
    opened = _opened(case, subjects_of)
    form = _bound(request, act, case)
    setattr(opened, act, form)
    opened.refused = act
    if form.is_valid():
        try:
            said = _done(request, act, case, form, ask)
        except NotAllowed:
            raise
        except Refusal as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal.message))
        else:
            messages.success(request, said)
            return redirect("inbox")
    return _render(request, subjects_of, opened, status=422)


def _bound(request: HttpRequest, act: str, case: Case) -> forms.Form:
    match act:
        case "answer":
            return AnswerForm(request.POST, case=case, prefix=act)
        case "route":
            return RouteForm(request.POST, case=case, prefix=act)
        case "transfer":
            return TransferForm(request.POST, case=case, prefix=act)
        case _:
            return AskForm(request.POST, prefix=act)


def _done(request: HttpRequest, act: str, case: Case, form: forms.Form, ask: Ask) -> str:
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
                private_message=given["private_message"],
                keep_findings_because=given["keep_findings_because"],
                planned_for=given.get("planned_for"),
            )
            return _("Answer to %(number)s published.") % {"number": case.number}
        case "route":
            route_case(actor=actor, case=case, department=given["department"])
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
