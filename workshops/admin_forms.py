"""Forms of the administration; what they ask is written by services."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from civic.participation.enums import SpaceKind
from civic.participation.models import Session, Space
from civic.privacy.forms import reason_to_keep
from civic.territory.models import Organisation

from .models import Workshop


def _reason_to_keep() -> forms.CharField:
    return reason_to_keep(label=_("why a name may stay in these texts"))


class WorkshopForm(WagtailAdminModelForm):
    """A workshop: its title lies with its space, its organisation is given once."""

    title = forms.CharField(
        label=_("title"),
        help_text=_("What people are invited to: « Our school, your ideas »."),
        max_length=150,
    )
    organisation = forms.ModelChoiceField(
        label=_("organisation"), queryset=Organisation.objects.none()
    )
    keep_findings_because = _reason_to_keep()

    class Meta:
        model = Workshop
        fields = ["purpose", "programme", "consultation_space", "contact_name", "contact_phone"]
        help_texts = {
            "purpose": _("In two sentences: what is worked on, and what is done with it."),
            "programme": _("One step per line."),
            "consultation_space": _("Empty: a workshop of its own."),
            "contact_phone": _("Shown: whoever hesitates calls this number."),
        }
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 4}),
            "programme": forms.Textarea(attrs={"rows": 5}),
        }

    field_order = ["title", "organisation", "purpose", "programme", "consultation_space"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["title"] = self.instance.space.title
            del self.fields["organisation"]

    def limit_to(self, organisations: "QuerySet[Organisation]") -> None:
        """Offer only what lies in some organisations, or is shown there."""
        if "organisation" in self.fields:
            field: Any = self.fields["organisation"]
            field.queryset = organisations.order_by("kind", "name")
            if len(field.queryset) == 1:
                field.initial = field.queryset[0].pk
        shown = Space.objects.filter(organisation__in=organisations) | Space.objects.filter(
            territories__in=organisations
        )
        consultation: Any = self.fields["consultation_space"]
        consultation.queryset = (
            shown.filter(kind=SpaceKind.CONSULTATION, archived_at=None)
            .order_by("title", "pk")
            .distinct()
        )


class SessionForm(WagtailAdminModelForm):
    """When and where; the service says what cannot be."""

    remote_link = forms.URLField(
        label=_("to take part from home"),
        help_text=_("Only if one can take part from home."),
        required=False,
        assume_scheme="https",
    )
    keep_findings_because = _reason_to_keep()

    class Meta:
        model = Session
        fields = [
            "space",
            "title",
            "starts_at",
            "ends_at",
            "place",
            "address",
            "how_to_come",
            "remote_link",
            "agenda",
            "capacity",
            "registration_closes_at",
        ]
        help_texts = {
            "space": _("The workshop, the council or the group that meets."),
            "place": _("The name people know: « Salle du Verger »."),
            "how_to_come": _("Bus, parking, step-free entrance, sign language."),
            "registration_closes_at": _("Empty: one registers until it begins."),
        }
        widgets = {
            "starts_at": AdminDateTimeInput(),
            "ends_at": AdminDateTimeInput(),
            "registration_closes_at": AdminDateTimeInput(),
            "agenda": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # Whoever registered did so for this workshop.
            self.fields["space"].disabled = True

    def clean(self) -> dict[str, Any] | None:
        """Say that the end comes first beside the end, before the database says it elsewhere."""
        given = super().clean()
        starts_at = self.cleaned_data.get("starts_at")
        ends_at = self.cleaned_data.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("It ends after it starts."))
        return given

    def limit_to(self, spaces: "QuerySet[Space]") -> None:
        """Offer only some spaces."""
        field: Any = self.fields["space"]
        field.queryset = spaces


class CancelForm(forms.Form):
    """Why a session does not take place."""

    reason = forms.CharField(
        label=_("Why it does not take place"),
        help_text=_(
            "In one sentence. It is published, and sent to whoever has a place or waits for one."
        ),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    keep_findings_because = _reason_to_keep()


class AttendanceForm(forms.Form):
    """How many people came: a number, never a list."""

    attendance_count = forms.IntegerField(
        label=_("How many people came"),
        help_text=_("A number is published, never a list."),
        min_value=0,
        max_value=30_000,
    )


class MinutesForm(forms.Form):
    """What was said, published at once."""

    minutes = forms.CharField(
        label=_("What was said"),
        help_text=_("Published at once. Name nobody but those who speak by their function."),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    attendance_count = forms.IntegerField(
        label=_("How many people came"), min_value=0, max_value=30_000, required=False
    )
    keep_findings_because = _reason_to_keep()
