"""Workshops and sessions in the administration: a policy says who, services write."""

from typing import Any

from django.db import models
from django.forms import BaseModelForm
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets.button import HeaderButton, ListingButton

from civic.accounts.policies import Actor, ActorPolicy, organisations_where
from civic.core.viewsets import ServiceEditView, ServiceIndexView, ServiceViewSet
from civic.participation.models import Session
from civic.participation.policies import HOSTS, can_host
from civic.participation.services.sessions import DETAILS, change_session, schedule_session

from .admin_forms import SessionForm, WorkshopForm
from .models import Workshop
from .selectors.hosting import (
    address_of_session,
    hosted_sessions,
    hosted_spaces,
    is_shown,
    kept_workshops,
)
from .services.workshops import (
    ORGANISERS,
    change_workshop,
    create_workshop,
)
from .views.group_admin import MixedGroupViewSet
from .views.hosting import (
    AttendanceView,
    CancelView,
    FollowView,
    MinutesView,
    ShowView,
)


def _write_workshop(actor: Actor, row: Any, form: BaseModelForm) -> models.Model:
    given = dict(form.cleaned_data)
    organisation = given.pop("organisation", None)
    if row.pk is None:
        return create_workshop(actor=actor, organisation=organisation, **given)
    workshop = Workshop.objects.select_related("space").get(pk=row.pk)
    return change_workshop(actor=actor, workshop=workshop, **given)


def _limit_workshop(form: BaseModelForm, actor: Actor) -> None:
    form.limit_to(organisations_where(actor, ORGANISERS))  # type: ignore[attr-defined]


def _write_session(actor: Actor, row: Any, form: BaseModelForm) -> models.Model:
    given = form.cleaned_data
    details = {name: given[name] for name in DETAILS}
    reason = given["keep_findings_because"]
    if row.pk is None:
        return schedule_session(
            actor=actor, space=given["space"], keep_findings_because=reason, **details
        )
    session = Session.objects.select_related("space__organisation").get(pk=row.pk)
    return change_session(
        actor=actor,
        session=session,
        keep_findings_because=reason,
        url=address_of_session(session),
        **details,
    )


def _limit_session(form: BaseModelForm, actor: Actor) -> None:
    spaces = hosted_spaces(actor).filter(archived_at=None)
    form.limit_to(spaces)  # type: ignore[attr-defined]


class WorkshopEditView(ServiceEditView):
    """A workshop, with the way to its page and to its next session."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        shown = is_shown(self.object)
        return [
            HeaderButton(
                _("Schedule a session"),
                url=f"{reverse('sessions:add')}?space={self.object.space_id}",
                icon_name="calendar",
            ),
            HeaderButton(
                _("Take it off the site") if shown else _("Create and publish its page"),
                url=reverse(f"workshops:{'hide' if shown else 'show'}", args=[self.object.pk]),
                icon_name="view",
            ),
        ]


class WorkshopViewSet(ServiceViewSet):
    model = Workshop
    icon = "calendar"
    menu_label = gettext_lazy("Workshops")
    list_display = [
        "__str__",
        Column("organisation", label=gettext_lazy("organisation"), accessor="space.organisation"),
    ]
    search_fields = ["space__title", "purpose"]
    search_backend_name = None
    add_to_reference_index = False
    edit_view_class = WorkshopEditView
    writes = staticmethod(_write_workshop)
    limits = staticmethod(_limit_workshop)
    policy = ActorPolicy(
        Workshop,
        may_open=lambda actor: actor.has_role_anywhere(*ORGANISERS),
        visible=lambda actor: kept_workshops(actor, ORGANISERS),
        may_change=lambda actor, row: actor.has_role(*ORGANISERS, at=row.space),
        actions=("add", "change", "view"),
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return WorkshopForm

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns: list[URLPattern] = super().get_urlpatterns()
        return [
            *patterns,
            path("show/<int:pk>/", ShowView.as_view(), name="show"),
            path("hide/<int:pk>/", ShowView.as_view(shows=False), name="hide"),
        ]


class PlacesColumn(Column):
    """Places taken, out of how many."""

    def get_value(self, instance: Session) -> str:
        if instance.cancelled_at is not None:
            return _("cancelled")
        if instance.capacity is None:
            return _("no registration")
        return f"{instance.confirmed_count} / {instance.capacity}"


class SessionIndexView(ServiceIndexView):
    """Sessions and meetings, the latest first; each leads to who comes."""

    def get_list_more_buttons(self, instance: Session) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        return [
            ListingButton(
                _("Who comes, minutes"),
                url=reverse("sessions:follow", args=[instance.pk]),
                icon_name="group",
                priority=5,
            ),
            *buttons,
        ]


class SessionEditView(ServiceEditView):
    """A session, with the way to who comes."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [
            HeaderButton(
                _("Who comes, minutes"),
                url=reverse("sessions:follow", args=[self.object.pk]),
                icon_name="group",
            )
        ]


class SessionViewSet(ServiceViewSet):
    model = Session
    icon = "date"
    menu_label = gettext_lazy("Sessions and meetings")
    list_display = [
        "title",
        "space",
        "starts_at",
        "place",
        PlacesColumn("places", label=gettext_lazy("places")),
    ]
    list_filter = {"starts_at": ["gte", "lte"]}
    search_fields = ["title", "place", "space__title"]
    search_backend_name = None
    add_to_reference_index = False
    index_view_class = SessionIndexView
    edit_view_class = SessionEditView
    writes = staticmethod(_write_session)
    limits = staticmethod(_limit_session)
    policy = ActorPolicy(
        Session,
        may_open=lambda actor: actor.has_role_anywhere(*HOSTS),
        visible=hosted_sessions,
        may_change=lambda actor, row: can_host(actor, row.space),
        actions=("add", "change", "view"),
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return SessionForm

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns: list[URLPattern] = super().get_urlpatterns()
        return [
            *patterns,
            path("follow/<int:pk>/", FollowView.as_view(), name="follow"),
            path("cancel/<int:pk>/", CancelView.as_view(), name="cancel"),
            path("attendance/<int:pk>/", AttendanceView.as_view(), name="attendance"),
            path("minutes/<int:pk>/", MinutesView.as_view(), name="minutes"),
        ]


class WorkshopsGroup(ModelViewSetGroup):
    """Workshops, sessions and meetings, in the menu of the administration."""

    menu_label = gettext_lazy("Workshops and meetings")
    menu_name = "meetings"
    menu_icon = "calendar"
    menu_order = 704
    items = (
        WorkshopViewSet("workshops"),
        MixedGroupViewSet("mixed-groups"),
        SessionViewSet("sessions"),
    )
