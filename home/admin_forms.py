"""Forms of the administration: what may be chosen in a branch, the shape of what is typed."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from civic.cases.enums import LONGEST_LABEL, RENAMED
from civic.cases.models import AnswerRules, AnswerTemplate, RequestType, ServiceLevel
from civic.decisions.models import ReasonedDecision
from civic.participation.models import Activity, Space
from civic.privacy.models import PublicName
from civic.territory.models import Organisation, OrganisationPage
from consultations.models import Consultation
from neighbourhood_councils.models import NeighbourhoodCouncil
from workshops.models import MixedGroup, Workshop

from .models import GlossaryTerm

SHOWN_BY_PAGES = (
    Activity,
    Consultation,
    MixedGroup,
    NeighbourhoodCouncil,
    ReasonedDecision,
    Workshop,
)


class BranchPageForm(WagtailAdminPageForm):
    """The form of a page: what it may show belongs to its branch or is shared with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = self.parent_page.path if self.parent_page is not None else self.instance.path
        homes = OrganisationPage.objects.order_by("-path")
        owner = next((home for home in homes if above.startswith(home.path)), None)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                field.queryset = self._choices(field.queryset, owner)

    def _choices(self, rows: "QuerySet[Any]", owner: OrganisationPage | None) -> "QuerySet[Any]":
        if self.for_user is not None and self.for_user.is_superuser:
            return rows
        if rows.model is Organisation:
            return rows.filter(pk=owner.organisation_id) if owner else rows.none()
        if rows.model not in SHOWN_BY_PAGES:
            return rows
        if owner is None:
            return rows.none()
        return rows.filter(space__in=Space.objects.shown_in(owner.organisation_id).order_by())


class PublicNameForm(WagtailAdminModelForm):
    """A name that is public by its function."""

    class Meta:
        model = PublicName
        fields = ["name", "reason", "organisation"]
        help_texts = {
            "name": _("As it is written: first name and name. It is read within the minute."),
            "reason": _("The function, and until when: « Mayor, 2026 to 2032 »."),
        }


class ServiceLevelForm(WagtailAdminModelForm):
    """A delay an organisation announces."""

    class Meta:
        model = ServiceLevel
        fields = ["organisation", "department", "origin", "request_type", "working_days"]
        help_texts = {
            "department": _("Empty: every department that has no delay of its own."),
            "request_type": _("Empty: whatever is asked."),
            "working_days": _("A later change never moves a date already promised."),
        }


class AnswerRulesForm(WagtailAdminModelForm):
    """What an organisation announces around its answers."""

    class Meta:
        model = AnswerRules
        fields = [
            "organisation",
            "contest_days",
            "review_working_days",
            "fewest_answers",
            "holiday_calendar",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, usual in RENAMED.items():
            self.fields[f"label_{code}"] = forms.CharField(
                label=_("« %(outcome)s » is called") % {"outcome": capfirst(str(usual))},
                help_text=_("In your follow-up tables and their files. Empty: as on this site."),
                required=False,
                max_length=LONGEST_LABEL,
                initial=self.instance.outcome_labels.get(code, ""),
            )

    def clean(self) -> dict[str, Any]:
        """Gather the words of the outcomes into the rule."""
        data: dict[str, Any] = super().clean() or {}
        self.instance.outcome_labels = {
            code: data[name] for code in RENAMED if data.get(name := f"label_{code}")
        }
        return data


class AnswerTemplateForm(WagtailAdminModelForm):
    """An answer a department often gives."""

    class Meta:
        model = AnswerTemplate
        fields = [
            "name",
            "organisation",
            "department",
            "request_type",
            "outcome",
            "reason",
            "next_steps",
            "position",
            "is_active",
        ]
        help_texts = {
            "name": _("Seen by officers alone: « Street lamp repaired »."),
            "department": _("Empty: every department."),
            "request_type": _("Empty: whatever is asked."),
            "reason": _(
                "Published. What is between braces is filled from the request: {numéro}, {titre}, "
                "{lieu}, {service}, {date}, {organisme}. What cannot be filled is asked of the "
                "officer: an answer with a brace left is never published."
            ),
            "next_steps": _("Published. For instance: « The lamp is lit again on {date}. »"),
            "position": _("The first nine are called by their figure on the keyboard."),
            "is_active": _("No longer offered, it changes no answer already given."),
        }
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 5}),
            "next_steps": forms.Textarea(attrs={"rows": 3}),
        }


class RequestTypeForm(WagtailAdminModelForm):
    """One thing people ask for; its other words are typed one a line."""

    words = forms.CharField(
        label=_("Other words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line, as people say it: they suggest this type while somebody writes."),
    )

    class Meta:
        model = RequestType
        fields = [
            "name",
            "slug",
            "competence",
            "theme",
            "hint",
            "words",
            "place_precision",
            "position",
            "is_active",
        ]
        help_texts = {
            "competence": _("With the territory, it says which body and department answer."),
            "is_active": _("No longer offered, a type stays on what was asked before."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["words"] = "\n".join(self.instance.words)

    def clean_words(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["words"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class GlossaryTermForm(WagtailAdminModelForm):
    """A word everybody uses alike."""

    class Meta:
        model = GlossaryTerm
        fields = ["term", "acronym", "definition", "more"]
        help_texts = {
            "term": _("In the singular: the plural is underlined too."),
            "definition": _("One sentence a twelve-year-old understands."),
        }
