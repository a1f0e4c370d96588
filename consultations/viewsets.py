"""Consultations in the administration: the list, the start, the frame, and the screens of one."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.forms import BaseModelForm
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.permission_policies.base import BasePermissionPolicy

from civic.accounts.models import User
from civic.accounts.policies import Actor
from civic.core.logic.dates import written_day
from civic.core.viewsets import (
    ServiceCreateView,
    ServiceEditView,
    ServiceIndexView,
    ServiceViewSet,
)

from .admin_forms import FramingForm, StartForm
from .models import Consultation
from .policies import (
    OPENERS,
    can_manage,
    can_open,
    manageable,
    organisations_to_prepare_for,
)
from .selectors import stage_of, with_calendar
from .services.framing import FRAMING, frame_consultation
from .services.starting import start_consultation
from .views.preparing import ballots, board, calendar, concluding, method, setting_up
from .views.preparing.sentences import state_sentence


class ConsultationPolicy(BasePermissionPolicy):
    """Asks the actor, row by row: the staff of one commune open nothing of another."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        # What was asked in public is archived, never deleted.
        if not user.is_active or action == "delete":
            return False
        actor = Actor(user=user)
        if action == "add":
            return bool(organisations_to_prepare_for(actor).exists())
        return actor.has_role_anywhere(*OPENERS)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if not self.user_has_permission(user, action):
            return False
        actor = Actor(user=user)
        return can_open(actor, instance) if action == "view" else can_manage(actor, instance)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> "models.QuerySet[Consultation]":
        if not user.is_active:
            return Consultation.objects.none()
        return manageable(Actor(user=user))

    def users_with_any_permission(
        self, actions: Iterable[str], include_superusers: bool = True
    ) -> "models.QuerySet[User]":
        return User.objects.filter(is_active=True, is_superuser=True)


def _limit(form: BaseModelForm, actor: Actor) -> None:
    if isinstance(form, StartForm):
        templates = manageable(actor).select_related("space").order_by("-pk")
        form.limit_to(organisations_to_prepare_for(actor), templates)


def _write(actor: Actor, row: Consultation, form: BaseModelForm) -> Consultation:
    given = form.cleaned_data
    if row.pk is None:
        return start_consultation(actor=actor, **given)
    kept = Consultation.objects.select_related("space").get(pk=row.pk)
    return frame_consultation(
        actor=actor,
        consultation=kept,
        title=given["title"],
        reason=given.get("reason", ""),
        keep_findings_because=given.get("keep_findings_because", ""),
        **{name: given[name] for name in FRAMING if name in given},
    )


def _state(consultation: Consultation) -> str:
    return state_sentence(consultation, stage_of(consultation))


def _due(consultation: Consultation) -> str:
    due = consultation.answer_due_on
    return written_day(due) if due else ""


class ConsultationIndexView(ServiceIndexView):
    """The consultations of one's organisations; a title leads to its preparation."""

    page_title = gettext_lazy("Consultations")
    add_item_label = gettext_lazy("Prepare a consultation")

    def get_base_queryset(self) -> "models.QuerySet[Any]":
        return with_calendar(super().get_base_queryset()).order_by("-pk")

    def _get_title_column(
        self, field_name: str, column_class: Any = TitleColumn, **extra: Any
    ) -> Any:
        # Wagtail would head this column with the name of the field: a word of ours, not theirs.
        return self._get_title_column_class(column_class)(
            field_name,
            label=gettext_lazy("Consultation"),
            accessor="space",
            get_url=self.get_edit_url,
            **extra,
        )

    def get_edit_url(self, instance: Consultation) -> str:
        return reverse("consultations:prepare", args=[instance.pk])


class StartView(ServiceCreateView):
    """The first day of a consultation."""

    page_title = gettext_lazy("Prepare a consultation")
    submit_button_label = gettext_lazy("Start the preparation")

    def get_page_subtitle(self) -> str:
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items[:-1], items[-1] | {"label": self.page_title, "sublabel": ""}]

    def get_success_url(self) -> str:
        return reverse("consultations:prepare", args=[self.object.pk])

    def get_success_message(self, instance: Consultation) -> str:
        return _("« %(title)s » is started. Nothing is public: follow the list below.") % {
            "title": instance.space.title
        }

    def get_success_buttons(self) -> list[Any]:
        return []


class FrameView(ServiceEditView):
    """The frame of a consultation."""

    page_title = gettext_lazy("The frame")

    def get_page_subtitle(self) -> str:
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        back = {"url": self.get_success_url(), "label": self.object.space.title}
        return [*items[:-1], back, items[-1] | {"label": self.page_title, "sublabel": ""}]

    def get_success_url(self) -> str:
        return reverse("consultations:prepare", args=[self.object.pk])

    def get_success_message(self) -> str:
        return _("The frame is saved.")

    def get_success_buttons(self) -> list[Any]:
        return []


class ConsultationViewSet(ServiceViewSet):
    model = Consultation
    icon = "comment"
    menu_label = gettext_lazy("Consultations")
    add_to_reference_index = False
    index_view_class = ConsultationIndexView
    add_view_class = StartView
    edit_view_class = FrameView
    list_display = [
        "space",
        Column("organisation", label=gettext_lazy("Organisation"), accessor="space.organisation"),
        Column("state", label=gettext_lazy("Where it stands"), accessor=_state),
        Column("due", label=gettext_lazy("Answer due"), accessor=_due),
    ]
    search_fields = ["space__title", "question"]
    search_backend_name = None
    policy = ConsultationPolicy(Consultation)
    writes = staticmethod(_write)
    limits = staticmethod(_limit)

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return FramingForm if for_update else StartForm

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns: list[URLPattern] = super().get_urlpatterns()
        return [*patterns, *self._screens]

    @cached_property
    def _screens(self) -> list[URLPattern]:
        phase, activity = "<int:pk>/phases/<int:phase>", "<int:pk>/activities/<int:activity>"
        screens: tuple[tuple[str, Any, str], ...] = (
            ("prepare/<int:pk>/", board.BoardView, "prepare"),
            ("<int:pk>/territories/", setting_up.TerritoriesView, "territories"),
            ("<int:pk>/phases/new/", calendar.AddPhaseView, "add_phase"),
            (f"{phase}/", calendar.ChangePhaseView, "change_phase"),
            (f"{phase}/remove/", calendar.RemovePhaseView, "remove_phase"),
            ("<int:pk>/openings/", calendar.OpeningsView, "openings"),
            ("<int:pk>/activities/new/<slug:kind>/", setting_up.AddActivityView, "add_activity"),
            (f"{activity}/", setting_up.ChangeActivityView, "change_activity"),
            (f"{activity}/remove/", setting_up.RemoveActivityView, "remove_activity"),
            (f"{activity}/conditions/", setting_up.ConditionsView, "conditions"),
            (f"{activity}/ballot/", ballots.BallotView, "ballot"),
            (f"{activity}/ballot/voters/", ballots.RollView, "roll"),
            (f"{activity}/ballot/open/", ballots.OpenBallotView, "open_ballot"),
            (f"{activity}/ballot/close/", ballots.CloseBallotView, "close_ballot"),
            ("<int:pk>/method/", method.MethodView, "method"),
            ("<int:pk>/method/<int:paragraph>/", method.PromiseView, "promise"),
            ("<int:pk>/pages/", concluding.PagesView, "pages"),
            ("<int:pk>/preview/", concluding.PreviewView, "preview"),
            ("<int:pk>/publish/", concluding.PublishView, "publish"),
            ("<int:pk>/outcome/", concluding.OutcomeView, "outcome"),
            ("<int:pk>/archive/", concluding.ArchiveView, "archive"),
            ("<int:pk>/register/<slug:extension>/", concluding.RegisterView, "register"),
        )
        return [path(pattern, view.as_view(), name=name) for pattern, view, name in screens]
