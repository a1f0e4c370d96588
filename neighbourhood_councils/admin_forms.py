"""Forms of the administration; what they ask is written by services."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import Person
from civic.core.forms import DateInput, DateTimeInput
from civic.territory.models import Neighbourhood, Organisation

from .models import CouncilMembership, NeighbourhoodCouncil, Training, TrainingDate


class CouncilForm(forms.ModelForm):
    """A council: its name lies with its space, its organisation is given once."""

    title = forms.CharField(label=_("name of the council"), max_length=150)
    organisation = forms.ModelChoiceField(
        label=_("organisation"), queryset=Organisation.objects.none()
    )

    class Meta:
        model = NeighbourhoodCouncil
        fields = ["sheet_name", "neighbourhood", "contact_phone", "contact_email", "is_closed"]

    field_order = ["title", "organisation", "neighbourhood", "sheet_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["title"] = self.instance.space.title
            del self.fields["organisation"]
        else:
            del self.fields["is_closed"]

    def limit_to(self, organisations: "QuerySet[Organisation]") -> None:
        """Offer only what lies in some organisations."""
        if "organisation" in self.fields:
            field: Any = self.fields["organisation"]
            field.queryset = organisations.order_by("kind", "name")
        places: Any = self.fields["neighbourhood"]
        places.queryset = Neighbourhood.objects.filter(organisation__in=organisations).order_by(
            "organisation", "name"
        )


class MembershipForm(forms.ModelForm):
    """A member's term; the person exists already, created at the desk or by taking part."""

    person = forms.ModelChoiceField(label=_("person"), queryset=Person.objects.none())

    class Meta:
        model = CouncilMembership
        fields = [
            "council",
            "person",
            "college",
            "function",
            "term_starts_on",
            "term_ends_on",
            "substitute_of",
            "interests",
            "named",
        ]
        widgets = {
            "term_starts_on": DateInput(),
            "term_ends_on": DateInput(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # The same council, person and first day are the same term: to change them is another.
            for name in ("council", "person", "term_starts_on"):
                self.fields[name].disabled = True

    def limit_to(
        self,
        councils: "QuerySet[NeighbourhoodCouncil]",
        organisations: "QuerySet[Organisation]",
    ) -> None:
        """Offer the councils of some organisations, and the people who live or work there."""
        council: Any = self.fields["council"]
        council.queryset = councils
        seats: Any = self.fields["substitute_of"]
        seats.queryset = (
            CouncilMembership.objects.filter(council__in=councils.order_by(), substitute_of=None)
            .exclude(pk=self.instance.pk)
            .select_related("council__space", "person")
            .order_by("council__space__title", "person__public_name", "pk")
        )
        seats.label_from_instance = lambda seat: f"{seat.person} – {seat.council}"
        person: Any = self.fields["person"]
        near = Q(organisation__in=organisations, erased_at=None) | Q(pk=self.instance.person_id)
        person.queryset = Person.objects.filter(near).order_by("public_name", "pk")


class TrainingForm(forms.ModelForm):
    """A training of the catalogue; its organisation is given once."""

    class Meta:
        model = Training
        fields = ["organisation", "title", "summary", "taught_by", "hours", "is_offered"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["organisation"].disabled = True

    def limit_to(self, organisations: "QuerySet[Organisation]") -> None:
        """Offer only some organisations."""
        field: Any = self.fields["organisation"]
        field.queryset = organisations.order_by("kind", "name")


class TrainingDateForm(forms.ModelForm):
    """When and where a training is given."""

    class Meta:
        model = TrainingDate
        fields = ["training", "starts_at", "ends_at", "place", "how_to_enrol"]
        widgets = {name: DateTimeInput() for name in ("starts_at", "ends_at")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["training"].disabled = True

    def limit_to(self, organisations: "QuerySet[Organisation]") -> None:
        """Offer only the trainings of some organisations."""
        field: Any = self.fields["training"]
        field.queryset = Training.objects.filter(organisation__in=organisations).order_by("title")
