"""What the forms that ask for a place share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.core.exceptions import Refusal

from .selectors import ELSEWHERE, check_address

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

    def check_words(self, place: str) -> bool:
        """Tell whether the words of a place may be kept; show why where they may not."""
        if self.cleaned_data.get(CONFIRMED):
            return True
        try:
            check_address(place)
        except Refusal as refusal:
            self.refuse(refusal)
            return False
        return True

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


class WordedPlace(ConfirmedPlace):
    """A form whose place is said in words alone, looked at with all that it asks."""

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with the place beside what else is."""
        data: dict[str, Any] = super().clean() or {}
        self.check_words(data.get("place", ""))
        return data
