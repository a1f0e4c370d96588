"""Screens of the administration on one session: who comes, cancel, count, publish the minutes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.models import Session
from civic.participation.policies import can_host
from civic.participation.services.sessions import (
    cancel_session,
    count_attendance,
    publish_minutes,
)

from ..admin_forms import AttendanceForm, CancelForm, MinutesForm
from ..models import Workshop
from ..selectors.hosting import address_of_session, registered
from ..services.workshops import ORGANISERS, show_workshop, unpublish_workshop

SCREEN = "sessions:follow"


def _session_of(request: HttpRequest, pk: int) -> Session:
    session = get_object_or_404(Session.objects.select_related("space__organisation"), pk=pk)
    if not can_host(request.actor, session.space):  # type: ignore[attr-defined]
        raise PermissionDenied
    return session


class FollowView(TemplateView):
    """Who comes, by college and channel; names are read here and nowhere else."""

    template_name = "workshops/admin_session.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = _session_of(self.request, self.kwargs["pk"])
        has_begun = session.starts_at <= timezone.now()
        standing = session.cancelled_at is None
        return super().get_context_data(**kwargs) | {
            "session": session,
            "registered": registered(session),
            "public_url": address_of_session(session),
            "has_begun": has_begun,
            "edit_url": reverse("sessions:edit", args=[session.pk]) if standing else "",
            "cancel_url": (
                reverse("sessions:cancel", args=[session.pk]) if standing and not has_begun else ""
            ),
            "attendance_url": (
                reverse("sessions:attendance", args=[session.pk]) if standing and has_begun else ""
            ),
            "minutes_url": (
                reverse("sessions:minutes", args=[session.pk]) if standing and has_begun else ""
            ),
            "index_url": reverse("sessions:index"),
        }


class _SessionAct(FormView):
    """One act on a session, written by a service; a refusal keeps what was typed."""

    template_name = "workshops/admin_act.html"
    title = button = lead = done = ""
    serious = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.session = _session_of(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def write(self, given: dict[str, Any]) -> None:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "session": self.session,
            "title": self.title,
            "lead": self.lead,
            "button": self.button,
            "serious": self.serious,
            "back_url": reverse(SCREEN, args=[self.session.pk]),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.write(form.cleaned_data)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refusal as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal.message))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(SCREEN, self.session.pk)

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


class CancelView(_SessionAct):
    """Cancel a session, with the reason whoever registered receives."""

    form_class = CancelForm
    serious = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.title, self.button = _("Cancel this session"), _("Cancel it and tell them")
        self.lead = _(
            "The page keeps the session, marked as cancelled, with your reason. Whoever has a "
            "place or waits for one is told. This cannot be undone: announce another session."
        )
        return super().get_context_data(**kwargs)

    def write(self, given: dict[str, Any]) -> None:
        cancel_session(
            actor=self.request.actor,  # type: ignore[attr-defined]
            session=self.session,
            url=address_of_session(self.session),
            **given,
        )
        self.done = _("The session is cancelled; whoever registered is told.")


class AttendanceView(_SessionAct):
    """Say how many people came."""

    form_class = AttendanceForm

    def get_initial(self) -> dict[str, Any]:
        return {"attendance_count": self.session.attendance_count}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.title, self.button = _("How many people came"), _("Record")
        return super().get_context_data(**kwargs)

    def write(self, given: dict[str, Any]) -> None:
        count_attendance(actor=self.request.actor, session=self.session, **given)  # type: ignore[attr-defined]
        self.done = _("Recorded.")


class MinutesView(_SessionAct):
    """Publish what was said."""

    form_class = MinutesForm

    def get_initial(self) -> dict[str, Any]:
        return {
            "minutes": self.session.minutes,
            "attendance_count": self.session.attendance_count,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.title, self.button = _("Minutes"), _("Publish the minutes")
        return super().get_context_data(**kwargs)

    def write(self, given: dict[str, Any]) -> None:
        publish_minutes(actor=self.request.actor, session=self.session, **given)  # type: ignore[attr-defined]
        self.done = _("The minutes are published.")


class ShowView(View):
    """Publish the page of a workshop, or take it down, with one button."""

    http_method_names = ["get", "head", "post"]
    shows = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what the button does."""
        workshop = get_object_or_404(Workshop.objects.select_related("space"), pk=pk)
        if not request.actor.has_role(*ORGANISERS, at=workshop.space):  # type: ignore[attr-defined]
            raise PermissionDenied
        context = {
            "workshop": workshop,
            "shows": self.shows,
            "back_url": reverse("workshops:edit", args=[workshop.pk]),
        }
        return render(request, "workshops/admin_show.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        workshop = get_object_or_404(Workshop.objects.select_related("space"), pk=pk)
        actor = request.actor  # type: ignore[attr-defined]
        try:
            if self.shows:
                show_workshop(actor=actor, workshop=workshop)
                messages.success(request, _("The workshop is on the site."))
            else:
                unpublish_workshop(actor=actor, workshop=workshop)
                messages.success(request, _("The workshop is no longer on the site."))
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        return redirect("workshops:edit", workshop.pk)
