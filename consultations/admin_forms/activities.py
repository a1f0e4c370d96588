"""What people can do, and what is asked before."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.participation.enums import ActivityKind, ConditionKind
from civic.participation.models import Activity, Space
from civic.privacy.models import ProcessingSheet
from civic.territory.models import CityDepartment, Theme

from .fields import Line


class ActivityForm(forms.ModelForm):
    """A call for proposals or a ballot, with the usual choices already made."""

    title = Line(
        label=_("Title"),
        max_length=120,
        help_text=_("What people read on the button and the page: « Your proposals »."),
    )

    class Meta:
        model = Activity
        fields = [
            "title",
            "publication_rule",
            "assurance_level",
            "minimum_age",
            "themes",
            "with_place",
            "department",
            "answer_working_days",
            "processing_sheet",
        ]
        labels = {
            "publication_rule": _("What is written appears"),
            "assurance_level": _("Who may take part"),
            "minimum_age": _("From the age of"),
            "themes": _("Themes offered"),
            "with_place": _("Ask where it is about"),
            "department": _("Answering department"),
            "answer_working_days": _("Announced delay of the answer (working days)"),
            "processing_sheet": _("Processing sheet"),
        }
        help_texts = {
            "publication_rule": _(
                "At once unless somebody may be named; the guard holds those texts in any case."
            ),
            "assurance_level": _("The less is asked, the more people take part."),
            "minimum_age": _("0: no age is asked."),
            "themes": _("One may be chosen when writing. None ticked: nothing is asked."),
            "with_place": _("A street, a square; never one's own address."),
            "department": _("It receives what is said in its inbox."),
            "answer_working_days": _("Each person reads this promise on the receipt."),
            "processing_sheet": _("What people read about their data below the page."),
        }
        widgets = {
            "publication_rule": forms.RadioSelect,
            "themes": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, space: Space, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limit(space)
        if kind == ActivityKind.BALLOT:
            for name in (
                "publication_rule",
                "themes",
                "with_place",
                "department",
                "answer_working_days",
            ):
                del self.fields[name]
            self.fields["title"].help_text = _("What people read on the page: « Your vote ».")

    def _limit(self, space: Space) -> None:
        departments: Any = self.fields["department"]
        departments.queryset = CityDepartment.objects.filter(
            organisation=space.organisation_id
        ).order_by("name")
        themes: Any = self.fields["themes"]
        themes.queryset = Theme.objects.order_by("name")
        themes.required = False
        sheets: Any = self.fields["processing_sheet"]
        sheets.queryset = ProcessingSheet.objects.filter(
            Q(organisation=space.organisation_id) | Q(pk=self.instance.processing_sheet_id)
        ).order_by("name")

    def options(self) -> dict[str, Any]:
        """Return what the services take: the columns asked, apart from title and themes."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"title", "themes"}
        }


class ConditionForm(forms.Form):
    """One sentence to accept before taking part."""

    kind = forms.ChoiceField(label=_("What it is about"), choices=ConditionKind)
    text = Line(
        label=_("Sentence to accept"),
        max_length=300,
        required=False,
        help_text=_("« I live, work or study on the territory. » Empty: nothing is asked."),
    )
    required = forms.BooleanField(label=_("Required"), required=False, initial=True)


ConditionFormSet = forms.formset_factory(ConditionForm, extra=2, max_num=12, validate_max=True)
