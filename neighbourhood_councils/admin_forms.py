"""Forms of the administration; what they ask is written by services."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import Person
from civic.territory.models import Neighbourhood, Organisation

from .models import CouncilMembership, NeighbourhoodCouncil


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
        fields = ["council", "person", "college", "function", "term_starts_on", "term_ends_on"]
        widgets = {
            "term_starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "term_ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
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
        person: Any = self.fields["person"]
        near = Q(organisation__in=organisations, erased_at=None) | Q(pk=self.instance.person_id)
        person.queryset = Person.objects.filter(near).order_by("public_name", "pk")
