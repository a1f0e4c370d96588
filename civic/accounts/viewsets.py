"""People and roles in the administration."""

from typing import Any

from django.db import models
from django.forms import BaseModelForm
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

from civic.core.viewsets import ServiceIndexView, ServiceViewSet

from .admin_forms import RoleForm
from .enums import Role
from .models import RoleAssignment
from .policies import Actor, ActorPolicy, holds_somewhere, organisations_where
from .registry import person_registry
from .selectors import roles_held
from .services.roles import grant_role_by_email, revoke_role
from .views import people

GIVERS = (Role.COMMUNICATIONS,)


class PeopleMenuItem(MenuItem):
    """A way to people, for whoever may look them up."""

    def is_shown(self, request: HttpRequest) -> bool:
        return people.may_read(request.actor)  # type: ignore[attr-defined]


class PeopleViewSet(ViewSet):
    """Look somebody up, and what one may do for them."""

    icon = "user"
    menu_label = _("Look somebody up")
    menu_item_class = PeopleMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", people.people, name="index"),
            path("<int:pk>/", people.person, name="person"),
            path("<int:pk>/code/", people.claim_receipt, name="code"),
            path("<int:pk>/verify/", people.verify, name="verify"),
            path("<int:pk>/withdraw/", people.withdraw, name="withdraw"),
        ]


class LimitColumn(Column):
    """What a role is limited to."""

    def get_value(self, instance: RoleAssignment) -> str:
        if instance.department is not None:
            return str(instance.department)
        return getattr(instance, "place_title", "")


class RoleIndexView(ServiceIndexView):
    """Who holds what; the spaces of a whole page are named in one query."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        rows = list(context["table"].data)
        limited = {row.organisation_id for row in rows if row.space_id is not None}
        titles = dict(person_registry.places_of(limited)) if limited else {}
        for row in context["table"].data:
            row.place_title = titles.get(row.space_id, "")
        return context


def _write(actor: Actor, row: Any, form: BaseModelForm) -> models.Model:
    return grant_role_by_email(actor=actor, **form.cleaned_data)


def _erase(actor: Actor, row: Any) -> None:
    revoke_role(actor=actor, assignment=row)


def _limit(form: BaseModelForm, actor: Actor) -> None:
    form.limit_to(organisations_where(actor, GIVERS))  # type: ignore[attr-defined]


class RoleViewSet(ServiceViewSet):
    """Exactly who holds what; a role is given and taken back, never changed."""

    model = RoleAssignment
    icon = "key"
    menu_label = _("Who holds which role")
    list_display = [
        "user",
        Column("email", label=_("e-mail"), accessor="user.email"),
        "role",
        "organisation",
        LimitColumn("limit", label=_("limited to")),
        "granted_at",
        "expires_at",
    ]
    list_filter = ["role"]
    index_view_class = RoleIndexView
    search_fields = ["user__full_name", "user__email"]
    search_backend_name = None
    add_to_reference_index = False
    writes = staticmethod(_write)
    erases = staticmethod(_erase)
    limits = staticmethod(_limit)
    policy = ActorPolicy(
        RoleAssignment,
        may_open=holds_somewhere(*GIVERS),
        visible=lambda actor: roles_held(actor, GIVERS),
        may_change=lambda actor, row: actor.has_role(*GIVERS, at=row.organisation),
        actions=("add", "delete", "view"),
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return RoleForm


class PeopleGroup(ViewSetGroup):
    """People and roles, in the menu of the administration."""

    menu_label = _("People")
    menu_name = "people"
    menu_icon = "group"
    menu_order = 720
    items = (PeopleViewSet("people"), RoleViewSet("roles"))
