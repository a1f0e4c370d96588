"""The territory in the administration: organisations, places, departments, who does what."""

from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import BaseModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.core.viewsets import ServiceViewSet
from civic.territory.admin_forms import (
    CompetenceForm,
    CompetenceHolderForm,
    DepartmentForm,
    NeighbourhoodForm,
    NewCommuneForm,
    OrganisationForm,
    ThemeForm,
)
from civic.territory.models import (
    CityDepartment,
    Competence,
    CompetenceHolder,
    Neighbourhood,
    Organisation,
    Theme,
)
from civic.territory.policies import can_change_organisation, can_change_vocabulary
from civic.territory.services.rows import (
    can_change_row,
    change_organisation,
    delete_row,
    save_row,
)

from ..policies import ActorPolicy, holds_somewhere, organisations_where
from ..selectors.directory import forget_directory
from ..selectors.freshness import forget_lists
from ..services.opening import add_commune
from ..tasks import place_body_anew

KEEPERS = (Role.COMMUNICATIONS,)


keeps_something = holds_somewhere(*KEEPERS)


def organisations_of(actor: Actor) -> "QuerySet[Organisation]":
    """Return the organisations an actor keeps."""
    return organisations_where(actor, KEEPERS)


def _rows_of(model: type[models.Model]) -> Any:
    def visible(actor: Actor) -> "QuerySet[Any]":
        return model._default_manager.filter(organisation__in=organisations_of(actor))

    return visible


def _only_their_organisations(form: BaseModelForm, actor: Actor) -> None:
    field: Any = form.fields["organisation"]
    field.queryset = organisations_of(actor)
    if len(field.queryset) == 1:
        field.initial = field.queryset[0].pk


def _write_organisation(actor: Actor, row: Organisation, form: BaseModelForm) -> Organisation:
    if row.pk is None:
        return add_commune(actor=actor, **form.cleaned_data).organisation
    changes = {name: form.cleaned_data[name] for name in form.changed_data}
    changed = change_organisation(actor=actor, organisation=row, **changes)
    for forget in (forget_directory, forget_lists):
        transaction.on_commit(forget)
    if "place_precision" in changes:
        transaction.on_commit(lambda: place_body_anew.enqueue(row.pk), robust=True)
    return changed


def _save(actor: Actor, row: models.Model, form: BaseModelForm) -> models.Model:
    return save_row(actor=actor, row=row)


def _delete(actor: Actor, row: models.Model) -> None:
    delete_row(actor=actor, row=row)


class _OrganisationPolicy(ActorPolicy):
    """Those who keep a body change it; only an administrator adds a commune."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "add" and not user.is_superuser:
            return False
        return super().user_has_permission(user, action)


class OrganisationViewSet(ServiceViewSet):
    model = Organisation
    icon = "home"
    menu_label = _("Face and contact")
    add_to_admin_menu = False
    list_display = ["name", "kind", "contact_phone", "accent"]
    search_fields = ["name", "short_name"]
    search_backend_name = None
    policy = _OrganisationPolicy(
        Organisation,
        may_open=keeps_something,
        visible=organisations_of,
        may_change=can_change_organisation,
        actions=("add", "change", "view"),
    )
    writes = staticmethod(_write_organisation)

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return OrganisationForm if for_update else NewCommuneForm


class _PlaceViewSet(ServiceViewSet):
    search_backend_name = None
    writes = staticmethod(_save)
    erases = staticmethod(_delete)


class NeighbourhoodViewSet(_PlaceViewSet):
    model = Neighbourhood
    icon = "site"
    list_display = ["name", "organisation"]
    list_filter = ["organisation"]
    search_fields = ["name"]
    limits = staticmethod(_only_their_organisations)
    policy = ActorPolicy(
        Neighbourhood,
        may_open=keeps_something,
        visible=_rows_of(Neighbourhood),
        may_change=can_change_row,
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return NeighbourhoodForm


class DepartmentViewSet(_PlaceViewSet):
    model = CityDepartment
    icon = "group"
    list_display = ["name", "organisation", "email"]
    list_filter = ["organisation"]
    search_fields = ["name"]
    limits = staticmethod(_only_their_organisations)
    policy = ActorPolicy(
        CityDepartment,
        may_open=keeps_something,
        visible=_rows_of(CityDepartment),
        may_change=can_change_row,
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return DepartmentForm


def _shared(model: type[models.Model]) -> ActorPolicy:
    return ActorPolicy(
        model,
        may_open=can_change_vocabulary,
        visible=lambda actor: model._default_manager.all(),
        may_change=can_change_row,
    )


class ThemeViewSet(_PlaceViewSet):
    model = Theme
    icon = "tag"
    list_display = ["name", "position"]
    policy = _shared(Theme)

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return ThemeForm


class CompetenceViewSet(_PlaceViewSet):
    model = Competence
    icon = "list-ul"
    list_display = ["name", "code"]
    policy = _shared(Competence)

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return CompetenceForm


class CompetenceHolderViewSet(_PlaceViewSet):
    model = CompetenceHolder
    icon = "user"
    menu_label = _("Who does what")
    list_display = ["competence", "territory", "holder", "department"]
    list_filter = ["competence", "territory"]
    policy = _shared(CompetenceHolder)

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return CompetenceHolderForm


class TerritoryGroup(ModelViewSetGroup):
    """The territory, in the menu of the administration."""

    menu_label = _("Territory")
    menu_name = "territory"
    menu_icon = "site"
    menu_order = 700
    items = (
        OrganisationViewSet("organisations"),
        NeighbourhoodViewSet("neighbourhoods"),
        DepartmentViewSet("departments"),
        ThemeViewSet("themes"),
        CompetenceViewSet("competences"),
        CompetenceHolderViewSet("competence-holders"),
    )
