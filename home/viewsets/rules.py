"""What an editor keeps: names that are public, delays that are announced, words explained."""

from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.forms import BaseModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.cases.models import AnswerRules, RequestType, ServiceLevel
from civic.core.viewsets import ServiceViewSet
from civic.privacy.models import PublicName
from civic.privacy.policies import READERS
from civic.territory.models import CityDepartment
from civic.territory.policies import can_change_vocabulary

from ..admin_forms import (
    AnswerRulesForm,
    GlossaryTermForm,
    PublicNameForm,
    RequestTypeForm,
    ServiceLevelForm,
)
from ..models import GlossaryTerm
from ..policies import ActorPolicy, can_change_rule, holds_somewhere, organisations_where
from ..services.rules import delete_rule, save_rule
from ..tasks import place_type_anew
from .answers import AnswerTemplateViewSet

DELAY_KEEPERS = (Role.COMMUNICATIONS, Role.MANAGER)


def _names(actor: Actor) -> "QuerySet[PublicName]":
    mine = Q(organisation__in=organisations_where(actor, READERS))
    everywhere = Q(organisation=None)
    return PublicName.objects.filter(mine | everywhere).order_by("name", "pk")


def _delays(actor: Actor) -> "QuerySet[ServiceLevel]":
    return ServiceLevel.objects.filter(
        organisation__in=organisations_where(actor, DELAY_KEEPERS)
    ).order_by("organisation", "origin", "pk")


def _answer_rules(actor: Actor) -> "QuerySet[AnswerRules]":
    mine = organisations_where(actor, DELAY_KEEPERS)
    return AnswerRules.objects.filter(organisation__in=mine).order_by("organisation", "pk")


def _limit_rules(form: BaseModelForm, actor: Actor) -> None:
    field: Any = form.fields["organisation"]
    field.queryset = organisations_where(actor, DELAY_KEEPERS)


def _limit_names(form: BaseModelForm, actor: Actor) -> None:
    field: Any = form.fields["organisation"]
    field.queryset = organisations_where(actor, READERS)
    # Only whoever keeps the shared vocabulary may make a name public everywhere.
    field.required = not can_change_vocabulary(actor)


def _limit_delays(form: BaseModelForm, actor: Actor) -> None:
    organisations = organisations_where(actor, DELAY_KEEPERS)
    fields: Any = form.fields
    fields["organisation"].queryset = organisations
    fields["department"].queryset = CityDepartment.objects.filter(organisation__in=organisations)


def _save(actor: Actor, row: Any, form: BaseModelForm) -> models.Model:
    return save_rule(actor=actor, rule=row)


def _save_type(actor: Actor, row: RequestType, form: BaseModelForm) -> models.Model:
    saved = save_rule(actor=actor, rule=row)
    if "place_precision" in form.changed_data:
        transaction.on_commit(lambda: place_type_anew.enqueue(saved.pk), robust=True)
    return saved


def _delete(actor: Actor, row: Any) -> None:
    delete_rule(actor=actor, rule=row)


class _RuleViewSet(ServiceViewSet):
    search_backend_name = None
    writes = staticmethod(_save)
    erases = staticmethod(_delete)


class GlossaryTermViewSet(_RuleViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    list_display = ["term", "acronym", "definition"]
    search_fields = ["term", "acronym", "definition"]
    policy = ActorPolicy(
        GlossaryTerm,
        may_open=can_change_vocabulary,
        visible=lambda actor: GlossaryTerm.objects.all(),
        may_change=can_change_rule,
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return GlossaryTermForm


class PublicNameViewSet(_RuleViewSet):
    model = PublicName
    icon = "user"
    list_display = ["name", "reason", "organisation"]
    search_fields = ["name", "reason"]
    limits = staticmethod(_limit_names)
    policy = ActorPolicy(
        PublicName,
        may_open=holds_somewhere(*READERS),
        visible=_names,
        may_change=can_change_rule,
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return PublicNameForm


class RequestTypeViewSet(_RuleViewSet):
    model = RequestType
    icon = "list-ul"
    list_display = ["name", "competence", "theme", "is_active"]
    search_fields = ["name"]
    writes = staticmethod(_save_type)
    policy = ActorPolicy(
        RequestType,
        may_open=can_change_vocabulary,
        visible=lambda actor: RequestType.objects.select_related("competence", "theme"),
        may_change=can_change_rule,
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return RequestTypeForm


class ServiceLevelViewSet(_RuleViewSet):
    model = ServiceLevel
    icon = "time"
    list_display = ["organisation", "department", "origin", "request_type", "working_days"]
    limits = staticmethod(_limit_delays)
    policy = ActorPolicy(
        ServiceLevel,
        may_open=holds_somewhere(*DELAY_KEEPERS),
        visible=_delays,
        may_change=can_change_rule,
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return ServiceLevelForm


class AnswerRulesViewSet(_RuleViewSet):
    model = AnswerRules
    icon = "form"
    list_display = ["organisation", "contest_days", "review_working_days", "fewest_answers"]
    limits = staticmethod(_limit_rules)
    policy = ActorPolicy(
        AnswerRules,
        may_open=holds_somewhere(*DELAY_KEEPERS),
        visible=_answer_rules,
        may_change=can_change_rule,
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return AnswerRulesForm


class RulesGroup(ModelViewSetGroup):
    """The rules of the site, in the menu of the administration."""

    menu_label = _("Words and rules")
    menu_name = "rules"
    menu_icon = "openquote"
    menu_order = 710
    items = (
        GlossaryTermViewSet("glossary"),
        PublicNameViewSet("public-names"),
        RequestTypeViewSet("request-types"),
        ServiceLevelViewSet("announced-delays"),
        AnswerRulesViewSet("answer-rules"),
        AnswerTemplateViewSet("typed-answers"),
    )
