"""What higher apps declare: formulas by version, and how what they count is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

Counts = dict[str, Any]
Figures = dict[str, Any]
# From an object and a period to what is counted: plain numbers, lists and dicts.
Reader = Callable[[Any, date, date], Counts]
# From counts to figures; never changed once published: a change is another version.
Compute = Callable[[Mapping[str, Any]], Figures]
# From a space and a period to seconds of speech by college.
Speech = Callable[[int, date, date], dict[str, int]]


def _nobody_spoke(space_id: int, starts_on: date, ends_on: date) -> dict[str, int]:
    return {}


@dataclass(frozen=True)
class Formula:
    """One version of a set of indicators."""

    name: str
    version: int
    label: Any
    compute: Compute


@dataclass
class IndicatorRegistry:
    """Declarations gathered from `AppConfig.ready`."""

    formulas: dict[tuple[str, int], Formula] = field(default_factory=dict)
    readers: dict[str, tuple[type[Model], Reader]] = field(default_factory=dict)
    speech: Speech = _nobody_spoke

    def formula(self, formula: Formula) -> None:
        """Declare one version of a formula; earlier versions stay, to recount what was said."""
        self.formulas[formula.name, formula.version] = formula

    def counts(self, name: str, model: type[Model], reader: Reader) -> None:
        """Declare how what a set of indicators counts is read for an object of a model."""
        self.readers[name] = (model, reader)

    def latest(self, name: str) -> Formula:
        """Return the version a new snapshot uses."""
        return self.formulas[name, max(v for known, v in self.formulas if known == name)]


indicator_registry = IndicatorRegistry()
