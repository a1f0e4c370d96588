"""Decisions in the administration: written by some, signed by others, never changed after."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms import BaseModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permission_policies.base import BasePermissionPolicy

from civic.accounts.models import User
from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.viewsets import ServiceEditView, ServiceIndexView, ServiceViewSet
from civic.participation.models import Space
from civic.territory.models import CityDepartment

from ..admin_forms import CaseNumberInput, SignForm
from ..enums import DecisionState
from ..models import ReasonedDecision
from ..policies import WRITERS, can_sign, can_write
from ..selectors import duplicates_of, item_groups
from ..services import (
    CommitmentDraft,
    ItemDraft,
    delete_draft,
    draft_decision,
    edit_decision,
    set_commitments,
    set_items,
    sign_decision,
)
from ..services.drafting import LINES, OTHERS, TEXTS
from ..services.signing import findings_of


def _spaces_of(actor: Actor) -> "models.QuerySet[Space]":
    if actor.is_administrator:
        return Space.objects.all()
    return Space.objects.filter(organisation__in=actor.organisations_for(*WRITERS))


class DecisionPolicy(BasePermissionPolicy):
    """Who sees and writes decisions in the administration, asked of the actor."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and Actor(user=user).has_role_anywhere(*WRITERS))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if not user.is_active or not can_write(Actor(user=user), instance.space):
            return False
        return action == "view" or instance.state == DecisionState.DRAFT

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> "models.QuerySet[ReasonedDecision]":
        if not user.is_active:
            return ReasonedDecision.objects.none()
        return ReasonedDecision.objects.filter(space__in=_spaces_of(Actor(user=user)))

    def users_with_any_permission(
        self, actions: Iterable[str], include_superusers: bool = True
    ) -> "models.QuerySet[User]":
        return User.objects.filter(is_active=True, is_superuser=True)


def _limit(form: BaseModelForm, actor: Actor) -> None:
    spaces: Any = form.fields["space"]
    spaces.queryset = _spaces_of(actor)
    # A decision started for one consultation does not move to another.
    spaces.disabled = form.instance.pk is not None
    formsets: Any = form.formsets  # type: ignore[attr-defined]
    departments = CityDepartment.objects.filter(
        organisation__in=_spaces_of(actor).values("organisation")
    ).order_by("organisation", "name")
    for row in (*formsets["commitments"].forms, formsets["commitments"].empty_form):
        row.fields["department"].queryset = departments
    for row in formsets["items"].forms:
        row.fields["case"].error_messages["invalid_choice"] = _(
            "No case has this number. It has eight digits, as 4821-9307."
        )


def _rows(formset: Any) -> list[dict[str, Any]]:
    kept = [row for row in formset.forms if row not in formset.deleted_forms]
    filled = [row.cleaned_data for row in kept if row.cleaned_data]
    return sorted(filled, key=lambda row: row.get("ORDER") or 0)


def _write(actor: Actor, row: ReasonedDecision, form: BaseModelForm) -> ReasonedDecision:
    words = {
        name: form.cleaned_data[name]
        for name in (*LINES, *TEXTS, *OTHERS)
        if name in form.cleaned_data
    }
    formsets: Any = form.formsets  # type: ignore[attr-defined]
    with transaction.atomic():
        if row.pk is None:
            decision = draft_decision(actor=actor, space=form.cleaned_data["space"], **words)
        else:
            kept = ReasonedDecision.objects.select_related("space").get(pk=row.pk)
            decision = edit_decision(actor=actor, decision=kept, **words)
        set_items(
            actor=actor,
            decision=decision,
            items=[
                ItemDraft(item["case"], item["outcome"], item["reason"], item["next_steps"])
                for item in _rows(formsets["items"])
            ],
        )
        set_commitments(
            actor=actor,
            decision=decision,
            commitments=[
                CommitmentDraft(
                    promise["text"], promise["due_on"], promise["department"], promise["state"]
                )
                for promise in _rows(formsets["commitments"])
            ],
        )
    return decision


def _delete(actor: Actor, row: ReasonedDecision) -> None:
    delete_draft(actor=actor, decision=row)


def _sign_url(viewset: str, decision: ReasonedDecision) -> str:
    return reverse(f"{viewset}:sign", args=[decision.pk])


def _may_sign(request: HttpRequest, decision: ReasonedDecision) -> bool:
    is_draft = decision.state == DecisionState.DRAFT
    return is_draft and can_sign(request.actor, decision.space)  # type: ignore[attr-defined]


class DecisionIndexView(ServiceIndexView):
    """The decisions of one's organisations; a draft may be signed from here."""

    def get_list_more_buttons(self, instance: ReasonedDecision) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if _may_sign(self.request, instance):
            buttons.append(
                Button(
                    _("Read again and sign"),
                    url=_sign_url("reasoned-decisions", instance),
                    icon_name="check",
                    priority=5,
                )
            )
        return buttons


class DecisionEditView(ServiceEditView):
    """A draft, with the way to its signature."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        if not _may_sign(self.request, self.object):
            return []
        return [
            HeaderButton(
                _("Read again and sign"),
                url=_sign_url("reasoned-decisions", self.object),
                icon_name="check",
            )
        ]


class SignView(FormView):
    """Read every answer once more, see which repeat themselves, and sign."""

    form_class = SignForm
    template_name = "decisions/admin_sign.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.decision = (
            ReasonedDecision.objects.select_related("space__organisation")
            .filter(pk=kwargs["pk"])
            .first()
        )
        if self.decision is None or not can_sign(request.actor, self.decision.space):  # type: ignore[attr-defined]
            raise PermissionDenied
        if self.decision.state == DecisionState.SIGNED:
            messages.info(request, _("This decision is already signed."))
            return redirect("reasoned-decisions:inspect", self.decision.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        duplicates = duplicates_of(self.decision)
        groups = item_groups(self.decision)
        return context | {
            "decision": self.decision,
            "groups": groups,
            "answers": sum(len(group.lines) for group in groups),
            "duplicates": duplicates,
            "percent": round(100 * duplicates.share),
            "findings": findings_of(self.decision),
            "edit_url": reverse("reasoned-decisions:edit", args=[self.decision.pk]),
        }

    def form_valid(self, form: SignForm) -> HttpResponse:
        try:
            signed = sign_decision(
                actor=self.request.actor,  # type: ignore[attr-defined]
                decision=self.decision,
                keep_findings_because=form.cleaned_data["keep_findings_because"],
            )
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("« %(title)s » is signed: every answer is published and its author is told.")
            % {"title": signed},
        )
        return redirect("reasoned-decisions:inspect", signed.pk)

    def form_invalid(self, form: SignForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


class DecisionViewSet(ServiceViewSet):
    model = ReasonedDecision
    icon = "clipboard-list"
    menu_label = gettext_lazy("Reasoned decisions")
    menu_name = "reasoned-decisions"
    menu_order = 75
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = DecisionIndexView
    edit_view_class = DecisionEditView
    inspect_view_enabled = True
    inspect_view_fields = [
        "title",
        "space",
        "state",
        "decided_by_name",
        "decided_on",
        "legal_act",
        "summary",
        "signed_at",
        "signed_by",
    ]
    list_display = ["title", "space", "state", "decided_on"]
    list_filter = ["state"]
    search_fields = ["title", "summary"]
    search_backend_name = None
    policy = DecisionPolicy(ReasonedDecision)
    writes = staticmethod(_write)
    erases = staticmethod(_delete)
    limits = staticmethod(_limit)
    panels = [
        FieldPanel("space"),
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("question"),
        MultiFieldPanel(
            [FieldPanel("context"), FieldPanel("criteria")],
            heading=gettext_lazy("How it was decided"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("decided_by_name"),
                FieldPanel("decided_on"),
                FieldPanel("legal_act"),
                FieldPanel("legal_act_document"),
            ],
            heading=gettext_lazy("Who, when, which act"),
        ),
        InlinePanel(
            "items",
            heading=gettext_lazy("Answers"),
            label=gettext_lazy("answer"),
            panels=[
                FieldPanel("case", widget=CaseNumberInput),
                FieldPanel("outcome"),
                FieldPanel("reason"),
                FieldPanel("next_steps"),
            ],
        ),
        InlinePanel(
            "commitments",
            heading=gettext_lazy("What is promised"),
            label=gettext_lazy("commitment"),
            panels=[
                FieldPanel("text"),
                FieldPanel("due_on"),
                FieldPanel("department"),
                FieldPanel("state"),
            ],
        ),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns: list[URLPattern] = super().get_urlpatterns()
        return [*patterns, path("sign/<int:pk>/", SignView.as_view(), name="sign")]
