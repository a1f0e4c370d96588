"""Forms of the administration: the shape of what is typed; services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.images.widgets import AdminImageChooser

from .models import CityDepartment, Competence, CompetenceHolder, Neighbourhood, Organisation, Theme


class LinesField(forms.CharField):
    """A list of short texts, typed one per line."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(line) for line in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        lines = (line.strip() for line in str(value or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))


class OrganisationForm(WagtailAdminModelForm):
    """The face of an organisation and how it is reached."""

    class Meta:
        model = Organisation
        fields = [
            "name",
            "short_name",
            "logo",
            "accent",
            "contact_phone",
            "contact_email",
            "contact_address",
            "desk_hours",
            "place_precision",
        ]
        widgets = {"logo": AdminImageChooser}
        help_texts = {
            "logo": _("Shown at the top of every page of the branch, 48 pixels high."),
            "desk_hours": _("As one says it: « Monday to Friday, 9 to 12 »."),
            "contact_phone": _("Shown on every page: a person who is stuck calls it."),
        }


class NewCommuneForm(OrganisationForm):
    """A commune that joins the site of its intercommunality: who it is, how it is reached."""

    class Meta(OrganisationForm.Meta):
        fields = ["name", "short_name", "code", *OrganisationForm.Meta.fields[2:-1]]
        help_texts = OrganisationForm.Meta.help_texts | {
            "name": _("Its branch opens at once, with its sections, its groups and its workflow."),
            "code": _("The INSEE code, as in the official lists."),
        }


class NeighbourhoodForm(WagtailAdminModelForm):
    """A part of a commune."""

    streets = LinesField(
        label=_("streets"), required=False, help_text=_("One per line, as people say them.")
    )

    class Meta:
        model = Neighbourhood
        fields = ["organisation", "name", "slug", "streets"]


class DepartmentForm(WagtailAdminModelForm):
    """A department that answers."""

    aliases = LinesField(
        label=_("other names"),
        required=False,
        help_text=_("One per line, as written in the spreadsheets of the councils: « PM »."),
    )

    class Meta:
        model = CityDepartment
        fields = ["organisation", "name", "slug", "email", "aliases"]


class ThemeForm(WagtailAdminModelForm):
    """One subject of the single taxonomy."""

    class Meta:
        model = Theme
        fields = ["name", "slug", "position"]


class CompetenceForm(WagtailAdminModelForm):
    """What a public body is responsible for."""

    class Meta:
        model = Competence
        fields = ["name", "code"]


class CompetenceHolderForm(WagtailAdminModelForm):
    """Who holds a competence, and where."""

    class Meta:
        model = CompetenceHolder
        fields = ["competence", "territory", "holder", "department"]
