"""Councils and their members in the administration: a policy says who, services write."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.forms import BaseModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permission_policies.base import BasePermissionPolicy

from civic.accounts.models import User
from civic.accounts.policies import Actor, actor_for
from civic.core.viewsets import ServiceViewSet
from civic.territory.models import Organisation

from .admin_forms import CouncilForm, MembershipForm, TrainingDateForm, TrainingForm
from .models import CouncilMembership, NeighbourhoodCouncil, Training, TrainingDate
from .policies import SETTERS, can_set_up_councils
from .services.councils import create_council, set_membership, update_council
from .services.training import plan_training, save_training


class _Policy(BasePermissionPolicy):
    """Asks the actor, row by row: the staff of one commune open nothing of another."""

    def __init__(
        self,
        model: type[models.Model],
        *,
        visible: Callable[[Actor], "QuerySet[Any]"],
        organisation_of: Callable[[Any], Organisation],
    ) -> None:
        super().__init__(model)
        self._visible = visible
        self._organisation_of = organisation_of

    def user_has_permission(self, user: Any, action: str) -> bool:
        # A council and a term are ended by a date, never deleted: what they did stays readable.
        return action != "delete" and user.is_active and actor_for(user).has_role_anywhere(*SETTERS)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action) and can_set_up_councils(
            actor_for(user), self._organisation_of(instance)
        )

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> "QuerySet[Any]":
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self._visible(actor_for(user))

    def users_with_any_permission(
        self, actions: Iterable[str], include_superusers: bool = True
    ) -> "QuerySet[User]":
        return User.objects.filter(is_active=True, is_superuser=True)


def _organisations(actor: Actor) -> "QuerySet[Organisation]":
    if actor.is_administrator:
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=actor.organisations_for(*SETTERS))


def _councils(actor: Actor) -> "QuerySet[NeighbourhoodCouncil]":
    councils = NeighbourhoodCouncil.objects.select_related("space__organisation").order_by("pk")
    if actor.is_administrator:
        return councils
    return councils.filter(space__organisation__in=actor.organisations_for(*SETTERS))


def _memberships(actor: Actor) -> "QuerySet[CouncilMembership]":
    return (
        CouncilMembership.objects.filter(council__in=_councils(actor).order_by())
        .select_related("council__space", "person")
        .order_by("council", "college", "pk")
    )


def _limit_council(form: BaseModelForm, actor: Actor) -> None:
    form.limit_to(_organisations(actor))  # type: ignore[attr-defined]


def _limit_membership(form: BaseModelForm, actor: Actor) -> None:
    form.limit_to(_councils(actor), _organisations(actor))  # type: ignore[attr-defined]


def _write_council(actor: Actor, row: Any, form: BaseModelForm) -> models.Model:
    given = form.cleaned_data
    values = {
        name: given[name]
        for name in ("title", "sheet_name", "neighbourhood", "contact_phone", "contact_email")
    }
    if row.pk is None:
        return create_council(actor=actor, organisation=given["organisation"], **values)
    return update_council(
        actor=actor,
        council=NeighbourhoodCouncil.objects.select_related("space__organisation").get(pk=row.pk),
        is_closed=given["is_closed"],
        **values,
    )


def _write_membership(actor: Actor, row: Any, form: BaseModelForm) -> models.Model:
    given = form.cleaned_data
    return set_membership(
        actor=actor,
        council=given["council"],
        person=given["person"],
        college=given["college"],
        function=given["function"],
        term_starts_on=given["term_starts_on"],
        term_ends_on=given["term_ends_on"],
        substitute_of=given["substitute_of"],
        interests=given["interests"],
        named=given["named"],
    )


def _trainings(actor: Actor) -> "QuerySet[Training]":
    return Training.objects.filter(organisation__in=_organisations(actor)).order_by("title", "pk")


def _training_dates(actor: Actor) -> "QuerySet[TrainingDate]":
    return (
        TrainingDate.objects.filter(training__organisation__in=_organisations(actor))
        .select_related("training__organisation")
        .order_by("-starts_at", "pk")
    )


def _write_training(actor: Actor, row: Any, form: BaseModelForm) -> models.Model:
    given = form.cleaned_data
    return save_training(
        actor=actor,
        training=Training.objects.get(pk=row.pk) if row.pk else None,
        **{name: given[name] for name in form.fields},
    )


def _write_training_date(actor: Actor, row: Any, form: BaseModelForm) -> models.Model:
    given = form.cleaned_data
    return plan_training(
        actor=actor,
        date=TrainingDate.objects.get(pk=row.pk) if row.pk else None,
        **{name: given[name] for name in form.fields},
    )


class CouncilViewSet(ServiceViewSet):
    model = NeighbourhoodCouncil
    icon = "group"
    menu_label = _("Councils")
    list_display = ["__str__", "sheet_name", "contact_phone", "is_closed"]
    search_fields = ["space__title", "sheet_name"]
    search_backend_name = None
    add_to_reference_index = False
    writes = staticmethod(_write_council)
    limits = staticmethod(_limit_council)
    policy = _Policy(
        NeighbourhoodCouncil,
        visible=_councils,
        organisation_of=lambda council: council.space.organisation,
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return CouncilForm


class MembershipViewSet(ServiceViewSet):
    model = CouncilMembership
    icon = "user"
    menu_label = _("Members of the councils")
    list_display = ["person", "council", "college", "function", "term_starts_on", "term_ends_on"]
    search_fields = ["person__public_name", "function"]
    search_backend_name = None
    add_to_reference_index = False
    writes = staticmethod(_write_membership)
    limits = staticmethod(_limit_membership)
    policy = _Policy(
        CouncilMembership,
        visible=_memberships,
        organisation_of=lambda membership: membership.council.space.organisation,
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return MembershipForm


class TrainingViewSet(ServiceViewSet):
    model = Training
    icon = "doc-full"
    menu_label = _("Training catalogue")
    list_display = ["title", "organisation", "hours", "is_offered"]
    search_fields = ["title", "summary"]
    search_backend_name = None
    add_to_reference_index = False
    writes = staticmethod(_write_training)
    limits = staticmethod(_limit_council)
    policy = _Policy(
        Training, visible=_trainings, organisation_of=lambda training: training.organisation
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return TrainingForm


class TrainingDateViewSet(ServiceViewSet):
    model = TrainingDate
    icon = "date"
    menu_label = _("Dates of trainings")
    list_display = ["training", "starts_at", "place", "counted_at"]
    search_fields = ["training__title", "place"]
    search_backend_name = None
    add_to_reference_index = False
    writes = staticmethod(_write_training_date)
    limits = staticmethod(_limit_council)
    policy = _Policy(
        TrainingDate,
        visible=_training_dates,
        organisation_of=lambda date: date.training.organisation,
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return TrainingDateForm


class CouncilsGroup(ModelViewSetGroup):
    """Councils and members, in the menu of the administration."""

    menu_label = _("Councils and members")
    menu_name = "councils"
    menu_icon = "group"
    menu_order = 705
    items = (
        CouncilViewSet("councils"),
        MembershipViewSet("council-members"),
        TrainingViewSet("council-trainings"),
        TrainingDateViewSet("council-training-dates"),
    )
