"""One meeting of a council as everybody reads it: agenda, questions, who came, minutes."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.models import Session, SessionAttendance
from civic.participation.policies import can_host
from civic.participation.views.acting import status_of
from civic.privacy.views.visits import signed_in, visitor

from ..enums import MeetingKind
from ..forms import AnswerForm, QuestionForm
from ..models import CouncilMinutes, CouncilPage, CouncilQuestion
from ..policies import can_answer_questions, can_correct_minutes
from ..selectors.agenda import MeetingFace, face_of, kept_for
from ..selectors.councils import council_of
from ..services.meetings import answer_question, send_questions, write_question

MEETINGS_PER_PAGE = 24


@require_http_methods(["GET", "HEAD", "POST"])
def public_meeting(request: HttpRequest, page: CouncilPage, meeting_id: int) -> HttpResponseBase:
    """Show a meeting; the chair writes its questions there, officials their answers."""
    if request.method == "POST":
        return _act(request, page, meeting_id)
    return _shown(request, page, _meeting(page, meeting_id))


@require_safe
def meeting_list(request: HttpRequest, page: CouncilPage) -> HttpResponse:
    """List every meeting of a council, the latest first, each leading to its minutes."""
    council = council_of(page)
    meetings = Session.objects.filter(space_id=council.space_id).order_by("-starts_at", "-pk")
    context = {
        "page": page,
        "rows_page": Paginator(meetings, MEETINGS_PER_PAGE).get_page(request.GET.get("page")),
        "now": timezone.now(),
        "extra_breadcrumbs": [{"title": _("Every meeting"), "url": ""}],
    }
    return render(request, "neighbourhood_councils/meeting_list.html", context)


def _meeting(page: CouncilPage, meeting_id: int) -> Session:
    query = Session.objects.select_related("space__organisation")
    return get_object_or_404(query, pk=meeting_id, space__council=page.council_id)


@signed_in
def _act(request: HttpRequest, page: CouncilPage, meeting_id: int) -> HttpResponseBase:
    meeting = _meeting(page, meeting_id)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form: QuestionForm | AnswerForm | None = None
    try:
        match request.POST.get("act", ""):
            case "write":
                form = QuestionForm(request.POST)
                if not form.is_valid():
                    return _shown(request, page, meeting, question_form=form, status=422)
                write_question(actor=actor, session=meeting, **form.cleaned_data)
                said = _("The question is ready. It is sent with the others.")
            case "send":
                count = send_questions(actor=actor, session=meeting)
                said = ngettext("%(n)s question is sent.", "%(n)s questions are sent.", count) % {
                    "n": count
                }
            case "answer":
                number = request.POST.get("question", "")
                question = get_object_or_404(
                    CouncilQuestion.objects.select_related("session__space__organisation"),
                    pk=int(number) if number.isdecimal() and len(number) < 10 else 0,
                    session=meeting,
                )
                form = AnswerForm(request.POST, prefix=f"answer-{question.pk}")
                if not form.is_valid():
                    return _shown(request, page, meeting, answer_form=form, status=422)
                answer_question(actor=actor, question=question, **form.cleaned_data)
                said = _("The answer is published, and the council is told.")
            case _:
                raise Refusal(
                    _("This button is not known here: open the page again."), code="unknown_act"
                )
    except NotAllowed:
        raise
    except Refusal as refusal:
        if form is None:
            messages.error(request, str(refusal.message))
        else:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, str(refusal.message)
            )
        return _shown(
            request,
            page,
            meeting,
            question_form=form if isinstance(form, QuestionForm) else None,
            answer_form=form if isinstance(form, AnswerForm) else None,
            status=status_of(refusal),
        )
    messages.success(request, said)
    return redirect(request.path)


def _shown(
    request: HttpRequest,
    page: CouncilPage,
    meeting: Session,
    *,
    question_form: QuestionForm | None = None,
    answer_form: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    council = council_of(page)
    now = timezone.now()
    actor = visitor(request)
    hosts = actor is not None and can_host(actor, council.space)
    answers = actor is not None and can_answer_questions(actor, council.space)
    face = face_of(meeting, now, drafts=hosts)
    in_time = face.questions_until is not None and timezone.localdate() <= face.questions_until
    context = {
        "page": page,
        "council": council,
        "meeting": meeting,
        "is_past": meeting.ends_at <= now,
        "face": face,
        "with_officials": face.kind == MeetingKind.WITH_OFFICIALS,
        "turn": _turn(face, meeting),
        "prepares_url": _address(page, face.prepares),
        "prepared_by": [{"meeting": one, "url": _address(page, one)} for one in face.prepared_by],
        "items": kept_for(meeting),
        "questions": [
            {
                "question": question,
                "late": meeting.ends_at <= now and question.answered_on is None,
                "form": _form_for(question, answer_form)
                if answers and question.sent_on and question.answered_on is None
                else None,
            }
            for question in face.questions
        ],
        "unsent": sum(question.sent_on is None for question in face.questions),
        "question_form": (question_form or QuestionForm()) if hosts and in_time else None,
        "attendance": _attendance(meeting),
        "propose_url": "" if council.is_closed else page.url_of("propose_agenda"),
        "tools": _tools(page, meeting, actor, hosts),
        "extra_breadcrumbs": [{"title": meeting.title, "url": ""}],
    }
    return render(request, "neighbourhood_councils/public_meeting.html", context, status=status)


def _form_for(question: CouncilQuestion, bound: AnswerForm | None) -> AnswerForm:
    prefix = f"answer-{question.pk}"
    return bound if bound is not None and bound.prefix == prefix else AnswerForm(prefix=prefix)


def _address(page: CouncilPage, meeting: Session | None) -> str:
    return page.url_of("public_meeting", meeting_id=meeting.pk) if meeting else ""


def _turn(face: MeetingFace, meeting: Session) -> dict[str, Any] | None:
    """Say whose turn it is: the council writes, then officials answer at the latest that day."""
    if face.kind != MeetingKind.WITH_OFFICIALS or meeting.cancelled_at is not None:
        return None
    today = timezone.localdate()
    if face.questions_until is not None and today <= face.questions_until:
        return {
            "who": _("the council"),
            "action": _("sends its questions"),
            "by": face.questions_until,
        }
    if any(question.answered_on is None for question in face.questions):
        return {
            "who": _("elected officials and departments"),
            "action": _("answer each question"),
            "by": timezone.localdate(meeting.starts_at),
        }
    return None


def _attendance(meeting: Session) -> list[dict[str, Any]]:
    rows = SessionAttendance.objects.filter(session=meeting).order_by("college")
    return [
        {"college": row.college, "label": row.get_college_display(), "count": row.count}
        for row in rows
        if row.count
    ]


def _tools(
    page: CouncilPage, meeting: Session, actor: Actor | None, hosts: bool
) -> list[dict[str, str]]:
    if actor is None or actor.user is None:
        return []
    tools = []
    begun = meeting.starts_at <= timezone.now() and meeting.cancelled_at is None
    if hosts:
        tools.append(
            {"label": _("Change it"), "url": page.url_of("meeting", meeting_id=meeting.pk)}
        )
    if hosts and begun:
        tools.append(
            {
                "label": _("Count who came"),
                "url": page.url_of("meeting_attendance", meeting_id=meeting.pk),
            }
        )
    written = meeting.minutes_published_at is None and begun
    shared = written and CouncilMinutes.objects.filter(session=meeting).exists()
    if written and (hosts or (shared and can_correct_minutes(actor, meeting))):
        tools.append(
            {
                "label": _("Draft minutes"),
                "url": page.url_of("review_minutes", meeting_id=meeting.pk),
            }
        )
    return tools
