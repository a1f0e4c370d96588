"""The journal in the administration: read, filtered, taken away as a spreadsheet, never written."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.accounts.selectors import names_behind
from civic.audit.models import JournalEntry
from civic.core.viewsets import ServiceIndexView, ServiceViewSet

from ..policies import ActorPolicy, holds_somewhere, organisations_where

READERS = (Role.COMMUNICATIONS, Role.DATA_PROTECTION)


def _entries(actor: Actor) -> "QuerySet[JournalEntry]":
    entries = JournalEntry.objects.order_by("-pk")
    if actor.is_administrator:
        return entries
    return entries.filter(organisation_id__in=organisations_where(actor, READERS).values("pk"))


class JournalFilters(WagtailFilterSet):
    """By whom, on what, which action, when."""

    actor = django_filters.CharFilter(
        label=_("who"), lookup_expr="exact", help_text=_("user:12, person:40 or system")
    )
    target = django_filters.CharFilter(
        label=_("object"), lookup_expr="startswith", help_text=_("For instance cases.case:214")
    )
    action = django_filters.CharFilter(label=_("action"), lookup_expr="startswith")
    moment = django_filters.DateFromToRangeFilter(label=_("when"), widget=DateRangePickerWidget)

    class Meta:
        model = JournalEntry
        fields = ["actor", "target", "action", "moment"]


class WhoColumn(Column):
    """The name behind an actor; the journal itself holds none."""

    def get_value(self, instance: JournalEntry) -> str:
        name = getattr(instance, "name_behind", "")
        return f"{name} ({instance.actor})" if name else instance.actor


def name_actors(entries: Iterable[JournalEntry]) -> None:
    """Look up the names behind the actors of some entries, in two queries at most."""
    entries = list(entries)
    names = names_behind(entry.actor for entry in entries)
    for entry in entries:
        entry.name_behind = names.get(entry.actor, "")  # type: ignore[attr-defined]


class JournalIndexView(ServiceIndexView):
    """The journal, the latest first."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        name_actors(context["table"].data)
        return context


class JournalViewSet(ServiceViewSet):
    model = JournalEntry
    icon = "history"
    menu_label = _("Journal")
    menu_order = 800
    add_to_admin_menu = True
    index_view_class = JournalIndexView
    inspect_view_enabled = True
    inspect_view_fields = ["moment", "actor", "action", "target", "organisation_id", "details"]
    add_to_reference_index = False
    list_per_page = 50
    list_display = ["moment", WhoColumn("actor", label=_("who")), "action", "target"]
    list_export = ["moment", "actor", "action", "target", "organisation_id", "details"]
    export_filename = "journal"
    filterset_class = JournalFilters
    search_fields = None
    form_fields: list[str] = []
    policy = ActorPolicy(
        JournalEntry,
        may_open=holds_somewhere(*READERS),
        visible=_entries,
        may_change=lambda actor, entry: False,
        actions=("view",),
    )
