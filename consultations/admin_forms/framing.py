"""Start a consultation, and say what is asked, who decides, what is open."""

import uuid
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.documents.widgets import AdminDocumentChooser

from civic.participation.models import Space
from civic.territory.models import Organisation

from ..enums import ConsultationPreset, ParticipationLevel
from ..models import Consultation
from .fields import DAY, Line, Words, kept_reason, public_reason


class StartForm(forms.ModelForm):
    """The five things one knows on the first day; everything else comes after."""

    title = Line(
        label=_("Title"),
        max_length=150,
        help_text=_("As on a poster: « Climate plan », « A new media library ». It can change."),
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation that asks"),
        queryset=Organisation.objects.none(),
        help_text=_("It keeps the consultation, and its staff alone may change it."),
    )
    territories = forms.ModelMultipleChoiceField(
        label=_("Communes where it is shown"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Shown in the pages of these communes too, and open to what is said there."),
    )
    participation_level = forms.ChoiceField(
        label=_("How far residents weigh"),
        choices=ParticipationLevel,
        widget=forms.RadioSelect,
        initial=ParticipationLevel.CONSULT,
        help_text=_("Choose what you will keep: it is the first thing people read."),
    )
    preset = forms.ChoiceField(
        label=_("Legal form"),
        choices=ConsultationPreset,
        widget=forms.RadioSelect,
        initial=ConsultationPreset.FREE,
        help_text=_(
            "The form of the environment code, as for a climate plan, comes with its calendar, its "
            "file and its register. Every date and text is to be checked by counsel."
        ),
    )
    template = forms.ModelChoiceField(
        label=_("Start from another consultation"),
        queryset=Consultation.objects.none(),
        required=False,
        empty_label=_("No: start from nothing"),
        help_text=_(
            "Its framing, activities and calendar are copied, with dates moved to open in a month. "
            "Nothing that anybody said is copied."
        ),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    field_order = [
        "title",
        "organisation",
        "participation_level",
        "preset",
        "template",
        "territories",
    ]

    class Meta:
        model = Consultation
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission_key"].initial = uuid.uuid4

    def limit_to(
        self,
        organisations: "QuerySet[Organisation]",
        templates: "QuerySet[Consultation]",
    ) -> None:
        """Offer the organisations one may prepare something for, and what one may copy."""
        organisation: Any = self.fields["organisation"]
        organisation.queryset = organisations.order_by("kind", "name")
        only = list(organisation.queryset[:2])
        if len(only) == 1:
            organisation.initial = only[0]
        territories: Any = self.fields["territories"]
        territories.queryset = neighbours_of(organisations)
        template: Any = self.fields["template"]
        template.queryset = templates
        template.label_from_instance = lambda one: one.space.title


def neighbours_of(organisations: "QuerySet[Organisation]") -> "QuerySet[Organisation]":
    """Return the communes a consultation of some organisations may be shown in."""
    communes = Organisation.objects.filter(kind="commune")
    own = communes.filter(intercommunality__in=organisations) | communes.filter(
        intercommunality__in=organisations.exclude(intercommunality=None).values("intercommunality")
    )
    return own.distinct().order_by("name")


class TerritoriesForm(forms.Form):
    """The communes a consultation is shown in."""

    territories = forms.ModelMultipleChoiceField(
        label=_("Communes where it is shown"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: it is shown by its own organisation alone."),
    )

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        kwargs["initial"] = {"territories": space.territories.all()}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["territories"]
        own = Organisation.objects.filter(pk=space.organisation_id)
        field.queryset = Organisation.objects.filter(
            Q(pk__in=neighbours_of(own).values("pk")) | Q(pk__in=space.territories.values("pk"))
        ).order_by("name")


class FramingForm(forms.ModelForm):
    """What a consultation promises before any form."""

    title = Line(label=_("Title"), max_length=150)
    question = Line(
        label=_("The question, in one sentence"),
        max_length=250,
        required=False,
        help_text=_("The heading of the page: « How do we halve our emissions by 2035? »"),
    )
    decider = Line(
        label=_("Who decides"),
        max_length=200,
        required=False,
        help_text=_("A body rather than a person: « the community council »."),
    )
    how_decided = Words(
        label=_("How it will be decided"),
        max_length=4_000,
        required=False,
        help_text=_("Who reads what was said, in which meeting, by which rule."),
    )
    what_is_open = Words(
        label=_("What is open"),
        max_length=4_000,
        required=False,
        help_text=_("What people can really change: measures, places, order, calendar."),
    )
    what_is_fixed = Words(
        label=_("What is already fixed"),
        max_length=4_000,
        required=False,
        help_text=_("What will not change, and why: the law, the budget, what was voted."),
    )
    offline_way = Words(
        label=_("On paper, by telephone, at the desk"),
        max_length=2_000,
        required=False,
        help_text=_("Where to find the form, when somebody answers. It counts the same."),
    )
    reason = public_reason()
    keep_findings_because = kept_reason()

    field_order = [
        "title",
        "question",
        "participation_level",
        "decider",
        "how_decided",
        "what_is_open",
        "what_is_fixed",
        "answer_due_on",
        "reason",
        "contact_name",
        "contact_phone",
        "contact_email",
        "offline_way",
        "notice_published_on",
        "file_to_consult",
        "keep_findings_because",
    ]

    class Meta:
        model = Consultation
        fields = [
            "question",
            "participation_level",
            "decider",
            "how_decided",
            "what_is_open",
            "what_is_fixed",
            "answer_due_on",
            "contact_name",
            "contact_phone",
            "contact_email",
            "offline_way",
            "notice_published_on",
            "file_to_consult",
        ]
        labels = {
            "participation_level": _("How far residents weigh"),
            "answer_due_on": _("Date of the answer"),
            "contact_name": _("Contact"),
            "contact_phone": _("Telephone"),
            "contact_email": _("E-mail"),
            "notice_published_on": _("Notice published on"),
            "file_to_consult": _("File to consult"),
        }
        help_texts = {
            "participation_level": _("The first thing people read: choose what you will keep."),
            "answer_due_on": _(
                "The day an argued answer is published. Past this day without an outcome, the "
                "public page says that the result is overdue."
            ),
            "contact_name": _("A department rather than a person."),
            "contact_phone": _("A telephone number or an e-mail address at least."),
        }
        widgets = {"answer_due_on": DAY, "notice_published_on": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        consultation = self.instance
        self.initial["title"] = consultation.space.title
        self.fields["participation_level"].required = False
        self.fields["file_to_consult"].widget = AdminDocumentChooser()
        # Asked for only when the public date of the answer moves: the service says so.
        self.fields["reason"].required = False
        if not consultation.is_published:
            for name in ("reason", "keep_findings_because"):
                del self.fields[name]
        if consultation.preset == ConsultationPreset.FREE:
            for name in ("notice_published_on", "file_to_consult"):
                self.fields[name].help_text = _("Optional: the statutory form asks for it.")
