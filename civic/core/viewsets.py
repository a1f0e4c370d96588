"""Administration screens whose every write is a service and whose every row is checked."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import BaseModelForm
from django.http import HttpResponse
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from .exceptions import NotAllowed, Refusal

# Writes a row in the name of somebody, from a form that found its shape right.
Writer = Callable[[Any, Any, BaseModelForm], models.Model]
Eraser = Callable[[Any, Any], None]
Limiter = Callable[[BaseModelForm, Any], None]


def _nothing_to_limit(form: BaseModelForm, actor: Any) -> None:
    """Leave the choices of a form as they are."""


class _ServiceForm:
    """Save through a service; a refusal is an error of its field and nothing typed is lost."""

    writes: Writer | None = None
    limits: Limiter = staticmethod(_nothing_to_limit)
    logged_as = "wagtail.edit"

    def get_form(self, form_class: Any = None) -> BaseModelForm:
        form: BaseModelForm = super().get_form(form_class)  # type: ignore[misc]
        self.limits(form, self.request.actor)
        return form

    def save_instance(self) -> models.Model:
        if self.writes is None:
            raise PermissionDenied
        row = self.writes(self.request.actor, self.form.save(commit=False), self.form)
        self.has_content_changes = self.form.has_changed()
        log(instance=row, action=self.logged_as, content_changed=self.has_content_changes)
        return row

    def form_valid(self, form: BaseModelForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refusal as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal.message))
            self.produced_error_code = refusal.code
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class _OneRow:
    """A row of another organisation cannot be opened, whatever its address."""

    action_on_row = "change"

    def get_object(self, *args: Any, **kwargs: Any) -> models.Model:
        row: models.Model = super().get_object(*args, **kwargs)  # type: ignore[misc]
        allowed = self.permission_policy.user_has_permission_for_instance(
            self.request.user, self.action_on_row, row
        )
        if not allowed:
            raise PermissionDenied
        return row


class ServiceIndexView(generic.IndexView):
    """A list of the rows one may see, and no other."""

    def get_base_queryset(self) -> "models.QuerySet[Any]":
        visible: models.QuerySet[Any] = (
            self.permission_policy.instances_user_has_any_permission_for(
                self.request.user, self.any_permission_required
            )
        )
        # What the columns point to is read for all the rows at once.
        keys = {field.name for field in visible.model._meta.fields if field.many_to_one}
        return visible.prefetch_related(
            *(name for name in self.list_display if isinstance(name, str) and name in keys)
        )


class ServiceCreateView(_ServiceForm, generic.CreateView):
    logged_as = "wagtail.create"


class ServiceEditView(_OneRow, _ServiceForm, generic.EditView):
    pass


class ServiceDeleteView(_OneRow, generic.DeleteView):
    action_on_row = "delete"
    erases: Eraser | None = None

    def delete_action(self) -> None:
        if self.erases is None:
            raise PermissionDenied
        try:
            self.erases(self.request.actor, self.object)
        except Refusal as refusal:
            raise PermissionDenied(str(refusal)) from refusal


class ServiceInspectView(_OneRow, generic.InspectView):
    action_on_row = "view"


class ServiceHistoryView(_OneRow, history.HistoryView):
    action_on_row = "view"


class ServiceUsageView(_OneRow, usage.UsageView):
    action_on_row = "view"


class ServiceViewSet(ModelViewSet):
    """A model in the administration: a policy says who, services write.

    `policy` is a permission policy that asks the actor, `writes(actor, row, form)` and
    `erases(actor, row)` call services, `limits(form, actor)` narrows the choices of a form.
    """

    index_view_class = ServiceIndexView
    add_view_class = ServiceCreateView
    edit_view_class = ServiceEditView
    delete_view_class = ServiceDeleteView
    inspect_view_class = ServiceInspectView
    history_view_class = ServiceHistoryView
    usage_view_class = ServiceUsageView
    copy_view_enabled = False
    policy: Any = None
    writes: Writer | None = None
    erases: Eraser | None = None
    limits: Limiter = staticmethod(_nothing_to_limit)

    @property
    def permission_policy(self) -> Any:
        return self.policy

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(writes=self.writes, limits=self.limits, **kwargs)

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(writes=self.writes, limits=self.limits, **kwargs)

    def get_delete_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_delete_view_kwargs(erases=self.erases, **kwargs)
