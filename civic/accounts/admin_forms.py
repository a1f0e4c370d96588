"""Forms of the administration on people and roles; the services decide."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from civic.core.forms import DateInput
from civic.territory.models import CityDepartment, Organisation

from .enums import VERIFIED_COLLEGES, College
from .models import RoleAssignment
from .registry import person_registry

_CAPACITIES = [(one.value, one.label) for one in College if one in VERIFIED_COLLEGES]


class SearchForm(forms.Form):
    """A number, a name or an address."""

    q = forms.CharField(
        label=_("Number of a case, name or e-mail address"),
        help_text=_("Only among the people your organisation knows. An address is typed whole."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PlaceForm(forms.Form):
    """In whose name something is done for somebody."""

    organisation = forms.ModelChoiceField(
        label=_("In the name of"), queryset=Organisation.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, organisations: "QuerySet[Organisation]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = organisations


class CollegeForm(PlaceForm):
    """In which capacity somebody speaks, and until when."""

    college = forms.ChoiceField(label=_("College"), choices=_CAPACITIES, widget=forms.RadioSelect)
    label = forms.CharField(
        label=_("Capacity, as everybody reads it"),
        help_text=_("For instance « Climate department » or « vice-president for climate »."),
        max_length=120,
    )
    until = forms.DateField(
        label=_("End of the term"),
        help_text=_("After this day the person takes part as a resident again. Empty: no end."),
        required=False,
        widget=DateInput(),
    )


class RoleForm(WagtailAdminModelForm):
    """A role given to whoever reads an address."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The person signs in with a code sent there; no password."),
    )
    full_name = forms.CharField(
        label=_("Name"),
        help_text=_("First name and name. Kept only when the account has none yet."),
        max_length=150,
        required=False,
    )
    space_id = forms.TypedChoiceField(
        label=_("limited to one space"),
        help_text=_("A chair is always given their council."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    class Meta:
        model = RoleAssignment
        fields = ["role", "organisation", "department", "space_id", "expires_at"]
        widgets = {"expires_at": AdminDateTimeInput()}
        help_texts = {
            "department": _("Empty: the whole organisation."),
            "expires_at": _("Empty: until it is taken back."),
        }

    field_order = ["email", "full_name", "role", "organisation", "department", "space_id"]

    def limit_to(self, organisations: "QuerySet[Organisation]") -> None:
        """Offer only what lies in some organisations."""
        fields: Any = self.fields
        fields["organisation"].queryset = organisations.order_by("kind", "name")
        keys = list(organisations.order_by().values_list("pk", flat=True))
        if len(keys) == 1:
            fields["organisation"].initial = keys[0]
        fields["department"].queryset = CityDepartment.objects.filter(
            organisation__in=keys
        ).order_by("organisation", "name")
        fields["space_id"].choices = [("", "---------"), *person_registry.places_of(keys)]
