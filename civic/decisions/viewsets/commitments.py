"""What decisions promised, in the administration: late first, each change leaves a public note."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import ListingButton

from civic.accounts.policies import ActorPolicy
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.viewsets import ServiceIndexView, ServiceViewSet

from ..admin_forms import CarriesOutForm, FollowForm
from ..enums import OPEN_COMMITMENTS
from ..models import Commitment
from ..policies import FOLLOWERS, can_follow_up
from ..selectors import address_of, followed_commitments
from ..services import follow_commitment
from ..services.works import carry_out


class ExpectedColumn(Column):
    """The date announced last, and how late it is."""

    def get_value(self, instance: Commitment) -> str:
        day = date_format(instance.expected_on, "SHORT_DATE_FORMAT")
        late = (timezone.localdate() - instance.expected_on).days
        if instance.state not in OPEN_COMMITMENTS or late <= 0:
            return day
        behind = ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late}
        return f"{day} – {behind}"


class CommitmentIndexView(ServiceIndexView):
    """What one follows; each line leads to its notes."""

    def get_list_more_buttons(self, instance: Commitment) -> list[Any]:
        return [
            ListingButton(
                _("Say where it stands"),
                url=reverse("commitments:follow", args=[instance.pk]),
                icon_name="edit",
                priority=5,
            )
        ]


class FollowView(FormView):
    """What was said of one commitment, and the next note."""

    form_class = FollowForm
    template_name = "decisions/admin_commitment.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        query = Commitment.objects.select_related("decision__space__organisation", "department")
        self.commitment = get_object_or_404(query, pk=kwargs["pk"])
        if not can_follow_up(request.actor, self.commitment):  # type: ignore[attr-defined]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"state": self.commitment.state}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note where it stands, or name the answers it carries out."""
        if request.POST.get("act") != "works":
            return super().post(request, *args, **kwargs)
        form = CarriesOutForm(request.POST, commitment=self.commitment)
        if form.is_valid():
            try:
                carry_out(
                    actor=request.actor,  # type: ignore[attr-defined]
                    commitment=self.commitment,
                    items=form.cleaned_data["items"],
                )
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from refusal
            except Refusal as refusal:
                form.add_error("items", str(refusal.message))
            else:
                messages.success(request, _("Their authors are led to these works from now on."))
                return redirect("commitments:follow", self.commitment.pk)
        context = self.get_context_data(
            form=self.form_class(initial=self.get_initial()), works=form
        )
        return self.render_to_response(context, status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return (
            {"works": CarriesOutForm(commitment=self.commitment)}
            | super().get_context_data(**kwargs)
            | {
                "commitment": self.commitment,
                "notes": list(self.commitment.notes.select_related("by").order_by("done_on", "pk")),
                "public_url": address_of(self.commitment.decision, anchor="commitments"),
                "back_url": reverse("commitments:index"),
            }
        )

    def form_valid(self, form: FollowForm) -> HttpResponse:
        try:
            follow_commitment(
                actor=self.request.actor,  # type: ignore[attr-defined]
                commitment=self.commitment,
                **form.cleaned_data,
            )
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refusal as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal.message))
            return self.form_invalid(form)
        messages.success(self.request, _("Noted, and published on the page of the decision."))
        return redirect("commitments:follow", self.commitment.pk)

    def form_invalid(self, form: FollowForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


class CommitmentViewSet(ServiceViewSet):
    """The list only: a commitment is written in its decision, and followed by notes."""

    model = Commitment
    icon = "tasks"
    menu_label = gettext_lazy("Commitments")
    menu_name = "commitments"
    menu_order = 76
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = CommitmentIndexView
    list_display = [
        "text",
        "decision",
        "department",
        ExpectedColumn("expected", label=gettext_lazy("expected for")),
        "state",
    ]
    list_filter = ["state"]
    search_fields = ["text", "decision__title"]
    search_backend_name = None
    form_fields: list[str] = []
    policy = ActorPolicy(
        Commitment,
        may_open=lambda actor: actor.has_role_anywhere(*FOLLOWERS),
        visible=followed_commitments,
        may_change=lambda actor, row: False,
        actions=("view",),
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        # A commitment is written in its decision: no screen adds, edits or deletes one.
        lists = [
            pattern
            for pattern in super().get_urlpatterns()
            if pattern.name in {"index", "index_results"}
        ]
        return [*lists, path("follow/<int:pk>/", FollowView.as_view(), name="follow")]
