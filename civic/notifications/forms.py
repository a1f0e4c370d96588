"""Forms of notices."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from .enums import Level
from .registry import notice_registry


class PreferencesForm(forms.Form):
    """One choice per kind of notice that is a choice."""

    def __init__(self, *args: Any, chosen: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in notice_registry.kinds.values():
            if kind.essential:
                continue
            self.fields[kind.key] = forms.ChoiceField(
                label=kind.label,
                choices=Level.choices,
                initial=chosen.get(kind.key, chosen.get("", kind.level)),
                widget=forms.RadioSelect,
            )

    def levels(self) -> Iterator[tuple[str, str]]:
        """Yield each kind with its chosen level."""
        yield from self.cleaned_data.items()
