"""What the forms that ask for a place share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.core.exceptions import Refusal

from .selectors import ELSEWHERE

CONFIRMED = "place_confirmed"


class ConfirmedPlace(forms.Form):
    """A form whose place, once refused for another town, shows a box to say it is here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (
            self.data.get(self.add_prefix(CONFIRMED))
            if self.is_bound
            else self.initial.get(CONFIRMED)
        ):
            self._offer()

    def refuse(self, refusal: Refusal) -> None:
        """Show why a place was refused beside it, and the box when it may be confirmed."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal.message))
        if refusal.code == ELSEWHERE:
            self._offer()

    def _offer(self) -> None:
        # After the place, where the eye is.
        names = list(self.fields)
        self.fields[CONFIRMED] = forms.BooleanField(
            label=_("It is in one of these communes all the same"),
            help_text=_("For instance a place that bears the name of another town."),
            required=False,
        )
        if "place" in names:
            names.insert(names.index("place") + 1, CONFIRMED)
            self.order_fields(names)
