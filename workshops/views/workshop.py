"""Public pages of workshops: list, workshop, session, registration."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from icalendar import Calendar, Event

from civic.accounts.models import Person
from civic.accounts.views.identify import identify_step
from civic.core.exceptions import Refusal
from civic.participation.models import Session
from civic.participation.services.registrations import cancel_registration
from civic.participation.services.registrations import register as take_a_place
from civic.territory.models import OrganisationPage

from ..forms import RegistrationForm
from ..models import MixedGroupPage, WorkshopIndexPage, WorkshopPage
from ..selectors.groups import group_pages, standing_of
from ..selectors.workshops import place_in_queue, registration_of, sessions_of, workshop_pages

# Each list of a page has pages of its own.
COMING, PAST, GROUPS = "a-venir", "seances", "groupes"
ROWS, WHOLE_MINUTES = 20, 5


def paged(
    request: HttpRequest,
    name: str,
    rows: "Sequence[Any] | QuerySet[Any]",
    at_most: int = ROWS,
    show: Callable[[Any], Any] | None = None,
) -> "Page[Any]":
    """Return the page of a list that the address asks for under a name.

    `show` makes what is shown of a row, for those of the page alone.
    """
    page: Page[Any] = Paginator(rows, at_most).get_page(request.GET.get(name))
    if show is not None:
        page.object_list = [show(row) for row in page.object_list]
    return page


def workshop_list(request: HttpRequest, page: WorkshopIndexPage) -> HttpResponse:
    """List the workshops shown in this branch, those to come first."""
    now = timezone.now()
    home = page.get_ancestors().type(OrganisationPage).last()
    organisation_id = home.specific.organisation_id if home else 0
    pages = workshop_pages(organisation_id, now)
    groups = paged(request, GROUPS, group_pages(organisation_id, now))
    context = {
        "page": page,
        "coming": paged(request, COMING, pages.filter(next_session_at__isnull=False)),
        "coming_name": COMING,
        "past": paged(request, PAST, pages.filter(next_session_at__isnull=True)),
        "past_name": PAST,
        "groups": [
            {"page": found, "group": found.group, "standing": standing_of(found.group)}
            for found in groups
        ],
        "groups_page": groups,
        "groups_name": GROUPS,
    }
    return render(request, "workshops/workshop_list.html", context)


def workshop_detail(request: HttpRequest, page: WorkshopPage) -> HttpResponse:
    """Show what the workshop is for, its sessions, its minutes."""
    now = timezone.now()
    sessions = [_session_row(page, session) for session in sessions_of(page.workshop)]
    context = {
        "page": page,
        "workshop": page.workshop,
        "programme": page.workshop.programme.splitlines(),
        "coming": paged(request, COMING, [row for row in sessions if row["session"].ends_at > now]),
        "coming_name": COMING,
        "past": paged(
            request,
            PAST,
            [row for row in reversed(sessions) if row["session"].ends_at <= now],
            WHOLE_MINUTES,
        ),
        "past_name": PAST,
    }
    return render(request, "workshops/workshop_detail.html", context)


def _session_row(page: WorkshopPage, session: Session) -> dict[str, Any]:
    left = None if session.capacity is None else session.capacity - session.confirmed_count
    return {
        "session": session,
        "url": page.url_of("session", session_id=session.pk),
        "places_left": left,
        "is_full": left is not None and left <= 0,
        "full_sentence": _("Full: waiting list open") if left is not None and left <= 0 else "",
        "cancelled_sentence": _("Cancelled") if session.cancelled_at else "",
    }


def _session_of(page: WorkshopPage, session_id: int) -> Session:
    session = (
        Session.objects.filter(pk=session_id, space_id=page.workshop.space_id)
        .select_related("space__organisation")
        .first()
    )
    if session is None:
        raise Http404(_("This session does not exist."))
    return session


@never_cache
def session_detail(request: HttpRequest, page: WorkshopPage, session_id: int) -> HttpResponse:
    """Show one session: when, where, how to come, places left, one's registration."""
    session = _session_of(page, session_id)
    context = _session_context(request, page, session)
    return render(request, "workshops/session_detail.html", context)


def _session_context(
    request: HttpRequest, page: WorkshopPage, session: Session, form: RegistrationForm | None = None
) -> dict[str, Any]:
    registration = registration_of(request.actor.person, session)  # type: ignore[attr-defined]
    waiting = registration is not None and registration.state == "waiting"
    now = timezone.now()
    closes_at = session.registration_closes_at or session.starts_at
    return {
        "page": page,
        "workshop": page.workshop,
        "form": form or RegistrationForm(),
        "registration": registration,
        "queue_rank": place_in_queue(registration) if registration and waiting else 0,
        "is_open": session.capacity is not None and closes_at > now and not session.cancelled_at,
        "is_past": session.ends_at <= now,
        "register_url": page.url_of("register", session_id=session.pk),
        "cancel_url": page.url_of("cancel", session_id=session.pk),
        "calendar_url": page.url_of("calendar", session_id=session.pk),
        "extra_breadcrumbs": [
            {"title": session.title, "url": page.url_of("session", session_id=session.pk)}
        ],
        **_session_row(page, session),
    }


@never_cache
def register(request: HttpRequest, page: WorkshopPage, session_id: int) -> HttpResponse:
    """Take a place: the need is written first, the name is given last."""
    session = _session_of(page, session_id)
    address = page.url_of("session", session_id=session.pk)
    if request.method != "POST":
        return redirect(address)
    form = RegistrationForm(request.POST)
    if not form.is_valid():
        context = _session_context(request, page, session, form)
        return render(request, "workshops/session_detail.html", context, status=422)
    found = identify_step(
        request,
        next_url=address,
        back_url=address,
        button=_("Register"),
        kept=[("needs", form.cleaned_data["needs"])],
    )
    if not isinstance(found, Person):
        return found
    try:
        registration = take_a_place(
            actor=request.actor,  # type: ignore[attr-defined]
            session=session,
            person=found,
            needs=form.cleaned_data["needs"],
            url=address,
        )
    except Refusal as refusal:
        form.add_error(refusal.field or None, str(refusal.message))
        context = _session_context(request, page, session, form)
        return render(request, "workshops/session_detail.html", context, status=409)
    if registration.state == "waiting":
        messages.info(request, _("The session is full: you are on the waiting list."))
    else:
        messages.success(request, _("You have a place."))
    return redirect(address)


@never_cache
def cancel(request: HttpRequest, page: WorkshopPage, session_id: int) -> HttpResponse:
    """Give one's place back; a page asks first."""
    session = _session_of(page, session_id)
    address = page.url_of("session", session_id=session.pk)
    registration = registration_of(request.actor.person, session)  # type: ignore[attr-defined]
    if registration is None:
        return redirect(address)
    if request.method == "POST":
        cancel_registration(
            actor=request.actor,  # type: ignore[attr-defined]
            registration=registration,
            url=address,
        )
        messages.success(request, _("Your place is given back."))
        return redirect(address)
    return render(
        request,
        "workshops/cancel.html",
        {"page": page, "session": session, "cancel_url": address},
    )


def calendar_file(request: HttpRequest, page: WorkshopPage, session_id: int) -> HttpResponse:
    """Give the session as a calendar file (RFC 5545)."""
    return session_file(page, _session_of(page, session_id))


def session_file(page: WorkshopPage | MixedGroupPage, session: Session) -> HttpResponse:
    """Return a session of a place as a calendar file."""
    event = Event()
    event.add("uid", f"session-{session.pk}@{settings.BASE_URL.split('//')[-1]}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", session.title)
    event.add("location", ", ".join(filter(None, [session.place, session.address])))
    event.add("url", settings.BASE_URL + page.url_of("session", session_id=session.pk))
    if session.cancelled_at:
        event.add("status", "CANCELLED")
    calendar = Calendar()
    calendar.add("prodid", "-//Civic//FR")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="seance-{session.pk}.ics"'
    return response
