"""Reports of published texts: read, then the text is kept, or hidden for a rule it breaks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BaseModelForm
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column

from civic.accounts.policies import Actor
from civic.core.viewsets import ServiceEditView, ServiceViewSet
from civic.discussion.enums import Rule
from civic.discussion.models import Comment, Report
from civic.discussion.policies import MODERATORS, can_moderate
from civic.discussion.selectors import target_of
from civic.discussion.services.moderation import settle_report
from civic.participation.models import Contribution, Space

from ..policies import ActorPolicy, holds_somewhere
from ..selectors.due import open_reports

EXCERPT_CHARACTERS = 90


def reported_text(report: Report) -> str:
    """Return the words a report is about; empty when they are gone."""
    match report.reported:
        case Comment() as comment:
            return str(comment.comment)
        case Contribution() as contribution:
            return f"{contribution.title}\n\n{contribution.text}"
        case _:
            return ""


def _space_of(report: Report) -> Space | None:
    match report.reported:
        case Comment() as comment:
            return target_of(comment).activity.space
        case Contribution() as contribution:
            return contribution.activity.space
        case _:
            return None


def _may_settle(actor: Actor, report: Report) -> bool:
    space = _space_of(report)
    return space is not None and can_moderate(actor, space)


def _open_reports(actor: Actor) -> "QuerySet[Report]":
    return open_reports(actor).prefetch_related("reported")


class SettleForm(WagtailAdminModelForm):
    """Keep the reported text, or hide it for the rule it breaks."""

    words = forms.CharField(
        label=gettext_lazy("The reported text"),
        required=False,
        disabled=True,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    hide_because = forms.ChoiceField(
        label=gettext_lazy("What becomes of the text"),
        choices=[("", gettext_lazy("It stays: it breaks no rule")), *Rule.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Hidden: its author is told which rule it breaks, and readers see that it was removed."
        ),
    )

    class Meta:
        model = Report
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].initial = reported_text(self.instance)
        self.fields["words"].help_text = " – ".join(
            part for part in (self.instance.get_rule_display(), self.instance.text) if part
        )


def _settle(actor: Actor, row: Report, form: BaseModelForm) -> Report:
    return settle_report(actor=actor, report=row, hide_because=form.cleaned_data["hide_because"])


class ReportedTextColumn(Column):
    """The first words of the reported text."""

    def get_value(self, instance: Report) -> str:
        return Truncator(reported_text(instance)).chars(EXCERPT_CHARACTERS)


class SettleView(ServiceEditView):
    """One report, with the whole text it is about."""

    def get_success_message(self) -> str:
        return _("Settled: %(state)s.") % {"state": self.object.get_state_display()}


class ReportViewSet(ServiceViewSet):
    model = Report
    icon = "warning"
    menu_label = gettext_lazy("Reports")
    menu_order = 92
    add_to_admin_menu = True
    add_to_reference_index = False
    edit_view_class = SettleView
    list_display = ["created_at", "rule", ReportedTextColumn("reported_text"), "organisation"]
    list_filter = ["rule"]
    writes = staticmethod(_settle)
    policy = ActorPolicy(
        Report,
        may_open=holds_somewhere(*MODERATORS),
        visible=_open_reports,
        may_change=_may_settle,
        actions=("change", "view"),
    )

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return SettleForm
