"""A chair announces the meetings of the council and publishes their minutes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.accounts.enums import College
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.forms import AttendanceByCollegeForm
from civic.participation.models import Session
from civic.participation.policies import can_host
from civic.participation.services.attendance import record_attendance
from civic.participation.services.sessions import (
    cancel_session,
    change_session,
    publish_minutes,
)
from civic.privacy.views.visits import signed_in

from ..forms import CancelMeetingForm, MeetingForm, MinutesForm
from ..models import CouncilPage, Meeting, NeighbourhoodCouncil
from ..selectors.agenda import meetings_to_come
from ..selectors.councils import council_of, meetings_of
from ..services.councils import schedule_meeting
from ..services.meetings import describe_meeting

PAST_PER_PAGE = 24
# Where the form asks a date and two times, the service speaks of moments.
_FIELD_OF = {"ends_at": "ends", "starts_at": "starts"}


def _council(request: HttpRequest, page: CouncilPage) -> NeighbourhoodCouncil:
    council = council_of(page)
    if not can_host(request.actor, council.space):
        raise NotAllowed(_("Only the chair of this council, or its staff, announces its meetings."))
    return council


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def announce(request: HttpRequest, page: CouncilPage) -> HttpResponse:
    """Announce a meeting; list the past ones, each leading to its minutes."""
    council = _council(request, page)
    meetings = meetings_to_come(council, timezone.now())
    form = MeetingForm(request.POST or None, meetings=meetings)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _scheduled(request, council, form):
            messages.success(request, _("The meeting is announced."))
            return redirect(page.url_of("meetings"))
    coming, past = meetings_of(council, timezone.now())
    past_page = Paginator(past, PAST_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "past_page": past_page,
        "coming": [
            {
                "meeting": meeting,
                "url": page.url_of("meeting", meeting_id=meeting.pk),
                "cancel_url": page.url_of("cancel_meeting", meeting_id=meeting.pk),
            }
            for meeting in coming
        ],
        "past": [
            {"meeting": meeting, "url": page.url_of("minutes", meeting_id=meeting.pk)}
            for meeting in past_page
        ],
        "extra_breadcrumbs": [{"title": _("Meetings and minutes"), "url": ""}],
    }
    return render(request, "neighbourhood_councils/meetings.html", context, status=status)


def _details(form: MeetingForm) -> dict[str, Any]:
    starts_at, ends_at = form.moments()
    words = ("title", "place", "address", "how_to_come", "agenda", "keep_findings_because")
    return {name: form.cleaned_data[name] for name in words} | {
        "starts_at": starts_at,
        "ends_at": ends_at,
    }


def _written(form: Form, write: Callable[[], Any]) -> bool:
    """Call a service; tell whether it wrote, and put a refusal beside its field."""
    try:
        write()
    except NotAllowed:
        raise
    except Refusal as refusal:
        field = _FIELD_OF.get(refusal.field, refusal.field)
        form.add_error(field if field in form.fields else None, str(refusal.message))
        return False
    return True


def _scheduled(request: HttpRequest, council: NeighbourhoodCouncil, form: MeetingForm) -> bool:
    def write() -> None:
        with transaction.atomic():
            session = schedule_meeting(actor=request.actor, council=council, **_details(form))
            describe_meeting(actor=request.actor, session=session, **form.description())

    return _written(form, write)


def _coming(council: NeighbourhoodCouncil, meeting_id: int) -> Session:
    query = Session.objects.select_related("space__organisation")
    return get_object_or_404(query, pk=meeting_id, space_id=council.space_id)


def _crumbs(page: CouncilPage, meeting: Session) -> list[dict[str, str]]:
    return [
        {"title": _("Meetings and minutes"), "url": page.url_of("meetings")},
        {"title": meeting.title, "url": ""},
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, page: CouncilPage, meeting_id: int) -> HttpResponse:
    """Change what is announced of a meeting."""
    meeting = _coming(_council(request, page), meeting_id)
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    known = {
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        **{
            name: getattr(meeting, name)
            for name in ("title", "place", "address", "how_to_come", "agenda")
        },
    }
    known |= _known_kind(meeting)
    council = council_of(page)
    form = MeetingForm(
        request.POST or None,
        initial=known,
        meetings=meetings_to_come(council, timezone.now()).exclude(pk=meeting.pk),
    )
    status = 200
    if request.method == "POST":
        status = 422

        def write() -> None:
            with transaction.atomic():
                changed = change_session(actor=request.actor, session=meeting, **_details(form))
                describe_meeting(actor=request.actor, session=changed, **form.description())

        if form.is_valid() and _written(form, write):
            messages.success(request, _("The meeting is changed."))
            return redirect(page.url_of("meetings"))
    context = {
        "page": page,
        "form": form,
        "meeting": meeting,
        "cancel_url": page.url_of("cancel_meeting", meeting_id=meeting.pk),
        "meetings_url": page.url_of("meetings"),
        "extra_breadcrumbs": _crumbs(page, meeting),
    }
    return render(request, "neighbourhood_councils/meeting.html", context, status=status)


def _known_kind(meeting: Session) -> dict[str, Any]:
    described = Meeting.objects.filter(session=meeting).select_related("prepares").first()
    if described is None:
        return {}
    known: dict[str, Any] = {
        "kind": described.kind,
        "prepares": described.prepares.session_id if described.prepares else None,
    }
    if described.questions_until is not None:
        day = timezone.localdate(meeting.starts_at)
        known["question_days"] = (day - described.questions_until).days
    return known


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def attendance(request: HttpRequest, page: CouncilPage, meeting_id: int) -> HttpResponse:
    """Write how many people of each college came: numbers, never a list."""
    meeting = _coming(_council(request, page), meeting_id)
    colleges = {college.value: str(college.label) for college in College}
    initial: dict[str, Any] = {f"count_{college}": 0 for college in colleges}
    for row in meeting.attendance.all():
        initial |= {f"count_{row.college}": row.count, f"first_time_{row.college}": row.first_time}
    form = AttendanceByCollegeForm(request.POST or None, colleges=colleges, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _written(
            form,
            lambda: record_attendance(
                actor=request.actor,
                session=meeting,
                counts=form.counts(),
                first_time=form.newcomers(),
            ),
        ):
            messages.success(request, _("Who came is written down."))
            return redirect(page.url_of("public_meeting", meeting_id=meeting.pk))
    context = {
        "page": page,
        "form": form,
        "meeting": meeting,
        "meetings_url": page.url_of("meetings"),
        "extra_breadcrumbs": _crumbs(page, meeting),
    }
    return render(request, "neighbourhood_councils/meeting_attendance.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def cancel(request: HttpRequest, page: CouncilPage, meeting_id: int) -> HttpResponse:
    """Cancel a meeting, with the reason everybody reads."""
    meeting = _coming(_council(request, page), meeting_id)
    form = CancelMeetingForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _written(
            form,
            lambda: cancel_session(
                actor=request.actor,
                session=meeting,
                url=page.get_absolute_url(),
                **form.cleaned_data,
            ),
        ):
            messages.success(request, _("The meeting is cancelled, and the page says why."))
            return redirect(page.url_of("meetings"))
    context = {
        "page": page,
        "form": form,
        "meeting": meeting,
        "meetings_url": page.url_of("meetings"),
        "extra_breadcrumbs": _crumbs(page, meeting),
    }
    return render(request, "neighbourhood_councils/cancel_meeting.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def minutes(request: HttpRequest, page: CouncilPage, meeting_id: int) -> HttpResponse:
    """Write the minutes of a past meeting, or correct them."""
    council = _council(request, page)
    meeting = get_object_or_404(Session, pk=meeting_id, space_id=council.space_id)
    known: dict[str, Any] = {
        "minutes": meeting.minutes,
        "attendance_count": meeting.attendance_count,
    }
    form = MinutesForm(request.POST or None, initial=known)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _published(request, meeting, form):
            messages.success(request, _("The minutes are published."))
            return redirect(page.get_absolute_url())
    context = {
        "page": page,
        "form": form,
        "meeting": meeting,
        "meetings_url": page.url_of("meetings"),
        "review_url": page.url_of("review_minutes", meeting_id=meeting.pk)
        if meeting.minutes_published_at is None
        else "",
        "extra_breadcrumbs": _crumbs(page, meeting),
    }
    return render(request, "neighbourhood_councils/minutes.html", context, status=status)


def _published(request: HttpRequest, meeting: Session, form: MinutesForm) -> bool:
    return _written(
        form,
        lambda: publish_minutes(actor=request.actor, session=meeting, **form.cleaned_data),
    )
