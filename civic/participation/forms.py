"""Shapes that several spaces ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AttendanceByCollegeForm(forms.Form):
    """How many people of each college came, and how many for the first time."""

    def __init__(self, *args: Any, colleges: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleges = colleges
        for college, label in colleges.items():
            self.fields[f"count_{college}"] = forms.IntegerField(
                label=_("Present: %(college)s") % {"college": label}, min_value=0, max_value=5_000
            )
            self.fields[f"first_time_{college}"] = forms.IntegerField(
                label=_("Of whom for the first time"), min_value=0, max_value=5_000, required=False
            )

    def counts(self) -> dict[str, int]:
        """Return who came, by college."""
        return {college: self.cleaned_data[f"count_{college}"] for college in self.colleges}

    def newcomers(self) -> dict[str, int]:
        """Return who came for the first time, where it is known."""
        given = {one: self.cleaned_data.get(f"first_time_{one}") for one in self.colleges}
        return {college: count for college, count in given.items() if count is not None}
