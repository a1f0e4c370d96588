"""The answers a department often gives, kept by those who give them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.forms import BaseModelForm
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.cases.models import AnswerTemplate
from civic.cases.policies import ANSWERERS
from civic.core.viewsets import ServiceViewSet
from civic.territory.models import CityDepartment, Organisation

from ..admin_forms import AnswerTemplateForm
from ..policies import ActorPolicy, can_change_rule
from ..services.rules import delete_rule, save_rule

KEEPERS = (Role.COMMUNICATIONS, *ANSWERERS)


def may_open(actor: Actor) -> bool:
    """Tell whether an actor answers, or edits, for a body or one of its departments."""
    return actor.is_administrator or any(
        grant.role in KEEPERS and grant.space_id is None for grant in actor.grants
    )


def visible_templates(actor: Actor) -> "QuerySet[AnswerTemplate]":
    """Return the typed answers of an actor's bodies, or departments."""
    rows = AnswerTemplate.objects.select_related("organisation", "department", "request_type")
    if not actor.is_administrator:
        mine = Q(pk__in=[])
        for grant in actor.grants:
            if grant.role in KEEPERS and grant.space_id is None:
                place = Q(organisation_id=grant.organisation_id)
                if grant.department_id is not None:
                    place &= Q(department=None) | Q(department_id=grant.department_id)
                mine |= place
        rows = rows.filter(mine)
    return rows.order_by("organisation", "position", "name", "pk")


def _limit(form: BaseModelForm, actor: Actor) -> None:
    organisations = Organisation.objects.all()
    departments = CityDepartment.objects.all()
    if not actor.is_administrator:
        grants = [one for one in actor.grants if one.role in KEEPERS and one.space_id is None]
        organisations = organisations.filter(pk__in=[one.organisation_id for one in grants])
        whole = [one.organisation_id for one in grants if one.department_id is None]
        departments = departments.filter(
            Q(organisation_id__in=whole) | Q(pk__in=[one.department_id for one in grants])
        )
    fields: Any = form.fields
    fields["organisation"].queryset = organisations
    fields["department"].queryset = departments.order_by("organisation", "name")


class AnswerTemplateViewSet(ServiceViewSet):
    model = AnswerTemplate
    icon = "mail"
    menu_label = _("Typed answers")
    list_display = ["name", "outcome", "department", "request_type", "organisation", "is_active"]
    search_fields = ["name", "reason"]
    search_backend_name = None
    limits = staticmethod(_limit)
    policy = ActorPolicy(
        AnswerTemplate,
        may_open=may_open,
        visible=visible_templates,
        may_change=can_change_rule,
    )

    @staticmethod
    def writes(actor: Actor, row: Any, form: BaseModelForm) -> Any:
        return save_rule(actor=actor, rule=row)

    @staticmethod
    def erases(actor: Actor, row: Any) -> None:
        delete_rule(actor=actor, rule=row)

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return AnswerTemplateForm
